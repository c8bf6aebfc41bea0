"""How acts on published verdicts that age, and on their sources, are told: the words after whoever acted."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from claims import formats
from claims.audit.coded_words import code
from claims.audit.models import AuditEvent
from claims.audit.wording import Names, Piece, Tell, day


def looked_at_again(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Began to look at it again, or the clock did."""
    by_clock = _("brought it back, as its review date was past")
    return [_("began to look at it again") if event.actor_id else by_clock]


def still_holds(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Found that it still holds, to be looked at again on 18 March."""
    until = day(event.data.get("review_by"))
    if not until:
        return [_("found that it still holds")]
    return [_("found that it still holds, to be looked at again on %(day)s") % {"day": until}]


def review_date_set(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Set the review date to 18 March, or went by the rules again."""
    if not event.data.get("by_hand"):
        return [_("set the review date by the rules again")]
    return [_("set the review date to %(day)s") % {"day": day(event.data.get("review_by"))}]


def watched(sentence: str) -> Tell:
    """An act on a source that is read again, by its address."""
    return lambda event, names: [_(sentence) % {"address": event.data.get("name")}]


def source_lost(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Read a source again, and what was found: page gone."""
    said = {"address": event.data.get("name"), "outcome": code(event.data.get("outcome"))}
    cells = event.data.get("cells")
    if not isinstance(cells, list) or not cells:
        return [_("read %(address)s again: %(outcome)s") % said]
    told = formats.listed(_cell(cell) for cell in cells)
    return [_("read %(address)s again: in its table, %(cells)s") % (said | {"cells": told})]


def _cell(cell: Mapping[str, Any]) -> str:
    """One cell: jobs_2024 went from 9,000 to 9,100."""
    said = {"cell": cell["name"], "was": ", ".join(cell["was"])}
    if cell["now"] is None:
        return _("%(cell)s, which was %(was)s, is gone") % said
    return _("%(cell)s went from %(was)s to %(now)s") % (said | {"now": ", ".join(cell["now"])})


def shelf_life_rule_set(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Set how long verdicts hold: Transport, 90 days."""
    said = {"which": event.data.get("which"), "days": event.data.get("days")}
    return [_("set how long verdicts hold: %(which)s, %(days)s days") % said]


def shelf_life_rule_removed(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Removed the rule for Transport."""
    return [_("removed the shelf-life rule “%(which)s”") % {"which": event.data.get("which")}]
