"""Reading translations: how they stand beside the original, and which of them readers see."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from claims.tracking.enums import ClaimState
from claims.tracking.models import Claim
from claims.verdicts.enums import PublicationKind
from claims.verdicts.models import Publication, Translation, TranslationRevision, TranslationState
from claims.verdicts.site_settings import further_languages, newsroom


@dataclass(frozen=True)
class Standing:
    """One language a check can stand in: what is being written, what readers see, and which number it says."""

    language: str
    original: Publication
    translation: Translation | None = None
    seen_by_readers: TranslationRevision | None = None
    waiting: TranslationRevision | None = None

    @property
    def state(self) -> str:
        """Where the newest words stand; empty before there are any."""
        return self.translation.state if self.translation else ""

    @property
    def readers_are_behind(self) -> bool:
        """Whether readers see the words of an older number of the check."""
        return self.seen_by_readers is not None and self.seen_by_readers.translates_id != self.original.pk

    @property
    def draft_is_behind(self) -> bool:
        """Whether the words being written say what an older number said."""
        return self.translation is not None and self.translation.translates_id != self.original.pk


def original_of(claim: Claim | int) -> Publication | None:
    """The check that can be translated: what readers see of the claim, unless it was withdrawn."""
    return Publication.objects.filter(claim=claim, is_current=True).exclude(kind=PublicationKind.RETRACTION).first()


def standings_of(claim: Claim | int) -> list[Standing]:
    """How the check stands in each further language of the site, and in those it was translated into before.

    Three queries; nothing where nothing is published.
    """
    original = original_of(claim)
    if original is None:
        return []
    rows = Translation.objects.filter(claim=claim).select_related("translates", "updated_by")
    found = {row.language: row for row in rows.prefetch_related("writers")}
    frozen = _newest_and_current(list(found.values()))
    codes = dict.fromkeys([*further_languages(newsroom()), *sorted(found)])
    return [_standing(code, original, found.get(code), frozen) for code in codes]


def standing_of(claim: Claim | int, language: str) -> Standing | None:
    """How the check stands in one language; None where it cannot stand in it."""
    return next((one for one in standings_of(claim) if one.language == language), None)


def all_translations() -> QuerySet[Translation]:
    """Every translation, with the number it says, whether readers see an older one, and the hash of what waits."""
    current = TranslationRevision.objects.filter(translation=OuterRef("pk"), is_current=True)
    newest = TranslationRevision.objects.filter(translation=OuterRef("pk")).order_by("-number")
    return Translation.objects.select_related("translates", "updated_by").annotate(
        is_behind=Exists(current.filter(translates__is_current=False)),
        waiting_hash=Subquery(newest.values("content_hash")[:1]),
    )


def wanting_somebody() -> QuerySet[Translation]:
    """Translations that wait for a second person, and those that are behind a check that still stands."""
    rows = all_translations().exclude(claim__state=ClaimState.RETRACTED)
    return rows.filter(Q(state=TranslationState.SUBMITTED) | Q(is_behind=True))


def seen_in(language: str, claims: Collection[int]) -> Mapping[int, TranslationRevision]:
    """The translations into this language that readers see of these claims, none that is behind: one query."""
    rows = TranslationRevision.objects.filter(is_current=True, translates__is_current=True)
    rows = rows.filter(translation__language=language, translation__claim__in=claims)
    return {row.translation.claim_id: row for row in rows.select_related("translation").defer("page", "content")}


def shown_in(language: str, claim: int, *, behind: bool = False) -> TranslationRevision | None:
    """The translation into this language that readers see of one claim, `behind` or not: one query."""
    rows = TranslationRevision.objects.filter(is_current=True, translation__language=language, translation__claim=claim)
    if not behind:
        rows = rows.filter(translates__is_current=True)
    return rows.select_related("translates").first()


def languages_of(claim: int) -> list[str]:
    """In which languages readers find a check besides its own: one query."""
    rows = TranslationRevision.objects.filter(is_current=True, translation__claim=claim)
    return sorted(rows.values_list("translation__language", flat=True))


def rating_words(language: str, slug: str) -> tuple[str, str]:
    """How a rating was called and explained in this language the last time; empty where it never was."""
    rows = TranslationRevision.objects.filter(translation__language=language, published_at__isnull=False)
    row = rows.filter(translates__content__rating__slug=slug).order_by("-published_at").first()
    return (row.content["rating_label"], row.content["rating_definition"]) if row else ("", "")


type _Frozen = Mapping[int, tuple[TranslationRevision | None, TranslationRevision | None]]


def _newest_and_current(translations: Collection[Translation]) -> _Frozen:
    """Of each translation the revision that waits for a second person, and the one readers see."""
    rows = TranslationRevision.objects.filter(translation__in=[row.pk for row in translations])
    waiting: dict[int, TranslationRevision] = {}
    current: dict[int, TranslationRevision] = {}
    for row in rows.select_related("submitted_by", "approved_by", "translates").order_by("number"):
        waiting[row.translation_id] = row
        if row.is_current:
            current[row.translation_id] = row
    return {row.pk: (waiting.get(row.pk), current.get(row.pk)) for row in translations}


def _standing(code: str, original: Publication, row: Translation | None, frozen: _Frozen) -> Standing:
    if row is None:
        return Standing(code, original)
    newest, current = frozen[row.pk]
    waits = newest if row.state == TranslationState.SUBMITTED else None
    return Standing(code, original, row, current, waits)
