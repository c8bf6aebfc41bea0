"""The queue: claims by filter and order, in pages, and the neighbours of a claim in a view."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, prefetch_related_objects

from claims.accounts.models import User, initials_of
from claims.prepared import prepared
from claims.tracking.enums import ClaimState, Priority
from claims.tracking.filters import QueueFilters
from claims.tracking.keyset import ORDERS, Start, cursor_at, read_cursor
from claims.tracking.models import Claim
from claims.tracking.selection import Count, count, places_from


@dataclass(frozen=True)
class QueuePage[Row]:
    """One page of claims; `next` and `previous` are cursors to go on from, empty at an end."""

    rows: list[Row]
    next: str
    previous: str
    count: Count


@dataclass(frozen=True)
class Holder:
    """Whoever has a claim in hand, by id, name, and what the avatar shows."""

    pk: int
    name: str
    own_initials: str
    picture: str

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        """The letters of the avatar."""
        return self.own_initials or initials_of(self.name)


@dataclass(frozen=True)
class QueueRow:
    """What a row of the queue shows of a claim; reading no more costs a quarter of reading the claim."""

    pk: int
    statement: str
    state: ClaimState
    score: float | None
    priority: Priority
    due_at: datetime.datetime | None
    lock_version: int
    claimant: str
    reviewer: Holder | None
    topics: list[str]
    language: str

    @property
    def number(self) -> str:
        """The desk's number for it."""
        return f"FC-{self.pk:04d}"


_ROW_COLUMNS = (
    "pk", "statement", "state", "score", "priority", "due_at", "lock_version", "claimant__name", "language",
    "reviewer_id", "reviewer__display_name", "reviewer__username", "reviewer__own_initials", "reviewer__picture",
)  # fmt: skip


def claims_for_queue(filters: QueueFilters, viewer: User, *, cursor: str = "", size: int = 50) -> QueuePage[Claim]:
    """A page of the claims that match, with claimant, reviewer and topics loaded.

    Four queries, whatever the filters.
    """
    return _paged(filters, viewer, cursor, size, _read_claims)


def rows_for_queue(filters: QueueFilters, viewer: User, *, cursor: str = "", size: int = 50) -> QueuePage[QueueRow]:
    """The same page, with no more of each claim than a row shows, in as many queries."""
    return _paged(filters, viewer, cursor, size, _read_rows)


type Read[Row] = Callable[[list[int]], Mapping[int, Row]]
"""Reads the claims of these ids."""


def _paged[Row](filters: QueueFilters, viewer: User, cursor: str, size: int, read: Read[Row]) -> QueuePage[Row]:
    order = ORDERS[filters.sort]
    counted = count(filters, viewer)
    start = read_cursor(cursor, order)
    backwards = start.backwards if start else False
    found = places_from(filters, viewer, order, start, size + 1, many=counted.capped)
    places = found[:size][::-1] if backwards else found[:size]
    more = len(found) > size
    follows, precedes = (True, more) if backwards else (more, start is not None)
    ids = [place[0] for place in places]
    rows = read(ids)
    return QueuePage(
        rows=[rows[key] for key in ids if key in rows],
        next=cursor_at(order, places[-1][1:]) if places and follows else "",
        previous=cursor_at(order, places[0][1:], backwards=True) if places and precedes else "",
        count=counted,
    )


def _read_claims(ids: list[int]) -> Mapping[int, Claim]:
    claims = _claims_of(ids)
    prefetch_related_objects(claims, "topics")
    return {claim.pk: claim for claim in claims}


def _read_rows(ids: list[int]) -> Mapping[int, QueueRow]:
    topics: dict[int, list[str]] = {key: [] for key in ids}
    for claim_id, name in _topics_of(ids):
        topics[claim_id].append(name)
    return {row[0]: _row(row, topics[row[0]]) for row in _rows_of(ids)}


@prepared
def _claims_of(ids: list[int]) -> QuerySet[Claim, Claim]:
    return Claim.objects.filter(pk__in=ids).select_related("claimant", "reviewer").order_by()


@prepared
def _rows_of(ids: list[int]) -> QuerySet[Claim, tuple[Any, ...]]:
    return Claim.objects.filter(pk__in=ids).order_by().values_list(*_ROW_COLUMNS)


@prepared
def _topics_of(claims: list[int]) -> QuerySet[Any, tuple[int, str]]:
    filed = Claim.topics.through.objects.filter(claim_id__in=claims).order_by("topic__name")
    return filed.values_list("claim_id", "topic__name")


def _row(values: tuple[Any, ...], topics: list[str]) -> QueueRow:
    pk, statement, state, score, priority, due_at, version, claimant, language, holder, *who = values
    return QueueRow(
        pk=pk,
        statement=statement,
        state=ClaimState(state),
        score=score,
        priority=Priority(priority),
        due_at=due_at,
        lock_version=version,
        claimant=claimant or "",
        reviewer=_holder(holder, *who) if holder else None,
        topics=topics,
        language=language,
    )


def _holder(pk: int, name: str, username: str, own_initials: str, picture: str) -> Holder:
    return Holder(pk, name or username, own_initials, picture)


@dataclass(frozen=True)
class Beside:
    """The ids of the claims before and after one in a view; None at an end."""

    previous: int | None
    next: int | None


def beside(filters: QueueFilters, viewer: User, claim: Claim) -> Beside:
    """The neighbours of a claim in a view: three queries.

    It goes by where the claim stands now, so the view goes on also when the claim has just left it.
    """
    order = ORDERS[filters.sort]
    standing = _place_of(claim.pk)
    if not standing:
        return Beside(None, None)
    stands = tuple(standing[0][_KEYS.index(name)] for name in order.columns)

    def neighbour(*, backwards: bool) -> int | None:
        found = places_from(filters, viewer, order, Start(stands, backwards=backwards), 1)
        return found[0][0] if found else None

    return Beside(previous=neighbour(backwards=True), next=neighbour(backwards=False))


_KEYS = sorted({name for order in ORDERS.values() for name in order.columns})


@prepared
def _place_of(claim: int) -> QuerySet[Claim, tuple[Any, ...]]:
    return Claim.objects.filter(pk=claim).values_list(*_KEYS)
