"""Which claims a filter chooses, how many they are, and where they stand in an order."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from claims.accounts.models import User
from claims.articles.models import Article
from claims.tracking.filters import QueueFilters
from claims.tracking.keyset import Order, Start, beyond
from claims.tracking.models import Claim, ClaimWords
from claims.tracking.models.claims import FINAL_STATES
from claims.tracking.search import number_in

COUNTED = 500
"""Up to so many matches are counted; of more, a page says “500+”."""


@dataclass(frozen=True)
class Count:
    """How many claims match; `capped` when there are more than were counted."""

    number: int
    capped: bool

    def __str__(self) -> str:
        return f"{self.number:,}{'+' if self.capped else ''}"


def count(filters: QueueFilters, viewer: User) -> Count:
    """How many claims match, up to a limit: one query."""
    number = matching(filters, viewer, Claim.objects.all())[: COUNTED + 1].count()
    return Count(min(number, COUNTED), capped=number > COUNTED)


type Place = tuple[Any, ...]
"""The id of a claim, and its values of an order's columns."""


def places_from(
    filters: QueueFilters, viewer: User, order: Order, start: Start | None, size: int, *, many: bool = False
) -> list[Place]:
    """Where so many of the claims that match stand, from the start on, in the page's direction: one query.

    No more is read of them, so that sorting them is cheap where the order's index does not help; `many` is whether
    more match than are counted.
    """
    # SQLite passes over all that stand level with the start in the first column, so it is asked this before all else.
    among = Claim.objects.filter(beyond(order, start)) if start else Claim.objects.all()
    rows = matching(filters, viewer, among, many=many)
    descending = order.descending != bool(start and start.backwards)
    rows = rows.order_by(*(f"-{name}" if descending else name for name in order.columns))
    return list(rows.values_list("pk", *order.columns)[:size])


def matching(filters: QueueFilters, viewer: User, among: QuerySet[Claim], *, many: bool = False) -> QuerySet[Claim]:
    """The claims among these that match, each once, in no order."""
    found = among.filter(_in_states(filters)).order_by()
    number = number_in(filters.text)
    if number is not None:
        found = found.filter(pk=number)
    elif filters.text and many:
        # SQLite would look up and sort every claim that holds a common word. Of a sum it cannot, so it follows the
        # order's index until the page is full.
        found = found.alias(sum=F("pk") + 0).filter(sum__in=ClaimWords.objects.filter(words__begin=filters.text))
    elif filters.text:
        found = found.filter(search__words__begin=filters.text)
    if filters.assignee == "nobody":
        found = found.filter(reviewer=None)
    elif filters.assignee:
        found = found.filter(reviewer=viewer.pk if filters.assignee == "me" else int(filters.assignee))
    if filters.due:
        earliest, latest = _due_between(filters.due)
        found = found.filter(due_key__lt=latest)
        if earliest:
            found = found.filter(due_key__gte=earliest)
    if filters.min_score is not None:
        found = found.filter(score_key__gte=filters.min_score)
    if filters.claimant:
        found = found.filter(claimant__slug=filters.claimant)
    if filters.language:
        found = found.filter(language=filters.language)
    if filters.topic:
        found = found.filter(topics__slug=filters.topic)
    if filters.outlet is not None:
        # From its articles on, so that what is kept from the viewer is asked of each of these, not of each candidate.
        shown = Article.objects.filter(outlet=filters.outlet, versions__candidates__claim__isnull=False)
        found = found.filter(pk__in=shown.order_by().values("versions__candidates__claim"))
    return found


def _in_states(filters: QueueFilters) -> Q:
    if filters.all_states:
        return Q()
    if not filters.states:
        return Q(is_open=True)
    if len(filters.states) == 1:
        return Q(state=filters.states[0])
    chosen = Q(state__in=filters.states)
    return chosen if set(filters.states) & set(FINAL_STATES) else chosen & Q(is_open=True)


def _due_between(choice: str) -> tuple[datetime.datetime | None, datetime.datetime]:
    """From when to before when a claim is due for it to be late, due today, or due within seven days from now."""
    now = timezone.localtime()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if choice == "late":
        return None, now
    return midnight, midnight + datetime.timedelta(days=1 if choice == "today" else 8)
