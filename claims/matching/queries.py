"""Named reads of matches; each says in its docstring how many queries it makes. Nothing here loads a model."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce, NullIf
from django.utils.translation import gettext as _

from claims.matching.enums import MatchBand, MatchState
from claims.matching.models import Match, MatchSearch
from claims.prepared import prepared
from claims.tracking.enums import CandidateState, ClaimState
from claims.tracking.models import Candidate, Claim
from claims.verdicts.models import Publication

SHOWN_ON_CLAIM = 40


@dataclass(frozen=True)
class Shown:
    """A match as a page shows it, with the rating readers see of a published claim."""

    match: Match

    @property
    def is_likely(self) -> bool:
        """Whether it stands in the first band."""
        return self.match.band == MatchBand.LIKELY

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided on it."""
        return self.match.state == MatchState.SUGGESTED

    @property
    def is_published(self) -> bool:
        """Whether it leads to a check of the desk's own that readers can see."""
        claim = self.match.claim
        return claim is not None and claim.state in (ClaimState.PUBLISHED, ClaimState.CORRECTING, ClaimState.REVISITING)

    @property
    def rating(self) -> str:
        """What the earlier check found: the desk's published rating, or another newsroom's own words."""
        if self.match.outside is not None:
            return self.match.outside.rating
        return getattr(self.match, "published_rating", "") or "" if self.is_published else ""

    @property
    def tone(self) -> int | None:
        """The rating's tone from 1 (true) to 5 (false), 0 for one off the scale; None where nobody says."""
        if self.match.outside is not None:
            return self.match.outside.tone
        return getattr(self.match, "published_tone", None) if self.is_published else None

    @property
    def words(self) -> str:
        """The claim that was checked earlier."""
        if self.match.claim is not None:
            return self.match.claim.statement
        return self.match.outside.claim_reviewed if self.match.outside else ""

    @property
    def language(self) -> str:
        """In which language those words are written, where it is known: as somebody said, else as the words tell."""
        return (getattr(self.match, "earlier_language", "") or "")[:2].lower()

    @property
    def own_language(self) -> str:
        """The language of what resembles them, the candidate's article or the later claim, where it is known."""
        return (getattr(self.match, "own_language", "") or "")[:2].lower()

    @property
    def is_across(self) -> bool:
        """Whether the two are known to be in different languages."""
        return bool(self.language and self.own_language and self.language != self.own_language)

    @property
    def lead(self) -> str:
        """How the chip begins: “Likely checked before”."""
        if self.match.outside is not None:
            return _("Likely checked elsewhere") if self.is_likely else _("Possibly checked elsewhere")
        if self.is_published:
            return _("Likely checked before") if self.is_likely else _("Possibly checked before")
        return _("Likely the same as") if self.is_likely else _("Possibly the same as")


def matches_of(candidates: Collection[Candidate]) -> dict[int, list[Shown]]:
    """What each candidate resembles, best first: one query.

    Suggestions for candidates that wait, and what was confirmed for any; rejected matches are never shown.
    """
    waiting = Q(state=MatchState.SUGGESTED, candidate__state=CandidateState.PENDING)
    confirmed = Q(state=MatchState.CONFIRMED, outside__isnull=False)
    rows = _with_ratings(Match.objects.filter(waiting | confirmed, candidate__in=[row.pk for row in candidates]))
    found: dict[int, list[Shown]] = {}
    for match in rows:
        found.setdefault(match.candidate_id or 0, []).append(Shown(match))
    return found


@dataclass(frozen=True)
class Likenesses:
    """What a claim resembles, where it may be repeated, and the outside checks that belong to it."""

    earlier: list[Shown]
    repeated: list[Match]

    def __bool__(self) -> bool:
        return bool(self.earlier or self.repeated)


def likenesses_of(claim: Claim, quotes: Sequence[int] | None = None) -> Likenesses:
    """The matches around one claim: its own, those of its appearances, and articles that may repeat it.

    One query that says by the indexes alone whether there are any, and another where there are. `quotes` are the ids of
    the claim's candidates; where they are not known they are read, too. A confirmed match of two claims stands on the
    pages of both.
    """
    if quotes is None:
        quotes = list(Candidate.objects.filter(claim=claim).values_list("pk", flat=True))
    if not _any_around(claim.pk, list(quotes)):
        return Likenesses([], [])
    around = Match.objects.filter(Q(later=claim) | Q(claim=claim) | Q(candidate__in=quotes))
    around = around.exclude(state=MatchState.REJECTED)
    own = Q(later=claim)
    of_later = Q(claim=claim, later__isnull=False, state=MatchState.CONFIRMED)
    of_appearances = Q(candidate__in=quotes, outside__isnull=False, state=MatchState.CONFIRMED)
    waiting = Q(state=MatchState.SUGGESTED, candidate__state=CandidateState.PENDING)
    repeats = Q(waiting, claim=claim, band=MatchBand.LIKELY)
    rows = _with_ratings(around.filter(own | of_later | of_appearances | repeats))
    earlier: dict[object, Shown] = {}
    repeated: list[Match] = []
    for match in rows.select_related("later", "candidate__version").defer("candidate__version__text")[:SHOWN_ON_CLAIM]:
        if match.claim_id == claim.pk and match.candidate_id:
            repeated.append(match)
            continue
        place = match.target_key if match.claim_id != claim.pk else f"c{match.later_id}"
        if place not in earlier or match.state == MatchState.CONFIRMED:
            earlier[place] = Shown(match)
    return Likenesses(list(earlier.values()), repeated)


def lookup_of(version_id: int) -> MatchSearch | None:
    """How far looking for earlier checks is for a version: one query."""
    return MatchSearch.objects.filter(version_id=version_id).first()


def has_confirmed(*, candidate: Candidate | None = None, claim: Claim | None = None) -> bool:
    """Whether a person confirmed a match of this candidate or claim, so that it has to stay."""
    if candidate is not None:
        return Match.objects.filter(candidate=candidate, state=MatchState.CONFIRMED).exists()
    return Match.objects.filter(Q(claim=claim) | Q(later=claim), state=MatchState.CONFIRMED).exists()


@prepared
def _any_around(claim: int, quotes: list[int]) -> QuerySet[Match, int]:
    around = Match.objects.filter(Q(later=claim) | Q(claim=claim) | Q(candidate__in=quotes))
    return around.exclude(state=MatchState.REJECTED).order_by().values_list("pk", flat=True)[:1]


def with_languages(rows: QuerySet[Match]) -> QuerySet[Match]:
    """With the languages of both sides: `own_language` of what resembles, `earlier_language` of what it leads to."""
    none = Value("")
    return rows.annotate(
        own_language=Coalesce(
            "candidate__version__language", NullIf("later__language", none), "later__index_row__language", none
        ),
        earlier_language=Coalesce(
            NullIf("claim__language", none),
            "claim__index_row__language",
            NullIf("outside__language", none),
            "outside__index_row__language",
            none,
        ),
    )


def _with_ratings(rows: QuerySet[Match]) -> QuerySet[Match]:
    """Best first, the same on every database, with what readers see of published claims."""
    current = Publication.objects.filter(claim=OuterRef("claim"), is_current=True)
    label = current.annotate(words=KT("content__rating__label")).values("words")[:1]
    tone = current.annotate(tone=Cast(KT("content__rating__tone"), IntegerField())).values("tone")[:1]
    return (
        with_languages(rows)
        .select_related("claim", "outside")
        .defer("outside__raw")
        .annotate(published_rating=Subquery(label), published_tone=Subquery(tone))
        .order_by("-score", "id")
    )
