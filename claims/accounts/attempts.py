"""Counting what may be tried only so often, in the database, so that all web processes count together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from claims.accounts.models import Attempts


@dataclass(frozen=True)
class Limit:
    """So many attempts in a window that begins with the first of them."""

    name: str
    most: int
    window: timedelta

    def key(self, by: str) -> str:
        """What the attempts of one name or address are stored under; it cannot be turned back into either."""
        return salted_hmac(f"attempts.{self.name}", by, algorithm="sha256").hexdigest()


def seconds_to_wait(limits: Iterable[tuple[Limit, str]]) -> int:
    """How long until every one of these limits lets another attempt through; 0 where they do: one query."""
    now = timezone.now()
    most = {limit.key(by): limit.most for limit, by in limits}
    rows = Attempts.objects.filter(key__in=most, until__gt=now).values_list("key", "count", "until")
    waits = [(until - now).total_seconds() for key, count, until in rows if count >= most[key]]
    return int(max(waits, default=-1)) + 1


def count(limit: Limit, by: str) -> int:
    """Count one attempt; how many it are in this window, this one included."""
    key, now = limit.key(by), timezone.now()
    if not _counted(key, limit, now):
        # The first of a window; where another process was quicker, this one is the second.
        try:
            with transaction.atomic():
                Attempts.objects.create(key=key, until=now + limit.window)
        except IntegrityError:
            _counted(key, limit, now)
    return Attempts.objects.values_list("count", flat=True).get(key=key)


def forget(limit: Limit, by: str) -> None:
    """Begin anew, as after a success."""
    Attempts.objects.filter(key=limit.key(by)).delete()


def drop_old() -> None:
    """Remove the counts whose windows are over."""
    Attempts.objects.filter(until__lt=timezone.now()).delete()


def _counted(key: str, limit: Limit, now: datetime) -> bool:
    """Count in the row that is here: once more in its window, or as the first of a new one."""
    here = Attempts.objects.filter(key=key)
    if here.filter(until__gt=now).update(count=F("count") + 1):
        return True
    return bool(here.filter(until__lte=now).update(count=1, until=now + limit.window))
