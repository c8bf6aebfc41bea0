"""The words of a kept copy, and whether a quoted passage stands in them. No Django."""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date

import lxml.html
from lxml import etree

from claims.articles.reading import MAX_TEXT_CHARACTERS, Unreadable, normalise, read_document
from claims.articles.reading.docx import read_docx
from claims.articles.reading.encoding import decode
from claims.articles.reading.markup import HTML, paragraphs
from claims.articles.reading.pdf import read_pdf

HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
PDF_TYPE = "application/pdf"
DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

# A passage may come from a caption, a side bar or a footer, so that more of the page is read than its story.
_WHOLE_PAGE = replace(HTML, skipped=frozenset({"script", "style", "template", "head", "svg", "math", "iframe"}))
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－"), "-")
_QUOTES = dict.fromkeys(map(ord, "“”„‟«»″〝〞＂"), '"') | dict.fromkeys(map(ord, "‘’‚‛‹›′`´＇"), "'")
_MARKS = str.maketrans(_DASHES | _QUOTES)
_LEFT_OUT = re.compile(r"\[\s*\.\.\.\s*\]|\(\s*\.\.\.\s*\)|\.\.\.")
_BROKEN_WORD = re.compile(r"(?<=\w)-\s*\n\s*(?=\w)")


@dataclass(frozen=True)
class Page:
    """What a document says of itself, as far as it does, and all its words."""

    text: str
    title: str = ""
    publisher: str = ""
    published_on: date | None = None


def read_page(*, data: bytes, content_type: str, url: str = "", charset: str = "") -> Page:
    """Read whatever can be read of a document; what cannot (pictures, locked files) is a page without words."""
    text = normalise(_words(data, content_type, charset))[:MAX_TEXT_CHARACTERS]
    if content_type not in HTML_TYPES | {PDF_TYPE, DOCX_TYPE}:
        return Page(text)
    try:
        document = read_document(data=data, content_type=content_type, url=url, charset=charset)
    except Unreadable:
        return Page(text)
    published = document.published_at
    return Page(text, document.title, document.site_name, published.date() if published else None)


def stands_in(quote: str, text: str) -> bool:
    """Whether the passage stands in the text, letter for letter but for spaces, line ends, quotation marks and dashes.

    Where the passage leaves something out (“…”), its parts have to follow one another.
    """
    joined = _comparable(_BROKEN_WORD.sub("", text))
    return _follow(_parts(quote), _comparable(text)) or _follow(_parts(quote), joined)


def _follow(parts: list[str], text: str) -> bool:
    place = 0
    for part in parts:
        place = text.find(part, place)
        if place < 0:
            return False
        place += len(part)
    return bool(parts)


def _parts(quote: str) -> list[str]:
    parts = (part.strip(" \"'") for part in _LEFT_OUT.split(_comparable(quote)))
    return [part for part in parts if part]


def _comparable(text: str) -> str:
    # NFKC takes ligatures, full-width letters and the one-letter ellipsis apart.
    return " ".join(unicodedata.normalize("NFKC", normalise(text)).translate(_MARKS).split())


def _words(data: bytes, content_type: str, charset: str) -> str:
    try:
        if content_type in HTML_TYPES:
            return _page_words(decode(data, charset=charset, is_html=True))
        if content_type == PDF_TYPE:
            draft = read_pdf(data)
            return "\n\n".join(filter(None, (draft.title, draft.body)))
        if content_type == DOCX_TYPE:
            draft = read_docx(data)
            return "\n\n".join(filter(None, (draft.title, draft.deck, draft.body)))
        if content_type.startswith("text/") or content_type.endswith(("json", "xml")):
            return decode(data, charset=charset)
    except Unreadable:
        pass
    return ""


def _page_words(markup: str) -> str:
    # The parser's own limits bound depth, which bounds the recursion in `paragraphs`.
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = lxml.html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return ""
    title = " ".join(" ".join(tree.xpath("//title[1]//text()")).split())
    return "\n\n".join(filter(None, (title, *paragraphs(tree, _WHOLE_PAGE))))
