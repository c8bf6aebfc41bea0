"""How acts on the groups of claimants are told: the words after whoever acted."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from claims import formats
from claims.audit.models import AuditEvent
from claims.audit.wording import Names, Piece


def membership_set(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Said that Rufus Haldane belongs to it from 3 May 2021 on, or to 8 June 2025."""
    said = {"claimant": event.data.get("claimant"), "since": _day(event.data.get("since"))}
    until = _day(event.data.get("until"))
    if not until:
        return [_("said that %(claimant)s belongs to it from %(since)s on") % said]
    return [_("said that %(claimant)s belonged to it from %(since)s to %(until)s") % {**said, "until": until}]


def membership_removed(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Took back that Rufus Haldane belonged to it from 3 May 2021 on."""
    said = {"claimant": event.data.get("claimant"), "since": _day(event.data.get("since"))}
    return [_("took back that %(claimant)s belonged to it from %(since)s on") % said]


def _day(value: object) -> str:
    return formats.day(date.fromisoformat(value)) if isinstance(value, str) and value else ""
