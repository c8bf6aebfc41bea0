"""Filing a publication where readers look for it: its facets, their counts, and the index of its words."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db.models import F

from claims.searching.index import keep_words
from claims.verdicts import snapshots
from claims.verdicts.enums import FacetKind
from claims.verdicts.models import Facet, Filing, Newsroom, Publication
from claims.verdicts.search import PUBLICATIONS

IN_THE_SIDEBAR: Final[Mapping[FacetKind, int]] = {
    FacetKind.RATING: 12,
    FacetKind.TOPIC: 12,
    FacetKind.CLAIMANT: 40,
    FacetKind.OUTLET: 20,
}


def file_publication(publication: Publication, before: Publication | None, newsroom: Newsroom) -> None:
    """File a new current publication in place of the one before it; the newsroom's row is locked by the caller.

    A retraction stays filed, and found by its words, where its verdict was, so that those who follow that filter hear
    of it; but it is not listed and not counted.
    """
    if before:
        _take_off(before)
    facets = _facets(publication) if publication.listed else _facets_of_filings(before)
    Filing.objects.bulk_create(
        Filing(
            facet=facet,
            publication=publication,
            sequence=publication.sequence,
            published_at=publication.published_at,
            listed=publication.listed,
        )
        for facet in facets
    )
    if before:
        Filing.objects.filter(publication=before).delete()
    if publication.listed:
        Facet.objects.filter(pk__in=[facet.pk for facet in facets]).update(count=F("count") + 1)
        keep_words(PUBLICATIONS, publication.sequence, words_of(publication.page))
    newsroom.sidebar = sidebar()


def words_of(page: Mapping[str, Any]) -> str:
    """The words a check is found by."""
    claimant = page.get("claimant") or {}
    return " ".join(
        [
            page["number"],
            page["statement"],
            page.get("summary", ""),
            claimant.get("name", ""),
            claimant.get("role", ""),
            *(topic["name"] for topic in page.get("topics", [])),
            *(appearance["outlet"] for appearance in page.get("appearances", [])),
            (page.get("rating") or {}).get("label", ""),
        ]
    )


def sidebar() -> dict[str, list[dict[str, Any]]]:
    """The most used facets of each kind, as the lists show them."""
    return {
        kind.value: sorted(
            (dict(facet) for facet in _most_used(kind, limit)),
            key=lambda facet: (facet["order"], facet["name"]),
        )
        for kind, limit in IN_THE_SIDEBAR.items()
    }


def _most_used(kind: FacetKind, limit: int) -> Iterable[Mapping[str, Any]]:
    used = Facet.objects.filter(kind=kind, count__gt=0).order_by("-count", "name")
    return used.values("slug", "name", "tone", "count", "order")[:limit]


def _take_off(before: Publication) -> None:
    if before.listed:
        counted = Filing.objects.filter(publication=before).values_list("facet", flat=True)
        Facet.objects.filter(pk__in=list(counted)).update(count=F("count") - 1)
    Publication.objects.filter(pk=before.pk).update(listed=False, is_current=False)


def _facets(publication: Publication) -> list[Facet]:
    return [_facet(*named) for named in snapshots.facets_of(publication.page)]


def _facet(kind: str, slug: str, name: str, detail: str, tone: int, order: int) -> Facet:
    words = {"name": name, "detail": detail, "tone": tone, "order": order}
    facet, made = Facet.objects.get_or_create(kind=kind, slug=slug, defaults=words)
    if not made and any(getattr(facet, field) != value for field, value in words.items()):
        Facet.objects.filter(pk=facet.pk).update(**words)
    return facet


def _facets_of_filings(before: Publication | None) -> Iterable[Facet]:
    return list(Facet.objects.filter(filings__publication=before)) if before else []
