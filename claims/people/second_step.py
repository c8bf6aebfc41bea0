"""Codes of the second step within limits, what goes with setting one up, and an admin's way out for who lost it."""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.accounts import attempts, second_step
from claims.accounts.attempts import Limit
from claims.accounts.models import SecurityEventKind, User
from claims.audit.services import record
from claims.client_address import client_address, network
from claims.delivery.account_letters import tell_what_happened
from claims.errors import WrongState
from claims.people import sessions
from claims.people.invitations import ask_people
from claims.people.sign_in import note

WRONG_CODES: Final = Limit("second step", 10, timedelta(minutes=15))
USED_CODE: Final = Limit("used code", 1, timedelta(minutes=2))
"""A code of an app works for a minute and a half, the half before and after its own included, and only once."""


def too_many(person: User) -> str:
    """The sentence that says how long to wait after too many wrong codes; empty where another may be tried."""
    wait = attempts.seconds_to_wait([(WRONG_CODES, str(person.pk))])
    minutes = -(-wait // 60)
    return (
        ngettext(
            "Those were too many wrong codes. Try again in %(minutes)d minute.",
            "Those were too many wrong codes. Try again in %(minutes)d minutes.",
            minutes,
        )
        % {"minutes": minutes}
        if wait
        else ""
    )


def note_wrong(person: User, request: HttpRequest) -> None:
    """Count a wrong code, for the limit and for the person's own list."""
    attempts.count(WRONG_CODES, str(person.pk))
    note(person, SecurityEventKind.WRONG_CODE, network(client_address(request)))


def take(person: User, code: str) -> bool:
    """Use a right code up, in all web processes; False where it was used already."""
    if attempts.count(USED_CODE, f"{person.pk} {code}") > 1:
        return False
    attempts.forget(WRONG_CODES, str(person.pk))
    return True


def changed(*, person: User, kind: SecurityEventKind, request: HttpRequest) -> None:
    """After somebody changed their own second step: note it, tell them, and end sign-ins that were made without it."""
    address = network(client_address(request))
    with transaction.atomic():
        note(person, kind, address)
        tell_what_happened(person, kind)
        if kind == SecurityEventKind.STEP_ADDED:
            sessions.end_others(person=person, this=request.session.session_key or "", address=address)


def reset(*, person_id: int, actor: User) -> User:
    """Take somebody's second step away who lost it, on record; all their sign-ins end, and they are told."""
    ask_people(actor)
    with transaction.atomic():
        person: User | None = User.objects.select_for_update(of=("self",)).filter(pk=person_id).first()
        if person is None or person.removed_at is not None:
            raise WrongState(_("This person is no longer here. Reload the page."))
        if person.pk == actor.pk:
            raise WrongState(_("You cannot take your own second step away here. Ask another admin."))
        if not second_step.forget(person):
            raise WrongState(_("%(person)s has no second step.") % {"person": person})
        person.sessions.all().delete()
        record(actor=actor, action="second_step_reset", target=person)
        note(person, SecurityEventKind.STEP_RESET)
        tell_what_happened(person, SecurityEventKind.STEP_RESET)
    return person
