"""Fact-checks of other newsrooms, read out of whatever they are handed over in; every value is untrusted.

Read are ClaimReviews (https://schema.org/ClaimReview) in JSON-LD: in pages, alone, in lists and graphs, in a DataFeed;
those that a page marks in its HTML, as microdata or RDFa;
the answers of the Fact Check Tools API (`claims:search`, and the `pages` of its markup tool); any of these one a line.
"""

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import lxml.html

from claims.claimreview import vocabulary
from claims.claimreview.page_markup import decoded, marked_reviews
from claims.claimreview.reading import folded, types_of
from claims.claimreview.values import address_of, day_of, listed, number_of, object_of, parsed, text_of
from claims.sentences import say

MOST_BYTES: Final = 100_000_000
MOST_REVIEWS: Final = 200_000
CLAIM_CHARACTERS: Final = 5_000
NAME_CHARACTERS: Final = 200
TITLE_CHARACTERS: Final = 500
RAW_CHARACTERS: Final = 20_000
_DEEPEST: Final = 12

type Json = Mapping[str, Any]


class NothingToRead(Exception):
    """The file holds no fact-checks at all; the message is a sentence."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class OthersReview:
    """One claim that somebody reviewed; empty where it does not say. `tone` is 1 for true to 5 for false."""

    url: str
    claim: str
    claimant: str = ""
    claim_date: date | None = None
    publisher: str = ""
    title: str = ""
    rating: str = ""
    tone: int | None = None
    reviewed_on: date | None = None
    language: str = ""
    raw: Json | None = None


@dataclass(frozen=True)
class Entry:
    """One fact-check of a file and where it stands there, or why it cannot be used."""

    place: str
    review: OthersReview | None = None
    problem: str = ""


def read_others(data: bytes, *, address: str = "") -> list[Entry]:
    """Every fact-check in a file or page, in order; NothingToRead where there is none.

    `address` is where a page was read: relative addresses are completed by it, and a review without one gets it.
    """
    if len(data) > MOST_BYTES:
        raise NothingToRead(
            say(
                "The file is larger than %(most_bytes)s MB. Split it, and import the parts.",
                most_bytes=MOST_BYTES // 1000000,
            )
        )
    text = decoded(data).strip()
    if not text:
        raise NothingToRead(say("The file is empty."))
    entries = list(_read(text, address))
    if not entries:
        raise NothingToRead(
            say("There is no fact-check in it: neither a ClaimReview nor an answer of the Fact Check Tools API.")
        )
    if len(entries) > MOST_REVIEWS:
        raise NothingToRead(
            say(
                "It holds more than %(most_reviews)s fact-checks. Split it, and import the parts.",
                most_reviews=f"{MOST_REVIEWS:,}",
            )
        )
    return entries


def _read(text: str, address: str) -> Iterator[Entry]:
    if text[0] in "{[":
        whole, problem = parsed(text)
        if not problem:
            yield from _numbered("", whole, address)
        elif "\n{" in text:
            for number, line in enumerate(text.split("\n"), start=1):
                if line.strip():
                    yield from _block(say("line %(number)s", number=number), line, address)
        else:
            yield Entry(say("the file"), problem=say("It is not JSON: %(problem)s.", problem=problem))
        return
    try:
        page = lxml.html.document_fromstring(text.encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))
    except (lxml.etree.ParserError, ValueError):
        return
    scripts = [
        script.text or ""
        for script in page.iter("script")
        if (script.get("type") or "").partition(";")[0].strip().lower() == "application/ld+json"
    ]
    seen = set()
    for number, script in enumerate(scripts, start=1):
        for entry in _block(say("block %(number)s", number=number), script, address):
            if entry.review:
                seen.add(_claim_at(entry))
            yield entry
    marked: list[Any] = list(marked_reviews(page, address=address))
    # Many pages say the same in both ways.
    yield from (entry for entry in _numbered("markup", marked, address) if _claim_at(entry) not in seen)


def _claim_at(entry: Entry) -> tuple[str, str]:
    return (entry.review.url, folded(entry.review.claim)) if entry.review else ("", "")


def _block(place: str, text: str, address: str) -> Iterator[Entry]:
    value, problem = parsed(text)
    if problem:
        yield Entry(place, problem=say("It is not JSON: %(problem)s.", problem=problem))
        return
    yield from _numbered(place, value, address)


def _numbered(place: str, value: Any, address: str) -> Iterator[Entry]:
    for number, (item, read) in enumerate(_items(value), start=1):
        where = (
            say("%(place)s, item %(number)s", place=place, number=number)
            if place
            else say("item %(number)s", number=number)
        )
        review = read(item, address)
        if isinstance(review, str):
            yield Entry(where, problem=review)
        else:
            yield Entry(where, review)


def _items(value: Any) -> Iterator[tuple[Json, Any]]:
    """The fact-checks in parsed JSON, in order, each with the function that reads its kind."""
    todo = [value]
    while todo:
        value = todo.pop()
        if isinstance(value, list):
            todo.extend(reversed(value))
        elif isinstance(value, dict):
            if "ClaimReview" in types_of(value):
                yield value, _claim_review
            elif "claimReview" in value and "@type" not in value:
                for review in listed(value["claimReview"]):
                    yield {**value, "claimReview": review}, _search_result
            elif "claimReviewMarkups" in value:
                for markup in listed(value["claimReviewMarkups"]):
                    yield {**value, "claimReviewMarkups": markup}, _markup
            else:
                todo.extend(reversed(list(value.values())))


def _claim_review(item: Json, address: str) -> OthersReview | str:
    """A ClaimReview of schema.org."""
    reviewed, rating = object_of(item.get("itemReviewed")), item.get("reviewRating")
    scale = object_of(rating)
    return _checked(
        url=address_of(item.get("url") or item.get("@id"), address),
        claim=text_of(item.get("claimReviewed")) or text_of(reviewed.get("name")) or text_of(reviewed.get("text")),
        claimant=text_of(reviewed.get("author")),
        claim_date=day_of(reviewed.get("datePublished")),
        publisher=text_of(item.get("author")) or text_of(item.get("publisher")),
        title=text_of(item.get("headline")) or text_of(item.get("name")),
        rating=text_of(scale.get("alternateName")) or text_of(scale.get("name")) or text_of(scale.get("ratingValue"))
        if scale
        else text_of(rating),
        numbers=(scale.get("ratingValue"), scale.get("worstRating"), scale.get("bestRating")),
        reviewed_on=day_of(item.get("datePublished")),
        language=text_of(item.get("inLanguage")),
        raw=item,
    )


def _search_result(item: Json, address: str) -> OthersReview | str:
    """A claim of `claims:search` with one of its reviews."""
    review = item["claimReview"]
    if not isinstance(review, dict):
        return say("Its claimReview is no object.")
    publisher = object_of(review.get("publisher"))
    return _checked(
        url=address_of(review.get("url"), address),
        claim=text_of(item.get("text")),
        claimant=text_of(item.get("claimant")),
        claim_date=day_of(item.get("claimDate")),
        publisher=text_of(publisher.get("name")) or text_of(publisher.get("site")),
        title=text_of(review.get("title")),
        rating=text_of(review.get("textualRating")),
        numbers=(),
        reviewed_on=day_of(review.get("reviewDate")),
        language=text_of(review.get("languageCode")),
        raw=item,
    )


def _markup(item: Json, address: str) -> OthersReview | str:
    """One claim of a page of the markup tool."""
    markup = item["claimReviewMarkups"]
    if not isinstance(markup, dict):
        return say("Its claimReviewMarkups holds no objects.")
    rating, author = object_of(markup.get("rating")), object_of(item.get("claimReviewAuthor"))
    return _checked(
        url=address_of(markup.get("url") or item.get("pageUrl"), address),
        claim=text_of(markup.get("claimReviewed")),
        claimant=text_of(markup.get("claimAuthor")),
        claim_date=day_of(markup.get("claimDate")),
        publisher=text_of(author.get("name")),
        title="",
        rating=text_of(rating.get("textualRating")),
        numbers=(rating.get("ratingValue"), rating.get("worstRating"), rating.get("bestRating")),
        reviewed_on=day_of(item.get("publishDate")),
        language="",
        raw=item,
    )


def _checked(
    *,
    url: str,
    claim: str,
    claimant: str,
    claim_date: date | None,
    publisher: str,
    title: str,
    rating: str,
    numbers: tuple[Any, ...],
    reviewed_on: date | None,
    language: str,
    raw: Json,
) -> OthersReview | str:
    if not claim:
        return say("It does not say which claim was reviewed (claimReviewed).")
    if not url:
        return say("It has no web address of its own (url).")
    return OthersReview(
        url=url,
        claim=claim[:CLAIM_CHARACTERS],
        claimant=claimant[:NAME_CHARACTERS],
        claim_date=claim_date,
        publisher=publisher[:NAME_CHARACTERS],
        title=title[:TITLE_CHARACTERS],
        rating=rating[:NAME_CHARACTERS],
        tone=_tone(numbers, rating),
        reviewed_on=reviewed_on,
        language=language[:12],
        raw=_kept(raw),
    )


def _tone(numbers: tuple[Any, ...], rating: str) -> int | None:
    """The rating's place between true (1) and false (5), by a well-known word or its numbers, where higher is truer."""
    word = folded(rating)
    if word in vocabulary.MOST_TRUE:
        return 1
    if word in vocabulary.LEAST_TRUE:
        return 5
    value, worst, best = (number_of(number) for number in numbers) if len(numbers) == 3 else (None, None, None)
    if value is None or worst is None or best is None or not worst < best or not worst <= value <= best:
        return None
    return 5 - round(4 * (value - worst) / (best - worst))


def _kept(raw: Json) -> Json:
    """The object as any database stores it: no NUL, no lone surrogate, nothing deep; a very long one is dropped."""
    plain: Json = _storable(raw, 0)
    return plain if len(json.dumps(plain, ensure_ascii=False)) <= RAW_CHARACTERS else {}


def _storable(value: Any, depth: int) -> Any:
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode()
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict | list) and depth >= _DEEPEST:
        return None
    if isinstance(value, dict):
        return {_storable(key, 0): _storable(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list):
        return [_storable(item, depth + 1) for item in value]
    return value
