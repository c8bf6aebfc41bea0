"""Written reasons why a submit gate does not hold for a claim; readers see them."""

from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from claims.accounts.models import User
from claims.audit.services import JSONValue
from claims.errors import Blocked, Stale
from claims.tracking.models import Claim
from claims.verdicts import normalise_input
from claims.verdicts.models import Waiver
from claims.verdicts.preflight import GATES
from claims.workflow.editing import Part, edit

SHORTEST: Final = 10
MAX_REASON_LENGTH: Final = 1000


def write_reason(*, claim_id: int, gate: str, reason: str, actor: User, seen: str | None = None) -> Claim:
    """Write or change the reason for a gate; `seen` is the reason the person saw there, if the form carries it."""
    reason = normalise_input.lines(reason)
    if gate not in GATES or not GATES[gate].waivable:
        raise Blocked(_("A written reason cannot stand in for this check. Mend what it asks for."))
    if len(reason) < SHORTEST:
        raise Blocked(_("Write the reason as a sentence; readers will see it."))
    if len(reason) > MAX_REASON_LENGTH:
        raise Blocked(
            _("The reason has %(count)s characters; keep it under %(max_reason_length)s.")
            % {"count": f"{len(reason):,}", "max_reason_length": f"{MAX_REASON_LENGTH:,}"}
        )

    def write(claim: Claim) -> dict[str, JSONValue]:
        waiver = Waiver.objects.filter(claim=claim, gate=gate).first()
        if waiver and waiver.reason == reason:
            return {}
        _ask_unchanged(waiver, seen)
        Waiver.objects.update_or_create(
            claim=claim, gate=gate, defaults={"reason": reason, "written_by": actor, "written_at": timezone.now()}
        )
        return {"gate": gate}

    return edit(claim_id=claim_id, actor=actor, part=Part.REASON, action="reason_written", change=write)


def remove_reason(*, claim_id: int, gate: str, actor: User, seen: str | None = None) -> Claim:
    """Take a written reason back; nothing happens where there is none."""

    def write(claim: Claim) -> dict[str, JSONValue]:
        waiver = Waiver.objects.filter(claim=claim, gate=gate).first()
        if waiver is None:
            return {}
        _ask_unchanged(waiver, seen)
        waiver.delete()
        return {"gate": gate}

    return edit(claim_id=claim_id, actor=actor, part=Part.REASON, action="reason_removed", change=write)


def _ask_unchanged(waiver: Waiver | None, seen: str | None) -> None:
    if seen is not None and normalise_input.lines(seen) != (waiver.reason if waiver else ""):
        raise Stale(
            _("Somebody changed this reason after you opened it. Reload the claim to read it, then write again.")
        )
