"""Word files (.docx), opened only after a look at what is packed inside."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from claims.articles.reading.document import Draft, Unreadable
from claims.articles.reading.docx_words import Words, hidden_styles, notes_in
from claims.articles.reading.limits import MAX_DOCX_PARTS, MAX_DOCX_UNPACKED_BYTES, MAX_DOCX_XML_BYTES
from claims.articles.reading.report import Report
from claims.broken_zips import BROKEN_ZIP
from claims.sentences import mark

if TYPE_CHECKING:
    from docx.document import Document
    from docx.opc.part import Part

NO_WORD_FILE = mark("That file is an archive, not a Word document. Upload the article itself, or paste its text.")
BROKEN = mark("That Word file is damaged and can't be opened. Save it again as .docx, or paste its text.")
BOMB = mark("That Word file unpacks to far more than an article needs, so it was not opened. Paste the text instead.")

_NOBODY = frozenset({"", "python-docx", "unknown", "user", "administrator", "admin", "author"})

_UNTITLED = frozenset({"", "untitled", "document", "word document"})


def read_docx(data: bytes) -> Draft:
    """Read a Word file's body, title and author; raises ``Unreadable`` for bombs, damage and other archives."""
    import docx

    _check_package(data)
    try:
        document = docx.Document(io.BytesIO(data))
        words = Words(
            styles={style.style_id: (style.name or "").lower() for style in document.styles},
            hidden_styles=hidden_styles(document.styles.element),
            notes=notes_in(related.blob for kind, related in _related(document) if kind in ("footnotes", "endnotes")),
        )
        blocks = [block for block in words.blocks(document.element.body) if block.text]
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
        report=Report(dropped=dict(words.dropped), notes=words.notes_read),
    )


def _related(document: Document) -> Iterator[tuple[str, Part]]:
    """The parts that a document refers to, each with the last word of its kind."""
    for relation in document.part.rels.values():
        if not relation.is_external:
            yield relation.reltype.rpartition("/")[2], relation.target_part


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
    except BROKEN_ZIP as error:
        raise Unreadable(BROKEN) from error
