"""Where a claim was found: the quotes that stand in articles, with a little of the text around each."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Greatest, Substr

from claims.articles.recordings import said_at
from claims.prepared import prepared
from claims.tracking.enums import CandidateState
from claims.tracking.models import Candidate

AROUND = 220


@dataclass(frozen=True)
class Appearance:
    """One quote in one article, published at a moment or on a day.

    `before` and `after` are up to 220 code points of text, cut at a word.
    """

    candidate_id: int
    article_id: int
    title: str
    outlet: str
    published_at: datetime.date | None
    score: float | None
    quote: str
    before: str
    after: str
    said_at: str = ""
    """When it is said, in a recording: "12:41"."""


def appearances_of(claim_id: int) -> list[Appearance]:
    """Every accepted quote of a claim, the first appearance first: one query, and never the whole article."""
    return [
        Appearance(
            key,
            article,
            title,
            outlet or "",
            at.date() if at and is_day else at,
            score,
            quote,
            _before(lead, start),
            _after(tail),
            said_at(cues, start),
        )
        for key, article, title, outlet, at, is_day, score, quote, start, lead, tail, cues in _quotes_of(claim_id)
    ]


def _before(lead: str, start: int) -> str:
    lead = lead[: min(start, AROUND)]
    before = lead.rpartition("\n")[2]
    return "…" + before.partition(" ")[2] if start > AROUND and before == lead else before


def _after(tail: str) -> str:
    after = tail.partition("\n")[0]
    return after.rpartition(" ")[0] + "…" if len(tail) == AROUND and after == tail else after


@prepared
def _quotes_of(claim: int) -> QuerySet[Candidate, tuple[Any, ...]]:
    return (
        Candidate.objects.filter(claim=claim, state__in=[CandidateState.ACCEPTED, CandidateState.MERGED])
        .order_by("-is_first_appearance", "id")
        .values_list(
            "id",
            "version__article_id",
            "version__title",
            "version__article__outlet__name",
            "version__published_at",
            "version__published_is_day",
            "score",
            "exact",
            "start",
            # SQL counts characters from 1.
            Substr("version__text", Greatest(F("start") + 1 - AROUND, Value(1)), AROUND),
            Substr("version__text", F("end") + 1, AROUND),
            "version__cues",
        )
    )
