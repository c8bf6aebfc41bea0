"""Counting what may be asked often in a window, by all web processes together, without a write each time.

A process takes a sixteenth of what is left for all and spends that by itself. So a caller never gets more than the
budget in all, however many processes there are, and counting costs the database a few dozen writes for thousands of
requests. Near the end of a budget each request is taken by itself.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from django.core.cache import cache
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from claims.accounts.models import Attempts

PART: Final = 16
TRIES: Final = 5
"""So often another process may be quicker before this request is let go uncounted."""


@dataclass(frozen=True)
class Spent:
    """Whether one more was within the budget, and how much of it is left in this window."""

    is_within: bool
    left: int


def spend(*, name: str, by: str, most: int, window_ends: int) -> Spent:
    """Take one out of a budget of so many until that second; what the database cannot count now is let through."""
    purse = f"budget:{name}:{by}:{window_ends}"
    here, shared = _take_one(purse), 0
    if here is None:
        try:
            got, shared = _draw(salted_hmac(f"budget.{name}", by, algorithm="sha256").hexdigest(), most, window_ends)
        except DatabaseError:
            return Spent(True, 0)
        if not got:
            return Spent(False, 0)
        here = got - 1
        lasts = max(1, window_ends - int(datetime.now(UTC).timestamp()))
        cache.set(purse, here, timeout=lasts)
        cache.set(f"{purse}:shared", shared, timeout=lasts)
    else:
        shared = int(cache.get(f"{purse}:shared", 0))
    return Spent(True, here + shared)


def _take_one(purse: str) -> int | None:
    """What is left in this process after taking one; None where there was nothing."""
    try:
        left: int = cache.decr(purse)
    except ValueError:
        return None
    return left if left >= 0 else None


def _draw(key: str, most: int, window_ends: int) -> tuple[int, int]:
    """Take a part of what is left for all: how much it was, and how much is left for all after it."""
    until = datetime.fromtimestamp(window_ends, UTC)
    here = Attempts.objects.filter(key=key)
    for _try in range(TRIES):
        row = here.values_list("count", "until").first()
        used = row[0] if row and row[1] == until else 0
        part = min(most - used, max(1, (most - used) // PART))
        if part <= 0:
            return 0, 0
        if row is None:
            done = _began(key, part, until)
        elif row[1] == until:
            done = bool(here.filter(until=until, count=used).update(count=F("count") + part))
        else:
            done = bool(here.filter(until=row[1]).update(count=part, until=until))
        if done:
            return part, most - used - part
    return 1, 0


def _began(key: str, part: int, until: datetime) -> bool:
    """Begin to count; False where another process was quicker."""
    try:
        with transaction.atomic():
            Attempts.objects.create(key=key, count=part, until=until)
    except IntegrityError:
        return False
    return True
