"""Where somebody is signed in: listing and ending it, one browser at a time or all."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.accounts.models import SecurityEventKind, Session, User
from claims.accounts.session_models import stored_key
from claims.audit.services import record
from claims.client_address import client_address, network
from claims.delivery.account_letters import tell_what_happened
from claims.errors import WrongState
from claims.people.invitations import ask_people
from claims.people.sign_in import note

BROWSER: Final = "browser"
ADDRESS: Final = "address"
FAMILIES: Final = (
    ("Edge", re.compile(r"Edg(?:e|A|iOS)?/")),
    ("Opera", re.compile(r"OPR/")),
    ("Firefox", re.compile(r"(?:Firefox|FxiOS)/")),
    ("Chrome", re.compile(r"(?:Chrome|Chromium|CriOS)/")),
    ("Safari", re.compile(r"Safari/")),
)
SYSTEMS: Final = (
    ("Android", re.compile(r"Android")),
    ("iOS", re.compile(r"iPhone|iPad")),
    ("Windows", re.compile(r"Windows")),
    ("macOS", re.compile(r"Mac OS X")),
    ("Linux", re.compile(r"Linux|X11")),
)
"""What browsers call themselves; the first that fits counts, since each also names those it wants to be taken for."""


@dataclass(frozen=True)
class SignedIn:
    """One browser in which somebody is signed in."""

    key: str
    browser: str
    address: str
    began: datetime
    used: datetime
    is_this: bool


def remember_browser(request: HttpRequest) -> None:
    """Keep with a session that has just begun in which browser and from where, for the person's own list."""
    request.session[BROWSER] = browser_name(request.headers.get("User-Agent", ""))
    request.session[ADDRESS] = network(client_address(request))[:50]


def browser_name(agent: str) -> str:
    """Family and system of a browser, as far as it says them; empty where it says neither."""
    found = (next((name for name, says in names if says.search(agent[:400])), "") for names in (FAMILIES, SYSTEMS))
    return ", ".join(name for name in found if name)


def signed_in(person: User, this: str = "") -> list[SignedIn]:
    """Where somebody is signed in, the one used last first; `this` is the key of the session that asks."""
    rows, now = [], timezone.now()
    for row in person.sessions.filter(expire_date__gt=now):
        data = row.get_decoded()
        began, used = int(data.get("signed_in_at", 0)), int(data.get("used_at", 0))
        age, idle = now.timestamp() - began, now.timestamp() - used
        if age <= settings.SESSION_COOKIE_AGE and idle <= settings.SESSION_IDLE_SECONDS:
            rows.append(
                SignedIn(
                    key=row.session_key,
                    browser=str(data.get(BROWSER, "")),
                    address=str(data.get(ADDRESS, "")),
                    began=datetime.fromtimestamp(began, UTC),
                    used=datetime.fromtimestamp(used, UTC),
                    is_this=bool(this) and row.session_key == stored_key(this),
                )
            )
    return sorted(rows, key=lambda row: (row.is_this, row.used), reverse=True)


def end_one(*, person: User, key: str, address: str = "") -> None:
    """End one of somebody's own sign-ins."""
    with transaction.atomic():
        ended, _kinds = Session.objects.filter(person=person, session_key=key).delete()
        if not ended:
            raise WrongState(_("This sign-in has ended already."))
        note(person, SecurityEventKind.SIGN_INS_ENDED, address)


def end_others(*, person: User, this: str, address: str = "") -> int:
    """End all of somebody's own sign-ins but the one that asks; how many there were."""
    with transaction.atomic():
        ended, _kinds = person.sessions.exclude(session_key=stored_key(this)).delete()
        if ended:
            note(person, SecurityEventKind.SIGN_INS_ENDED, address)
    return ended


def end_all_of(*, person_id: int, actor: User) -> int:
    """An admin ends all of somebody's sign-ins, on record; the person hears of it. How many there were."""
    ask_people(actor)
    with transaction.atomic():
        person: User | None = User.objects.select_for_update(of=("self",)).filter(pk=person_id).first()
        if person is None or person.removed_at is not None:
            raise WrongState(_("This person is no longer here. Reload the page."))
        ended, _kinds = person.sessions.all().delete()
        if ended:
            record(actor=actor, action="sign_ins_ended", target=person)
            note(person, SecurityEventKind.ADMIN_ENDED)
            tell_what_happened(person, SecurityEventKind.ADMIN_ENDED)
    return ended
