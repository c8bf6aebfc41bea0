"""Reading what is published: current checks by filter, in order of first publication or of latest change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from claims.searching.near_words import suggestion
from claims.searching.words import words_of
from claims.verdicts.enums import FacetKind, PublicationKind
from claims.verdicts.models import Facet, Filing, Publication
from claims.verdicts.search import PUBLICATIONS, select_found

FIRST_PAGE: Final = 2**62
LONGEST_PLACE: Final = 18
MOST_VALUES: Final = 20
# Up to this many filings are sorted in memory; beyond it the checks are read in order and looked up one by one.
FEW: Final = 5000

_COLUMNS: Final = (
    "id",
    "claim_id",
    "slug",
    "sequence",
    "card",
    "number",
    "kind",
    "first_published_at",
    "published_at",
)


def place_in_lists(given: str) -> int:
    """The place in a list that an address names, below 0 for imported checks; the first page where it names none."""
    digits = given.removeprefix("-")
    return int(given) if digits.isascii() and digits.isdigit() and len(digits) <= LONGEST_PLACE else FIRST_PAGE


@dataclass(frozen=True)
class Filters:
    """What a reader asked for: words, and slugs of each kind (any of a kind, all of the kinds)."""

    words: str = ""
    facets: Mapping[FacetKind, tuple[str, ...]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether every check is asked for."""
        return not self.words and not any(self.facets.values())


@dataclass(frozen=True)
class Chosen:
    """Filters whose slugs were looked up: the facets that exist, and whether all kinds asked for have one."""

    words: str
    facets: Sequence[Facet]
    satisfiable: bool

    @property
    def groups(self) -> list[list[Facet]]:
        """The facets by kind, the rarest kind first."""
        kinds = dict.fromkeys(facet.kind for facet in self.facets)
        groups = [[facet for facet in self.facets if facet.kind == kind] for kind in kinds]
        return sorted(groups, key=lambda group: sum(facet.count for facet in group))


def choose(filters: Filters) -> Chosen:
    """Look up the filters' slugs: one query, or none where no slug was given."""
    wanted = {kind: slugs[:MOST_VALUES] for kind, slugs in filters.facets.items() if slugs}
    if not wanted:
        return Chosen(filters.words, (), satisfiable=not filters.words or bool(words_of(filters.words)))
    asked = reduce(or_, (Q(kind=kind, slug__in=slugs) for kind, slugs in wanted.items()))
    facets = list(Facet.objects.filter(asked))
    found = {facet.kind for facet in facets}
    usable = all(kind in found for kind in wanted) and (not filters.words or bool(words_of(filters.words)))
    return Chosen(filters.words, facets, satisfiable=usable)


def checks(chosen: Chosen, *, before: int = FIRST_PAGE, limit: int) -> list[Publication]:
    """Listed checks by descending order of first publication, below the sequence `before`: one query."""
    if not chosen.satisfiable:
        return []
    if chosen.words:
        return _found(chosen, before=before, limit=limit, only="found.listed")
    groups = chosen.groups
    if groups and (len(groups[0]) == 1 or sum(facet.count for facet in groups[0]) <= FEW):
        return _from_filings(groups, before, limit)
    rows = Publication.objects.filter(listed=True, sequence__lt=before).only(*_COLUMNS)
    return list(_in_all(rows, groups, "pk").order_by("-sequence")[:limit])


def changes(chosen: Chosen, *, limit: int) -> list[Publication]:
    """Current checks and retraction notices, the latest change first: one query."""
    if not chosen.satisfiable:
        return []
    if chosen.words:
        rows = _found(chosen, before=FIRST_PAGE, limit=limit, only="found.is_current")
        return sorted(rows, key=lambda row: (row.published_at, row.pk), reverse=True)
    groups = chosen.groups
    if groups and len(groups[0]) == 1:
        filings = _in_all(Filing.objects.filter(facet=groups[0][0]), groups[1:], "publication")
        return [
            filing.publication
            for filing in filings.select_related("publication").only(*_through("publication"))
            .order_by("-published_at", "-publication")[:limit]
        ]  # fmt: skip
    current = Publication.objects.filter(is_current=True).only(*_COLUMNS)
    return list(_in_all(current, groups, "pk").order_by("-published_at", "-pk")[:limit])


def meant(filters: Filters) -> str:
    """The words somebody may have meant who found nothing: the nearest spelling that finds a check; empty for none."""
    words = suggestion(filters.words, PUBLICATIONS) if filters.words else ""
    if not words or not checks(choose(Filters(words, filters.facets)), limit=1):
        return ""
    return words


def corrections(*, before: int | None = None, limit: int) -> list[Publication]:
    """Every publication that changed an earlier one, the latest first, below the id `before`: one query."""
    rows = Publication.objects.exclude(kind=PublicationKind.FIRST)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return list(rows.only(*_COLUMNS).order_by("-pk")[:limit])


def pictures_of_sources(rows: Sequence[Publication]) -> dict[int, list[Mapping[str, Any]]]:
    """The pictures that the sources of these checks show, by the key of the publication: one query for all."""
    standing = [row.pk for row in rows if row.kind != PublicationKind.RETRACTION]
    if not standing:
        return {}
    illustrated = Publication.objects.filter(pk__in=standing, content__has_key="pictures")
    return {
        pk: [source["picture"] for source in evidence or () if source.get("picture")]
        for pk, evidence in illustrated.values_list("pk", "page__evidence")
    }


def _from_filings(groups: Sequence[Sequence[Facet]], before: int, limit: int) -> list[Publication]:
    driver = Filing.objects.filter(facet__in=[facet.pk for facet in groups[0]], listed=True, sequence__lt=before)
    filings = (
        _in_all(driver, groups[1:], "publication")
        .select_related("publication")
        .only(*_through("publication"))
        .order_by("-sequence")
    )
    found: dict[int, Publication] = {}
    # A check stands under at most as many of the facets as there are, so this many rows hold enough of them.
    for filing in filings[: limit * len(groups[0])]:
        found.setdefault(filing.publication_id, filing.publication)
    return list(found.values())[:limit]


def _in_all[M: (Publication, Filing)](rows: QuerySet[M], groups: Sequence[Sequence[Facet]], key: str) -> QuerySet[M]:
    for group in groups:
        under = Filing.objects.filter(publication=OuterRef(key), facet__in=[facet.pk for facet in group])
        rows = rows.filter(Exists(under))
    return rows


def _found(chosen: Chosen, *, before: int, limit: int, only: str) -> list[Publication]:
    conditions = f"AND {only}"
    for group in chosen.groups:
        keys = ", ".join(str(facet.pk) for facet in group)
        conditions += (
            " AND EXISTS (SELECT 1 FROM verdicts_filing WHERE verdicts_filing.publication_id = found.id"  # noqa: S608
            f" AND verdicts_filing.facet_id IN ({keys}))"
        )
    columns = ", ".join(f"found.{column}" for column in _COLUMNS)
    sql, parameters = select_found(columns, chosen.words, before=before, conditions=conditions, limit=limit)
    return list(Publication.objects.raw(sql, parameters))


def _through(relation: str) -> list[str]:
    return [f"{relation}__{column}" for column in _COLUMNS]
