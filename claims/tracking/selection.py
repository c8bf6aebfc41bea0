"""Which claims a filter chooses, found the cheap way on both databases.

How many claims match is counted up to a limit only, and that count decides how a page is read: few matches are gathered
and sorted, many are met soon enough on a walk along the order's index. SQLite keeps no statistics to choose between the
two by itself, so the columns it must not start from are marked.
"""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from django.db.models import F, QuerySet, Value
from django.utils import timezone

from claims.accounts.models import User
from claims.articles.search import ids_listed
from claims.tracking.expressions import After, Before, RowValue, Unindexed
from claims.tracking.filters import QueueFilters
from claims.tracking.keyset import ORDERS, Order, Start, column_of
from claims.tracking.models import Candidate, Claim, Claimant
from claims.tracking.models.claims import FINAL_STATES
from claims.tracking.search import newest_claims_with, number_in, search_claims

FEW = 500
"""Up to so many matches are counted exactly, gathered and sorted."""

LARGE = 500
"""A topic, an outlet or a word with so many claims is looked up row by row on the walk rather than gathered."""

_PLAIN = "plain_"


@dataclass(frozen=True)
class Count:
    """How many claims match; `capped` when there are more than were counted."""

    number: int
    capped: bool

    def __str__(self) -> str:
        if self.capped and not self.number:
            return "many"
        return f"{self.number:,}{'+' if self.capped else ''}"


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


def id_sets(filters: QueueFilters) -> list[IdSet]:
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
class Survey:
    """How many claims match, and whether so few that they are gathered rather than met on a walk."""

    count: Count
    few: bool


def survey(filters: QueueFilters, viewer: User, sets: Sequence[IdSet]) -> Survey:
    """Count up to a limit. Where a set is large, only its newest members are looked at, so more may match."""
    small, large = any(not chosen.is_large for chosen in sets), any(chosen.is_large for chosen in sets)
    sampled = large and not small
    found = matching(filters, viewer, sets, few=True, base=str, sampled=sampled)
    number = found.order_by()[: FEW + 1].count()
    return Survey(
        count=Count(min(number, FEW), capped=number > FEW or sampled),
        few=small or (not large and number <= FEW),
    )


def claims_from(
    filters: QueueFilters,
    viewer: User,
    sets: Sequence[IdSet],
    order: Order,
    start: Start | None,
    *,
    few: bool,
    size: int,
) -> QuerySet[Claim]:
    """So many of the claims that match, from the start on, in the page's direction."""
    rows = matching(filters, viewer, sets, few=few, base=_twin if few else str)
    backwards = bool(start and start.backwards)
    descending = order.descending != backwards
    columns = [_twin(name) if few else name for name in order.columns]
    rows = rows.alias(**_twins(*columns))
    if start:
        given = [
            Value(value, output_field=column_of(name)) for name, value in zip(order.columns, start.values, strict=True)
        ]
        beyond = Before if descending else After
        rows = rows.filter(beyond(RowValue(*map(F, columns)), RowValue(*given)))
    rows = rows.order_by(*(F(name).desc() if descending else F(name).asc() for name in columns))[:size]
    if not few:
        return rows
    # What is sorted are ids alone; the rows themselves are read for one page.
    again = [F(name).desc() if descending else F(name).asc() for name in order.columns]
    return Claim.objects.filter(pk__in=rows.values("pk")).order_by(*again)


def matching(
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
