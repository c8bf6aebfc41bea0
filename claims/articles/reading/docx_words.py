"""The words in a Word file's parts (WordprocessingML, ECMA-376): what is shown, and notes below their paragraph."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from claims.articles.reading.report import Dropped
from claims.articles.reading.unsaid import is_note_mark, lowered, raised

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BOX: Final = f"{_W}txbxContent"
_SIGNS: Final = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
# Text taken out or moved away under "track changes" is no longer in the document; text put in is.
_DELETED: Final = frozenset({f"{_W}del", f"{_W}moveFrom"})
_SKIPPED: Final = frozenset({f"{_W}pPr", f"{_W}rPr", f"{_W}instrText", _FALLBACK, _BOX})
_REFERENCES: Final = {f"{_W}footnoteReference": "footnote", f"{_W}endnoteReference": "endnote"}
_OFF: Final = frozenset({"0", "false", "off"})
_FIGURES: Final = re.compile(r"[+\-−–]?\d{1,4}")
_UNITS: Final = re.compile(r"(?:^|[^\w])(?:[kcmdnµ]?m|ft|in|mi|yd|ha|s)$|(?:^|\D)10$")
# Adobe's Symbol font, by the letters that Word keeps its signs under; pictures of other such fonts are no words.
_SYMBOL: Final = {
    0x61: "α", 0x62: "β", 0x67: "γ", 0x64: "δ", 0x65: "ε", 0x6C: "λ", 0x6D: "μ", 0x70: "π", 0x72: "ρ", 0x73: "σ",
    0x44: "Δ", 0x53: "Σ", 0x57: "Ω", 0xA3: "≤", 0xA5: "∞", 0xAE: "→", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×",
    0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xD6: "√",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a row of a table; ``style`` is its style's name in lower case."""

    style: str
    text: str


@dataclass
class Words:
    """Reads the parts of one file; ``dropped`` counts what was left out and ``notes_read`` the notes put in."""

    styles: Mapping[str, str]
    hidden_styles: Set[str]
    notes: dict[tuple[str, str], str]
    dropped: Counter[str] = field(default_factory=Counter)
    notes_read: int = 0

    def blocks(self, parent: etree._Element) -> Iterator[Block]:
        """Paragraphs in order, inside content controls, text boxes and tracked insertions too; a table row is one."""
        for child in parent:
            if child.tag == f"{_W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{_W}tr":
                cells = (" ".join(" ".join(self._text(cell)).split()) for cell in child.iter(f"{_W}tc"))
                yield Block("", " | ".join(cell for cell in cells if cell))
            elif child.tag in _DELETED:
                self.dropped[Dropped.DELETED.value] += 1
            elif isinstance(child.tag, str) and child.tag not in _SKIPPED:
                yield from self.blocks(child)

    def _paragraph(self, paragraph: etree._Element) -> Iterator[Block]:
        named = paragraph.find(f"{_W}pPr/{_W}pStyle")
        style = named.get(f"{_W}val", "") if named is not None else ""
        if style in self.hidden_styles:
            self.dropped[Dropped.HIDDEN.value] += 1
            return
        yield Block(self.styles.get(style, ""), "".join(self._text(paragraph)).strip())
        for box in paragraph.iter(_BOX):
            outer = next(box.iterancestors(_BOX, _FALLBACK, paragraph.tag), None)
            if outer is paragraph:
                yield from self.blocks(box)
        for reference in paragraph.iter(*_REFERENCES):
            # Once each, however often a file refers to it.
            note = self.notes.pop((_REFERENCES[reference.tag], reference.get(f"{_W}id", "")), "")
            if note and next(reference.iterancestors(*_DELETED), None) is None:
                self.notes_read += 1
                yield Block("", note)

    def _text(self, element: etree._Element) -> Iterator[str]:
        before = ""
        for piece in self._pieces(element):
            text = piece if isinstance(piece, str) else self._beside(before, *piece)
            before = (before + text)[-40:]
            yield text

    def _pieces(self, element: etree._Element) -> Iterator[str | tuple[str, str]]:
        """Text in order; a run that is set higher or lower comes with which it is."""
        for child in element:
            if child.tag == f"{_W}t":
                yield symbols(child.text or "")
            elif child.tag in _SIGNS:
                yield _SIGNS[child.tag]
            elif child.tag == f"{_W}sym":
                yield _symbol(child.get(f"{_W}char", ""), child.get(f"{_W}font", ""))
            elif child.tag in _DELETED:
                self.dropped[Dropped.DELETED.value] += 1
            elif child.tag == f"{_W}r" and (why := self._why_unsaid(child)):
                self.dropped[why] += bool("".join(child.itertext()).strip())
            elif child.tag == f"{_W}r" and (place := _placed(child)):
                yield "".join(piece for piece in self._pieces(child) if isinstance(piece, str)), place
            elif isinstance(child.tag, str) and child.tag not in _SKIPPED:
                yield from self._pieces(child)

    def _why_unsaid(self, run: etree._Element) -> str:
        properties = run.find(f"{_W}rPr")
        if properties is None:
            return ""
        style = properties.find(f"{_W}rStyle")
        if _is_on(properties, "vanish") or (
            style is not None and style.get(f"{_W}val") in self.hidden_styles and properties.find(f"{_W}vanish") is None
        ):
            return Dropped.HIDDEN.value
        if _is_on(properties, "strike") or _is_on(properties, "dstrike"):
            return Dropped.STRUCK_OUT.value
        return ""

    def _beside(self, before: str, text: str, place: str) -> str:
        """A raised or lowered run as it is written after the words before it; one that marks a note is left out."""
        mark = text.strip()
        figures = bool(_FIGURES.fullmatch(mark))
        if place == "subscript":
            return lowered(text) if figures and before[-1:].isdigit() else text
        if figures and (_UNITS.search(before) or not before.strip()):
            return raised(text)
        if (figures or is_note_mark(mark)) and not before[-1:].isspace():
            self.dropped[Dropped.NOTE_MARKS.value] += 1
            return ""
        return raised(text) if figures else text


