"""Which claims a filter chooses, found the cheap way on both databases.

How many claims match is counted up to a limit only, and that count decides how a page is read: few matches are gathered
and sorted, many are met soon enough on a walk along the order's index. SQLite keeps no statistics to choose between the
two by itself, so the columns it must not start from are marked.
"""

import datetime
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import Exists, F, OuterRef, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.lookups import In
from django.utils import timezone

from claims.accounts.models import User
from claims.articles.search import IdList, Past, ids_of
from claims.tracking.expressions import After, Among, AskedOfRows, Before, MetIn, RowValue, Unindexed
from claims.tracking.filters import QueueFilters, Sort
from claims.tracking.keyset import ORDERS, Order, Start, column_of
from claims.tracking.models import Candidate, Claim, Claimant, Topic
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

    def at_least(self, seen: int) -> "Count":
        """The same, where so many were seen: what was counted of a sample may be fewer."""
        return replace(self, number=max(self.number, min(seen, FEW))) if self.capped else self


class IdSet(ABC):
    """The claims that a filter over another table chooses."""

    @cached_property
    def listed(self) -> IdList:
        """The first of them: one query, asked once."""
        return self._listed()

    @property
    def is_large(self) -> bool:
        """Whether they are too many to begin with them."""
        return self.listed.is_cut or self.listed.length >= LARGE

    @abstractmethod
    def met(self, past: Past | None) -> Combinable:
        """The condition that a claim met on a walk is one of them; `past` where the walk begins, if it goes by id."""

    @abstractmethod
    def _listed(self) -> IdList: ...


class _Filed(IdSet):
    """The claims under a topic; whether a claim is one of them is a look into one index."""

    def __init__(self, slug: str) -> None:
        topic = Topic.objects.filter(slug=slug).order_by().values("pk")[:1]
        self._rows = Claim.topics.through.objects.filter(topic_id=topic).order_by()

    def met(self, past: Past | None) -> Combinable:
        return Exists(self._rows.filter(claim_id=OuterRef("pk")))

    def _listed(self) -> IdList:
        return ids_of(self._rows.values("claim_id"), limit=LARGE)


class _Shown(IdSet):
    """The claims in an outlet's articles; three tables lie between, so that all are gathered before the walk."""

    def __init__(self, outlet: int) -> None:
        rows = Candidate.objects.filter(version__article__outlet_id=outlet, claim__isnull=False)
        self._ids = rows.order_by().values("claim_id")

    def met(self, past: Past | None) -> Combinable:
        return MetIn(Unindexed(F("pk")), self._ids)

    def _listed(self) -> IdList:
        return ids_of(self._ids, limit=LARGE)


class _Worded(IdSet):
    """The claims that hold some words; where the list is whole, the words are not looked up again."""

    def __init__(self, text: str) -> None:
        self._text = text

    def met(self, past: Past | None) -> Combinable:
        # PostgreSQL does not see by itself that the words need not be looked up before the walk's beginning.
        found = search_claims(self._text, past=past) if self.listed.is_cut else self.listed.ids()
        return In(Unindexed(F("pk")), found)

    def _listed(self) -> IdList:
        return newest_claims_with(self._text)


def id_sets(filters: QueueFilters) -> list[IdSet]:
    """A set for each filter over another table."""
    sets: list[IdSet] = []
    if filters.topic:
        sets.append(_Filed(filters.topic))
    if filters.outlet is not None:
        sets.append(_Shown(filters.outlet))
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
    """Count up to a limit. Where a set is large, only its first members are looked at, so more may match."""
    small, large = any(not chosen.is_large for chosen in sets), any(chosen.is_large for chosen in sets)
    sampled = large and not small
    if len(sets) == 1 and _chooses_nothing(filters):
        number = sets[0].listed.distinct
    else:
        found = matching(filters, viewer, sets, few=True, base=str, sampled=sampled)
        number = found.order_by()[: FEW + 1].count()
    return Survey(
        count=Count(min(number, FEW), capped=number > FEW or sampled),
        few=small or (not large and number <= FEW),
    )


def _chooses_nothing(filters: QueueFilters) -> bool:
    """Whether the filters leave every claim there is, but for those over other tables."""
    return replace(filters, topic="", outlet=None, text="", sort=Sort.DUE) == QueueFilters(all_states=True)


type Place = tuple[Any, ...]
"""The id of a claim, and its values of an order's columns."""


def places_from(
    filters: QueueFilters,
    viewer: User,
    sets: Sequence[IdSet],
    order: Order,
    start: Start | None,
    *,
    few: bool,
    size: int,
) -> list[Place]:
    """Where so many of the claims that match stand, from the start on, in the page's direction: one query.

    No more is read of them: the order's index holds it, and sorting it is cheap.
    """
    rows = matching(filters, viewer, (), few=few, base=_twin if few else str)
    backwards = bool(start and start.backwards)
    descending = order.descending != backwards
    columns = [_twin(name) if few else name for name in order.columns]
    rows = rows.alias(**_twins(*columns))
    if start:
        under = {} if few else _index_begins_with(filters)
        places = dict(zip(order.columns, start.values, strict=True))
        given = [Value(value, output_field=column_of(name)) for name, value in (under | places).items()]
        beyond = Before if descending else After
        further = beyond(RowValue(*map(F, [*under, *columns])), RowValue(*given))
        rows = rows.filter(AskedOfRows(further) if few else further)
    # SQLite passes over all that tie with the start in the first column, so the dearer question comes after it.
    by_id = order.columns == ("id",)
    rows = _in_sets(rows, sets, past=Past(start.values[0], downwards=descending) if start and by_id else None)
    rows = rows.order_by(*(F(name).desc() if descending else F(name).asc() for name in columns))
    return list(rows.values_list("pk", *order.columns)[:size])


def _index_begins_with(filters: QueueFilters) -> dict[str, Any]:
    """The column that the index of ranks stands under here, for PostgreSQL to compare with the rest of the place.

    It takes the last of four ranks for the end of the list, where any index is as good as another, and may take one
    that has all closed claims in it. SQLite would look at the first column alone.
    """
    if connection.vendor != "postgresql" or filters.sort is not Sort.PRIORITY:
        return {}
    return {name: value for name, value in _in_states(filters, str).items() if name in ("is_open", "state")}


def matching(
    filters: QueueFilters,
    viewer: User,
    sets: Sequence[IdSet],
    *,
    few: bool,
    base: Column,
    sampled: bool = False,
) -> QuerySet[Claim]:
    """The claims that match; of each set its first members only, where that is enough.

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
    rows = Claim.objects.alias(**_twins(*conditions)).filter(**conditions)
    return _in_sets(rows, sets, sampled=sampled)


def _in_sets(
    rows: QuerySet[Claim], sets: Sequence[IdSet], *, sampled: bool = False, past: Past | None = None
) -> QuerySet[Claim]:
    """The claims of them that are in each set; a small set is begun with, and so are samples."""
    for chosen in sets:
        begin = sampled or not chosen.is_large
        rows = rows.filter(Among(F("pk"), chosen.listed.ids(LARGE)) if begin else chosen.met(past))
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
