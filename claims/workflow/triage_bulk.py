"""Triage of many candidates at once: first what each would become, then each in a transaction of its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.tracking.enums import AnchorOutcome, CandidateState, DismissReason
from claims.tracking.models import Candidate
from claims.workflow import triage
from claims.workflow.errors import Blocked, NotAllowed, WorkflowError

MOST = 200


class Act(StrEnum):
    """What may be done to many candidates at once."""

    ACCEPT = "accept"
    DISMISS = "dismiss"


@dataclass(frozen=True)
class Item:
    """A candidate as the person saw it."""

    candidate_id: int
    version: int


@dataclass(frozen=True)
class Outlook:
    """What an act would do to one candidate; a refused one is skipped for the reason given."""

    candidate: Candidate
    after: str = ""
    refusal: str = ""


@dataclass(frozen=True)
class Done:
    """What an act did: the candidates it changed, and a sentence for each that was skipped."""

    changed: tuple[Candidate, ...]
    skipped: tuple[str, ...]


def preview(*, act: Act, candidate_ids: Sequence[int], actor: User) -> list[Outlook]:
    """What the act would do to each of these candidates, in the given order; nothing is changed. One query."""
    _check(actor, len(candidate_ids))
    rows = Candidate.objects.select_related("claim", "decided_by").in_bulk(candidate_ids)
    return [_outlook(rows[key], act) for key in dict.fromkeys(candidate_ids) if key in rows]


def carry_out(*, act: Act, items: Sequence[Item], actor: User, reason: str = "") -> Done:
    """Accept or dismiss each candidate in a transaction of its own; one that is refused does not hold up the others."""
    _check(actor, len(items))
    if act == Act.DISMISS and reason not in DismissReason:
        raise Blocked("Choose one of the reasons for dismissing.")
    return _each(
        items,
        lambda item: (
            triage.accept(candidate_id=item.candidate_id, actor=actor, expected_version=item.version)
            if act == Act.ACCEPT
            else triage.dismiss(
                candidate_id=item.candidate_id, reason=reason, actor=actor, expected_version=item.version
            )
        ),
    )


def undo(*, items: Sequence[Item], actor: User) -> Done:
    """Take back the last act on each of these candidates."""
    _check(actor, len(items))
    return _each(
        items,
        lambda item: triage.undo(candidate_id=item.candidate_id, actor=actor, expected_version=item.version),
    )


def _each(items: Sequence[Item], do: Callable[[Item], triage.Triaged]) -> Done:
    changed, skipped = [], []
    for item in items:
        try:
            changed.append(do(item).candidate)
        except WorkflowError as error:
            skipped.append(error.message)
    return Done(tuple(changed), tuple(skipped))


def _check(actor: User, count: int) -> None:
    if not actor.may(Right.TRIAGE):
        raise NotAllowed("Your role does not let you triage candidates. Ask an editor.")
    if not count:
        raise Blocked("Select at least one candidate.")
    if count > MOST:
        raise Blocked(f"Select at most {MOST} candidates at once.")


def _outlook(candidate: Candidate, act: Act) -> Outlook:
    if candidate.state != CandidateState.PENDING:
        who = f" by {candidate.decided_by}" if candidate.decided_by else ""
        return Outlook(candidate, refusal=f"It is {candidate.get_state_display().lower()} already{who}.")
    if candidate.anchor == AnchorOutcome.LOST:
        return Outlook(candidate, refusal="Its words are no longer in the article.")
    return Outlook(candidate, after="A numbered claim in the queue" if act == Act.ACCEPT else "Dismissed")
