"""Articles by e-mail: in whose name a letter comes in, and what becomes of each document in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.articles.enums import Origin
from claims.articles.mail import Letter
from claims.articles.reading import Unreadable
from claims.errors import NotAllowed, Refusal
from claims.intake import article_intake
from claims.sentences import say
from claims.viewing import looking_as


@dataclass(frozen=True)
class Taken:
    """What became of one document: a sentence, and whether it is here now."""

    name: str
    message: str
    here: bool


def person_behind(sender: str, *, allowed: Sequence[str] = (), deputy: User | None = None) -> User:
    """In whose name a letter comes in: the colleague's with this address, or the deputy's for a sender that is allowed.

    `allowed` holds addresses, and domains as `@agency.example`. NotAllowed for everybody else.
    """
    person: User | None = User.objects.active().filter(email__iexact=sender).order_by("pk").first()
    listed = {entry.lower() for entry in allowed}
    if person is None and deputy is not None and ({sender, f"@{sender.partition('@')[2]}"} & listed):
        person = deputy
    if person is None or not person.may(Right.ARTICLES):
        raise NotAllowed(
            say("The desk takes articles only from its editors. Send it from the address of your account.")
        )
    return person


def take_in(letter: Letter, *, actor: User) -> list[Taken]:
    """Add every document of a letter, or the page it links to; one that is refused does not hold up the others.

    What is here already is read on behalf of the person in whose name it comes in: what is said goes to the sender.
    """
    with looking_as(actor.pk):
        return _take_in(letter, actor)


def _take_in(letter: Letter, actor: User) -> list[Taken]:
    if letter.link:
        return [_fetched(letter.link, actor)]
    taken = []
    for part in letter.parts:
        try:
            added = article_intake.add_document(document=part.read(), origin=Origin.EMAIL, actor=actor)
        except (Unreadable, Refusal) as error:
            taken.append(Taken(part.name, error.message, here=False))
        else:
            taken.append(Taken(part.name, added.message, here=True))
    return taken


def _fetched(link: str, actor: User) -> Taken:
    try:
        added = article_intake.add_from_url(url=link, actor=actor)
    except Refusal as error:
        return Taken(link, error.message, here=False)
    return Taken(link, added.message, here=True)
