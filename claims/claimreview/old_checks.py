"""A newsroom's own old checks, out of ClaimReviews and WordPress exports, as rows of words by column.

The names of the columns are plain, so that a person can say what each of them is. Everything is untrusted.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import lxml.etree
import lxml.html

from claims.claimreview.old_text import markdown_of
from claims.claimreview.page_markup import decoded, marked_reviews
from claims.claimreview.reading import types_of
from claims.claimreview.values import address_of, listed, object_of, parsed, text_of
from claims.sentences import say

type Row = dict[str, str]
type Json = Mapping[str, Any]

SUMMARY_CHARACTERS: Final = 1_000
"""A longer review body is the text of the check and no short answer."""
_LEFT_OUT: Final = frozenset(
    "attachment nav_menu_item revision custom_css customize_changeset oembed_cache user_request".split()
)
_CONTENT: Final = "http://purl.org/rss/1.0/modules/content/"
_MACHINES: Final = re.compile(r"^(a|O):\d+:")
"""How PHP writes lists and objects, which are no words of anybody's."""


class NoOldChecks(Exception):
    """The file holds none; the message is a sentence."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def rows_of_reviews(data: bytes) -> list[Row]:
    """The ClaimReviews of JSON-LD, alone, in lists, in a DataFeed, one a line, or in a page; in order."""
    text = decoded(data).strip()
    if text[:1] in ("{", "["):
        return [row_of_review(review) for review in _reviews(_values(text))]
    return [row_of_review(review) for review in _in_page(text)]


def rows_of_wordpress(data: bytes) -> list[Row]:
    """The published posts of a WordPress export (WXR), one row for each ClaimReview in a post, else for the post."""
    if b"<!entity" in data.replace(b"\x00", b"").lower():
        raise NoOldChecks(say("The file defines XML entities of its own, which exports have no use for."))
    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=True)
    try:
        root = lxml.etree.fromstring(data, parser=parser)
    except lxml.etree.XMLSyntaxError:
        root = None
    if root is None or root.tag != "rss":
        raise NoOldChecks(say("This is no export of WordPress. Make one under Tools, Export, All content."))
    authors = {_first(author, "author_login"): _first(author, "author_display_name") for author in _all(root, "author")}
    rows: list[Row] = []
    for item in root.iter("item"):
        if _first(item, "status") == "publish" and _first(item, "post_type") not in _LEFT_OUT:
            rows.extend(_rows_of_post(item, authors))
    return rows


def row_of_review(review: Json) -> Row:
    """What a ClaimReview says of its check."""
    reviewed = object_of(review.get("itemReviewed"))
    rating, body = review.get("reviewRating"), text_of(review.get("reviewBody") or review.get("description"))
    first = object_of(reviewed.get("firstAppearance")) or object_of(reviewed.get("appearance"))
    is_short = len(body) <= SUMMARY_CHARACTERS
    row = {
        "statement": text_of(review.get("claimReviewed")) or text_of(reviewed.get("name")),
        "address": address_of(review.get("url") or review.get("@id"), ""),
        "rating": _rating(object_of(rating)) if isinstance(rating, dict | list) else text_of(rating),
        "published": text_of(review.get("datePublished")),
        "corrected": text_of(review.get("dateModified")),
        "checked_by": _names(review.get("author")) or _names(review.get("publisher")),
        "claimant": text_of(reviewed.get("author")),
        "said_on": text_of(reviewed.get("datePublished"))[:10],
        "said_where": address_of(first.get("url") or first.get("@id"), "") if first else "",
        "summary": body if is_short else "",
        "explanation": _long_text(review, "" if is_short else body),
    }
    return {name: words for name, words in row.items() if words}


def _rating(rating: Json) -> str:
    """The rating's word, or its number with the ends of its scale."""
    if word := text_of(rating.get("alternateName")) or text_of(rating.get("name")):
        return word
    value, worst, best = (text_of(rating.get(name)) for name in ("ratingValue", "worstRating", "bestRating"))
    return f"{value} ({worst}–{best})" if value and worst and best else value


