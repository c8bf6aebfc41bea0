"""What editors do with what readers send in: take a claim up or decline it, and answer a report of an error."""

from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims import formats
from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.audit.services import record
from claims.errors import Blocked, NotAllowed, WrongState
from claims.matching.services import index_claim
from claims.tracking.enums import DismissReason, TipState
from claims.tracking.limits import STATEMENT_LIMIT
from claims.tracking.models import Claim, Tip
from claims.tracking.services import create_claim
from claims.verdicts import normalise_input
from claims.verdicts.models import Publication

DECIDED = ["state", "reason", "reply", "claim", "decided_by", "decided_at"]
ANSWERED: Final = (TipState.CORRECTED, TipState.NO_ERROR)
REPLY_LIMIT: Final = 1_000


def accept_tip(*, tip_id: int, statement: str, claimant: str, actor: User) -> Claim:
    """Put a claim into the queue, worded by the editor, for what a reader sent."""
    statement = normalise_input.line(statement)
    if not statement or len(statement) > STATEMENT_LIMIT:
        raise Blocked(
            _("Word the claim so that it stands alone, in at most %(statement_limit)s characters.")
            % {"statement_limit": STATEMENT_LIMIT}
        )
    with transaction.atomic():
        tip = _locked(tip_id, actor)
        claim = create_claim(statement=statement, actor=actor, claimant_name=normalise_input.line(claimant))
        index_claim(claim.pk)
        tip.claim = claim
        _decide(tip, TipState.ACCEPTED, actor)
    return claim


def decline_tip(*, tip_id: int, reason: str, reply: str, actor: User) -> Tip:
    """Put what a reader sent away; the sender reads the reason, and the answer if one is written."""
    if reason not in DismissReason:
        raise Blocked(_("Choose one of the reasons for declining."))
    reply = normalise_input.lines(reply)
    _check_length(reply)
    with transaction.atomic():
        tip = _locked(tip_id, actor)
        tip.reason, tip.reply = DismissReason(reason), reply
        _decide(tip, TipState.DECLINED, actor)
    return tip


def answer_report(*, tip_id: int, outcome: str, reply: str, actor: User) -> Tip:
    """Close a report of an error as corrected or no error, with the answer its sender reads."""
    if outcome not in ANSWERED:
        raise Blocked(_("Choose how it ended: corrected or no error."))
    reply = normalise_input.lines(reply)
    if not reply:
        raise Blocked(_("Write the sender a sentence on what you found."))
    _check_length(reply)
    with transaction.atomic():
        tip = _locked(tip_id, actor, is_report=True)
        since = Publication.objects.filter(claim=tip.about_id, number__gt=tip.about_number)
        if outcome == TipState.CORRECTED and not since.exists():
            raise Blocked(_("Nothing was published since this report. Publish the correction first."))
        tip.reply = reply
        _decide(tip, TipState(outcome), actor)
    return tip


def _check_length(reply: str) -> None:
    if len(reply) > REPLY_LIMIT:
        raise Blocked(_("The answer is %(count)s characters long; keep it under 1,000.") % {"count": len(reply)})


def _locked(tip_id: int, actor: User, *, is_report: bool = False) -> Tip:
    if not actor.may(Right.TRIAGE):
        raise NotAllowed(_("Your role does not let you triage what readers send. Ask an editor."))
    tip = Tip.objects.select_for_update(of=("self",)).filter(pk=tip_id).first()
    if tip is None:
        raise WrongState(_("This message is no longer here. Reload the list."))
    if (tip.about_id is not None) is not is_report:
        raise WrongState(_("This message is of another kind. Reload the list."))
    if tip.state != TipState.NEW:
        raise WrongState(
            _("Somebody has decided about this one: %(state)s. Reload the list.")
            % {"state": formats.inside(tip.get_state_display())}
        )
    return tip


def _decide(tip: Tip, state: TipState, actor: User) -> None:
    tip.state, tip.decided_by, tip.decided_at = state, actor, timezone.now()
    tip.save(update_fields=DECIDED)
    record(
        actor=actor,
        action={
            TipState.ACCEPTED: "tip_accepted",
            TipState.DECLINED: "tip_declined",
            TipState.CORRECTED: "error_report_corrected",
            TipState.NO_ERROR: "error_report_without_error",
        }[state],
        target=tip,
        from_state=TipState.NEW,
        to_state=state,
        data={"claim": tip.claim_id or tip.about_id, "reason": tip.reason},
    )
