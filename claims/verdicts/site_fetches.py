"""Other sites that fetch checks are noted, so that a correction can be brought to those who hold the old words.

The table stays small whoever asks: so many sites for each check, so many for the feed, so many new ones a day. What is
beyond is not noted; no page for readers waits for it or fails with it.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Final

from django.db import DatabaseError, connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from claims.verdicts.models.site_fetches import LONGEST_HOST, FetchKind, SiteFetch

MOST_SITES: Final = 200
"""Rows of one check, and rows of the feed."""
MOST_NEW_A_DAY: Final = 2000
"""New rows within 24 hours, of all checks together."""
NOTED_AGAIN_AFTER: Final = timedelta(minutes=10)
_LOCK_MILLISECONDS: Final = 50
_LABEL: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


def site_name(text: str) -> str:
    """The name of a site in small letters, or nothing where it is none: network addresses are no names of sites."""
    host = text.strip().lower().removesuffix(".")
    labels = host.split(".")
    is_name = len(labels) > 1 and labels[-1][:1].isalpha() and len(host) <= LONGEST_HOST
    fits = all(0 < len(label) < 64 and _LABEL.issuperset(label) and label.strip("-") == label for label in labels)
    return host if is_name and fits else ""


def note_fetch(*, host: str, kind: FetchKind, claim_id: int | None = None, number: int | None = None) -> None:
    """Note that a site has fetched this number of a check, or the feed: one read, and a write in ten minutes at most.

    A database that is busy, full or closed to writing is left alone: the next fetch comes.
    """
    with suppress(DatabaseError):
        now = timezone.now()
        same = _rows(claim_id).filter(host=host, kind=kind)
        known = same.values_list("number", "last_at").first()
        if known and (known[0], known[1] + NOTED_AGAIN_AFTER > now) == (number, True):
            return
        if not known and not _has_room(claim_id):
            return
        with _hardly_waiting():
            if known:
                same.update(number=number, last_at=now)
            else:
                row = SiteFetch(host=host, kind=kind, claim_id=claim_id, number=number, first_at=now, last_at=now)
                SiteFetch.objects.bulk_create([row], ignore_conflicts=True)


def _rows(claim_id: int | None) -> QuerySet[SiteFetch]:
    return SiteFetch.objects.filter(Q(claim_id=claim_id) if claim_id else Q(claim__isnull=True))


def _has_room(claim_id: int | None) -> bool:
    new = SiteFetch.objects.filter(first_at__gt=timezone.now() - timedelta(days=1))
    return is_open(claim_id) and new.count() < MOST_NEW_A_DAY


def is_open(claim_id: int | None) -> bool:
    """Whether further sites are noted for this check; without one, for the feed."""
    return _rows(claim_id).count() < MOST_SITES


@contextmanager
def _hardly_waiting() -> Iterator[None]:
    """A transaction that gives up soon where somebody else holds the lock: a reader waits for the page."""
    if connection.vendor != "sqlite":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{_LOCK_MILLISECONDS}ms"])
            yield
        return
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {_LOCK_MILLISECONDS}")
        try:
            with transaction.atomic():
                yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {before}")
