"""What an admin changes about somebody who has an account: roles, how much they take on, absence, and the sign-in."""

import datetime
from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.accounts.models import SecurityEventKind, User
from claims.accounts.roles import RIGHTS, Right, Role
from claims.audit.services import JSONValue, record
from claims.delivery.account_letters import tell, tell_what_happened
from claims.delivery.models import LetterKind
from claims.errors import Blocked, WrongState
from claims.people import role_requests
from claims.people.invitations import ask_people, known, second_is_needed
from claims.people.sign_in import note
from claims.verdicts.authors import note_authors

FURTHEST = datetime.timedelta(days=2 * 366)
MOST_OPEN = 500


def change_person(
    *, person_id: int, actor: User, roles: Iterable[str], max_open: int, away_until: datetime.date | None = None
) -> User:
    """Give somebody exactly these roles, so many claims at once, and a last day away; Blocked with every reason."""
    ask_people(actor)
    chosen = known(roles)
    with transaction.atomic():
        person = _locked(person_id)
        before = known(person.roles)
        reasons = _refusals(person, chosen, max_open, away_until)
        if reasons:
            raise Blocked(" ".join(reasons), tuple(reasons))
        fields = [
            name
            for name, value in (("max_open", max_open), ("away_until", away_until))
            if getattr(person, name) != value
        ]
        if not fields and before == chosen:
            return person
        person.max_open, person.away_until = max_open, away_until
        person.save(update_fields=["max_open", "away_until"])
        if second_is_needed(before=before, after=chosen, actor=actor):
            role_requests.ask(person=person, roles=chosen, actor=actor)
            chosen = before
        if not fields and before == chosen:
            return person
        person.groups.set(Group.objects.filter(name__in=[role.value for role in chosen]))
        record(
            actor=actor,
            action="person_changed",
            target=person,
            data={
                "fields": list[JSONValue](fields),
                "roles_before": list[JSONValue](sorted(role.value for role in before)),
                "roles_after": list[JSONValue](sorted(role.value for role in chosen)),
            },
        )
        if before != chosen:
            tell(person, LetterKind.ROLES_CHANGED)
    return person


def email_changed(*, person: User, before: str) -> None:
    """After somebody's address was changed: note it, and tell them at the new one and at the one before it."""
    if before.casefold() == person.email.casefold():
        return
    note(person, SecurityEventKind.EMAIL_CHANGED)
    tell_what_happened(person, SecurityEventKind.EMAIL_CHANGED)
    if before:
        tell_what_happened(person, SecurityEventKind.EMAIL_CHANGED, at=before)


def switch_off(*, person_id: int, actor: User) -> User:
    """Let somebody no longer sign in; what they did and what lies with them stays under their name."""
    ask_people(actor)
    with transaction.atomic():
        person = _locked(person_id)
        if person.pk == actor.pk:
            raise WrongState(_("You cannot switch yourself off. Ask another admin."))
        if not person.is_active:
            raise WrongState(_("%(person)s is switched off already.") % {"person": person})
        return _switch(person, actor, on=False)


def switch_on(*, person_id: int, actor: User) -> User:
    """Let somebody sign in again, with the roles they had."""
    ask_people(actor)
    with transaction.atomic():
        person = _locked(person_id)
        if person.is_active:
            raise WrongState(_("%(person)s can sign in already.") % {"person": person})
        return _switch(person, actor, on=True)


def _switch(person: User, actor: User, *, on: bool) -> User:
    person.is_active = on
    person.save(update_fields=["is_active"])
    note_authors()
    record(actor=actor, action="person_switched_on" if on else "person_switched_off", target=person)
    what = SecurityEventKind.SWITCHED_ON if on else SecurityEventKind.SWITCHED_OFF
    note(person, what)
    tell_what_happened(person, what)
    return person


def _locked(person_id: int) -> User:
    """The person, behind one lock for everything that could leave a desk without an admin."""
    Group.objects.select_for_update().get(name=Role.ADMIN.value)
    person: User | None = User.objects.select_for_update(of=("self",)).filter(pk=person_id).first()
    if person is None or person.removed_at is not None:
        raise WrongState(_("This person is no longer here. Reload the page."))
    return person


def _refusals(person: User, roles: list[Role], max_open: int, away_until: datetime.date | None) -> list[str]:
    reasons = []
    if not roles:
        reasons.append(_("Choose at least one role, or switch the person off."))
    keeps = any(Right.PEOPLE in RIGHTS[role] for role in roles)
    others = User.objects.holding(Right.PEOPLE).exclude(pk=person.pk)
    if person.may(Right.PEOPLE) and not keeps and not others.exists():
        reasons.append(_("Nobody else is an admin. Make somebody else one first."))
    if not 0 <= max_open <= MOST_OPEN:
        reasons.append(_("Choose a number of claims from 0 to %(most)d.") % {"most": MOST_OPEN})
    today = timezone.localdate()
    if away_until is not None and away_until != person.away_until and away_until < today:
        reasons.append(_("The last day away is past. Choose a day to come, or leave it empty."))
    if away_until is not None and away_until > today + FURTHEST:
        reasons.append(_("The last day away is more than two years off. Check the year."))
    return reasons
