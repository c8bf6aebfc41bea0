"""Removing a person from the desk without losing what the person did."""

import re
from functools import partial
from typing import Final

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from claims.accounts.models import Invitation, User
from claims.accounts.roles import Right
from claims.accounts.services import anonymise
from claims.articles.models import ArticleHook
from claims.audit.services import record
from claims.delivery.mail import forget_kept_letters
from claims.delivery.models import AccountLetter
from claims.delivery.services import forget_notifications
from claims.errors import NotAllowed, WrongState
from claims.people.passwords import end_programs
from claims.tracking.models import Assignment, Claim, Comment
from claims.tracking.views import forget_views
from claims.verdicts.authors import note_authors
from claims.viewing import as_the_software

AMONG_COLLEAGUES: Final[tuple[tuple[type[models.Model], str], ...]] = (
    (Comment, "body"),
    (Assignment, "message"),
    (Claim, "waiting_on"),
)
"""Where colleagues write to and about each other, and readers never look."""


@as_the_software()
def remove_person(*, person_id: int, actor: User) -> User:
    """Replace a person's data by a stable name such as “Former colleague 12”; the audit record stays as it is.

    Claims in the person's hands stay there under that name, for an editor to give to somebody else. User name, e-mail
    and full name go from what colleagues wrote to each other, too. What was submitted, approved or published keeps the
    names it was printed with, and notes in the record stay, since neither is ever changed.
    """
    if not actor.may(Right.PEOPLE):
        raise NotAllowed(_("Your role does not let you remove people. Ask an admin."))
    with transaction.atomic():
        person: User | None = User.objects.select_for_update(of=("self",)).filter(pk=person_id).first()
        if person is None or person.removed_at is not None:
            raise WrongState(_("This person has been removed already."))
        if person.pk == actor.pk:
            raise WrongState(_("You cannot remove yourself. Ask another admin."))
        was = User(username=person.username, display_name=person.display_name, email=person.email)
        end_programs(person=person, actor=actor)
        anonymise(person)
        forget_notifications(person)
        forget_views(person)
        _forget_ways_in(person, was)
        _forget_in_texts(person, was)
        note_authors()
        record(actor=actor, action="person_removed", target=person)
        return person


def _forget_ways_in(person: User, was: User) -> None:
    """Empty what names the person where they came in, and the answers and letters that were kept for them."""
    ArticleHook.objects.filter(person=person).update(secret="", name=str(person))
    apps.get_model("api", "IdempotencyKey")._default_manager.filter(person=person).delete()
    invitations = Invitation.objects.filter(Q(person=person) | Q(email__iexact=was.email, accepted_at__isnull=False))
    invitations.to_people().update(email=f"{person.username}@removed.invalid", display_name="")
    if was.email:
        Invitation.objects.open().filter(email__iexact=was.email).delete()
        AccountLetter.objects.filter(address__iexact=was.email).delete()
        transaction.on_commit(partial(forget_kept_letters, was.email))


def _forget_in_texts(person: User, was: User) -> None:
    """Put the stable name in the place of the person's in what colleagues wrote to each other."""
    pattern = _names_of(was)
    for model, field in AMONG_COLLEAGUES:
        said = Q(**{f"{field}__icontains": was.username}) | Q(**{f"{field}__icontains": was.display_name})
        if was.email:
            said |= Q(**{f"{field}__icontains": was.email})
        for row in model._default_manager.filter(said).only("pk", field).iterator():
            before = getattr(row, field)
            after = pattern.sub(lambda found: _in_place_of(found[0], person), before)
            if after != before:
                model._default_manager.filter(pk=row.pk).update(**{field: after[: _limit(model, field)]})


def _names_of(was: User) -> re.Pattern[str]:
    """The e-mail address, @ and the user name, and the full name; a name of one word could be any word."""
    names = [re.escape(f"@{was.username}")]
    names += [re.escape(was.email)] if was.email else []
    names += [re.escape(was.display_name)] if " " in was.display_name else []
    return re.compile("|".join(rf"(?<![\w.]){name}(?!\w)" for name in names), re.IGNORECASE)


def _in_place_of(found: str, person: User) -> str:
    return f"@{person.username}" if found.startswith("@") else str(person)


def _limit(model: type[models.Model], field: str) -> int | None:
    limit: int | None = getattr(model._meta.get_field(field), "max_length", None)
    return limit
