"""What the first page says where nothing waits for a person: how the desk stands, and what there is to do."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.articles.models import Article
from claims.tracking.queries import Standing, standing


@dataclass(frozen=True)
class Part:
    """So many claims of a kind, in words, and the query of the view that lists them."""

    words: str
    query: str


@dataclass(frozen=True)
class Quiet:
    """The box in place of the list: a heading, sentences, the kinds of open claims, and one way on."""

    heading: str
    sentences: Sequence[str]
    parts: Sequence[Part] = ()
    button: str = ""
    page: str = ""


def quiet(person: User, *, has_free: bool, fresh: int) -> Quiet:
    """What is true for this person on a desk without anything for them: two queries at most.

    `has_free` says whether claims that nobody has stand below, and `fresh` how many articles beside.
    """
    now = standing()
    if now.open:
        return Quiet(_("How the desk stands"), [_advice(person, has_free=has_free)], _parts(now), *_way_on(person))
    if not Article.objects.exists():
        return _empty(person)
    if fresh:
        looked = ngettext(
            "No claim is open. %(count)s article has candidates that are likely worth checking.",
            "No claim is open. %(count)s articles have candidates that are likely worth checking.",
            fresh,
        ) % {"count": fresh}
        return Quiet(_("The queue is empty"), [looked], (), _("Look through the articles"), "articles")
    if person.may(Right.TRIAGE):
        done = _("No claim is open, and every candidate that is likely worth checking is decided.")
        return Quiet(_("All clear"), [done], (), _("Add an article"), "article-add")
    waiting = _("No claim is open. New ones come here when an editor accepts them from an article.")
    return Quiet(_("All clear"), [waiting], (), _("See what is published"), "published")


def _advice(person: User, *, has_free: bool) -> str:
    if has_free:
        return _("Take one that nobody has: the highest score stands first below.")
    if person.may(Right.TRIAGE):
        return _("Others have what is open. Look through the articles for the next claim, or at the claims below.")
    if person.may(Right.REVIEW):
        return _("Others have what is open. You are told here as soon as something is assigned to you.")
    if person.may(Right.PEOPLE):
        return _("You keep the desk: people, roles and settings. Claims are checked by reviewers and editors.")
    return _("You may read everything here. To check claims yourself, ask an admin for the role of reviewer.")


def _way_on(person: User) -> tuple[str, str]:
    if person.may(Right.TRIAGE):
        return _("Look through the articles"), "articles"
    return _("Open the queue"), "queue"


def _parts(now: Standing) -> list[Part]:
    is_approved = ngettext(
        "%(count)s is approved and not published", "%(count)s are approved and not published", now.approved
    )
    judged = ngettext("%(count)s waits for a second review", "%(count)s wait for a second review", now.judged_next)
    kinds = (
        (now.open, "", ngettext("%(count)s claim is open", "%(count)s claims are open", now.open)),
        (now.late, "due=late", ngettext("%(count)s is late", "%(count)s are late", now.late)),
        (now.free, "assignee=nobody", ngettext("%(count)s is with nobody", "%(count)s are with nobody", now.free)),
        (now.judged_next, "state=submitted", judged),
        (now.approved, "state=approved", is_approved),
    )
    return [Part(words % {"count": count}, query) for count, query, words in kinds if count]


def _empty(person: User) -> Quiet:
    begins = _("A desk begins with an article: paste one, and what may be worth checking is found in it.")
    if person.may(Right.ARTICLES):
        return Quiet(_("Nothing is here yet"), [begins], (), _("Add the first article"), "article-add")
    if person.may(Right.PEOPLE):
        sentences = [_("An editor adds the first article, so the desk needs one: give somebody that role.")]
        return Quiet(_("Nothing is here yet"), sentences, (), _("See who is here"), "people")
    later = _("An editor adds the first article; claims to check come from there.")
    return Quiet(_("Nothing is here yet"), [later], (), _("See who is here"), "people")
