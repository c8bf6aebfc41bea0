"""The extractor's report card: what people made of what it found, and what they had to find themselves.

Three queries over the decisions of some weeks, by the index of decided candidates, however many candidates there are.
"""

import datetime
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Case, Count, F, IntegerField, QuerySet, Sum, Value, When
from django.db.models.functions import Floor
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.tracking.decisions import FEWEST_FOR_PERCENT, TAKEN_UP, decisions, finds_by_hand
from claims.tracking.enums import DismissReason
from claims.tracking.models import Candidate

PERIODS: Final = (4, 13, 26)
"""The numbers of weeks that can be looked at."""

ERRORS: Final = (
    DismissReason.OPINION,
    DismissReason.PREDICTION,
    DismissReason.NOT_CHECKABLE,
    DismissReason.TRIVIAL,
    DismissReason.NOT_A_CLAIM,
)
"""Reasons that say the extractor was wrong; the others say what the desk has done already or does not do."""

OUTLETS_SHOWN: Final = 15
MOST_BY_HAND: Final = 20_000
SURE: Final = 1.96


@dataclass(frozen=True)
class Share:
    """So many of so many; with fewer than twenty it says nothing."""

    part: int
    whole: int

    @property
    def percent(self) -> int | None:
        """In a hundred; None where there are too few to say."""
        return round(100 * self.part / self.whole) if self.whole >= FEWEST_FOR_PERCENT else None

    @property
    def between(self) -> tuple[int, int]:
        """Between which shares the true one lies in 19 of 20 cases, in a hundred: Wilson's score interval (1927)."""
        share, square = self.part / self.whole, SURE**2 / self.whole
        middle = (share + square / 2) / (1 + square)
        reach = SURE / (1 + square) * math.sqrt(share * (1 - share) / self.whole + square / (4 * self.whole))
        return round(100 * max(0.0, middle - reach)), round(100 * min(1.0, middle + reach))


@dataclass(frozen=True)
class Tally:
    """What became of finds: taken up, dismissed as errors, dismissed for other reasons; and what was missed."""

    taken_up: int = 0
    errors: int = 0
    aside: int = 0
    missed: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.taken_up + other.taken_up,
            self.errors + other.errors,
            self.aside + other.aside,
            self.missed + other.missed,
        )

    @property
    def judged(self) -> int:
        """How many finds say whether the extractor was right."""
        return self.taken_up + self.errors

    @property
    def precision(self) -> Share:
        """Of the finds that were judged, how many were taken up."""
        return Share(self.taken_up, self.judged)

    @property
    def recall(self) -> Share:
        """Of the claims taken up from articles, how many the extractor had found."""
        return Share(self.taken_up, self.taken_up + self.missed)


@dataclass(frozen=True)
class Band:
    """The finds whose printed scores lie between two hundredths, both included; `scores` is the sum of the judged."""

    low: int
    high: int
    tally: Tally
    scores: float

    @property
    def name(self) -> str:
        """Such as 0.60 to 0.69."""
        return _("%(low)s to %(high)s") % {"low": f"{self.low / 100:.2f}", "high": f"{self.high / 100:.2f}"}

    @property
    def expected(self) -> int:
        """How many in a hundred the scores promise: their mean."""
        return round(100 * self.scores / self.tally.judged) if self.tally.judged else 0


@dataclass(frozen=True)
class Hidden:
    """What a threshold would have hidden of the finds that were judged."""

    hundredths: int
    taken_up: Share
    errors: Share

    @property
    def threshold(self) -> float:
        """The score from which candidates would have been listed."""
        return self.hundredths / 100


@dataclass(frozen=True)
class Row:
    """The finds of one outlet or extractor."""

    name: str
    tally: Tally


@dataclass(frozen=True)
class Week:
    """The finds decided on in the week that begins on `start`."""

    start: datetime.date
    tally: Tally


@dataclass(frozen=True)
class _Scored:
    """Finds of one printed score, in hundredths."""

    hundredths: int
    reason: str
    count: int
    scores: float

    @property
    def tally(self) -> Tally:
        """What became of them."""
        return _tally(self.reason, self.count)


@dataclass(frozen=True)
class ReportCard:
    """How the extractor did over the last weeks, this one included; `since` is the Monday it begins on."""

    since: datetime.date
    total: Tally
    bands: Sequence[Band]
    reasons: Sequence[tuple[DismissReason, int]]
    weeks: Sequence[Week]
    outlets: Sequence[Row]
    extractors: Sequence[Row]
    scored: Sequence[_Scored]

    def hidden(self, threshold: float) -> Hidden:
        """What a threshold would have hidden."""
        hundredths = round(threshold * 100)
        below = sum((row.tally for row in self.scored if row.hundredths < hundredths), Tally())
        return Hidden(
            hundredths,
            Share(below.taken_up, self.total.taken_up),
            Share(below.errors, self.total.errors),
        )


