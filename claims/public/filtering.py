"""What a reader's address asks for: filters from the path or the query, and the addresses that ask for them again."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import urlencode

from django.http import Http404, QueryDict

from claims.verdicts import normalise_input
from claims.verdicts.enums import FacetKind
from claims.verdicts.published import FIRST_PAGE, MOST_VALUES, Filters, place_in_lists

WORDS_LIMIT = 200

FOLDERS: Mapping[str, FacetKind] = MappingProxyType(
    {
        "ratings": FacetKind.RATING,
        "topics": FacetKind.TOPIC,
        "claimants": FacetKind.CLAIMANT,
        "outlets": FacetKind.OUTLET,
    }
)
FORMS = ("atom", "rss", "json")


@dataclass(frozen=True)
class Asked:
    """A reader's filters and where they stand: `place` is the path below the first page, `query` its query string."""

    filters: Filters
    place: str = ""
    query: str = ""
    before: int = FIRST_PAGE

    @property
    def deeper(self) -> bool:
        """Whether an older page of the list is asked for."""
        return self.before != FIRST_PAGE

    def address(self, root: str) -> str:
        """The list's first page, seen from `root`."""
        return f"{root}{self.place}{self._with(self.query)}"

    def older(self, root: str, before: int) -> str:
        """The page of checks before a sequence."""
        if self.place == "search/":
            query = "&".join(part for part in (self.query, f"before={before}") if part)
            return f"{root}{self.place}?{query}"
        return f"{root}{self.place}older/{before}/"

    def feed(self, root: str, form: str) -> str:
        """The feed of these filters."""
        return f"{root}{self.place}feed.{form}{self._with(self.query)}"

    def alerts(self, root: str) -> str:
        """Where e-mail about these checks is asked for."""
        return f"{root}alerts/{self._with(self._asked_again)}"

    def search(self, root: str) -> str:
        """The search with these filters."""
        return f"{root}search/{self._with(self._asked_again)}"

    @property
    def _asked_again(self) -> str:
        pairs = [("q", self.filters.words)] if self.filters.words else []
        pairs += [(kind.value, slug) for kind, slugs in self.filters.facets.items() for slug in slugs]
        return urlencode(pairs)

    @staticmethod
    def _with(query: str) -> str:
        return f"?{query}" if query else ""


def asked_by_path(folder: str = "", slug: str = "", before: int | None = None) -> Asked:
    """The filters of a path: none, or one facet."""
    sequence = FIRST_PAGE if before is None else before
    if not folder:
        return Asked(Filters(), before=sequence)
    if folder not in FOLDERS:
        raise Http404
    return Asked(Filters(facets={FOLDERS[folder]: (slug,)}), place=f"{folder}/{slug}/", before=sequence)


def asked_by_query(query: QueryDict) -> Asked:
    """The filters of a search; what is not understood is left aside."""
    words = normalise_input.line(query.get("q", "").replace("\x00", " "))[:WORDS_LIMIT]
    facets = {
        kind: tuple(dict.fromkeys(slug[:120] for slug in query.getlist(kind.value) if slug and "\x00" not in slug))
        for kind in FacetKind
    }
    facets = {kind: slugs[:MOST_VALUES] for kind, slugs in facets.items() if slugs}
    pairs = [("q", words)] if words else []
    pairs += [(kind.value, slug) for kind, slugs in facets.items() for slug in slugs]
    before = place_in_lists(query.get("before", ""))
    return Asked(Filters(words, facets), place="search/", query=urlencode(pairs), before=before)
