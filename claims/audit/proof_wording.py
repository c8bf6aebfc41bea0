"""How acts on the proof of publications are told: the words after whoever acted."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from claims.audit.models import AuditEvent
from claims.audit.wording import Names, Piece
from claims.sentences import from_kept


def time_stamped(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Had number 2 time-stamped by stamps.example."""
    return [_("had number %(number)s time-stamped by %(server)s") % _said(event)]


def not_time_stamped(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Got no time stamp for number 2 from stamps.example, and tries again: why."""
    said = _said(event)
    if event.data.get("given_up"):
        return [_("gave up having number %(number)s time-stamped by %(server)s: %(why)s") % said]
    return [_("got no time stamp for number %(number)s from %(server)s and tries again: %(why)s") % said]


def _said(event: AuditEvent) -> dict[str, object]:
    number, server = (event.data.get(name) for name in ("number", "server"))
    return {"number": number, "server": server, "why": from_kept(str(event.data.get("why")))}
