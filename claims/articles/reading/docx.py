"""Word files (.docx), opened only after a look at what is packed inside."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import docx
from lxml import etree

from claims.articles.reading.document import Draft, Unreadable
from claims.articles.reading.limits import MAX_DOCX_PARTS, MAX_DOCX_UNPACKED_BYTES, MAX_DOCX_XML_BYTES

NO_WORD_FILE = "That file is an archive, not a Word document. Upload the article itself, or paste its text."
BROKEN = "That Word file is damaged and can't be opened. Save it again as .docx, or paste its text."
BOMB = "That Word file unpacks to far more than an article needs, so it was not opened. Paste the text instead."

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TEXT = {
    f"{_W}tab": " ",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "-",
}
# Text taken out or moved away under "track changes" is no longer in the document; text put in is.
_SKIPPED = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr", f"{_W}instrText", _FALLBACK})
_NOBODY = frozenset({"", "python-docx", "unknown", "user", "administrator", "admin", "author"})

_UNTITLED = frozenset({"", "untitled", "document", "word document"})


@dataclass(frozen=True, slots=True)
class _Block:
    style: str
    text: str


def read_docx(data: bytes) -> Draft:
    """Read a Word file's body, title and author; raises ``Unreadable`` for bombs, damage and other archives."""
    _check_package(data)
    try:
        document = docx.Document(io.BytesIO(data))
        styles = {style.style_id: (style.name or "").lower() for style in document.styles}
        blocks = [block for block in _blocks(document.element.body, styles) if block.text]
        properties = document.core_properties
        said_title, author = properties.title.strip(), properties.author.strip()
    except Exception as error:  # python-docx lets through whatever a damaged file leads it into
        raise Unreadable(BROKEN) from error
    title, deck = "", ""
    while len(blocks) > 1:
        style = blocks[0].style
        if not title and (style == "title" or (style == "heading 1" and not deck)):
            title = blocks.pop(0).text
        elif style == "subtitle" and not deck:
            deck = blocks.pop(0).text
        else:
            break
    if not title and said_title and blocks and said_title.casefold() in blocks[0].text.casefold():
        title = said_title
    return Draft(
        body="\n\n".join(block.text for block in blocks),
        title=title,
        deck=deck,
        hinted_title="" if said_title.casefold() in _UNTITLED else said_title,
        hinted_byline="" if author.casefold() in _NOBODY else author,
    )


def _check_package(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            names = {part.filename for part in parts}
            if "[Content_Types].xml" not in names or not any(name.startswith("word/") for name in names):
                raise Unreadable(NO_WORD_FILE)
            xml = [part for part in parts if part.filename.lower().endswith((".xml", ".rels"))]
            if (
                len(parts) > MAX_DOCX_PARTS
                or sum(part.file_size for part in parts) > MAX_DOCX_UNPACKED_BYTES
                or sum(part.file_size for part in xml) > MAX_DOCX_XML_BYTES
            ):
                raise Unreadable(BOMB)
            # Sizes are only what the archive says, but zipfile never unpacks more than that. A document type has no
            # place in Office files (ECMA-376, part 2) and is how entities that multiply are brought in.
            for part in xml:
                if b"<!DOCTYPE" in package.read(part).replace(b"\0", b""):
                    raise Unreadable(BOMB)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, zlib.error, ValueError) as error:
        raise Unreadable(BROKEN) from error


def _blocks(parent: etree._Element, styles: dict[str, str]) -> Iterator[_Block]:
    """Paragraphs in order, inside content controls and tracked insertions too; a table row is one block."""
    for child in parent:
        if child.tag == f"{_W}p":
            named = child.find(f"{_W}pPr/{_W}pStyle")
            style = styles.get(named.get(f"{_W}val", ""), "") if named is not None else ""
            yield _Block(style, "".join(_text(child)).strip())
        elif child.tag == f"{_W}tr":
            cells = (" ".join(" ".join(_text(cell)).split()) for cell in child.iter(f"{_W}tc"))
            yield _Block("", " | ".join(cell for cell in cells if cell))
        elif isinstance(child.tag, str) and child.tag not in _SKIPPED:
            yield from _blocks(child, styles)


def _text(element: etree._Element) -> Iterator[str]:
    for child in element:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _TEXT:
            yield _TEXT[child.tag]
        elif isinstance(child.tag, str) and child.tag not in _SKIPPED:
            yield from _text(child)
