"""Which article a document belongs to: by its address, as long as its words do not say that it is another story.

Some sites give many stories one canonical address (the section's, a template's), and an address alone would let the
second of them replace the first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from claims.articles.models import Article
from claims.fetching import FetchError
from claims.fetching import canonical_url as canonical_form
from claims.fetching.same_page import twin

GRAM: Final = 12
COMPARED: Final = 30_000
SHARED: Final = 0.3
"""The share of the shorter text's passages of twelve characters that another version of the same story has too."""


@dataclass(frozen=True)
class Place:
    """The article known at a document's address, and the address a new article would get where there is none."""

    article: Article | None
    address: str


@dataclass(frozen=True)
class Located:
    """A document's words, the address where it was read, and the one by which it is known."""

    text: str
    url: str
    canonical_url: str

    @cached_property
    def own(self) -> str:
        """The address where it was read, in the one form of its page."""
        if self.url == self.canonical_url:
            return self.canonical_url
        return _form(self.url) or self.canonical_url

    @cached_property
    def addresses(self) -> dict[str, str]:
        """The addresses at which its article may be known, each with the one of the document that it stands for."""
        own, canonical = self.own, self.canonical_url
        twins = {twin(own): own} if own == canonical else {twin(own): own, twin(canonical): canonical}
        return twins | {own: own, canonical: canonical}


def place_of(*, text: str, url: str, canonical_url: str) -> Place:
    """Where a document belongs that was read at `url` and is known by `canonical_url`; nothing is locked or changed."""
    return places_of([Located(text, url, canonical_url)])[0]


def places_of(documents: Sequence[Located]) -> list[Place]:
    """The place of each document that has an address, found by one question for all."""
    addresses = {address for document in documents for address in document.addresses}
    at = {
        article.canonical_url: article
        for article in Article.objects.filter(canonical_url__in=addresses).select_related("current")
    }
    return [_place(document, at) for document in documents]


def _place(document: Located, at: Mapping[str, Article]) -> Place:
    text, url, canonical_url, own = document.text, document.url, document.canonical_url, document.own
    known: dict[str, Article] = {}
    # A page at exactly this address comes before the one at its twin.
    for address, meant in document.addresses.items():
        if address in at and (address in (own, canonical_url) or meant not in known):
            known[meant] = at[address]
    if own in known and (own == _form(known[own].url) or own != canonical_url or _is_same(known[own], text)):
        return Place(known[own], own)
    named = known.get(canonical_url)
    if named is None:
        return Place(None, canonical_url)
    if _form(named.url) == own or _is_same(named, text):
        return Place(named, canonical_url)
    if own not in known:
        return Place(None, own)
    # Another story holds this one's address; it is found by where it was read.
    return Place(
        Article.objects.filter(url=url, canonical_url="").select_related("current").first() if url else None, ""
    )


def shares_passages(one: str, other: str) -> bool:
    """Whether two texts have so much in common that they are one story, shortened, lengthened or corrected."""
    ours, theirs = _grams(one), _grams(other)
    return len(ours & theirs) >= SHARED * min(len(ours), len(theirs))


def _is_same(article: Article, text: str) -> bool:
    return article.current is not None and shares_passages(article.current.text, text)


def _grams(text: str) -> set[str]:
    words = " ".join(text[:COMPARED].casefold().split())
    return {words[start : start + GRAM] for start in range(max(1, len(words) - GRAM + 1))}


def _form(url: str) -> str:
    try:
        return canonical_form(url) if url else ""
    except FetchError:
        return ""
