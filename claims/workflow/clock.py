"""What happens because time passes: parked claims wake, set times come, due dates and review dates go by."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from claims.delivery.enums import NotificationKind
from claims.delivery.models import Notification
from claims.delivery.services import notify_people
from claims.errors import Blocked, Refusal
from claims.sentences import Day, say
from claims.tracking.enums import ClaimState
from claims.tracking.models import Claim
from claims.tracking.queries import IN_HAND
from claims.verdicts import shelf_life
from claims.workflow.moves import MoveName
from claims.workflow.perform import NOTE_LIMIT, locked_claim, perform

AT_ONCE = 200

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Ticked:
    """How many claims each thing happened to."""

    woken: int
    published: int
    told_late: int
    looked_at_again: int = 0


def tick() -> Ticked:
    """Do what has become due, each claim in a transaction of its own; may run twice at once without doing it twice."""
    shelf_life.date_the_undated()
    return Ticked(woken=_wake(), published=_publish(), told_late=_tell_late(), looked_at_again=_look_again())


def _wake() -> int:
    due = Claim.objects.filter(state=ClaimState.WAITING, wake_at__lte=timezone.now())
    return _each(due, lambda claim: _system_move(MoveName.WAKE, claim))


def _publish() -> int:
    due = Claim.objects.filter(state=ClaimState.APPROVED, publish_at__lte=timezone.now())
    return _each(due, _publish_one)


def _look_again() -> int:
    return _each(shelf_life.past(timezone.now()), lambda claim: _system_move(MoveName.LOOK_AGAIN, claim))


def _publish_one(claim: Claim) -> bool:
    """Publish at the set time; where a rule blocks it, cancel the time, and the people concerned hear why."""
    try:
        return _system_move(MoveName.PUBLISH, claim)
    except Blocked as blocked:
        note = blocked.message[:NOTE_LIMIT]
        perform(MoveName.UNSCHEDULE, claim_id=claim.pk, actor=None, note=note, expected_version=claim.lock_version)
        return False


def _tell_late() -> int:
    late = Claim.objects.filter(state__in=IN_HAND, is_open=True, due_key__lte=timezone.now(), reviewer__isnull=False)
    return _each(late.filter(~Exists(_told(OuterRef("pk"), OuterRef("reviewer_id"), OuterRef("due_at")))), _tell_one)


def _tell_one(claim: Claim) -> bool:
    with transaction.atomic():
        now = locked_claim(claim.pk)
        if now.due_at is None or now.due_at > timezone.now() or now.state not in IN_HAND:
            return False
        if now.reviewer is None or _told(now.pk, now.reviewer_id, now.due_at).exists():
            return False
        text = say(
            "%(number)s was due on %(due_at)s and is late", number=now.number, due_at=Day("day_of_year", now.due_at)
        )
        notify_people([now.reviewer], kind=NotificationKind.LATE, claim=now, actor=None, text=text)
        return True


def _told(claim: Any, reviewer: Any, due_at: Any) -> QuerySet[Notification]:
    """That this reviewer was told of this due date having passed; values, or columns of an outer query."""
    return Notification.objects.filter(
        kind=NotificationKind.LATE, claim_id=claim, recipient_id=reviewer, at__gte=due_at
    )


def _system_move(move: MoveName, claim: Claim) -> bool:
    perform(move, claim_id=claim.pk, actor=None, expected_version=claim.lock_version)
    return True


def _each(claims: QuerySet[Claim], act: Callable[[Claim], bool]) -> int:
    """Act on each claim; one that somebody changed at the same moment is looked at again with the next tick."""
    count = 0
    for claim in list(claims.order_by("pk")[:AT_ONCE]):
        try:
            count += act(claim)
        except Refusal as refused:
            logger.info("%s was left for later: %s", claim.number, refused.message)
    return count
