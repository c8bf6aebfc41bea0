"""What stands beside a check: those an editor chose, and earlier ones of the same claimant, each as it stands now.

They are read when a page is drawn and are no part of what was approved: a title that was frozen would go on saying what
its own check has corrected or withdrawn.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet

from claims.verdicts.enums import FacetKind, PublicationKind
from claims.verdicts.models import Facet, Filing, Publication, RelatedCheck

MOST_EARLIER: Final = 3


@dataclass(frozen=True)
class Neighbour:
    """A check as it stands now, beside another."""

    claim_id: int
    slug: str
    card: Mapping[str, Any]
    withdrawn: bool
    published_at: datetime.datetime
    """Of its newest publication."""


@dataclass(frozen=True)
class Beside:
    """What stands beside a check."""

    chosen: tuple[Neighbour, ...] = ()
    earlier: tuple[Neighbour, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.chosen or self.earlier)

    @property
    def state(self) -> str:
        """What tells one state of it from another: which checks, and since when each stands as it does."""
        rows = [*self.chosen, None, *self.earlier]
        return " ".join(f"{row.claim_id}@{row.published_at.isoformat()}" if row else "|" for row in rows)

    @property
    def changed_at(self) -> datetime.datetime | None:
        """When one of them changed last."""
        return max((row.published_at for row in (*self.chosen, *self.earlier)), default=None)


def beside(*, claim_id: int, publication_id: int, sequence: int, has_list: bool) -> Beside:
    """What stands beside a current check: two queries, or one where no editor has made a list."""
    chosen = tuple(chosen_for(claim_id)) if has_list else ()
    named = {row.claim_id for row in chosen}
    rows = _earlier(publication_id, sequence)[: MOST_EARLIER + len(named)]
    earlier = [_neighbour(row.publication) for row in rows if row.publication.claim_id not in named]
    return Beside(chosen, tuple(earlier[:MOST_EARLIER]))


def chosen_for(claim_id: int) -> list[Neighbour]:
    """What an editor chose, in her order; one that was withdrawn stays and says so: one query."""
    rows = RelatedCheck.objects.filter(list__claim=claim_id, claim__publications__is_current=True)
    columns = ("claim_id", *(f"claim__publications__{name}" for name in ("slug", "card", "kind", "published_at")))
    return [
        Neighbour(claim, slug, card, kind == PublicationKind.RETRACTION, published_at)
        for claim, slug, card, kind, published_at in rows.order_by("position").values_list(*columns)
    ]


def _earlier(publication_id: int, sequence: int) -> QuerySet[Filing]:
    """Checks of the same claimant that were first published before; one that was withdrawn is not among them."""
    claimant = Facet.objects.filter(kind=FacetKind.CLAIMANT, filings__publication=publication_id)
    filed = Filing.objects.filter(facet__in=claimant.values("pk"), listed=True, sequence__lt=sequence)
    columns = ("claim_id", "slug", "card", "kind", "published_at")
    return (
        filed.select_related("publication")
        .only("publication_id", *(f"publication__{name}" for name in columns))
        .order_by("-sequence")
    )


def _neighbour(publication: Publication) -> Neighbour:
    return Neighbour(
        publication.claim_id, publication.slug, publication.card, withdrawn=False, published_at=publication.published_at
    )
