"""Quoted stretches of a text, by their marks.

Quotations that run over several paragraphs open each paragraph with a mark and close
only the last; single marks count as quotation only where they cannot be apostrophes.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from claims.extraction.segment import Bounds

_CLOSERS = {
    "“": "”", "„": "“”", "«": "»", "‘": "’", "»": "«", "‚": "‘", "‹": "›", "「": "」", "『": "』", "”": "”",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quote:
    """`start:end` includes the marks. `continued` says that the quotation began in an earlier paragraph."""

    start: int
    end: int
    continued: bool = False
    open_ended: bool = False

    def covers(self, start: int, end: int) -> bool:
        """Whether the quotation and the stretch overlap."""
        return self.start < end and start < self.end


def find_quotes(text: str, paragraphs: Sequence[Bounds]) -> list[Quote]:
    """The quotations of a cleaned text, in order; linear in its length."""
    quotes: list[Quote] = []
    running = False
    for start, end in paragraphs:
        found, open_at = _scan(text, start, end)
        opens_quoted = bool(found and found[0][0] == start) or open_at == start
        for index, (left, right) in enumerate(found):
            quotes.append(Quote(left, right, continued=running and index == 0 and left == start))
        if open_at is not None:
            quotes.append(Quote(open_at, end, continued=running and open_at == start, open_ended=True))
        running = open_at is not None and (opens_quoted or bool(found) or open_at > start or running)
    return quotes


def _scan(text: str, start: int, end: int) -> tuple[list[Bounds], int | None]:
    found: list[Bounds] = []
    open_at: int | None = None
    closers = ""
    for match in re.finditer("[“”„«»\"‘’'‚‹›「」『』]", text[start:end]):
        position = start + match.start()
        mark = text[position]
        if open_at is not None:
            if mark in closers and _closes(text, position, mark, end):
                found.append((open_at, position + 1))
                open_at = None
            continue
        if mark == '"' and _opens(text, position, start, end):
            # Pasted text mixes straight and curly marks.
            open_at, closers = position, '"”'
        elif (
            mark in "“„«「『‹"
            or (mark in "»”‚" and _opens_alone(text, position, start, end))
            or (mark in "‘'" and _opens(text, position, start, end))
        ):
            if mark == "'" and not _has_single_close(text, position, end):
                continue
            open_at, closers = position, _CLOSERS.get(mark, "'")
            if mark == "“":
                closers = '”"'
    if open_at is not None and text[open_at] in "‘'":
        open_at = None
    return found, open_at


def _opens(text: str, position: int, start: int, end: int) -> bool:
    before = text[position - 1] if position > start else " "
    after = text[position + 1] if position + 1 < end else " "
    return not before.isalnum() and not after.isspace()


def _opens_alone(text: str, position: int, start: int, end: int) -> bool:
    """A mark that closes elsewhere ("»so«", ”så”) opens after a space, before a word, where its partner follows."""
    partner = _CLOSERS[text[position]]
    return _opens(text, position, start, end) and text.find(partner, position + 1, min(end, position + 1_500)) > 0


def _closes(text: str, position: int, mark: str, end: int) -> bool:
    if mark not in "’'":
        return True
    before = text[position - 1]
    after = text[position + 1] if position + 1 < end else " "
    return (
        not after.isalnum()
        and not before.isspace()
        and (before in ".,!?…" or not _is_plural_possessive(text, position, end))
    )


def _is_plural_possessive(text: str, position: int, end: int) -> bool:
    # "workers' rights": an s before, a lower-case word after, and a later mark that can close.
    return (
        text[position - 1] == "s"
        and bool(re.match(r" [a-z]", text[position + 1 : position + 3]))
        and bool(re.search(r"[.,!?…\w][’'](?!\w)", text[position + 1 : min(end, position + 200)]))
    )


def _has_single_close(text: str, position: int, end: int) -> bool:
    if re.match(r"'(?:\d0s|tis|twas|em|til|cause|n)\b", text[position : position + 8], re.IGNORECASE):
        return False
    return bool(re.search(r"[\w.,!?…]'(?!\w)", text[position + 1 : min(end, position + 400)]))
