"""The queue: claims by filter and order, in pages that cost the same at any depth.

Pages go on from the last row seen (keyset), never from a count of rows to skip. Three things keep a page cheap on both
databases whatever the filter. Rows are ordered by columns that are never empty, with an index for each order under each
state. How many claims match is counted up to a limit only. And that count decides how the page is read: few matches are
gathered and sorted, many are met soon enough on a walk along the order's index. SQLite keeps no statistics to choose
between the two by itself, so the columns it must not start from are marked.
"""

import base64
import binascii
import datetime
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from django.db import models
from django.db.models import F, QuerySet, Value
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from claims.accounts.models import User
from claims.articles.search import ids_listed
from claims.tracking.enums import ClaimState, Priority
from claims.tracking.expressions import After, Before, RowValue, Unindexed
from claims.tracking.filters import QueueFilters, Sort
from claims.tracking.models import Candidate, Claim, Claimant
from claims.tracking.models.claims import FINAL_STATES
from claims.tracking.search import newest_claims_with, number_in, search_claims

__all__ = [
    "Beside",
    "Count",
    "QueueFilters",
    "QueuePage",
    "QueueRow",
    "Sort",
    "beside",
    "claims_for_queue",
    "is_cursor_of",
    "rows_for_queue",
]

FEW = 500
"""Up to so many matches are counted exactly, gathered and sorted."""

LARGE = 500
"""A topic, an outlet or a word with so many claims is looked up row by row on the walk rather than gathered."""


@dataclass(frozen=True)
class Order:
    """The columns a sort goes by, all of them up or all of them down, so that one comparison finds the next page."""

    columns: tuple[str, ...]
    descending: bool = False


ORDERS: Mapping[Sort, Order] = {
    Sort.DUE: Order(("due_key", "id")),
    Sort.SCORE: Order(("score_key", "id"), descending=True),
    Sort.NEWEST: Order(("id",), descending=True),
    Sort.AGE: Order(("state_since", "id")),
    Sort.PRIORITY: Order(("rank", "due_key", "id")),
}


@dataclass(frozen=True)
class Count:
    """How many claims match; `capped` when there are more than were counted."""

    number: int
    capped: bool

    def __str__(self) -> str:
        if self.capped and not self.number:
            return "many"
        return f"{self.number:,}{'+' if self.capped else ''}"


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

    Three queries, and one more for each filter by topic, outlet or words.
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
    sets = _sets(filters)
    survey = _survey(filters, viewer, sets)
    start = _read_cursor(cursor, order)
    backwards = start.backwards if start else False
    found = read(_page(filters, viewer, sets, order, start, few=survey.few, size=size + 1), order.columns)
    rows = found[:size][::-1] if backwards else found[:size]
    more = len(found) > size
    follows, precedes = (True, more) if backwards else (more, start is not None)
    return QueuePage(
        rows=[row for row, _ in rows],
        next=_cursor(order, rows[-1][1]) if rows and follows else "",
        previous=_cursor(order, rows[0][1], backwards=True) if rows and precedes else "",
        count=survey.count,
    )


def _read_rows(claims: QuerySet[Claim], columns: tuple[str, ...]) -> list[tuple[QueueRow, tuple[Any, ...]]]:
    width = len(_ROW_COLUMNS)
    found: list[tuple[Any, ...]] = list(claims.values_list(*_ROW_COLUMNS, *columns))
    topics: dict[int, list[str]] = {row[0]: [] for row in found}
    filed = Claim.topics.through.objects.filter(claim_id__in=list(topics)).order_by("topic__name")
    for claim_id, name in filed.values_list("claim_id", "topic__name"):
        topics[claim_id].append(name)
    return [(_row(row[:width], topics[row[0]]), row[width:]) for row in found]


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
    """The neighbours of a claim in a view: four queries, and one more for each filter by topic, outlet or words.

    It goes by where the claim stands now, so the view goes on also when the claim has just left it.
    """
    order = ORDERS[filters.sort]
    stands = Claim.objects.filter(pk=claim.pk).values_list(*order.columns).first()
    if stands is None:
        return Beside(None, None)
    sets = _sets(filters)
    few = _survey(filters, viewer, sets).few

    def neighbour(*, backwards: bool) -> int | None:
        start = _Start(stands, backwards=backwards)
        row = _page(filters, viewer, sets, order, start, few=few, size=1)
        return row.values_list("pk", flat=True).first()

    return Beside(previous=neighbour(backwards=True), next=neighbour(backwards=False))


