"""The words of a kept copy, and whether a quoted passage stands in them. No Django."""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date

import lxml.html
from lxml import etree

from claims.articles.reading import MAX_TEXT_CHARACTERS, ReadDocument, Unreadable, normalise
from claims.articles.reading.document import NoArticle
from claims.articles.reading.docx import read_docx
from claims.articles.reading.encoding import decode
from claims.articles.reading.guarded import READING_LIMITS
from claims.articles.reading.markup import HTML, paragraphs
from claims.articles.reading.pdf import read_pdf
from claims.articles.reading.read import read_here, warm_up
from claims.articles.reading.report import Doubt
from claims.sandbox import TooCostly, run_limited

__all__ = ["Page", "around", "comparable", "page_words", "read_page", "read_page_here", "stands_in", "warm_up"]

WORTHLESS = frozenset({Doubt.CONSENT, Doubt.MISSING, Doubt.SIGN_IN})
HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
PDF_TYPE = "application/pdf"
DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

# A passage may come from a caption, a side bar or a footer, so that more of the page is read than its story.
_WHOLE_PAGE = replace(HTML, skipped=frozenset({"script", "style", "template", "head", "svg", "math", "iframe"}))
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－"), "-")
_QUOTES = dict.fromkeys(map(ord, "“”„‟«»″〝〞＂"), '"') | dict.fromkeys(map(ord, "‘’‚‛‹›′`´＇"), "'")
_MARKS = str.maketrans(_DASHES | _QUOTES)
_LEFT_OUT = re.compile(r"\[\s*\.\.\.\s*\]|\(\s*\.\.\.\s*\)|\.\.\.")
_BROKEN_WORD = re.compile(r"(?<=\w)-[^\S\n]*\n\s*(?=\w)")


@dataclass(frozen=True)
class Page:
    """What a document says of itself, as far as it does, and all its words."""

    text: str
    title: str = ""
    publisher: str = ""
    published_on: date | None = None
    doubt: str = ""
    """What it may be instead of the document that was meant (`Doubt`)."""


def read_page(*, data: bytes, content_type: str, url: str = "", charset: str = "") -> Page:
    """Read whatever can be read of a document; what cannot (pictures, locked files) is a page without words."""
    try:
        return run_limited(
            read_page_here, READING_LIMITS, data=data, content_type=content_type, url=url, charset=charset
        )
    except TooCostly:
        return Page("")


def read_page_here(*, data: bytes, content_type: str, url: str, charset: str) -> Page:
    """What `read_page` has done in a child process."""
    text = page_words(data, content_type, charset)
    if content_type not in HTML_TYPES | {PDF_TYPE, DOCX_TYPE}:
        return Page(text)
    try:
        document = read_here(data=data, content_type=content_type, url=url, charset=charset)
    except NoArticle as error:
        return Page(text, doubt=error.kind if error.kind in WORTHLESS else "")
    except Unreadable:
        return Page(text)
    published = document.published_at
    return Page(text, document.title, document.site_name, published.date() if published else None, _doubt(document))


def _doubt(document: ReadDocument) -> str:
    """Of what a document may be instead, what makes its copy worthless; a source may be as short as it likes."""
    return next((doubt for doubt in document.report.doubts if doubt in WORTHLESS), "")


def page_words(data: bytes, content_type: str, charset: str) -> str:
    """All the words of a document, normalised; in this very process, so for a child."""
    return normalise(_words(data, content_type, charset))[:MAX_TEXT_CHARACTERS]


def stands_in(quote: str, text: str) -> bool:
    """Whether the passage stands in the text, letter for letter but for spaces, line ends, quotation marks and dashes.

    Where the passage leaves something out (“…”), its parts have to follow one another.
    """
    joined = comparable(_BROKEN_WORD.sub("", text))
    return _follow(_parts(quote), comparable(text)) or _follow(_parts(quote), joined)


def around(quote: str, text: str, most: int) -> tuple[str, str]:
    """Up to `most` characters of the text before and after the passage, cut at words, with an ellipsis where cut.

    Both are empty where the passage does not stand in the text. Spaces are single; where the passage was found only by
    letting quotation marks and dashes pass for one another, they stand in their plainest form.
    """
    plain = " ".join(normalise(text).split())
    for whole, parts in ((plain, [" ".join(normalise(quote).split())]), (comparable(text), _parts(quote))):
        start = whole.find(parts[0]) if parts and parts[0] else -1
        end = _end_of(parts, whole, start)
        if start >= 0 and end >= 0:
            # The marks around a quotation belong to it, though passages are compared without them.
            marks = " \"'" if quote.strip()[-1:] in "”’\"'" else " "
            return _cut_before(whole[:start].rstrip(), most), _cut_after(whole[end:].lstrip(marks), most)
    return "", ""


def _end_of(parts: list[str], text: str, start: int) -> int:
    place = start
    for part in parts:
        place = text.find(part, place)
        if place < 0:
            return -1
        place += len(part)
    return place


def _cut_before(text: str, most: int) -> str:
    return text if len(text) <= most else f"…{text[-most:].partition(' ')[2]}"


def _cut_after(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most].rpartition(' ')[0]}…"


def _follow(parts: list[str], text: str) -> bool:
    return bool(parts) and _end_of(parts, text, 0) >= 0


def _parts(quote: str) -> list[str]:
    parts = (part.strip(" \"'") for part in _LEFT_OUT.split(comparable(quote)))
    return [part for part in parts if part]


def comparable(text: str) -> str:
    """The words in one form, whatever typography they are set in: marks plain, spaces single, letters composed."""
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
