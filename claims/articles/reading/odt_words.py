"""The words in an OpenDocument text (ISO/IEC 26300): what is shown, and notes below the paragraph they belong to."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from lxml import etree

from claims.articles.reading.report import Dropped
from claims.articles.reading.unsaid import is_note_mark, raised

_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_DRAW: Final = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_BLOCKS: Final = frozenset({f"{_TEXT}p", f"{_TEXT}h"})
_SKIPPED: Final = frozenset(
    {
        f"{_TEXT}tracked-changes",
        f"{_OFFICE}annotation",
        f"{_OFFICE}annotation-end",
        f"{_OFFICE}forms",
        f"{_TEXT}sequence-decls",
        f"{_TEXT}note-citation",
        f"{_TEXT}table-of-content",
        f"{_TEXT}ruby-text",
    }
)
_HIDING: Final = frozenset({f"{_TEXT}hidden-text", f"{_TEXT}hidden-paragraph"})


class OdtWords:
    """Reads one text; ``dropped`` counts what was left out and ``notes_read`` the notes put in."""

    def __init__(self, content: etree._Element, styles: etree._Element) -> None:
        self._body = content.find(f"{_OFFICE}body/{_OFFICE}text")
        self._styles = {
            style.get(f"{_STYLE}name", ""): style for tree in (styles, content) for style in tree.iter(f"{_STYLE}style")
        }
        self.dropped: Counter[str] = Counter()
        self.notes_read = 0

    def blocks(self) -> Iterator[tuple[str, str]]:
        """Paragraphs in order, each with its style's name in lower case; a row of a table is one block."""
        if self._body is not None:
            yield from self._blocks(self._body)

    def _blocks(self, parent: etree._Element) -> Iterator[tuple[str, str]]:
        for child in parent:
            if not isinstance(child.tag, str) or child.tag in _SKIPPED:
                continue
            if child.tag in _BLOCKS:
                yield from self._paragraph(child)
            elif child.tag == f"{_TABLE}table-row":
                cells = (" ".join(self._words(cell).split()) for cell in child.iter(f"{_TABLE}table-cell"))
                if text := " | ".join(cell for cell in cells if cell):
                    yield "", text
            else:
                yield from self._blocks(child)

    def _paragraph(self, paragraph: etree._Element) -> Iterator[tuple[str, str]]:
        name = paragraph.get(f"{_TEXT}style-name", "")
        if self._value(name, "display") == "none":
            self.dropped[Dropped.HIDDEN.value] += 1
            return
        style = "heading 1" if paragraph.get(f"{_TEXT}outline-level") == "1" else self._named(name)
        if text := self._words(paragraph).strip():
            yield style, text
        for inner in paragraph.iter(f"{_DRAW}text-box", f"{_TEXT}note-body"):
            if next(inner.iterancestors(f"{_DRAW}text-box", f"{_TEXT}note-body"), None) is not None:
                continue
            self.notes_read += inner.tag == f"{_TEXT}note-body"
            yield from (("", words) for _, words in self._blocks(inner))

    def _words(self, element: etree._Element) -> str:
        return "".join(self._pieces(element, ""))

    def _pieces(self, element: etree._Element, before: str) -> Iterator[str]:
        yield element.text or ""
        before = (before + (element.text or ""))[-40:]
        for child in element:
            text = "".join(self._piece(child, before)) if isinstance(child.tag, str) else ""
            for piece in (text, child.tail or ""):
                yield piece
                before = (before + piece)[-40:]

    def _piece(self, child: etree._Element, before: str) -> Iterator[str]:
        if child.tag in (f"{_TEXT}s", f"{_TEXT}tab"):
            yield " "
        elif child.tag == f"{_TEXT}line-break":
            yield "\n"
        elif child.tag in _HIDING:
            self.dropped[Dropped.HIDDEN.value] += 1
        elif child.tag in _SKIPPED or child.tag in (f"{_TEXT}note", f"{_DRAW}frame"):
            return
        elif child.tag == f"{_TEXT}span":
            yield self._span(child, before)
        else:
            yield from self._pieces(child, before)

    def _span(self, span: etree._Element, before: str) -> str:
        name, text = span.get(f"{_TEXT}style-name", ""), "".join(self._pieces(span, before))
        if self._value(name, "display") == "none":
            self.dropped[Dropped.HIDDEN.value] += bool(text.strip())
            return ""
        struck = self._value(name, "text-line-through-style") or self._value(name, "text-line-through-type")
        if struck not in ("", "none"):
            self.dropped[Dropped.STRUCK_OUT.value] += bool(text.strip())
            return ""
        position = self._value(name, "text-position")
        mark = text.strip()
        if position.startswith("super") or (position[:1].isdigit() and not position.startswith("0")):
            if mark.isdigit() and len(mark) <= 4:
                is_power = before.endswith("10") or before.split(" ")[-1] in ("m", "km", "cm", "ha")
                return raised(text) if is_power else ""
            return "" if is_note_mark(mark) else text
        return text

    def _value(self, name: str, wanted: str) -> str:
        """A text property of a style, or of the one it is made from."""
        for _ in range(20):
            style = self._styles.get(name)
            if style is None:
                return ""
            properties = style.find(f"{_STYLE}text-properties")
            if properties is not None and (value := properties.get(f"{_STYLE}{wanted}")) is not None:
                return str(value)
            if properties is not None and (value := properties.get(f"{_TEXT}{wanted}")) is not None:
                return str(value)
            name = style.get(f"{_STYLE}parent-style-name", "")
        return ""

    def _named(self, name: str) -> str:
        """What people call a style, without the numbers that a program puts before its own variants."""
        style = self._styles.get(name)
        if style is not None and style.get(f"{_STYLE}parent-style-name") and name[:1] == "P" and name[1:].isdigit():
            name = style.get(f"{_STYLE}parent-style-name", "")
        return name.replace("_20_", " ").lower()
