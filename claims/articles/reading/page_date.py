"""When a page was published, as the page says of this story and not of others that it lists."""

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Final

import lxml.html

from claims.articles.reading.linked_data import is_about_others, is_own, story_nodes
from claims.articles.reading.page_head import PageHead, head_of
from claims.dates import Written, is_month, read_date

_META: Final = (
    "article:published_time", "og:article:published_time", "og:published_time", "date", "dc.date", "dc.date.issued",
    "dc.date.created", "dcterms.date", "dcterms.issued", "dcterms.created", "parsely-pub-date", "pubdate",
    "publishdate", "publish-date", "publish_date", "publication_date", "publication-date", "datepublished",
    "sailthru.date", "article.published", "cxenseparse:recs:publishtime", "citation_publication_date",
    "citation_date", "rnews:datepublished", "bt:pubdate", "article_date_original",
)  # fmt: skip
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
_BYLINE: Final = re.compile(r"(?:^|[\s_-])(?:by-?line|authors?|credits?|info)(?:$|[\s_-])", re.IGNORECASE)
_FIELDS: Final = re.compile(r"[|•·;\n]| [–—-] ")
_LONGEST: Final = 60
_LONGEST_BYLINE: Final = 120
_MOST_CHANGED: Final = re.compile(
    r"(?:last )?(?:modified|updated?|changed)(?: on)?|(?:zuletzt )?aktualisiert(?: am)?|"
    r"mis à jour(?: le)?|actualizado(?: el)?|atualizado(?: em)?|aggiornato(?: il)?|bijgewerkt(?: op)?|"
    r"uppdaterad|oppdatert|opdateret|zaktualizowano|обновлено",
    re.IGNORECASE,
)
_CHANGED_META: Final = re.compile(r"modified|updated|revised|lastmod", re.IGNORECASE)


def published_in(tree: lxml.html.HtmlElement, *, head: PageHead, title: str, url: str) -> Written | None:
    """The moment or day of publication that a page states of its own story; None where it states none."""
    return (
        _first(_in_meta(tree))
        or _first(_in_linked_data(tree, title, url))
        or _first(_in_microdata(tree, head))
        or _first(_in_head(tree, head))
        or _elsewhere(tree, title, url)
    )


def is_date_line(text: str) -> bool:
    """Whether a paragraph says only when a story was published."""
    return len(text) <= _LONGEST and _first(iter((text,))) is not None


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
    for node in story_nodes(tree):
        if isinstance(date := node.get("datePublished"), str):
            (own if is_own(node, title, url) else likely).append(date)
    yield from own
    # Of several stories none of which is known as this page's, each may be another's.
    if len(likely) == 1 or len(set(likely)) == 1:
        yield likely[0]


def _in_microdata(tree: lxml.html.HtmlElement, head: PageHead) -> Iterator[str]:
    for element in tree.xpath("//*[contains(concat(' ', @itemprop, ' '), ' datePublished ')]"):
        if not head.is_around(element) and not _in_others_scope(element):
            yield element.get("content") or element.get("datetime") or element.text_content()


def _in_others_scope(element: lxml.html.HtmlElement) -> bool:
    """Whether an element tells of a thing that is itself only a property, or one of a list."""
    scope = next((part for part in element.iterancestors() if part.get("itemscope") is not None), None)
    if scope is None:
        return False
    return is_about_others(scope.get("itemprop") or "") or scope.tag == "li"


def _in_head(tree: lxml.html.HtmlElement, head: PageHead) -> Iterator[str]:
    """What is written as a date around the heading; of several in one line the first is that of publication."""
    later: list[str] = []
    plain: list[str] = []
    for element in tree.iter():
        if not isinstance(element.tag, str) or not head.holds(element):
            continue
        if element.tag == "time":
            values = [element.get("datetime") or "", element.text_content()]
        elif _DATED.search(element.get("class") or "") and len(element.text_content()) <= _LONGEST_BYLINE:
            values = [element.get("title") or "", element.text_content()]
        elif _BYLINE.search(element.get("class") or "") and len(element.text_content()) <= _LONGEST_BYLINE:
            values = list(_after_name(element.text_content()))
        else:
            if element.tag in ("p", "div", "span") and len(element.text_content()) <= _LONGEST:
                plain.append(element.text_content())
            continue
        values = [*(one for value in values for one in _published_first(value))]
        beside = f"{element.get('class') or ''} {element.get('itemprop') or ''} {_before(element)}"
        if _MOST_CHANGED.search(beside):
            later.extend(values)
        else:
            yield from values
    yield from later
    yield from plain


def _published_first(value: str) -> Iterator[str]:
    """The parts of a line that says of two days which is which: that of publication before that of the last change."""
    if not _MOST_CHANGED.search(value):
        yield value
        return
    parts = re.split(r"[|•·;\n]|(?<!\b\d)(?<!\b\d\d)\.\s", value)
    yield from sorted(parts, key=lambda part: bool(_MOST_CHANGED.search(part)))
    yield from (_MOST_CHANGED.sub("", part).strip(" :") for part in parts if _MOST_CHANGED.search(part))


def _after_name(byline: str) -> Iterator[str]:
    """What stands as a date behind a name: Edda Marwick, 18 March 2026."""
    for part in _FIELDS.split(byline):
        words = part.split()
        first = next((place for place, word in enumerate(words) if any(sign.isdigit() for sign in word)), 0)
        if first:
            yield " ".join(words[first - 1 if is_month(words[first - 1]) else first :])
        else:
            yield part


def _before(element: lxml.html.HtmlElement) -> str:
    previous = element.getprevious()
    parent = element.getparent()
    text = previous.tail if previous is not None else (parent.text if parent is not None else "")
    return (text or "")[-40:]


def _elsewhere(tree: lxml.html.HtmlElement, title: str, url: str) -> Written | None:
    """What a library finds in the page's address and marks, once all that belongs to others is gone."""
    from htmldate import find_date

    own = deepcopy(tree)
    # What linked data dates has been judged by whose it is; the library would take the first.
    if any(node.get("datePublished") for node in story_nodes(own)):
        for script in own.xpath("//script[contains(@type, 'ld+json')]"):
            script.drop_tree()
    for meta in list(own.iter("meta")):
        if _CHANGED_META.search(meta.get("property") or meta.get("name") or meta.get("itemprop") or ""):
            meta.drop_tree()
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
