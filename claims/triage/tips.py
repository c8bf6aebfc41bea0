"""What editors do with the claims readers send in: make a claim of one, or decline it with a reason."""

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

DECIDED = ["state", "reason", "reply", "claim", "decided_by", "decided_at"]


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
    if len(reply) > 1000:
        raise Blocked(_("The answer is %(count)s characters long; keep it under 1,000.") % {"count": len(reply)})
    with transaction.atomic():
        tip = _locked(tip_id, actor)
        tip.reason, tip.reply = DismissReason(reason), reply
        _decide(tip, TipState.DECLINED, actor)
    return tip


def _locked(tip_id: int, actor: User) -> Tip:
    if not actor.may(Right.TRIAGE):
        raise NotAllowed(_("Your role does not let you triage what readers send. Ask an editor."))
    tip = Tip.objects.select_for_update(of=("self",)).filter(pk=tip_id).first()
    if tip is None:
        raise WrongState(_("This message is no longer here. Reload the list."))
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
        action="tip_accepted" if state is TipState.ACCEPTED else "tip_declined",
        target=tip,
        from_state=TipState.NEW,
        to_state=state,
        data={"claim": tip.claim_id, "reason": tip.reason},
    )
