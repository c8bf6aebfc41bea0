"""Two versions of an explanation as pairs of paragraphs, with the words that changed marked inside the Markdown.

Plain data in and out. The marks are characters that no text has; `markdown.render_marked` turns them into HTML.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from rapidfuzz.distance import Indel

from claims.verdicts.diffing import Kind, Piece, words
from claims.verdicts.markdown import MARK_BEGIN, MARK_END, without_marks

ALIKE: Final = 0.6
"""From this similarity on, two paragraphs are one that was changed; below it, one went and another came."""
_FENCE = re.compile(r"^\s*(```|~~~)")
_WORD = re.compile(r"\w+(?:[’'.,-]\w+)*")
_BETWEEN = re.compile(f"{MARK_END}([ ]*){MARK_BEGIN}")


@dataclass(frozen=True)
class Pair:
    """A paragraph before and after, as Markdown with marks around what went (before) and what came (after)."""

    before: str
    after: str


@dataclass(frozen=True)
class Paragraphs:
    """The paragraphs that differ, in their order, and how many are the same."""

    changed: Sequence[Pair]
    unchanged: int


def compare_paragraphs(before: str, after: str) -> Paragraphs:
    """What differs between two Markdown texts, paragraph by paragraph."""
    old, new = blocks(without_marks(before)), blocks(without_marks(after))
    changed: list[Pair] = []
    unchanged = 0
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            unchanged += j - i
        else:
            changed += _pairs(old[i:j], new[k:m])
    return Paragraphs(changed, unchanged)


def blocks(text: str) -> list[str]:
    """The text at its blank lines, with what stands between fences in one piece."""
    blocks: list[str] = []
    lines: list[str] = []
    fenced = False
    for line in text.splitlines():
        fenced ^= bool(_FENCE.match(line))
        if line.strip() or fenced:
            lines.append(line)
        elif lines:
            blocks.append("\n".join(lines))
            lines = []
    return [*blocks, "\n".join(lines)] if lines else blocks


def _pairs(old: Sequence[str], new: Sequence[str]) -> Iterator[Pair]:
    """Each old paragraph beside the next new one that is like it; the others stand alone."""
    left = list(new)
    for before in old:
        place = next((at for at, after in enumerate(left) if _alike(before, after)), None)
        if place is None:
            yield Pair(_marked(before), "")
            continue
        yield from (Pair("", _marked(after)) for after in left[:place])
        pieces = words(before, left[place])
        yield Pair(_side(pieces, "removed"), _side(pieces, "added"))
        left = left[place + 1 :]
    yield from (Pair("", _marked(after)) for after in left)


def _side(pieces: Sequence[Piece], kind: Kind) -> str:
    """One of the two texts again, with what is in it alone marked."""
    here = [piece for piece in pieces if piece.kind in ("same", kind)]
    return "".join(piece.text if piece.kind == "same" else _marked(piece.text) for piece in here)


def _alike(before: str, after: str) -> bool:
    return Indel.normalized_similarity(before, after) >= ALIKE


def _marked(text: str) -> str:
    """Marks around each word, so that none encloses a piece of Markdown's own signs; neighbours share theirs."""
    marked = _WORD.sub(lambda word: f"{MARK_BEGIN}{word[0]}{MARK_END}", text)
    return _BETWEEN.sub(r"\1", marked)
