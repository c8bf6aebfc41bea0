"""How the desk rated before: published verdicts to compare a new one with."""

from claims.verdicts.enums import PublicationKind
from claims.verdicts.models import Publication

SHOWN = 3


def published_with(rating: str, *, without: int) -> list[Publication]:
    """The newest current publications with this rating's slug, but for one claim's own: one query."""
    return list(
        Publication.objects.filter(is_current=True, content__rating__slug=rating)
        .exclude(claim_id=without)
        .exclude(kind=PublicationKind.RETRACTION)
        .order_by("-published_at", "-id")[:SHOWN]
    )
