"""The order in which one address hears of one check: by publication numbers, and never backwards.

A message counts as out from its first try on, whatever was answered: a receiver may have taken it in and then failed.
From then on older messages about the check are left out, also where somebody asks to have them sent again. Each message
says everything about the check as it then stood, so that nothing is lost with an older one.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.delivery.enums import DeliveryState, WebhookEvent
from claims.delivery.webhook_models import Delivery
from claims.jobs import services as jobs
from claims.sentences import mark

WAIT_FOR_THE_ONE_BEFORE: Final = timedelta(seconds=2)
LEFT_OUT: Final = mark("A newer message about this check has gone out to this address, so this one is left out.")


def take_turn(delivery: Delivery) -> bool:
    """Whether a leased message may go out now; if not, it is ended as left out.

    Raises TryLater while an older message about the check is on its way, or waits for its first try. A retraction
    waits for none but one that is on its way. Older messages that failed before are left out from now on.
    """
    with transaction.atomic():
        others = about_the_same(delivery)
        if any(other.first_tried_at for other in others if is_newer(other, delivery)):
            jobs.finish(delivery, state=DeliveryState.SUPERSEDED, error=LEFT_OUT)
            return False
        older = [other for other in others if not is_newer(other, delivery) and other.is_due_or_running]
        if any(other.lease_token or _goes_first(other, delivery) for other in older):
            raise jobs.TryLater(
                _("An older message about this check goes first."), after=WAIT_FOR_THE_ONE_BEFORE, counts=False
            )
        _leave_out(older)
        if delivery.first_tried_at is None:
            jobs.renew(delivery, first_tried_at=timezone.now())
        return True


def about_the_same(delivery: Delivery) -> list[Delivery]:
    """The other messages to the same address about the same check, locked inside the caller's transaction."""
    rows = Delivery.objects.select_for_update(of=("self",)).select_related("publication").defer("body")
    found = rows.filter(endpoint=delivery.endpoint_id, publication__claim=delivery.publication.claim_id)
    return [row for row in found.order_by("pk") if row.pk != delivery.pk]


def is_newer(one: Delivery, other: Delivery) -> bool:
    """Whether one message is about a later number than the other."""
    return one.publication.number > other.publication.number


def _goes_first(older: Delivery, delivery: Delivery) -> bool:
    return older.first_tried_at is None and delivery.event != WebhookEvent.RETRACTED


def _leave_out(older: Iterable[Delivery]) -> None:
    keys = [row.pk for row in older]
    jobs.stop(Delivery.jobs().filter(pk__in=keys), state=DeliveryState.SUPERSEDED, error=LEFT_OUT)
