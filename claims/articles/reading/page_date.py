"""When a page was published, as the page says of this story and not of others that it lists."""

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any, Final

import lxml.html

from claims.articles.reading.page_head import PageHead, head_of
from claims.dates import Written, read_date

_META: Final = (
    "article:published_time", "og:article:published_time", "og:published_time", "date", "dc.date", "dc.date.issued",
    "dc.date.created", "dcterms.date", "dcterms.issued", "dcterms.created", "parsely-pub-date", "pubdate",
    "publishdate", "publish-date", "publish_date", "publication_date", "publication-date", "datepublished",
    "sailthru.date", "article.published", "cxenseparse:recs:publishtime", "citation_publication_date",
    "citation_date", "rnews:datepublished", "bt:pubdate", "article_date_original",
)  # fmt: skip
_OTHERS: Final = frozenset(
    "itemListElement hasPart isPartOf mentions citation isRelatedTo relatedLink comment review about isBasedOn video"
    " image associatedMedia".split()
)
"""What of an article's linked data is about something else, with dates of its own."""
_STORY_TYPE: Final = re.compile(r"(?:Article|BlogPosting|Report|Posting|Review|NewsItem|WebPage|CreativeWork)$")
_LABEL: Final = re.compile(
    r"^(?:first |originally )?(?:published|posted|created|date|veröffentlicht|erschienen|stand|publié|mis en ligne|"
    r"publicado|pubblicato|gepubliceerd|publicerad|publicert|udgivet|opublikowano|опубликовано|дата)\b[^\d\w]*"
    r"(?:on|am|le|el|il|op|den|at)?\s*",
    re.IGNORECASE,
)
_DATED: Final = re.compile(
    r"(?:^|[\s_-])(?:date(?:line|time)?|pub(?:lish(?:ed)?)?(?:[-_]?date)?|posted|timestamp|time|meta)(?:$|[\s_-])",
    re.IGNORECASE,
)
_LONGEST: Final = 60
_MOST_CHANGED: Final = re.compile(r"modified|updated|aktualisiert|mis à jour|actualizado", re.IGNORECASE)


def published_in(tree: lxml.html.HtmlElement, *, head: PageHead, title: str, url: str) -> Written | None:
    """The moment or day of publication that a page states of its own story; None where it states none."""
    return (
        _first(_in_meta(tree))
        or _first(_in_linked_data(tree, title, url))
        or _first(_in_microdata(tree, head))
        or _first(_in_head(tree, head))
        or _elsewhere(tree, title, url)
    )


def _first(values: Iterator[str]) -> Written | None:
    return next((found for value in values if (found := read_date(_LABEL.sub("", value.strip())))), None)


def _in_meta(tree: lxml.html.HtmlElement) -> Iterator[str]:
    said = {
        (meta.get("property") or meta.get("name") or "").lower(): meta.get("content") or ""
        for meta in reversed(list(tree.iter("meta")))
    }
    yield from (said[name] for name in _META if said.get(name))


def _in_linked_data(tree: lxml.html.HtmlElement, title: str, url: str) -> Iterator[str]:
    """The dates of the node that is this page's story, before those of a node that may be."""
    own: list[str] = []
    likely: list[str] = []
    for script in tree.iter("script"):
        if (script.get("type") or "").partition(";")[0].strip().lower() != "application/ld+json":
            continue
        try:
            data = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _story_nodes(data):
            date = node["datePublished"]
            (own if _is_own(node, title, url) else likely).append(date)
    yield from own
    # Of several stories none of which is known as this page's, each may be another's.
    if len(likely) == 1 or len(set(likely)) == 1:
        yield likely[0]


def _story_nodes(data: Any) -> Iterator[dict[str, Any]]:  # Any: whatever JSON holds
    """Objects with a date of publication, outermost first, without recursion and without those of other things."""
    waiting = [data]
    for item in waiting:
        if isinstance(item, list):
            waiting.extend(item)
        elif isinstance(item, dict):
            types = item.get("@type", "")
            named = types if isinstance(types, list) else [types]
            fits = not any(named) or any(isinstance(name, str) and _STORY_TYPE.search(name) for name in named)
            if isinstance(item.get("datePublished"), str) and fits:
                yield item
            waiting.extend(value for key, value in item.items() if key not in _OTHERS)


def _is_own(node: dict[str, Any], title: str, url: str) -> bool:
    headline = node.get("headline") or node.get("name")
    if isinstance(headline, str) and headline.strip():
        words, called = (" ".join(text.split()).casefold() for text in (headline, title))
        if words and called and (words in called or called in words):
            return True
    page = node.get("mainEntityOfPage")
    named = {node.get("url"), node.get("@id"), page.get("@id") if isinstance(page, dict) else page}
    return bool(url) and url in {name for name in named if isinstance(name, str)}


def _in_microdata(tree: lxml.html.HtmlElement, head: PageHead) -> Iterator[str]:
    for element in tree.xpath("//*[contains(concat(' ', @itemprop, ' '), ' datePublished ')]"):
        if not head.is_around(element) and not _in_others_scope(element):
            yield element.get("content") or element.get("datetime") or element.text_content()


def _in_others_scope(element: lxml.html.HtmlElement) -> bool:
    """Whether an element tells of a thing that is itself only a property, or one of a list."""
    scope = next((part for part in element.iterancestors() if part.get("itemscope") is not None), None)
    if scope is None:
        return False
    return bool(_OTHERS & set((scope.get("itemprop") or "").split())) or scope.tag == "li"


def _in_head(tree: lxml.html.HtmlElement, head: PageHead) -> Iterator[str]:
    """What is written as a date around the heading; of several in one line the first is that of publication."""
    later = []
    for element in tree.iter():
        if not isinstance(element.tag, str) or not head.holds(element):
            continue
        if element.tag == "time":
            values = [element.get("datetime") or "", element.text_content()]
        elif _DATED.search(element.get("class") or "") and len(element.text_content()) <= _LONGEST:
            values = [element.get("title") or "", element.text_content()]
        else:
            continue
        beside = f"{element.get('class') or ''} {element.get('itemprop') or ''} {_before(element)}"
        if _MOST_CHANGED.search(beside):
            later.extend(values)
        else:
            yield from values
    yield from later


def _before(element: lxml.html.HtmlElement) -> str:
    previous = element.getprevious()
    parent = element.getparent()
    text = previous.tail if previous is not None else (parent.text if parent is not None else "")
    return (text or "")[-40:]


def _elsewhere(tree: lxml.html.HtmlElement, title: str, url: str) -> Written | None:
    """What a library finds in the page's address and marks, once all that belongs to others is gone."""
    from htmldate import find_date

    own = deepcopy(tree)
    head = head_of(own, title=title)
    for element in list(head.order):
        if not isinstance(element.tag, str) or element in head.spine or element.getparent() is None:
            continue
        inside = head.start <= head.order[element] <= head.closing and not head.is_around(element)
        said = inside or next(element.iterancestors("head"), None) is not None or element.tag == "head"
        if not said and not _LABEL.match(" ".join(element.text_content().split())[:_LONGEST]):
            element.drop_tree()
    found = find_date(own, url=url or None, original_date=True, extensive_search=False)
    return read_date(found) if found else None
