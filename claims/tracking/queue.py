"""The queue: claims by filter and order, in pages, and the neighbours of a claim in a view."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from claims.accounts.models import User
from claims.prepared import prepared
from claims.tracking.enums import ClaimState, Priority
from claims.tracking.filters import QueueFilters
from claims.tracking.keyset import ORDERS, Start, cursor_at, read_cursor
from claims.tracking.models import Claim
from claims.tracking.selection import Count, claims_from, id_sets, survey


@dataclass(frozen=True)
class QueuePage[Row]:
    """One page of claims; `next` and `previous` are cursors to go on from, empty at an end."""

    rows: list[Row]
    next: str
    previous: str
    count: Count


@dataclass(frozen=True)
class Holder:
    """Whoever has a claim in hand, by id and name."""

    pk: int
    name: str

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        """One or two letters for the avatar."""
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


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

    @property
    def number(self) -> str:
        """The desk's number for it."""
        return f"FC-{self.pk:04d}"


_ROW_COLUMNS = (
    "pk", "statement", "state", "score", "priority", "due_at", "lock_version", "claimant__name",
    "reviewer_id", "reviewer__display_name", "reviewer__username",
)  # fmt: skip


def claims_for_queue(filters: QueueFilters, viewer: User, *, cursor: str = "", size: int = 50) -> QueuePage[Claim]:
    """A page of the claims that match, with claimant, reviewer and topics loaded.

    Three queries, and one more for each filter by topic, outlet or words; the only filter there is saves one again,
    for then its list is the count.
    """

    def read(claims: QuerySet[Claim], columns: tuple[str, ...]) -> list[tuple[Claim, tuple[Any, ...]]]:
        whole = claims.select_related("claimant", "reviewer").prefetch_related("topics")
        return [(claim, tuple(getattr(claim, name) for name in columns)) for claim in whole]

    return _paged(filters, viewer, cursor, size, read)


def rows_for_queue(filters: QueueFilters, viewer: User, *, cursor: str = "", size: int = 50) -> QueuePage[QueueRow]:
    """The same page, with no more of each claim than a row shows, in as many queries."""
    return _paged(filters, viewer, cursor, size, _read_rows)


type Read[Row] = Callable[[QuerySet[Claim], tuple[str, ...]], list[tuple[Row, tuple[Any, ...]]]]
"""Reads a slice of claims: each row with its values of the order's columns."""


def _paged[Row](filters: QueueFilters, viewer: User, cursor: str, size: int, read: Read[Row]) -> QueuePage[Row]:
    order = ORDERS[filters.sort]
    sets = id_sets(filters)
    surveyed = survey(filters, viewer, sets)
    start = read_cursor(cursor, order)
    backwards = start.backwards if start else False
    found = read(claims_from(filters, viewer, sets, order, start, few=surveyed.few, size=size + 1), order.columns)
    rows = found[:size][::-1] if backwards else found[:size]
    more = len(found) > size
    follows, precedes = (True, more) if backwards else (more, start is not None)
    return QueuePage(
        rows=[row for row, _ in rows],
        next=cursor_at(order, rows[-1][1]) if rows and follows else "",
        previous=cursor_at(order, rows[0][1], backwards=True) if rows and precedes else "",
        count=surveyed.count.at_least(len(rows)),
    )


def _read_rows(claims: QuerySet[Claim], columns: tuple[str, ...]) -> list[tuple[QueueRow, tuple[Any, ...]]]:
    width = len(_ROW_COLUMNS)
    found: list[tuple[Any, ...]] = list(claims.values_list(*_ROW_COLUMNS, *columns))
    topics: dict[int, list[str]] = {row[0]: [] for row in found}
    for claim_id, name in _topics_of(list(topics)):
        topics[claim_id].append(name)
    return [(_row(row[:width], topics[row[0]]), row[width:]) for row in found]


@prepared
def _topics_of(claims: list[int]) -> QuerySet[Any, tuple[int, str]]:
    filed = Claim.topics.through.objects.filter(claim_id__in=claims).order_by("topic__name")
    return filed.values_list("claim_id", "topic__name")


def _row(values: tuple[Any, ...], topics: list[str]) -> QueueRow:
    pk, statement, state, score, priority, due_at, version, claimant, holder, name, username = values
    return QueueRow(
        pk=pk,
        statement=statement,
        state=ClaimState(state),
        score=score,
        priority=Priority(priority),
        due_at=due_at,
        lock_version=version,
        claimant=claimant or "",
        reviewer=Holder(holder, name or username) if holder else None,
        topics=topics,
    )


@dataclass(frozen=True)
class Beside:
    """The ids of the claims before and after one in a view; None at an end."""

    previous: int | None
    next: int | None


def beside(filters: QueueFilters, viewer: User, claim: Claim) -> Beside:
    """The neighbours of a claim in a view: one query more than a page takes.

    It goes by where the claim stands now, so the view goes on also when the claim has just left it.
    """
    order = ORDERS[filters.sort]
    stands = Claim.objects.filter(pk=claim.pk).values_list(*order.columns).first()
    if stands is None:
        return Beside(None, None)
    sets = id_sets(filters)
    few = survey(filters, viewer, sets).few

    def neighbour(*, backwards: bool) -> int | None:
        start = Start(stands, backwards=backwards)
        row = claims_from(filters, viewer, sets, order, start, few=few, size=1)
        return row.values_list("pk", flat=True).first()

    return Beside(previous=neighbour(backwards=True), next=neighbour(backwards=False))
