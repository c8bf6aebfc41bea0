"""Web pages: the article and what the page says about it, by trafilatura."""

import re
from datetime import UTC
from urllib.parse import urljoin

import lxml.html
from lxml import etree

from claims.articles.reading import markup
from claims.articles.reading.document import Draft, Unreadable
from claims.articles.reading.headline import headline
from claims.articles.reading.limits import MAX_HTML_ELEMENTS
from claims.articles.reading.no_article import doubts_about, why_empty, why_no_article
from claims.articles.reading.page_date import is_date_line, published_in
from claims.articles.reading.page_head import PageHead, head_of
from claims.articles.reading.page_names import (
    marked_deck,
    named_authors,
    own_authors,
    signing_organisation,
    written_byline,
)
from claims.articles.reading.paywall import drop_paywall
from claims.articles.reading.report import Report
from claims.articles.reading.unsaid import drop_unsaid
from claims.fetching import Refused, canonical_url, is_front_page, same_site
from claims.sentences import mark

NO_ARTICLE = mark("No article was found on that page. Paste its text instead.")
TOO_COMPLEX = mark("That page is built too large or too deep to be read safely. Paste its text instead.")

# What trafilatura calls the parts of an article's body (a small TEI).
_BODY = markup.Vocabulary(
    blocks=frozenset({"body", "p", "head", "quote", "list", "item", "table", "row", "div", "code", "ab", "main"}),
    breaks=frozenset({"lb"}),
    cells=frozenset({"cell"}),
    skipped=frozenset({"graphic"}),
)
_CANONICAL = ("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content")
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_].*)?")


def read_html(text: str, *, url: str = "") -> Draft:
    """Find the article in a page's markup; raises ``Unreadable`` for bombs and for pages without one."""
    import trafilatura
    from trafilatura.settings import Document

    tree = parsed(text)
    # Read first: trafilatura takes the tree apart.
    language = _LANGUAGE.fullmatch(str(tree.get("lang") or ""))
    address, title = _canonical(tree, url), _first_text(tree, "//title")
    is_cut = drop_paywall(tree)
    dropped = drop_unsaid(tree)
    head = head_of(tree, title=title)
    published, deck = published_in(tree, head=head, title=title, url=url), marked_deck(tree, head)
    own_heading = " ".join(head.heading.text_content().split()) if head.heading is not None else ""
    heading = own_heading or title
    plain = list(markup.paragraphs(tree, markup.HTML))
    own = _own_article(head)
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
    # Of a very short story the library gives all words as one paragraph, those of buttons and headings among them.
    blocks = (own if own and len(blocks) == 1 else blocks) or plain
    untouched = parsed(text)
    if not blocks:
        raise why_empty(untouched) or Unreadable(NO_ARTICLE)
    if reason := why_no_article(untouched, title=title, heading=heading, blocks=plain or blocks):
        raise reason
    doubts = doubts_about(untouched, title=title, heading=heading, blocks=plain or blocks)
    blocks = [block for place, block in enumerate(blocks) if place > 2 or not is_date_line(block)] or blocks
    if deck and deck in (" ".join(block.split()) for block in blocks[:3]):
        blocks = [block for block in blocks if " ".join(block.split()) != deck]
    return Draft(
        body="\n\n".join(blocks),
        title=headline(page.title, heading=own_heading, site=page.sitename or "") if page.title else heading,
        deck=deck or page.description or "",
        byline=_byline(page.author or "", page.sitename or "", untouched, title),
        published_at=published.at.astimezone(UTC) if published else None,
        published_is_day=published is not None and published.is_day,
        language=language[1].lower() if language else "",
        canonical_url=address,
        site_name=page.sitename or "",
        report=Report(dropped=dropped, is_cut=is_cut, doubts=doubts if url else ()),
    )


def parsed(text: str) -> lxml.html.HtmlElement:
    """The page as a tree, without comments; Unreadable where it is none, or too large or deep to be walked safely."""
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        raise Unreadable(NO_ARTICLE) from None
    too_deep = any("RESOURCE_LIMIT" in entry.type_name for entry in parser.error_log)
    if too_deep or tree.xpath("count(//*)") > MAX_HTML_ELEMENTS:
        raise Unreadable(TOO_COMPLEX)
    return tree


def _byline(found: str, site: str, untouched: lxml.html.HtmlElement, title: str) -> str:
    """Who wrote it: the names a library found, unless these are the site's name or none."""
    head = head_of(untouched, title=title)
    byline = own_authors(found, untouched, head) if found else ""
    if byline and byline.casefold() != site.casefold():
        return byline
    written = written_byline(untouched, head) or named_authors(untouched, title)
    return written or signing_organisation(untouched) or byline


def _own_article(head: PageHead) -> list[str]:
    """The paragraphs of the element that is the story, where the page has one with the heading in it."""
    heading = head.heading
    article = next(heading.iterancestors("article"), None) if heading is not None else None
    if heading is None or article is None:
        return []
    title = " ".join(heading.text_content().split())
    return [block for block in markup.paragraphs(article, markup.HTML) if " ".join(block.split()) != title]


def _first_text(tree: lxml.html.HtmlElement, path: str) -> str:
    for element in tree.xpath(path):
        if words := " ".join(element.text_content().split()):
            return words
    return ""


def _canonical(tree: lxml.html.HtmlElement, url: str) -> str:
    """The page's identity: what it says of itself, if that is on the same site, else where it was read."""
    own = _canonical_or_nothing(url)
    for path in _CANONICAL:
        for value in tree.xpath(path):
            said = _canonical_or_nothing(urljoin(url, str(value).strip()))
            # A page that names another site as its home must not pass for that site's article, and a story that
            # names the front page shares that name with every other story of its site.
            if said and not is_front_page(said) and (not own or same_site(said, own)):
                return said
    return own


def _canonical_or_nothing(url: str) -> str:
    try:
        return canonical_url(url) if url else ""
    except Refused:
        return ""