def is_cursor_of(sort: Sort, cursor: str) -> bool:
    """Whether a page in this order gave the cursor out."""
    return _read_cursor(cursor, ORDERS[sort]) is not None


@dataclass(frozen=True)
class _Start:
    """The row a page goes on from, by the values of the order's columns."""

    values: tuple[Any, ...]
    backwards: bool


_PLAIN = "plain_"


class IdSet(Protocol):
    """The claims that a filter over another table chooses."""

    @property
    def is_large(self) -> bool:
        """Whether they are too many to begin with them: one query."""

    @property
    def sample(self) -> Any:
        """The ids of LARGE of them, or of all if they are fewer, for `in`."""

    @property
    def all(self) -> Any:
        """The ids of all, for `in`."""


class _Related:
    """Claims chosen by rows that point at them."""

    def __init__(self, rows: QuerySet[Any, Any]) -> None:
        self.all = rows
        self.sample = rows[:LARGE]

    @cached_property
    def is_large(self) -> bool:
        return bool(self.sample.count() >= LARGE)


class _Worded:
    """Claims chosen by their words; looking words up costs more than reading ids, so few are looked up once only."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _newest(self) -> list[int]:
        return newest_claims_with(self.text, limit=LARGE)

    @property
    def is_large(self) -> bool:
        return len(self._newest) >= LARGE

    @property
    def sample(self) -> Any:
        return ids_listed(self._newest)

    @property
    def all(self) -> Any:
        return search_claims(self.text) if self.is_large else self.sample


def _sets(filters: QueueFilters) -> list[IdSet]:
    """A set for each filter over another table."""
    sets: list[IdSet] = []
    if filters.topic:
        filed = Claim.topics.through.objects.filter(topic__slug=filters.topic)
        sets.append(_Related(filed.order_by().values("claim_id")))
    if filters.outlet is not None:
        shown = Candidate.objects.filter(version__article__outlet_id=filters.outlet, claim__isnull=False)
        sets.append(_Related(shown.order_by().values("claim_id")))
    if filters.text and number_in(filters.text) is None:
        sets.append(_Worded(filters.text))
    return sets


type Column = Callable[[str], str]
"""The name to filter a column by: its own, or that of its unindexed twin."""


@dataclass(frozen=True)
class _Survey:
    """How many claims match, and whether so few that they are gathered rather than met on a walk."""

    count: Count
    few: bool


def _survey(filters: QueueFilters, viewer: User, sets: Sequence[IdSet]) -> _Survey:
    """Count up to a limit. Where a set is large, only its newest members are looked at, so more may match."""
    small, large = any(not chosen.is_large for chosen in sets), any(chosen.is_large for chosen in sets)
    sampled = large and not small
    matching = _matching(filters, viewer, sets, few=True, base=str, sampled=sampled)
    number = matching.order_by()[: FEW + 1].count()
    return _Survey(
        count=Count(min(number, FEW), capped=number > FEW or sampled),
        few=small or (not large and number <= FEW),
    )


def _page(
    filters: QueueFilters,
    viewer: User,
    sets: Sequence[IdSet],
    order: Order,
    start: _Start | None,
    *,
    few: bool,
    size: int,
) -> QuerySet[Claim]:
    """So many of the claims that match, from the start on, in the page's direction."""
    rows = _matching(filters, viewer, sets, few=few, base=_twin if few else str)
    backwards = bool(start and start.backwards)
    descending = order.descending != backwards
    columns = [_twin(name) if few else name for name in order.columns]
    rows = rows.alias(**_twins(*columns))
    if start:
        given = [
            Value(value, output_field=_field(name)) for name, value in zip(order.columns, start.values, strict=True)
        ]
        beyond = Before if descending else After
        rows = rows.filter(beyond(RowValue(*map(F, columns)), RowValue(*given)))
    rows = rows.order_by(*(F(name).desc() if descending else F(name).asc() for name in columns))[:size]
    if not few:
        return rows
    # What is sorted are ids alone; the rows themselves are read for one page.
    again = [F(name).desc() if descending else F(name).asc() for name in order.columns]
    return Claim.objects.filter(pk__in=rows.values("pk")).order_by(*again)


