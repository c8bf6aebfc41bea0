"""Web pages: the article and what the page says about it, by trafilatura."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urljoin

import lxml.html
import trafilatura
from lxml import etree
from trafilatura.settings import Document

from claims.articles.reading import markup
from claims.articles.reading.document import Draft, Unreadable
from claims.articles.reading.limits import MAX_HTML_ELEMENTS
from claims.fetching import Refused, canonical_url

NO_ARTICLE = "No article was found on that page. Paste its text instead."
TOO_COMPLEX = "That page is built too large or too deep to be read safely. Paste its text instead."

# What trafilatura calls the parts of an article's body (a small TEI).
_BODY = markup.Vocabulary(
    blocks=frozenset({"body", "p", "head", "quote", "list", "item", "table", "row", "div", "code", "ab", "main"}),
    breaks=frozenset({"lb"}),
    cells=frozenset({"cell"}),
    skipped=frozenset({"graphic"}),
)
_PUBLISHED = (
    "//meta[@property='article:published_time']/@content",
    "//*[@itemprop='datePublished']/@content",
    "//*[@itemprop='datePublished']/@datetime",
    "//meta[@name='date' or @name='dc.date' or @name='DC.date.issued' or @name='parsely-pub-date']/@content",
)
_CANONICAL = ("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content")
_DECK_CLASS = re.compile(
    r"(?:^|[\s_-])(?:standfirst|deck|dek|subtitle|sub-?head(?:line|ing)?|strapline)(?:$|[\s_-])", re.IGNORECASE
)
_LONGEST_DECK = 400
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_].*)?")
_OTHER_FACES = re.compile(r"^(?:www|m|mobile|amp)\.")


def read_html(text: str, *, url: str = "") -> Draft:
    """Find the article in a page's markup; raises ``Unreadable`` for bombs and for pages without one."""
    tree = _parsed(text)
    # Read first: trafilatura takes the tree apart.
    language = _LANGUAGE.fullmatch(str(tree.get("lang") or ""))
    published, deck, address = _published(tree), _marked_deck(tree), _canonical(tree, url)
    heading = _first_text(tree, "//h1") or _first_text(tree, "//title")
    found = trafilatura.bare_extraction(
        tree,
        url=url or None,
        include_comments=False,
        with_metadata=True,
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    # Its return type allows for an option we don't use, a dict.
    page = found if isinstance(found, Document) else Document()
    blocks = [] if page.body is None else list(markup.paragraphs(page.body, _BODY))
    blocks = blocks or list(markup.paragraphs(_parsed(text), markup.HTML))
    if not blocks:
        raise Unreadable(NO_ARTICLE)
    if deck and deck in (" ".join(block.split()) for block in blocks[:3]):
        blocks = [block for block in blocks if " ".join(block.split()) != deck]
    return Draft(
        body="\n\n".join(blocks),
        title=page.title or heading,
        deck=deck or page.description or "",
        byline=(page.author or "").replace("; ", ", "),
        published_at=published or _moment(page.date or ""),
        language=language[1].lower() if language else "",
        canonical_url=address,
        site_name=page.sitename or "",
    )


def _parsed(text: str) -> lxml.html.HtmlElement:
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        raise Unreadable(NO_ARTICLE) from None
    too_deep = any("RESOURCE_LIMIT" in entry.type_name for entry in parser.error_log)
    if too_deep or tree.xpath("count(//*)") > MAX_HTML_ELEMENTS:
        raise Unreadable(TOO_COMPLEX)
    return tree


def _first_text(tree: lxml.html.HtmlElement, path: str) -> str:
    for element in tree.xpath(path):
        if words := " ".join(element.text_content().split()):
            return words
    return ""


def _marked_deck(tree: lxml.html.HtmlElement) -> str:
    """The standfirst, where the page's own class names say which element it is."""
    for element in tree.xpath("//*[@class][not(ancestor-or-self::aside or ancestor::nav or ancestor::footer)]"):
        if _DECK_CLASS.search(element.get("class")):
            words = " ".join(element.text_content().split())
            if 0 < len(words) <= _LONGEST_DECK:
                return words
    return ""


def _canonical(tree: lxml.html.HtmlElement, url: str) -> str:
    """The page's identity: what it says of itself, if that is on the same site, else where it was read."""
    own = _canonical_or_nothing(url)
    for path in _CANONICAL:
        for value in tree.xpath(path):
            said = _canonical_or_nothing(urljoin(url, str(value).strip()))
            # A page that names another site as its home must not pass for that site's article.
            if said and (not own or _site(said) == _site(own)):
                return said
    return own


def _canonical_or_nothing(url: str) -> str:
    try:
        return canonical_url(url) if url else ""
    except Refused:
        return ""


def _site(url: str) -> str:
    return _OTHER_FACES.sub("", url.partition("://")[2].partition("/")[0])


def _published(tree: lxml.html.HtmlElement) -> datetime | None:
    for path in _PUBLISHED:
        for value in tree.xpath(path):
            if moment := _moment(str(value)):
                return moment
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        try:
            data = json.loads(str(script))
        except (ValueError, RecursionError):
            continue
        for value in _values(data, "datePublished"):
            if moment := _moment(value):
                return moment
    return None


def _values(data: object, key: str) -> Iterator[str]:
    """All texts under ``key`` in JSON, outermost first, without recursion."""
    waiting = [data]
    for item in waiting:
        if isinstance(item, dict):
            if isinstance(item.get(key), str):
                yield item[key]
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)


def _moment(value: str) -> datetime | None:
    """An ISO 8601 date or time; without an offset it is read as UTC."""
    try:
        moment = datetime.fromisoformat(value.strip())
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
