"""Published checks to compare a new verdict with: an alike claim, the same claimant, the same kind of figure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from claims.matching.enums import MatchBand, MatchState
from claims.matching.figures import kinds_of_figures
from claims.matching.models import Match
from claims.tracking.models import Claim
from claims.verdicts.models import Publication
from claims.words import Words

SHOWN: Final = 5
POOL: Final = 200
"""So many of the newest checks of the same claimant or topic are looked at."""

ALIKE, CLAIMANT, FIGURE = "alike", "claimant", "figure"
WORDS: Final[Mapping[str, Words]] = {
    ALIKE: _("an alike claim"),
    CLAIMANT: _("the same claimant"),
    FIGURE: _("the same kind of figure"),
}


@dataclass(frozen=True)
class Precedent:
    """A published check, with in what it is like the claim; a near one is an alike claim, or like it in all else."""

    publication: Publication
    likenesses: tuple[str, ...]
    score: float

    @property
    def rating(self) -> Mapping[str, Any]:
        """Its rating as it was published."""
        found: Mapping[str, Any] = self.publication.content.get("rating") or {}
        return found

    @property
    def is_near(self) -> bool:
        """Whether choosing another rating than this asks for a sentence."""
        return ALIKE in self.likenesses or (CLAIMANT in self.likenesses and FIGURE in self.likenesses)

    @property
    def in_words(self) -> list[Words]:
        """In what it is like the claim."""
        return [WORDS[likeness] for likeness in self.likenesses]


def precedents_for(claim: Claim) -> list[Precedent]:
    """The nearest published checks, the nearest first: three queries.

    A check is alike where the matcher finds it likely the same, or a person has said that it is; rejected likenesses
    do not count. Figures are compared among checks of the same claimant or topic only.
    """
    alike = _alike(claim)
    topics = set(claim.topics.values_list("slug", flat=True))
    chosen = Q(claim__in=alike)
    if claim.claimant_id:
        chosen |= Q(claim__claimant=claim.claimant_id)
    if topics:
        chosen |= Q(claim__topics__slug__in=topics)
    rows = _published(chosen).exclude(claim=claim.pk).order_by("-published_at").distinct()[:POOL]
    kinds = kinds_of_figures(claim.statement)
    found = [_compare(row, claim, alike, kinds) for row in rows]
    found.sort(key=lambda precedent: -precedent.score)
    return [precedent for precedent in found if precedent.likenesses][:SHOWN]


def departures(precedents: Sequence[Precedent], rating: str) -> list[Precedent]:
    """The near precedents that have another rating than this slug; none where no rating is chosen."""
    if not rating:
        return []
    return [precedent for precedent in precedents if precedent.is_near and precedent.rating.get("slug") != rating]


def _compare(publication: Publication, claim: Claim, alike: Mapping[int, float], kinds: frozenset[str]) -> Precedent:
    same_claimant = claim.claimant_id is not None and publication.claim.claimant_id == claim.claimant_id
    same_figure = bool(kinds & kinds_of_figures(publication.content["statement"]))
    likeness = alike.get(publication.claim_id)
    likenesses = [
        name
        for name, holds in ((ALIKE, likeness is not None), (CLAIMANT, same_claimant), (FIGURE, same_figure))
        if holds
    ]
    score = 2 * (likeness + 1 if likeness is not None else 0) + same_claimant + same_figure
    return Precedent(publication, tuple(likenesses), score)


def _alike(claim: Claim) -> dict[int, float]:
    """The claims that are likely, or by a person's word, like this one, with the matcher's score."""
    likely = Q(state=MatchState.CONFIRMED) | Q(state=MatchState.SUGGESTED, band=MatchBand.LIKELY)
    own = Q(later=claim) | Q(claim=claim, later__isnull=False) | Q(candidate__claim=claim)
    found: dict[int, float] = {}
    for earlier, later, score in Match.objects.filter(likely, own).values_list("claim_id", "later_id", "score"):
        other = later if earlier == claim.pk else earlier
        if other is not None and other != claim.pk:
            found[other] = max(score, found.get(other, 0.0))
    return found


def _published(chosen: Q) -> QuerySet[Publication, Publication]:
    rows = Publication.objects.filter(chosen, is_current=True, listed=True).select_related("claim")
    return rows.only("claim__claimant_id", "content", "published_at", "slug")