def _matching(
    filters: QueueFilters,
    viewer: User,
    sets: Sequence[IdSet],
    *,
    few: bool,
    base: Column,
    sampled: bool = False,
) -> QuerySet[Claim]:
    """The claims that match; of each set a sample only, where that is enough.

    With `few`, filters may be started from and the order's indexes are left alone; without, it is the other way round.
    `base` names the columns that every order has an index under.
    """
    own: Column = str if few else _twin
    sorted_by = ORDERS[filters.sort].columns[0]

    def column(name: str) -> str:
        return name if name == sorted_by else own(name)

    conditions = _in_states(filters, base)
    number = number_in(filters.text)
    if number is not None:
        conditions["pk"] = number
    if filters.assignee == "nobody":
        conditions[f"{own('reviewer_id')}__isnull"] = True
    elif filters.assignee:
        conditions[own("reviewer_id")] = viewer.pk if filters.assignee == "me" else int(filters.assignee)
    if filters.due:
        earliest, latest = _due_between(filters.due)
        conditions[f"{column('due_key')}__lt"] = latest
        if earliest:
            conditions[f"{column('due_key')}__gte"] = earliest
    if filters.min_score is not None:
        conditions[f"{column('score_key')}__gte"] = filters.min_score
    if filters.claimant:
        conditions[f"{own('claimant_id')}__in"] = Claimant.objects.filter(slug=filters.claimant).values("pk")
    rows = Claim.objects.alias(**_twins(own("id"), *conditions)).filter(**conditions)
    for chosen in sets:
        rows = rows.filter(**{f"{own('id')}__in": chosen.sample if sampled else chosen.all})
    return rows


def _twin(name: str) -> str:
    return f"{_PLAIN}{name}"


def _twins(*names: str) -> dict[str, Unindexed]:
    """The unindexed twins among these columns or lookups, as aliases."""
    twins = {name.partition("__")[0] for name in names if name.startswith(_PLAIN)}
    return {twin: Unindexed(F(twin.removeprefix(_PLAIN))) for twin in twins}


def _in_states(filters: QueueFilters, base: Column) -> dict[str, Any]:
    if filters.all_states:
        return {}
    if not filters.states:
        return {base("is_open"): True}
    if len(filters.states) == 1:
        return {base("state"): filters.states[0]}
    conditions: dict[str, Any] = {f"{_twin('state')}__in": filters.states}
    if not set(filters.states) & set(FINAL_STATES):
        conditions[base("is_open")] = True
    return conditions


def _due_between(choice: str) -> tuple[datetime.datetime | None, datetime.datetime]:
    """From when to before when a claim is due for it to be late, due today, or due within seven days from now."""
    now = timezone.localtime()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if choice == "late":
        return None, now
    return midnight, midnight + datetime.timedelta(days=1 if choice == "today" else 8)


def _field(name: str) -> "models.Field[Any, Any]":
    field = Claim._meta.get_field(name)
    if name == "id":
        return models.BigIntegerField()
    kind = field.output_field if isinstance(field, models.GeneratedField) else field
    if not isinstance(kind, models.Field):
        raise TypeError(f"{name} is no column.")
    return kind


def _cursor(order: Order, values: Sequence[Any], *, backwards: bool = False) -> str:
    """Where a page ends, for an address: opaque, and checked when it comes back."""
    plain = [value.isoformat() if isinstance(value, datetime.datetime) else value for value in values]
    text = json.dumps(["b" if backwards else "f", order.columns[0], *plain], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read_cursor(cursor: str, order: Order) -> _Start | None:
    """The row to go on from; None, the first page, for a cursor that is empty or not one of ours for this order."""
    try:
        direction, column, *values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if column != order.columns[0]:
            return None
        pairs = zip(order.columns, values, strict=True)
        return _Start(tuple(_read_value(name, value) for name, value in pairs), backwards=direction == "b")
    except (ValueError, TypeError, OverflowError, binascii.Error, RecursionError):
        return None


def _read_value(name: str, value: object) -> Any:
    kind = _field(name)
    if isinstance(kind, models.DateTimeField):
        at = parse_datetime(value) if isinstance(value, str) else None
        if at is None or timezone.is_naive(at):
            raise ValueError(name)
        return at
    if not isinstance(value, int | float) or isinstance(value, bool) or abs(value) > 2**53:
        raise ValueError(name)
    return float(value) if isinstance(kind, models.FloatField) else int(value)
