"""Named reads of candidates for the people who triage them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet
from rapidfuzz import fuzz

from claims.articles.enums import Standing
from claims.articles.models import Article
from claims.prepared import prepared
from claims.tracking.enums import AnchorOutcome, CandidateState, RunState
from claims.tracking.models import Candidate, Claim, ExtractionRun
from claims.tracking.models.candidates import LIVE_RUNS
from claims.tracking.score_threshold import cut_of, is_in_view, newsroom_cut, triage_settings

SHORTEST_WORD = 4
LOOKED_AT = 400
BEST_LOOKED_AT = 200
ALIKE = 60.0
# From here on a candidate is more likely than not to be worth checking; the extractor's scores are calibrated.
LIKELY = 0.5


class Outline(NamedTuple):
    """As much of a candidate as it takes to count it, mark it in the text and rank it."""

    pk: int
    start: int
    end: int
    part: int
    state: str
    score: float | None
    anchor: str
    carried_from_id: int | None
    origin: str
    lock_version: int


@dataclass(frozen=True)
class Prospect:
    """How many candidates are to triage, how many of them are likely worth checking, and the best score.

    `below` is how many more the newsroom's threshold hides.
    """

    pending: int = 0
    likely: int = 0
    best: float | None = None
    below: int = 0


@dataclass(frozen=True)
class FreshArticle:
    """An article with candidates that nobody has decided on, how many, and the best score among them."""

    pk: int
    title: str
    outlet: str
    pending: int
    best: float | None


def outline_of(version_id: int) -> list[Outline]:
    """Where all candidates of a version stand, in rank order, those marked by a person first: one query."""
    fields = Outline._fields
    rows = Candidate.objects.filter(version_id=version_id).order_by(
        F("score").desc(nulls_first=True), "start", "part", "id"
    )
    return [Outline(*row) for row in rows.values_list(*fields)]


def candidates_named(ids: Collection[int]) -> list[Candidate]:
    """These candidates with their claims and people, in the given order: one query."""
    rows = Candidate.objects.select_related("claim", "decided_by", "marked_by").in_bulk(ids)
    return [rows[key] for key in ids if key in rows]


def fresh_articles(limit: int) -> list[FreshArticle]:
    """The articles whose pending candidates score best, where any is likely worth checking: four queries.

    Only the best 200 candidates of the desk are looked at, so that a backlog of hundreds of thousands costs the same.
    """
    cut = cut_of(triage_settings().threshold)
    version_ids = list(dict.fromkeys(_versions_of_the_best(cut)))[:limit]
    found = {version_id: (pending, best) for version_id, pending, best in _waiting_in(version_ids, cut)}
    shown = {
        version_id: FreshArticle(pk, title, outlet or "", *found[version_id])
        for version_id, pk, title, outlet in _articles_of(version_ids)
        if version_id in found
    }
    # Somebody may have decided on the last candidate, or a new version come in, between two of these queries.
    return [shown[version_id] for version_id in version_ids if version_id in shown]


def fresh_count() -> str:
    """How many articles have likely candidates, among the best 200 of these; empty for none: two queries."""
    versions = list(_versions_of_the_best(cut_of(triage_settings().threshold)))
    more = "+" if len(versions) == BEST_LOOKED_AT else ""
    return f"{len(set(versions))}{more}" if versions else ""


@prepared
def _versions_of_the_best(cut: float) -> QuerySet[Candidate, int]:
    best = Candidate.objects.filter(
        Exists(Article.objects.filter(current=OuterRef("version_id"))),
        is_in_view(cut),
        state=CandidateState.PENDING,
        score__gte=LIKELY,
    ).exclude(anchor=AnchorOutcome.LOST)
    return best.order_by("-score", "-id").values_list("version_id", flat=True)[:BEST_LOOKED_AT]


@prepared
def _waiting_in(version_ids: list[int], cut: float) -> QuerySet[Candidate, tuple[int, int, float | None]]:
    waiting = Candidate.objects.filter(is_in_view(cut), version_id__in=version_ids, state=CandidateState.PENDING)
    counted = waiting.exclude(anchor=AnchorOutcome.LOST).order_by().values_list("version_id")
    return counted.annotate(pending=Count("pk"), best=Max("score"))


@prepared
def _articles_of(version_ids: list[int]) -> QuerySet[Article, tuple[int, int, str, str | None]]:
    articles = Article.objects.filter(current__in=version_ids).order_by()
    return articles.values_list("current", "pk", "current__title", "outlet__name")


def prospects(version_ids: Iterable[int]) -> dict[int, Prospect]:
    """What waits to be triaged in each version that has any such: one query."""
    listed = is_in_view(newsroom_cut())
    rows = (
        Candidate.objects.filter(version_id__in=list(version_ids), state=CandidateState.PENDING)
        .exclude(anchor=AnchorOutcome.LOST)
        .order_by()
        .values_list("version_id")
        .annotate(
            pending=Count("pk", filter=listed),
            likely=Count("pk", filter=listed & (Q(score__gte=LIKELY) | Q(score__isnull=True))),
            best=Max("score", filter=listed),
            below=Count("pk", filter=~listed),
        )
    )
    return {version_id: Prospect(*counts) for version_id, *counts in rows}


def with_fresh_candidates() -> Q:
    """Articles whose current text has candidates, listed for triage, that nobody has decided on."""
    pending = Candidate.objects.filter(
        is_in_view(newsroom_cut()), version=OuterRef("current"), state=CandidateState.PENDING
    )
    return Q(Exists(pending.exclude(anchor=AnchorOutcome.LOST)))


def being_read() -> Q:
    """Articles whose current text waits to be read or is being read."""
    return Q(Exists(ExtractionRun.objects.filter(version=OuterRef("current"), state__in=LIVE_RUNS)))


def not_readable() -> Q:
    """Articles whose current text could not be read, and has not been read since."""
    runs = ExtractionRun.objects.filter(version=OuterRef("current"))
    later = ExtractionRun.objects.filter(version=OuterRef("version"), pk__gt=OuterRef("pk"))
    return Q(Exists(runs.filter(~Exists(later), state=RunState.FAILED)))


def waiting_for_yes() -> Q:
    """Articles whose current text is doubtful, until an editor says whether it is what it seems."""
    return Q(current__standing=Standing.DOUBTFUL)


def reading_counts() -> tuple[int, int]:
    """How many articles are being read, and how many could not be read: two counts over few rows."""
    runs = ExtractionRun.objects.order_by()
    later = ExtractionRun.objects.filter(version=OuterRef("version"), pk__gt=OuterRef("pk"))
    current = runs.filter(version__article__current=F("version_id"))
    failed = current.filter(~Exists(later), state=RunState.FAILED)
    return current.filter(state__in=LIVE_RUNS).count(), failed.count()


def claims_like(words: str, limit: int = 12) -> list[Claim]:
    """Claims that say something like these words, or have this number, the most alike first: one query.

    A first, plain way to find the claim to merge into: shared words of four letters and more, then rapidfuzz's
    token-set ratio over the newest 400 that share one.
    """
    found = Claim.objects.select_related("claimant", "reviewer")
    number = words.strip().upper().removeprefix("FC-")
    if number.isascii() and number.isdecimal() and len(number) < 10:
        return list(found.filter(pk=int(number)))
    terms = {word.strip(".,;:!?“”‘’\"'()") for word in words.split()}
    shared = Q()
    for term in sorted((term for term in terms if len(term) >= SHORTEST_WORD), key=len, reverse=True)[:8]:
        shared |= Q(statement__icontains=term) | Q(claimant__name__icontains=term)
    if not shared:
        return []
    scored = [
        (fuzz.token_set_ratio(words.lower(), f"{claim.statement} {claim.claimant or ''}".lower()), claim)
        for claim in found.filter(shared).order_by("-pk")[:LOOKED_AT]
    ]
    scored = [pair for pair in scored if pair[0] >= ALIKE]
    scored.sort(key=lambda pair: (-pair[0], -pair[1].pk))
    return [claim for _, claim in scored[:limit]]
