"""What editors keep about a claim besides its state: when it is due, how much it matters, what it is about."""

import datetime
from collections.abc import Callable, Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims import formats
from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.audit.services import JSONValue, record
from claims.errors import Blocked, NotAllowed, Stale, WrongState
from claims.tracking.enums import ClaimState, Priority
from claims.tracking.models import Assignment, Claim, Topic
from claims.tracking.models.claims import FINAL_STATES
from claims.workflow.editing import refusal_in
from claims.workflow.guards import refusal_of_due
from claims.workflow.perform import locked_claim

TOPICS_LIMIT = 10

type Choose = Callable[[set[int]], set[int]]
"""From the topics a claim is filed under now to those it should be under."""


def set_due(
    *, claim_id: int, due_at: datetime.datetime | None, actor: User, expected_version: int | None = None
) -> Claim:
    """Say when a claim is due, or that it is due at no time (None); the reviewer's assignment follows."""
    refusal = refusal_of_due(due_at, timezone.now())
    if refusal:
        raise Blocked(refusal)
    with transaction.atomic():
        claim = _locked(claim_id, actor, expected_version)
        _require_open(claim)
        before = claim.due_at
        if before == due_at:
            return claim
        claim.due_at = due_at
        _save(claim, "due_at")
        Assignment.objects.filter(claim=claim, ended_at__isnull=True).update(due_at=due_at)
        record(
            actor=actor,
            action="due_changed",
            target=claim,
            data={
                "before": before.isoformat() if before else None,
                "after": due_at.isoformat() if due_at else None,
            },
        )
        return claim


def set_priority(*, claim_id: int, priority: int, actor: User, expected_version: int | None = None) -> Claim:
    """Say how much a claim matters today."""
    if priority not in Priority:
        raise Blocked(_("Choose one of the priorities."))
    with transaction.atomic():
        claim = _locked(claim_id, actor, expected_version)
        _require_open(claim)
        before = Priority(claim.priority)
        if before == priority:
            return claim
        claim.priority = priority
        _save(claim, "priority")
        record(
            actor=actor,
            action="priority_changed",
            target=claim,
            data={"before": str(before.label), "after": str(Priority(priority).label)},
        )
        return claim


def set_topics(*, claim_id: int, topic_ids: Iterable[int], actor: User, expected_version: int | None = None) -> Claim:
    """File a claim under exactly these topics."""
    wanted = set(topic_ids)
    return _file(claim_id, actor, expected_version, lambda now: wanted)


def add_topic(*, claim_id: int, topic_id: int, actor: User, expected_version: int | None = None) -> Claim:
    """File a claim under one topic more."""
    return _file(claim_id, actor, expected_version, lambda now: now | {topic_id})


def topics_refusal(claim: Claim) -> str:
    """Why the topics cannot change now, or an empty string.

    Readers see the topics, so they change only while the words do; a change makes nobody an author, though.
    """
    early = claim.state in (ClaimState.QUEUED, ClaimState.ASSIGNED)
    return "" if early else refusal_in(claim.state)


def due_refusal(claim: Claim) -> str:
    """Why the due date and the priority cannot change now, or an empty string."""
    if claim.state in FINAL_STATES:
        return _("%(number)s is %(lower)s, so nothing is due on it.") % {
            "number": claim.number,
            "lower": formats.inside(claim.get_state_display()),
        }
    return ""


def _file(claim_id: int, actor: User, expected_version: int | None, choose: Choose) -> Claim:
    with transaction.atomic():
        claim = _locked(claim_id, actor, expected_version)
        refusal = topics_refusal(claim)
        if refusal:
            raise WrongState(refusal)
        now = {topic.pk: topic for topic in claim.topics.all()}
        wanted = choose(set(now))
        if wanted == set(now):
            return claim
        chosen = Topic.objects.in_bulk(wanted)
        if len(chosen) != len(wanted):
            raise Blocked(_("One of these topics is no longer here. Reload, then choose again."))
        if len(wanted) > TOPICS_LIMIT:
            raise Blocked(_("A claim takes %(topics_limit)s topics at most.") % {"topics_limit": TOPICS_LIMIT})
        claim.topics.set(wanted)
        _save(claim)
        record(
            actor=actor,
            action="topics_changed",
            target=claim,
            data={
                "added": _names(chosen[key] for key in wanted - set(now)),
                "removed": _names(now[key] for key in set(now) - wanted),
            },
        )
        return claim


def _locked(claim_id: int, actor: User, expected_version: int | None) -> Claim:
    if not actor.may(Right.ASSIGN):
        raise NotAllowed(_("Your role does not let you set due dates, topics or priorities. Ask an editor."))
    claim = locked_claim(claim_id)
    if expected_version is not None and expected_version != claim.lock_version:
        raise Stale(
            _("Somebody changed %(number)s after you opened it. Reload to see what changed, then try again.")
            % {"number": claim.number}
        )
    return claim


def _require_open(claim: Claim) -> None:
    refusal = due_refusal(claim)
    if refusal:
        raise WrongState(refusal)


def _save(claim: Claim, *fields: str) -> None:
    claim.lock_version += 1
    claim.save(update_fields=[*fields, "lock_version", "updated_at"])


def _names(topics: Iterable[Topic]) -> list[JSONValue]:
    return [*sorted(topic.name for topic in topics)]
