"""What changed between two versions of what readers see, word by word. Plain data in and out, no database."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final, Literal

from django.utils.translation import gettext as _
from rapidfuzz.distance import Indel

from claims.sentences import mark
from claims.verdicts.enums import MediaCategory
from claims.verdicts.reasons import ABOUT
from claims.words import Words

type Kind = Literal["same", "removed", "added"]

# Comparing two passages word by word takes time and room by the product of their lengths.
_MOST_WORDS = 4_000
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")

FIELD_NAMES: Final = {
    "url": mark("address"),
    "title": mark("title"),
    "publisher": mark("publisher"),
    "published_on": mark("date"),
    "kind": mark("kind"),
    "stance": mark("stance"),
    "quote": mark("quoted passage"),
    "around": mark("words around it in the copy"),
    "note": mark("note"),
    "interest": mark("disclosed interest"),
    "copy": mark("copy kept"),
    "copy_impossible": mark("cannot be archived"),
    "accessed_at": mark("read on"),
    "whom": mark("whom"),
    "method": mark("how"),
    "asked_at": mark("asked"),
    "answer_by": mark("to answer by"),
    "answer": mark("answer"),
    "answered_at": mark("answered"),
    "name": mark("name"),
    "role": mark("role"),
    "same_as": mark("known as"),
    "alt": mark("what can be seen"),
    "credit": mark("credit"),
    "licence": mark("licence"),
    "stamped": mark("stamp with the rating’s word"),
    "category": mark("what became of it"),
    "original_context": mark("what it shows in truth"),
    "media_url": mark("address it was seen at"),
    "original_sha256": mark("file it was made from"),
    "label": mark("label"),
    "definition": mark("definition"),
    "value": mark("number"),
}


@dataclass(frozen=True)
class Piece:
    """A run of text that is the same in both, or only in the earlier (removed) or the later one (added)."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class FieldChange:
    """One field of an item, by its name in words."""

    name: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class ItemChange:
    """One source, entry or reason that came, went, or changed; `title` says which. Unchanged ones are left out."""

    kind: Literal["added", "removed", "changed", "moved"]
    title: str
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True)
class PartChange:
    """One part of the verdict that differs: text as `pieces`, lists as `items`."""

    part: str
    name: str
    pieces: tuple[Piece, ...] = ()
    items: tuple[ItemChange, ...] = ()


def compare(before: Mapping[str, Any] | None, after: Mapping[str, Any], names: Mapping[str, Words]) -> list[PartChange]:
    """The parts that differ, in the order of `names` (part to its name in words); without a `before`, all are new.

    Both are contents as `claims.verdicts.content.content_of` gives them.
    """
    earlier = before or {}
    return [
        _part(part, str(name), earlier.get(part), after.get(part))
        for part, name in names.items()
        if (earlier.get(part) or None) != (after.get(part) or None)
    ]


def words(before: str, after: str) -> tuple[Piece, ...]:
    """The difference of two texts: first by lines, then word by word where lines changed."""
    if before == after:
        return (Piece("same", before),) if before else ()
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    pieces: list[Piece] = []
    for tag, i, j, k, m in _line_steps(old, new):
        if tag == "equal":
            pieces.append(Piece("same", "".join(old[i:j])))
        else:
            pieces += _word_pieces("".join(old[i:j]), "".join(new[k:m]))
    return _joined(pieces)


def _line_steps(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    yield from SequenceMatcher(None, old, new, autojunk=len(old) + len(new) > 2_000).get_opcodes()


def _word_pieces(before: str, after: str) -> Iterator[Piece]:
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) > _MOST_WORDS or len(new) > _MOST_WORDS:
        yield Piece("removed", before)
        yield Piece("added", after)
        return
    for step in Indel.opcodes(old, new):
        if step.tag == "equal":
            yield Piece("same", "".join(old[step.src_start : step.src_end]))
        elif step.tag == "delete":
            yield Piece("removed", "".join(old[step.src_start : step.src_end]))
        else:
            yield Piece("added", "".join(new[step.dest_start : step.dest_end]))


