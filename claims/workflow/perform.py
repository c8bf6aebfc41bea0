"""The only two doors to a claim's state: `perform` makes a move, `available` says which moves a person has."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims import formats
from claims.accounts.models import User
from claims.accounts.roles import RIGHTS, Role
from claims.audit.models import AuditEvent
from claims.audit.services import record
from claims.errors import Blocked, NotAllowed, Refusal, Stale, WrongState
from claims.tracking.models import Claim
from claims.workflow.moves import Attempt, Details, Move, MoveName, Note
from claims.workflow.transitions import TRANSITIONS

NOTE_LIMIT = 2000

WORKFLOW_FIELDS = [
    "state",
    "state_since",
    "lock_version",
    "reviewer",
    "due_at",
    "waiting_on",
    "wake_at",
    "close_reason",
    "publish_at",
    "retraction_asked_by",
    "retraction_note",
    "updated_at",
]
"""The columns a move may change; each save names them, so that it never writes over anything else."""


@dataclass(frozen=True)
class Performed:
    """What a move left behind: the claim as it is now, and the event that records it."""

    claim: Claim
    event: AuditEvent


@dataclass(frozen=True)
class Offer:
    """A move a person has on a claim in its present state; `reasons` lists what still blocks it."""

    move: Move
    reasons: tuple[str, ...] = ()

    @property
    def ready(self) -> bool:
        """Whether nothing blocks it."""
        return not self.reasons


def perform(
    move: MoveName | str,
    *,
    claim_id: int,
    actor: User | None,
    note: str = "",
    expected_version: int | None = None,
    details: Details | None = None,
) -> Performed:
    """Make one move on one claim, or raise NotAllowed, WrongState (Stale) or Blocked and change nothing.

    An actor of None is the software, which has only the moves marked `system`. `expected_version` is the claim's
    `lock_version` the person saw.
    """
    row = _row(move)
    with transaction.atomic():
        claim = locked_claim(claim_id)
        attempt = Attempt(claim, actor, note.strip(), details or Details(), timezone.now())
        _ask_who(row, attempt)
        _ask_when(row, attempt, expected_version)
        _ask_whether(row, attempt)
        return _make(row, attempt)


def available(claim: Claim, actor: User, *, known: Mapping[MoveName, tuple[str, ...]] | None = None) -> list[Offer]:
    """The moves this person has on this claim now, in the table's order; each with what still blocks it.

    Only the standing rules are asked here; those that look at what a person gives with the move come with the move.
    `known` holds what blocks moves whose rules the caller has asked already.
    """
    known = known or {}
    attempt = Attempt(claim, actor, "", Details(), timezone.now())
    return [
        Offer(row, known[row.name] if row.name in known else _standing(row, attempt))
        for row in TRANSITIONS.values()
        if claim.state in row.sources
        and not who_refuses(row, claim, actor)
        and not any(ask(attempt) for ask in row.fits)
    ]


def would_refuse(
    move: MoveName | str, *, claim: Claim, actor: User, note: str = "", details: Details | None = None
) -> Refusal | None:
    """The error that `perform` would raise now for this claim, or None; nothing is locked, so it is a forecast."""
    row = _row(move)
    attempt = Attempt(claim, actor, note.strip(), details or Details(), timezone.now())
    try:
        _ask_who(row, attempt)
        _ask_when(row, attempt, None)
        _ask_whether(row, attempt)
    except Refusal as refused:
        return refused
    return None


def _standing(row: Move, attempt: Attempt) -> tuple[str, ...]:
    return tuple(reason for rule in row.standing for reason in rule(attempt))


def who_refuses(row: Move, claim: Claim, actor: User) -> str:
    """The sentence that refuses this person this move, or an empty string."""
    if not actor.may(row.right):
        return _("Your role does not let you do this (%(move)s). Ask somebody with the role “%(role)s”.") % {
            "move": formats.inside(row.label),
            "role": next(role.value for role in Role if row.right in RIGHTS[role]),
        }
    return next((sentence for ask in row.who if (sentence := ask(claim, actor))), "")


def locked_claim(claim_id: int) -> Claim:
    """The claim's row, locked until the transaction ends; WrongState when there is none."""
    relations = ("reviewer", "restriction", "second_draw")
    rows = Claim.objects.select_for_update(of=("self",)).select_related(*relations)
    claim = rows.filter(pk=claim_id).first()
    if claim is None:
        raise WrongState(_("This claim is no longer here. Go back to the queue and look again."))
    return claim


def _row(move: MoveName | str) -> Move:
    try:
        return TRANSITIONS[MoveName(move)]
    except ValueError as error:
        raise WrongState(_("There is no move called %(move)s.") % {"move": move}) from error


def _ask_who(row: Move, attempt: Attempt) -> None:
    if attempt.actor is None:
        if not row.system:
            raise NotAllowed(_("The software does not do this by itself."))
        return
    sentence = who_refuses(row, attempt.claim, attempt.actor)
    if sentence:
        raise NotAllowed(sentence)


def _ask_when(row: Move, attempt: Attempt, expected_version: int | None) -> None:
    claim = attempt.claim
    if claim.state not in row.sources:
        raise WrongState(
            _(
                "%(number)s is now: %(state)s. In that state this cannot be done (%(move)s)."
                " Reload to see where it stands."
            )
            % {
                "number": claim.number,
                "state": formats.inside(claim.get_state_display()),
                "move": formats.inside(row.label),
            }
        )
    for ask in row.fits:
        for sentence in ask(attempt):
            raise WrongState(sentence)
    if expected_version is not None and expected_version != claim.lock_version:
        raise Stale(
            _("Somebody changed %(number)s after you opened it. Reload to see what changed, then try again.")
            % {"number": claim.number}
        )


def _ask_whether(row: Move, attempt: Attempt) -> None:
    reasons = []
    if row.note is Note.REQUIRED and not attempt.note:
        reasons.append(_("Write a note, so that the others know why."))
    if len(attempt.note) > NOTE_LIMIT:
        reasons.append(
            _("The note is %(count)s characters long; keep it under %(note_limit)s.")
            % {"count": len(attempt.note), "note_limit": NOTE_LIMIT}
        )
    reasons += [reason for rule in row.standing + row.guards for reason in rule(attempt)]
    if reasons:
        raise Blocked(" ".join(reasons), tuple(reasons))


def _make(row: Move, attempt: Attempt) -> Performed:
    claim, before = attempt.claim, attempt.claim.state
    data = dict(row.change(attempt)) if row.change else {}
    claim.state = row.target_for(claim)
    if claim.state != before:
        claim.state_since = attempt.now
    claim.lock_version += 1
    claim.save(update_fields=WORKFLOW_FIELDS)
    event = record(
        actor=attempt.actor,
        action=row.name.value,
        target=claim,
        from_state=before,
        to_state=claim.state,
        note=attempt.note,
        data=data,
    )
    for effect in row.effects:
        effect(attempt)
    return Performed(claim, event)
