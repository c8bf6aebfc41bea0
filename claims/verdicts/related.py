"""What stands beside a check: those an editor chose, and earlier ones of the same claimant, each as it stands now.

They are read when a page is drawn and are no part of what was approved: a title that was frozen would go on saying what
its own check has corrected or withdrawn.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import F, QuerySet, Subquery, Value

from claims.verdicts.enums import FacetKind, PublicationKind
from claims.verdicts.models import Facet, Filing, Publication, RelatedCheck

MOST_CHOSEN: Final = 6
MOST_EARLIER: Final = 3
_NOT_CHOSEN: Final = -1
_COLUMNS: Final = ("claim_id", "slug", "card", "kind", "published_at", "sequence")


@dataclass(frozen=True)
class Neighbour:
    """A check as it stands now, beside another."""

    claim_id: int
    slug: str
    card: Mapping[str, Any]
    kind: str
    published_at: datetime.datetime
    sequence: int
    place: int
    """Its place among those that an editor chose; -1 where none did."""

    @property
    def withdrawn(self) -> bool:
        """Whether it no longer says anything."""
        return self.kind == PublicationKind.RETRACTION


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
    """What stands beside a current check: one query; `has_list` says whether an editor ever made a list for it."""
    rows: QuerySet[Any, Any] = _earlier(publication_id, sequence)
    if has_list:
        rows = _chosen(claim_id).union(rows, all=True).order_by()
    found = [Neighbour(*row) for row in rows]
    chosen = _in_order(found)
    named = {row.claim_id for row in chosen}
    earlier = (row for row in found if row.place == _NOT_CHOSEN and row.claim_id not in named)
    newest_first = sorted(earlier, key=lambda row: -row.sequence)
    return Beside(tuple(chosen), tuple(newest_first[:MOST_EARLIER]))


def chosen_for(claim_id: int) -> list[Neighbour]:
    """What an editor chose, in her order; one that was withdrawn stays and says so: one query."""
    return _in_order([Neighbour(*row) for row in _chosen(claim_id)])


def _in_order(rows: list[Neighbour]) -> list[Neighbour]:
    return sorted((row for row in rows if row.place != _NOT_CHOSEN), key=lambda row: row.place)


def _chosen(claim_id: int) -> QuerySet[RelatedCheck, Any]:
    rows = RelatedCheck.objects.filter(list__claim=claim_id, claim__publications__is_current=True).order_by()
    columns = ("claim_id", *(f"claim__publications__{name}" for name in _COLUMNS[1:]))
    return rows.annotate(place=F("position")).values_list(*columns, "place")


def _earlier(publication_id: int, sequence: int) -> QuerySet[Publication, Any]:
    """Checks of the same claimant that were first published before; one that was withdrawn is not among them.

    As many more as could be chosen besides, so that enough are left without them.
    """
    claimant = Facet.objects.filter(kind=FacetKind.CLAIMANT, filings__publication=publication_id)
    # One facet, not "in": PostgreSQL then walks the index of this facet backwards instead of sorting all its filings.
    filed = Filing.objects.filter(facet=Subquery(claimant.values("pk")[:1]), listed=True, sequence__lt=sequence)
    newest = filed.order_by("-sequence").values("publication")[: MOST_EARLIER + MOST_CHOSEN]
    rows = Publication.objects.filter(pk__in=newest).order_by()
    return rows.annotate(place=Value(_NOT_CHOSEN)).values_list(*_COLUMNS, "place")
