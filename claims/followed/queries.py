"""Named reads of what was taken over; each says in its docstring how many queries it makes."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce

from claims.followed.models import FollowedNewsroom, TakenCheck
from claims.matching.enums import MatchState
from claims.matching.models import Match
from claims.verdicts.models import Publication

FAR_APART: Final = 2
"""Ratings so many steps of five apart contradict each other."""
MOST_BESIDE: Final = 6
MOST_CONFLICTS: Final = 50


@dataclass(frozen=True)
class AlsoChecked:
    """A check of another newsroom that stands beside one of ours."""

    newsroom: str
    rating: str
    url: str
    licence: str
    language: str
    taken_at: datetime.datetime


@dataclass(frozen=True)
class Conflict:
    """A check of another newsroom that rates a like claim far otherwise than ours; tones from 1, true, to 5, false."""

    match: Match
    claim_id: int
    rating: str
    tone: int


def also_changed_at() -> Subquery:
    """When what stands beside a publication's check changed last, inside its own query; None where nothing does."""
    newest = _beside(OuterRef("claim_id")).order_by().values("newsroom__shown_to_readers")
    return Subquery(newest.annotate(at=Max("taken_at")).values("at")[:1])


def also_checked(claim_id: int) -> list[AlsoChecked]:
    """Which newsrooms that readers may see checked the same claim, each once: one query."""
    rows = _beside(claim_id).select_related("newsroom", "outside").defer("outside__raw", "signed", "signature")
    found: dict[int, AlsoChecked] = {}
    for row in rows.order_by("newsroom__name", "pk").distinct():
        if row.outside and row.newsroom_id not in found:
            found[row.newsroom_id] = AlsoChecked(
                newsroom=row.outside.publisher or str(row.newsroom),
                rating=row.outside.rating,
                url=row.url,
                licence=row.newsroom.licence,
                language=row.outside.language,
                taken_at=row.taken_at,
            )
    return list(found.values())[:MOST_BESIDE]


def taken_as(outside_ids: Collection[int]) -> dict[int, TakenCheck]:
    """How each of these checks stands with the newsroom it was taken from: one query, none where there are none."""
    if not outside_ids:
        return {}
    rows = TakenCheck.objects.filter(outside__in=outside_ids).select_related("newsroom")
    return {row.outside_id: row for row in rows.defer("signed").order_by("-pk") if row.outside_id}


def contradicts(ours: int | None, theirs: int | None) -> bool:
    """Whether two ratings contradict each other; what stands beside the scale contradicts nothing."""
    return bool(ours and theirs) and abs(int(ours or 0) - int(theirs or 0)) >= FAR_APART


def conflicts() -> list[Conflict]:
    """Checks of followed newsrooms confirmed as alike that are rated far otherwise than ours: one query."""
    ours = Publication.objects.filter(claim=OuterRef("whose"), is_current=True)
    taken = TakenCheck.objects.filter(outside=OuterRef("outside"), withdrawn_at=None)
    rows = (
        Match.objects.filter(state=MatchState.CONFIRMED, outside__tone__isnull=False)
        .annotate(whose=Coalesce("later", "candidate__claim"))
        .annotate(
            our_rating=Subquery(ours.annotate(words=KT("card__rating__label")).values("words")[:1]),
            our_tone=Subquery(ours.annotate(tone=Cast(KT("card__rating__tone"), IntegerField())).values("tone")[:1]),
        )
        .filter(Exists(taken), our_tone__gte=1)
        .filter(Q(our_tone__gte=F("outside__tone") + FAR_APART) | Q(our_tone__lte=F("outside__tone") - FAR_APART))
        .select_related("outside")
        .defer("outside__raw")
        .order_by("-decided_at", "-pk")
    )
    return [Conflict(row, row.whose, row.our_rating or "", row.our_tone) for row in rows[:MOST_CONFLICTS]]


def newsrooms() -> QuerySet[FollowedNewsroom]:
    """All newsrooms, those in trouble first: one query."""
    return FollowedNewsroom.objects.order_by(F("failing_since").asc(nulls_last=True), "-pk")


def _beside(claim: "int | OuterRef") -> QuerySet[TakenCheck]:
    same = Match.objects.filter(state=MatchState.CONFIRMED, outside=OuterRef("outside"))
    held = claim if isinstance(claim, int) else OuterRef(claim)
    same = same.filter(Q(later=held) | Q(candidate__claim=held))
    return TakenCheck.objects.filter(
        Exists(same), newsroom__shown_to_readers=True, newsroom__is_active=True, withdrawn_at=None
    )