def _names(value: Any) -> str:
    return ", ".join(dict.fromkeys(filter(None, map(text_of, listed(value)))))


def _long_text(review: Json, body: str) -> str:
    article = review.get("articleBody") or review.get("text")
    return markdown_of(article) if isinstance(article, str) else markdown_of(body)


def _values(text: str) -> list[Any]:
    whole, problem = parsed(text)
    if not problem:
        return [whole]
    lines = [parsed(line) for line in text.split("\n") if line.strip()]
    if all(problem for _, problem in lines):
        raise NoOldChecks(say("It is not JSON: %(problem)s.", problem=problem))
    return [value for value, _ in lines]


def _reviews(values: list[Any]) -> Iterator[Json]:
    todo = list(reversed(values))
    while todo:
        value = todo.pop()
        if isinstance(value, list):
            todo.extend(reversed(value))
        elif isinstance(value, dict):
            if "ClaimReview" in types_of(value):
                yield value
            else:
                todo.extend(reversed(list(value.values())))


def _in_page(text: str) -> Iterator[Json]:
    try:
        page = lxml.html.document_fromstring(text.encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))
    except (lxml.etree.ParserError, ValueError):
        return
    scripts = [
        parsed(script.text or "")[0]
        for script in page.iter("script")
        if (script.get("type") or "").partition(";")[0].strip().lower() == "application/ld+json"
    ]
    found = list(_reviews(scripts))
    # Many pages say the same in both ways.
    yield from found or marked_reviews(page)


def _rows_of_post(item: lxml.etree._Element, authors: Mapping[str, str]) -> Iterator[Row]:
    content = _first(item, "encoded", _CONTENT)
    creator = _first(item, "creator")
    row = {
        "title": " ".join(_first(item, "title").split()),
        "link": _first(item, "link"),
        "author": authors.get(creator, "") or creator,
        "published": _moment(_first(item, "post_date_gmt")) or _first(item, "pubDate"),
        "corrected": _moment(_first(item, "post_modified_gmt")),
        "excerpt": text_of(_first(item, "encoded", "excerpt/")),
        "content": markdown_of(content),
        "type": _first(item, "post_type"),
    }
    for category in _all(item, "category"):
        name = category.get("domain") or "category"
        row[name] = "; ".join(filter(None, (row.get(name, ""), (category.text or "").strip())))
    for meta in _all(item, "postmeta"):
        key, value = _first(meta, "meta_key"), _first(meta, "meta_value")
        if key and not key.startswith("_") and not _MACHINES.match(value):
            row.setdefault(key.lower(), text_of(value))
    row = {name: words for name, words in row.items() if words}
    reviews = list(_in_page(content)) if "ClaimReview" in content else []
    for review in reviews:
        yield {**row, **_named(row_of_review(review))}
    if not reviews:
        yield row


def _named(review: Row) -> Row:
    """The columns of a ClaimReview inside a post, by names that no column of the post has."""
    return {f"claimreview {name}": words for name, words in review.items()}


def _moment(given: str) -> str:
    """A time of WordPress, which is UTC where it says GMT; none where it never was."""
    return f"{given.replace(' ', 'T')}Z" if given and not given.startswith("0000") else ""


def _all(element: lxml.etree._Element, name: str) -> Iterator[lxml.etree._Element]:
    for child in element.iter():
        if isinstance(child.tag, str) and lxml.etree.QName(child).localname == name:
            yield child


def _first(element: lxml.etree._Element, name: str, space: str = "") -> str:
    """The words of the first child of a name; of those that share it, the one whose namespace ends so."""
    for child in element:
        if isinstance(child.tag, str) and lxml.etree.QName(child).localname == name:
            namespace = lxml.etree.QName(child).namespace or ""
            if namespace.endswith(space):
                return "".join(child.itertext()).strip()
    return ""
