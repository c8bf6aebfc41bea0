"""Documents that are ZIPs of markup: OpenDocument texts (.odt, ISO/IEC 26300) and e-books (.epub, W3C EPUB 3)."""

import io
import posixpath
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

import lxml.html
from lxml import etree

from claims.articles.reading import markup
from claims.articles.reading.document import Draft, Unreadable
from claims.articles.reading.limits import (
    MAX_DOCX_PARTS,
    MAX_DOCX_UNPACKED_BYTES,
    MAX_DOCX_XML_BYTES,
    MAX_HTML_ELEMENTS,
    MAX_TEXT_CHARACTERS,
)
from claims.articles.reading.odt_words import OdtWords
from claims.articles.reading.report import Report
from claims.articles.reading.story import too_long
from claims.articles.reading.unsaid import drop_unsaid
from claims.broken_zips import BROKEN_ZIP
from claims.sentences import mark

BROKEN: Final = mark("That file is damaged and can't be opened. Save it again, or paste its text.")
LOCKED: Final = mark("That file is protected with a password. Save a copy without one, or paste its text.")
BOMB: Final = mark("That file unpacks to far more than an article needs, so it was not opened. Paste the text instead.")
ODT: Final = "application/vnd.oasis.opendocument.text"
EPUB: Final = "application/epub+zip"

_CONTAINER: Final = "META-INF/container.xml"
_DC: Final = "{http://purl.org/dc/elements/1.1/}"
_LONGEST_BOOK_PARTS: Final = 2_000


def packed_kind(data: bytes) -> str:
    """What a ZIP says it is in its member "mimetype"; empty for one without, as Word's are."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package, package.open("mimetype") as member:
            return member.read(100).decode("ascii", "replace").strip()
    except (KeyError, *BROKEN_ZIP):
        return ""


def read_odt(data: bytes) -> Draft:
    """The words of an OpenDocument text, its title and author."""
    with _Package(data) as package:
        if b"encryption-data" in package.read("META-INF/manifest.xml", missing=b""):
            raise Unreadable(LOCKED)
        words = OdtWords(package.xml("content.xml"), package.xml("styles.xml", missing=b"<none/>"))
        blocks = list(words.blocks())
        meta = package.xml("meta.xml", missing=b"<none/>")
    title, deck = "", ""
    while len(blocks) > 1 and blocks[0][0] in ("title", "subtitle") and not (blocks[0][0] == "title" and title):
        style, text = blocks.pop(0)
        title, deck = (text, deck) if style == "title" else (title, deck or text)
    if not title and len(blocks) > 1 and blocks[0][0] == "heading 1":
        title = blocks.pop(0)[1]
    return Draft(
        body="\n\n".join(text for _, text in blocks),
        title=title,
        deck=deck,
        hinted_title=_said(meta, "title"),
        hinted_byline=_said(meta, "creator"),
        report=Report(dropped=dict(words.dropped), notes=words.notes_read),
    )


def read_epub(data: bytes) -> Draft:
    """The words of an e-book in the order of its spine, its title and author."""
    blocks: list[str] = []
    dropped: Counter[str] = Counter()
    with _Package(data) as package:
        if package.has("META-INF/encryption.xml") and b"EncryptedKey" in package.read("META-INF/encryption.xml"):
            raise Unreadable(LOCKED)
        container = package.xml(_CONTAINER)
        place = next((root.get("full-path", "") for root in container.iter("{*}rootfile")), "")
        opf = package.xml(place)
        characters = 0
        for name in _spine(opf, posixpath.dirname(place)):
            if not package.has(name):
                continue
            page = _page(package.read(name))
            dropped.update(drop_unsaid(page))
            blocks += markup.paragraphs(page, markup.HTML)
            characters = sum(map(len, blocks))
            if characters > 2 * MAX_TEXT_CHARACTERS:
                raise too_long()
    authors = (" ".join("".join(one.itertext()).split()) for one in opf.iter(f"{_DC}creator"))
    language = _said(opf, "language").partition("-")[0].lower()
    return Draft(
        body="\n\n".join(blocks),
        title=_said(opf, "title"),
        byline=", ".join(filter(None, authors)),
        language=language if language.isalpha() and len(language) in (2, 3) else "",
        report=Report(dropped=dict(dropped)),
    )


class _Package:
    """A ZIP of markup after a look at what is packed in it; every error in it is a sentence."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def __enter__(self) -> "_Package":
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(self._data))
        except BROKEN_ZIP as error:
            raise Unreadable(BROKEN) from error
        parts = self._zip.infolist()
        markup_bytes = sum(
            part.file_size for part in parts if part.filename.endswith((".xml", ".xhtml", ".html", ".opf"))
        )
        unpacked = sum(part.file_size for part in parts)
        if len(parts) > MAX_DOCX_PARTS or unpacked > MAX_DOCX_UNPACKED_BYTES or markup_bytes > MAX_DOCX_XML_BYTES:
            raise Unreadable(BOMB)
        self._names = {part.filename for part in parts}
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def has(self, name: str) -> bool:
        return name in self._names

    def read(self, name: str, *, missing: bytes | None = None) -> bytes:
        if missing is not None and name not in self._names:
            return missing
        try:
            return self._zip.read(name)
        except (KeyError, *BROKEN_ZIP) as error:
            raise Unreadable(BROKEN) from error

    def xml(self, name: str, *, missing: bytes | None = None) -> etree._Element:
        """A part's tree; entities, by which a short file grows, are not resolved."""
        try:
            return etree.fromstring(
                self.read(name, missing=missing), etree.XMLParser(resolve_entities=False, no_network=True)
            )
        except etree.XMLSyntaxError as error:
            raise Unreadable(BROKEN) from error


def _page(data: bytes) -> lxml.html.HtmlElement:
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        page = lxml.html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return lxml.html.fragment_fromstring("<div></div>")
    if page.xpath("count(//*)") > MAX_HTML_ELEMENTS:
        raise Unreadable(BOMB)
    return page


def _spine(opf: etree._Element, folder: str) -> Iterator[str]:
    """The names of a book's pages in the order they are read, but for its table of contents."""
    items = {item.get("id"): item for item in opf.iter("{*}item")}
    for count, reference in enumerate(opf.iter("{*}itemref")):
        item = items.get(reference.get("idref"))
        if count >= _LONGEST_BOOK_PARTS or item is None or reference.get("linear") == "no":
            continue
        if "nav" not in (item.get("properties") or "").split():
            yield posixpath.normpath(posixpath.join(folder, unquote(item.get("href", ""))))


def _said(tree: etree._Element, name: str) -> str:
    return next((" ".join("".join(found.itertext()).split()) for found in tree.iter(f"{_DC}{name}")), "")
