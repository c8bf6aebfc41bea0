"""Healing by the rows alone: what lost its worker goes back, and what was never delivered is sent (again)."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from django.apps import apps
from django.db import DatabaseError, transaction
from django.db.models import DurationField, ExpressionWrapper, F, Q
from django.db.models.functions import Now
from django.db.models.lookups import GreaterThan

from claims.jobs.models import Job, Queue
from claims.jobs.sending import send
from claims.jobs.services import not_sent, requeue

LONGEST_SILENCE: Final = timedelta(minutes=10)
"""At the latest after this a message that nobody took is sent again."""

logger = logging.getLogger(__name__)


def job_models() -> list[type[Job]]:
    """Every kind of job there is."""
    return [model for model in apps.get_models() if issubclass(model, Job)]


def sweep() -> None:
    """Put back what is overdue and send what waits; may run anywhere, twice at once, at any time."""
    for model in job_models():
        try:
            overdue = requeue(model.jobs().overdue())
            if overdue:
                logger.warning("%d of %s were overdue and went back into the queue.", overdue, model._meta.verbose_name)
            send_due(model)
        except DatabaseError:
            logger.exception("Sweeping %s was broken off; it is done again in a moment.", model._meta.verbose_name)


def send_due(model: type[Job]) -> int:
    """Send a message for every waiting job that needs one now; how many jobs that were."""
    sent = 0
    for queue in _queues(model):
        ids = take_for_sending(model, queue)
        left = send(model, ids, queue=queue)
        if left:
            not_sent(model, left)
        sent += len(ids) - len(left)
    return sent


def take_for_sending(model: type[Job], queue: Queue) -> list[int]:
    """Ids of waiting jobs that need a message, marked as sent: urgent ones first, then as many as may be in flight.

    A message that nobody took is sent again after a while, and then after as long again as it has waited, so that a
    queue without a worker does not fill.
    """
    waiting = model.jobs_of(queue).due()
    if not waiting.filter(_unsent(model.resend_urgent_after)).exists():
        return []
    with transaction.atomic():
        locked = waiting.select_for_update(skip_locked=True, of=("self",)).order_by("due_at", "pk")
        urgent = locked.filter(_unsent(model.resend_urgent_after), urgent=True)
        ids = list(urgent.values_list("pk", flat=True)[: model.in_flight])
        on_their_way = waiting.filter(sent_at__gte=Now() - model.resend_after).exclude(pk__in=ids).count()
        room = model.in_flight - on_their_way - model.jobs_of(queue).running().count() - len(ids)
        # A little room is not filled, or the messages would grow small and many.
        if room >= min(model.per_message, model.in_flight):
            others = locked.filter(_unsent(model.resend_after), urgent=False)
            ids += others.values_list("pk", flat=True)[:room]
        if ids:
            waiting.filter(pk__in=ids).update(sent_at=Now())
    return ids


def _unsent(resend_after: timedelta) -> Q:
    since_sent = ExpressionWrapper(Now() - F("sent_at"), DurationField())
    before_sent = ExpressionWrapper(F("sent_at") - F("due_at"), DurationField())
    as_long_again = Q(GreaterThan(since_sent, before_sent)) | Q(sent_at__lt=Now() - LONGEST_SILENCE)
    return Q(sent_at__isnull=True) | (Q(sent_at__lt=Now() - resend_after) & as_long_again)


def _queues(model: type[Job]) -> Iterator[Queue]:
    yield from [model.queue] if model.queue else Queue
