"""How often two people came to the same rating by themselves: of all, by rating, by topic, and over time."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from claims.verdicts.agreement import Agreement, agreement_of
from claims.verdicts.models import Rating, RatingScale, SecondVerdict, SecondVerdictDraw
from claims.verdicts.reports import EVERYTHING, Scope

MOST_CASES = 20_000
QUARTERS = 8
TOPICS = 10


@dataclass(frozen=True)
class Row:
    """The agreement in the cases of one rating, topic or quarter."""

    name: str
    agreement: Agreement


@dataclass(frozen=True)
class SecondVerdictFigures:
    """The agreement on the scale in use; `opened` seals were opened without a second verdict, `waiting` still hold."""

    scale: str
    overall: Agreement
    by_rating: Sequence[Row]
    by_topic: Sequence[Row]
    by_quarter: Sequence[Row]
    waiting: int
    opened: int


@dataclass(frozen=True)
class _Case:
    first: int
    second: int
    topics: tuple[str, ...]
    given_at: datetime.datetime


def second_verdict_figures(scope: Scope = EVERYTHING) -> SecondVerdictFigures:
    """What sealed second verdicts on the scale in use say: six queries, however many there are."""
    scale = RatingScale.objects.filter(is_active=True).first()
    ratings = list(Rating.objects.filter(scale=scale).order_by("order"))
    numbered = sorted((rating.value, rating.pk) for rating in ratings if rating.value is not None)
    places = {rating: place for place, (_value, rating) in enumerate(numbered)}
    cases = _cases(scope, scale)

    def agreement(of: Sequence[_Case]) -> Agreement:
        pairs = [(case.first, case.second, (places.get(case.first), places.get(case.second))) for case in of]
        return agreement_of(pairs, len(places))

    by_topic: dict[str, list[_Case]] = defaultdict(list)
    by_quarter: dict[str, list[_Case]] = defaultdict(list)
    for case in cases:
        by_quarter[_quarter(case.given_at)].append(case)
        for topic in case.topics:
            by_topic[topic].append(case)
    most = sorted(by_topic, key=lambda name: (-len(by_topic[name]), name))[:TOPICS]
    rated = [(rating.label, [case for case in cases if case.first == rating.pk]) for rating in ratings]
    sealed = SecondVerdictDraw.objects.filter(scope.of("claim__"), is_sealed=True)
    return SecondVerdictFigures(
        scale=str(scale or ""),
        overall=agreement(cases),
        by_rating=[Row(label, agreement(given)) for label, given in rated if given],
        by_topic=[Row(name, agreement(by_topic[name])) for name in most],
        by_quarter=[Row(name, agreement(by_quarter[name])) for name in sorted(by_quarter)[-QUARTERS:]],
        waiting=sealed.filter(opened_at__isnull=True).count(),
        opened=sealed.exclude(opened_why="").count(),
    )


def _cases(scope: Scope, scale: RatingScale | None) -> list[_Case]:
    rows = SecondVerdict.objects.filter(scope.of("claim__"), first__scale=scale, rating__scale=scale)
    found = list(rows.order_by("-pk").prefetch_related("claim__topics").select_related("claim")[:MOST_CASES])
    return [
        _Case(row.first_id, row.rating_id, tuple(topic.name for topic in row.claim.topics.all()), row.given_at)
        for row in found
    ]


def _quarter(moment: datetime.datetime) -> str:
    """The quarter of a year as it is written and sorted, such as 2026/1."""
    day = timezone.localtime(moment)
    return f"{day.year}/{(day.month - 1) // 3 + 1}"
