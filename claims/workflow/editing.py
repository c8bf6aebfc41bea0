"""The door for changing what readers will see: wording, claimant, evidence, drafts, contacts, written reasons.

An approved verdict is behind another one, the move "Edit again": no edit voids an approval by the way.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.audit.services import JSONValue, record
from claims.errors import NotAllowed, WrongState
from claims.sentences import mark
from claims.tracking.enums import ClaimState
from claims.tracking.models import Claim
from claims.verdicts import seals
from claims.verdicts.models import Contribution
from claims.words import Words
from claims.workflow.perform import locked_claim
from claims.workflow.relations import is_reviewer_or_editor

BEFORE_REVIEW = frozenset({ClaimState.QUEUED, ClaimState.ASSIGNED})
UNDER_WORK = frozenset({ClaimState.IN_REVIEW, ClaimState.WAITING, ClaimState.CORRECTING})

_REFUSALS: Mapping[str, Words] = {
    ClaimState.QUEUED: gettext_lazy("Pick the claim up and start the review first."),
    ClaimState.ASSIGNED: gettext_lazy("Start the review first."),
    ClaimState.SUBMITTED: gettext_lazy("The verdict waits for a second person. Take it back to change it."),
    ClaimState.CHANGES_REQUESTED: gettext_lazy("Changes were asked for. Press Revise, then change it."),
    ClaimState.APPROVED: gettext_lazy(
        "This verdict is approved. To change it, press Edit again first; that voids the approval."
    ),
    ClaimState.PUBLISHED: gettext_lazy("Published words change by a correction only. Open one first."),
    ClaimState.REVISITING: gettext_lazy("Published words change by a correction only. Open one first."),
    ClaimState.RETRACTED: gettext_lazy("This verdict was retracted and stays as it is."),
    ClaimState.CLOSED: gettext_lazy("This claim is closed. Reopen it first."),
}


class Part(StrEnum):
    """A part of what readers see; whoever writes one cannot approve it."""

    WORDING = mark("wording")
    EVIDENCE = mark("evidence")
    VERDICT = mark("verdict")
    CONTACT = mark("contact")
    REASON = mark("written reason")


type Change = Callable[[Claim], Mapping[str, JSONValue]]
"""Writes the change on the locked claim; returns what the audit event remembers. An empty mapping: nothing changed."""


def edit(*, claim_id: int, actor: User, part: Part, action: str, change: Change) -> Claim:
    """Change a part of a claim's verdict in one transaction, and record it.

    Refusal with NotAllowed to anybody but the reviewer and editors, and with WrongState while nobody works on it.
    The writer becomes an author of the part. Editors may change the wording before the review,
    which makes nobody an author.
    """
    with transaction.atomic():
        claim = locked_claim(claim_id)
        _ask_who(claim, actor)
        early = part is Part.WORDING and claim.state in BEFORE_REVIEW and actor.may(Right.ASSIGN)
        if not early and seals.is_sealed(claim, actor):
            raise NotAllowed(seals.sentence(claim))
        if not early and claim.state not in UNDER_WORK:
            raise WrongState(_REFUSALS[claim.state])
        remembered = change(claim)
        if not remembered:
            return claim
        if not early:
            Contribution.objects.get_or_create(
                claim=claim, person=actor, part=part.value, defaults={"first_at": timezone.now()}
            )
        record(actor=actor, action=action, target=claim, from_state=claim.state, to_state=claim.state, data=remembered)
        return claim


def may_edit(claim: Claim, actor: User) -> str:
    """The sentence that refuses this person an edit of the verdict now, or an empty string."""
    if not actor.may(Right.REVIEW):
        return _("Your role does not let you work on verdicts.")
    refusal = is_reviewer_or_editor(claim, actor) or refusal_in(claim.state)
    return refusal or (seals.sentence(claim) if seals.is_sealed(claim, actor) else "")


def refusal_in(state: str) -> str:
    """The sentence that refuses a change of what readers see in this state, or an empty string."""
    return "" if state in UNDER_WORK else str(_REFUSALS[state])


def _ask_who(claim: Claim, actor: User) -> None:
    if not actor.may(Right.REVIEW):
        raise NotAllowed(_("Your role does not let you work on verdicts. Ask an editor."))
    sentence = is_reviewer_or_editor(claim, actor)
    if sentence:
        raise NotAllowed(sentence)