def report_card(weeks: int = 13) -> ReportCard:
    """The card of the last weeks: three queries."""
    monday = timezone.localdate() - datetime.timedelta(days=timezone.localdate().weekday())
    starts = [monday - datetime.timedelta(weeks=back) for back in range(weeks - 1, -1, -1)]
    since = _midnight(starts[0])
    scored = _by_score(decisions().filter(decided_at__gte=since))
    cells = [*_found(decisions().filter(decided_at__gte=since), starts), *_missed(since, starts)]
    by_week = _summed((str(cell.week), cell.tally) for cell in cells)
    by_outlet = _summed((cell.outlet, cell.tally) for cell in cells)
    by_extractor = _summed((cell.extractor, cell.tally) for cell in cells if cell.extractor)
    return ReportCard(
        since=starts[0],
        total=sum((cell.tally for cell in cells), Tally()),
        bands=_bands(scored),
        reasons=_reasons(scored),
        weeks=[Week(start, by_week[str(place)]) for place, start in enumerate(starts)],
        outlets=_largest(by_outlet),
        extractors=_ordered(by_extractor),
        scored=scored,
    )


@dataclass(frozen=True)
class _Cell:
    """Finds, or misses, of one week, outlet and extractor."""

    week: int
    outlet: str
    extractor: str
    tally: Tally


def _by_score(found: QuerySet[Candidate]) -> list[_Scored]:
    rows = (
        found.annotate(hundredths=Floor(F("score") * 100 + 0.5))
        .order_by()
        .values_list("hundredths", "dismiss_reason")
        .annotate(count=Count("pk"), scores=Sum("score"))
    )
    return [_Scored(int(hundredths), reason, count, scores) for hundredths, reason, count, scores in rows]


def _found(found: QuerySet[Candidate], starts: Sequence[datetime.date]) -> list[_Cell]:
    week = Case(
        *(When(decided_at__gte=_midnight(starts[place]), then=Value(place)) for place in range(len(starts) - 1, 0, -1)),
        default=Value(0),
        output_field=IntegerField(),
    )
    outcome = Case(
        When(state__in=TAKEN_UP, then=Value("")),
        When(dismiss_reason__in=ERRORS, then=Value(DismissReason.OPINION.value)),
        default=Value(DismissReason.DUPLICATE.value),
    )
    rows = (
        found.annotate(week=week, outcome=outcome)
        .order_by()
        .values_list("week", "version__article__outlet__name", "extractor", "outcome")
        .annotate(count=Count("pk"))
    )
    return [
        _Cell(place, outlet or "", extractor or "unknown", _tally(reason, count))
        for place, outlet, extractor, reason, count in rows
    ]


def _missed(since: datetime.datetime, starts: Sequence[datetime.date]) -> list[_Cell]:
    rows = finds_by_hand().filter(decided_at__gte=since).order_by("-decided_at")
    found = rows.values_list("decided_at", "version__article__outlet__name")[:MOST_BY_HAND]
    counts = Counter((_week_of(at, starts), outlet or "") for at, outlet in found if at is not None)
    return [_Cell(place, outlet, "", Tally(missed=count)) for (place, outlet), count in counts.items()]


def _tally(reason: str, count: int) -> Tally:
    """What `count` finds count as that were dismissed for this reason, or taken up where there is none."""
    if not reason:
        return Tally(taken_up=count)
    return Tally(errors=count) if reason in ERRORS else Tally(aside=count)


def _bands(scored: Sequence[_Scored]) -> list[Band]:
    tallies: dict[int, Tally] = defaultdict(Tally)
    scores: dict[int, float] = defaultdict(float)
    for row in scored:
        place = min(9, row.hundredths // 10)
        tallies[place] += row.tally
        scores[place] += row.scores if row.tally.judged else 0.0
    return [
        Band(place * 10, 100 if place == 9 else place * 10 + 9, tallies[place], scores[place]) for place in range(10)
    ]


def _reasons(scored: Sequence[_Scored]) -> list[tuple[DismissReason, int]]:
    counts: Counter[str] = Counter()
    for row in scored:
        if row.reason:
            counts[row.reason] += row.count
    return [(DismissReason(reason), count) for reason, count in counts.most_common()]


def _summed(pairs: Iterable[tuple[str, Tally]]) -> dict[str, Tally]:
    sums: dict[str, Tally] = defaultdict(Tally)
    for name, tally in pairs:
        sums[name] += tally
    return sums


def _ordered(tallies: dict[str, Tally]) -> list[Row]:
    """The ones with the most to judge by first."""
    rows = [Row(name, tally) for name, tally in tallies.items()]
    return sorted(rows, key=lambda row: (-row.tally.judged - row.tally.missed, row.name))


def _largest(tallies: dict[str, Tally]) -> list[Row]:
    rows = _ordered(tallies)
    shown, rest = rows[:OUTLETS_SHOWN], rows[OUTLETS_SHOWN:]
    named = [Row(row.name or _("No outlet"), row.tally) for row in shown]
    if rest:
        named.append(
            Row(_("%(count)s other outlets") % {"count": len(rest)}, sum((row.tally for row in rest), Tally()))
        )
    return named


def _week_of(at: datetime.datetime, starts: Sequence[datetime.date]) -> int:
    return min(len(starts) - 1, (timezone.localtime(at).date() - starts[0]).days // 7)


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
