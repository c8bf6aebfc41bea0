"""How the desk rated before: published verdicts to compare a new one with."""

from claims.verdicts.enums import FacetKind
from claims.verdicts.models import Filing, Publication

SHOWN = 3


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