def hidden_styles(styles: etree._Element) -> frozenset[str]:
    """The styles whose text is not shown, by their ids."""
    return frozenset(
        style.get(f"{_W}styleId", "")
        for style in styles.iter(f"{_W}style")
        if (properties := style.find(f"{_W}rPr")) is not None and _is_on(properties, "vanish")
    )


def notes_in(parts: Iterable[bytes]) -> dict[tuple[str, str], str]:
    """The notes in the parts that hold a file's footnotes and endnotes, by their kind and id."""
    found = {}
    for part in parts:
        root = etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True))
        for note in root.iter(f"{_W}footnote", f"{_W}endnote"):
            if note.get(f"{_W}type", "normal") != "normal":
                continue  # the line between text and notes
            words = Words({}, frozenset(), {})
            text = " ".join(" ".join(block.text for block in words.blocks(note)).split())
            found[note.tag.removeprefix(_W), note.get(f"{_W}id", "")] = text
    return found


def symbols(text: str) -> str:
    """Text with the signs that Word keeps for its Symbol font as the letters they show."""
    if not any("\uf020" <= sign <= "\uf0ff" for sign in text):
        return text
    return "".join(_SYMBOL.get(ord(sign) - 0xF000, "") if "\uf020" <= sign <= "\uf0ff" else sign for sign in text)


def _symbol(code: str, font: str) -> str:
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    return _SYMBOL.get(number & 0xFF, "") if font.lower() == "symbol" else ""


def _placed(run: etree._Element) -> str:
    place = run.find(f"{_W}rPr/{_W}vertAlign")
    value = place.get(f"{_W}val", "") if place is not None else ""
    return value if value in ("superscript", "subscript") else ""


def _is_on(properties: etree._Element, name: str) -> bool:
    switch = properties.find(f"{_W}{name}")
    return switch is not None and switch.get(f"{_W}val", "true") not in _OFF