def _joined(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Neighbours of one kind made one; words changed in a row become one removal and one addition."""
    joined: list[Piece] = []
    removed = added = ""
    merged = _merged(pieces)
    for place, piece in enumerate(merged):
        in_a_row = piece == Piece("same", " ") and (removed or added) and place < len(merged) - 1
        if piece.kind == "removed" or in_a_row:
            removed += piece.text
        if piece.kind == "added" or in_a_row:
            added += piece.text
        if piece.kind == "same" and not in_a_row:
            joined += [Piece("removed", removed), Piece("added", added), piece]
            removed = added = ""
    joined += [Piece("removed", removed), Piece("added", added)]
    return tuple(piece for piece in joined if piece.text)


def _merged(pieces: Sequence[Piece]) -> list[Piece]:
    merged: list[Piece] = []
    for piece in pieces:
        if not piece.text:
            continue
        if merged and merged[-1].kind == piece.kind:
            merged[-1] = Piece(piece.kind, merged[-1].text + piece.text)
        else:
            merged.append(piece)
    return merged


def _part(part: str, name: str, before: Any, after: Any) -> PartChange:
    match part:
        case "evidence":
            return PartChange(part, name, items=tuple(_sources(before or [], after or [])))
        case "figures":
            return PartChange(part, name, words(_figures(before or []), _figures(after or [])))
        case "tables":
            return PartChange(part, name, items=tuple(_tables(before or [], after or [])))
        case "pictures":
            return PartChange(part, name, items=tuple(_pictures(before or [], after or [])))
        case "contacts":
            return PartChange(part, name, items=tuple(_contacts(before or [], after or [])))
        case "waivers":
            return PartChange(part, name, items=tuple(_reasons(before or {}, after or {})))
        case "topics":
            return PartChange(part, name, items=tuple(_topics(before or [], after or [])))
        case "key_points":
            return PartChange(part, name, words("\n".join(before or []), "\n".join(after or [])))
        case "words_said":
            return PartChange(part, name, words(_quoted(before), _quoted(after)))
        case "rating" | "claimant":
            key = "label" if part == "rating" else "name"
            pieces = words(_said((before or {}).get(key)), _said((after or {}).get(key)))
            return PartChange(part, name, pieces, _inner(before, after, key))
    return PartChange(part, name, words(_said(before), _said(after)))


def _inner(before: Any, after: Any, key: str) -> tuple[ItemChange, ...]:
    """Where the same rating or claimant is described in other words."""
    if not before or not after or before.get(key) != after.get(key):
        return ()
    return (ItemChange("changed", after[key], _fields(before, after)),)


def _sources(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> Iterator[ItemChange]:
    old = {source["id"]: source for source in before}
    new = {source["id"]: source for source in after}
    for source in after:
        if source["id"] not in old:
            yield ItemChange("added", _title(source), _fields({}, source))
        elif fields := _fields(old[source["id"]], source):
            yield ItemChange("changed", _title(source), fields)
    for source in before:
        if source["id"] not in new:
            yield ItemChange("removed", _title(source))
    order = [source["id"] for source in before if source["id"] in new]
    if order != [source["id"] for source in after if source["id"] in old]:
        yield ItemChange("moved", _("The sources are in another order"))


def _pictures(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> Iterator[ItemChange]:
    old, new = ({picture["id"]: picture for picture in pictures} for pictures in (before, after))
    for key in [*old, *(key for key in new if key not in old)]:
        title = str(new.get(key, old.get(key, {})).get("alt") or _("A picture without a description"))
        if key not in new:
            yield ItemChange("removed", title)
        elif key not in old:
            yield ItemChange("added", title, _fields({}, new[key]))
        elif fields := _fields(old[key], new[key]):
            yield ItemChange("changed", title, fields)


def _figures(figures: Sequence[Mapping[str, Any]]) -> str:
    """The figures, one a line: what readers see, and what it was worked out from."""
    return "\n".join(
        f"{figure['shown']} = {figure['formula']} = {figure['value']} {figure['unit']}".rstrip() for figure in figures
    )


def _tables(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> Iterator[ItemChange]:
    old, new = ({table["id"]: table for table in tables} for tables in (before, after))
    for key in [*old, *(key for key in new if key not in old)]:
        title = str(new.get(key, old.get(key, {})).get("title", ""))
        if key not in new:
            yield ItemChange("removed", title)
        elif key not in old:
            yield ItemChange("added", title)
        elif old[key] != new[key]:
            yield ItemChange("changed", title, tuple(_cells(old[key], new[key])))


def _cells(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[FieldChange]:
    """What differs between two states of a table: its named cells one by one, and the rest of it as a whole."""
    old, new = ({cell["name"]: cell for cell in table["cells"]} for table in (before, after))
    for name in [*old, *(name for name in new if name not in old)]:
        was, now = (_cell(cells.get(name)) for cells in (old, new))
        if was != now:
            yield FieldChange(_("cell “%(name)s”") % {"name": name}, words(was, now))
    if before["rows"] != after["rows"]:
        yield FieldChange(_("the table"), words(_lines(before["rows"]), _lines(after["rows"])))


def _cell(cell: Mapping[str, Any] | None) -> str:
    return f"{', '.join(cell['texts'])} {cell['unit']} ({cell['place']})" if cell else ""


def _lines(rows: Sequence[Sequence[str]]) -> str:
    return "\n".join("\t".join(row) for row in rows)


def _contacts(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> Iterator[ItemChange]:
    left = [entry for entry in before if entry not in after]
    for entry in after:
        if entry in before:
            continue
        same = next((other for other in left if _entry(other) == _entry(entry)), None)
        if same is None:
            yield ItemChange("added", entry["whom"], _fields({}, entry))
        else:
            left.remove(same)
            yield ItemChange("changed", entry["whom"], _fields(same, entry))
    for entry in left:
        yield ItemChange("removed", entry["whom"])


def _entry(contact: Mapping[str, Any]) -> tuple[Any, Any]:
    return contact.get("whom"), contact.get("asked_at")


def _reasons(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[ItemChange]:
    for gate in sorted({*before, *after}):
        if before.get(gate) != after.get(gate):
            kind: Literal["added", "removed", "changed"] = (
                "added" if gate not in before else "removed" if gate not in after else "changed"
            )
            change = FieldChange(_("reason"), words(before.get(gate, ""), after.get(gate, "")))
            yield ItemChange(kind, str(ABOUT.get(gate, gate)), (change,))


def _topics(before: Sequence[Mapping[str, str]], after: Sequence[Mapping[str, str]]) -> Iterator[ItemChange]:
    old, new = ({topic["name"] for topic in topics} for topics in (before, after))
    for name in sorted(old ^ new):
        yield ItemChange("added" if name in new else "removed", name)


def _fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    return tuple(
        FieldChange(_(name), words(_said(before.get(field)), _said(after.get(field))))
        for field, name in FIELD_NAMES.items()
        if _said(before.get(field)) != _said(after.get(field))
    )


def _quoted(words_said: Mapping[str, Any] | None) -> str:
    if not words_said:
        return ""
    text = str(words_said["text"])
    return _("%(words)s (heard)") % {"words": text} if words_said["heard"] else text


def _title(source: Mapping[str, Any]) -> str:
    return str(source.get("title") or source.get("url") or _("A source without a title"))


def _said(value: Any) -> str:
    """A value as a reader would read it; of a kept copy, the time and the hash."""
    match value:
        case None | False:
            return ""
        case True:
            return _("yes")
        case {"before": str(before), "after": str(after)}:
            return _("%(before)s [the passage] %(after)s") % {"before": before, "after": after}
        case {"sha256": str(digest), "copied_at": str(at)}:
            return f"{at[:10]}, SHA-256 {digest[:12]}…"
    return str(MediaCategory(value).label) if value in MediaCategory else str(value)
