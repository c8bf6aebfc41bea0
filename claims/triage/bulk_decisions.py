"""Triage of many candidates at once: first what each would become, then each in a transaction of its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from claims import formats
from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.errors import Blocked, NotAllowed, Refusal
from claims.tracking.enums import AnchorOutcome, CandidateState, DismissReason
from claims.tracking.models import Candidate
from claims.triage import candidate_decisions

MAX_CANDIDATES = 200


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
        raise Blocked(_("Choose one of the reasons for dismissing."))
    return _each(
        items,
        lambda item: (
            candidate_decisions.accept(candidate_id=item.candidate_id, actor=actor, expected_version=item.version)
            if act == Act.ACCEPT
            else candidate_decisions.dismiss(
                candidate_id=item.candidate_id, reason=reason, actor=actor, expected_version=item.version
            )
        ),
    )


def undo(*, items: Sequence[Item], actor: User) -> Done:
    """Take back the last act on each of these candidates."""
    _check(actor, len(items))
    return _each(
        items,
        lambda item: candidate_decisions.undo(
            candidate_id=item.candidate_id, actor=actor, expected_version=item.version
        ),
    )


def _each(items: Sequence[Item], do: Callable[[Item], candidate_decisions.Triaged]) -> Done:
    changed, skipped = [], []
    for item in items:
        try:
            changed.append(do(item).candidate)
        except Refusal as error:
            skipped.append(error.message)
    return Done(tuple(changed), tuple(skipped))


def _check(actor: User, count: int) -> None:
    if not actor.may(Right.TRIAGE):
        raise NotAllowed(_("Your role does not let you triage candidates. Ask an editor."))
    if not count:
        raise Blocked(_("Select at least one candidate."))
    if count > MAX_CANDIDATES:
        raise Blocked(_("Select at most %(max_candidates)s candidates at once.") % {"max_candidates": MAX_CANDIDATES})


def _outlook(candidate: Candidate, act: Act) -> Outlook:
    if candidate.state != CandidateState.PENDING:
        state, who = formats.inside(candidate.get_state_display()), candidate.decided_by
        told = _("It is %(state)s already by %(who)s.") if who else _("It is %(state)s already.")
        return Outlook(candidate, refusal=told % {"state": state, "who": who})
    if candidate.anchor == AnchorOutcome.LOST:
        return Outlook(candidate, refusal=_("Its words are no longer in the article."))
    return Outlook(candidate, after=_("A numbered claim in the queue") if act == Act.ACCEPT else _("Dismissed"))
