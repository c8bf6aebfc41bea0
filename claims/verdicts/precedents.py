"""How the desk rated before: published verdicts to compare a new one with."""

from dataclasses import dataclass

from claims.verdicts.enums import FacetKind
from claims.verdicts.models import Filing, Publication

SHOWN = 3
PAGE = 20


def published_with(rating: str, *, without: int) -> list[Publication]:
    """The newest current publications with this rating's slug, but for one claim's own: one query."""
    newest = (
        Filing.objects.filter(facet__kind=FacetKind.RATING, facet__slug=rating, listed=True)
        .exclude(publication__claim_id=without)
        .order_by("-published_at")
        .select_related("publication")
        .only("publication__claim_id", "publication__content", "publication__published_at")[:SHOWN]
    )
    return [filing.publication for filing in newest]


@dataclass(frozen=True)
class Page:
    """Checks with one rating, newest first; `older` is the sequence to go on from, None at the end."""

    checks: list[Publication]
    older: int | None


def checks_rated(rating: str, *, before: int | None = None, size: int = PAGE) -> Page:
    """The checks that readers see with this rating's slug, keyset by the order of first publication: one query."""
    filings = Filing.objects.filter(facet__kind=FacetKind.RATING, facet__slug=rating, listed=True)
    if before is not None:
        filings = filings.filter(sequence__lt=before)
    rows = list(filings.order_by("-sequence").select_related("publication")[: size + 1])
    shown = rows[:size]
    return Page(
        [filing.publication for filing in shown], older=shown[-1].sequence if len(rows) > size and shown else None
    )
