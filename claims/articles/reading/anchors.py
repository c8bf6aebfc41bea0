"""Anchors into a text, and how they are carried over to the next version of it.

An anchor is a W3C Web Annotation TextPositionSelector (``start``, ``end`` in code points) and a TextQuoteSelector
(``exact``, ``prefix``, ``suffix``) of the same place.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

CONTEXT_CHARACTERS = 32
FUZZY_THRESHOLD = 0.75
"""A changed passage is the same one if at least this much of it stayed (normalised InDel similarity, 0 to 1)."""

_GRAM = 5
_MOST_PLACES = 12  # grams found more often say little about where a passage went
_MOST_OCCURRENCES = 64
_MOST_WINDOWS = 4
_DIAGONAL = 48
_TELLING = 10  # so many characters of context are no coincidence a few words away
# A place where a word or, in scripts written without spaces, a character begins or ends.
_EDGE = re.compile(r"(?<!\w)(?=\w)|(?<=\w)(?!\w)|(?<=[^\w\s])|(?=[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff])|$")


class Outcome(StrEnum):
    """What became of an anchor."""

    EXACT = "exact"
    MOVED = "moved"
    FUZZY = "fuzzy"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A passage by its place and by its words."""

    start: int
    end: int
    exact: str
    prefix: str
    suffix: str


@dataclass(frozen=True, slots=True)
class Carried:
    """Where an anchor is in the new text. ``similarity`` is 1 for exact and moved; lost ones have -1, -1, "" and 0."""

    outcome: Outcome
    start: int
    end: int
    exact: str
    similarity: float


type _Span = tuple[int, int]

_LOST = Carried(Outcome.LOST, -1, -1, "", 0.0)


def make_anchor(text: str, start: int, end: int) -> Anchor:
    """The anchor of ``text[start:end]``; ValueError unless that is a non-empty part of the text."""
    if not 0 <= start < end <= len(text):
        raise ValueError(f"{start}:{end} is no part of a text of {len(text)} characters")
    return Anchor(
        start=start,
        end=end,
        exact=text[start:end],
        prefix=text[max(0, start - CONTEXT_CHARACTERS) : start],
        suffix=text[end : end + CONTEXT_CHARACTERS],
    )


def carry_over(old_text: str, new_text: str, anchors: Sequence[Anchor]) -> list[Carried]:
    """Find each anchor of ``old_text`` again in ``new_text``; the answers are in the order of ``anchors``.

    *exact*: the same words at the same place. *moved*: the same words elsewhere; among several places the one whose
    context fits best, each place given to one passage only. *fuzzy*: changed words, at least ``FUZZY_THRESHOLD``
    alike, that were not in the old text as a passage of their own. *lost*: none of these.
    """
    carried: dict[_Span, Carried] = {}
    quotes: dict[str, list[Anchor]] = defaultdict(list)
    for anchor in {(anchor.start, anchor.end): anchor for anchor in anchors}.values():
        quotes[anchor.exact].append(anchor)
    shift = _Shift(old_text, new_text)
    for exact, same in quotes.items():
        carried.update(_places(old_text, new_text, exact, same, shift))
    taken = {(found.start, found.end) for found in carried.values()}
    missing = [anchor for same in quotes.values() for anchor in same if (anchor.start, anchor.end) not in carried]
    if missing:
        grams = _gram_places(new_text)
        proposals = [(found, anchor) for anchor in missing for found in _alike(old_text, new_text, anchor, grams)]
        # The likest first, so that no passage takes the place of one that fits it better.
        for found, anchor in sorted(proposals, key=lambda pair: -pair[0].similarity):
            place = (anchor.start, anchor.end)
            if place not in carried and (found.start, found.end) not in taken:
                carried[place] = found
                taken.add((found.start, found.end))
    return [carried.get((anchor.start, anchor.end), _LOST) for anchor in anchors]


class _Shift:
    """Roughly where a place of the old text is in the new one, from what both texts share at either end."""

    def __init__(self, old: str, new: str) -> None:
        self._old, self._new = len(old), len(new)
        self._head = _common_prefix(old, new)
        self._tail = min(_common_prefix(old[::-1], new[::-1]), min(self._old, self._new) - self._head)

    def __call__(self, place: int) -> int:
        if place <= self._head:
            return place
        if place >= self._old - self._tail:
            return place + self._new - self._old
        middle = self._old - self._tail - self._head
        return self._head + (place - self._head) * (self._new - self._tail - self._head) // middle


def _common_prefix(one: str, other: str) -> int:
    """How many first characters are the same, by halving, so that the comparing is done in C."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _places(
    old_text: str, new_text: str, exact: str, anchors: Sequence[Anchor], shift: _Shift
) -> Iterator[tuple[_Span, Carried]]:
    """The same words in the new text, for all anchors with these words.

    All occurrences in the old text compete, those without an anchor too: when one of two is cut, the anchor on it must
    not slip over to the other. Of words that stand nearly everywhere only the nearest occurrences are looked at.
    """
    length = len(exact)
    anchored = {anchor.start for anchor in anchors}
    pairs: set[tuple[int, int]] = set()
    for anchor in anchors:
        new_places = _occurrences(new_text, exact, shift(anchor.start))
        if not new_places:
            return
        old_places = _occurrences(old_text, exact, anchor.start)
        if len(old_places) + len(new_places) > _MOST_OCCURRENCES:
            old_places = [anchor.start]
        pairs.update((old, new) for old in {anchor.start, *old_places} for new in new_places)

    def rank(pair: tuple[int, int]) -> tuple[int, bool, int, int]:
        old, new = pair
        return -_shared_context(old_text, old, new_text, new, length), old != new, abs(new - shift(old)), old

    done_old: set[int] = set()
    done_new: set[int] = set()
    for old, new in sorted(pairs, key=rank):
        if old in done_old or new in done_new:
            continue
        done_old.add(old)
        done_new.add(new)
        if old in anchored:
            outcome = Outcome.EXACT if old == new else Outcome.MOVED
            yield (old, old + length), Carried(outcome, new, new + length, exact, 1.0)


def _shared_context(old_text: str, old: int, new_text: str, new: int, length: int) -> int:
    """How many characters right before and right after are the same, at most the context on both sides."""
    before = _common_prefix(_reversed_before(old_text, old), _reversed_before(new_text, new))
    after = _common_prefix(
        old_text[old + length : old + length + CONTEXT_CHARACTERS],
        new_text[new + length : new + length + CONTEXT_CHARACTERS],
    )
    return before + after


def _reversed_before(text: str, place: int) -> str:
    return text[max(0, place - CONTEXT_CHARACTERS) : place][::-1]


def _occurrences(text: str, words: str, near: int) -> list[int]:
    """Where ``words`` stand in ``text``, at most so many on either side of ``near``."""
    found: list[int] = []
    place = text.find(words, near)
    while place >= 0 and len(found) < _MOST_OCCURRENCES // 2:
        found.append(place)
        place = text.find(words, place + 1)
    most = len(found) + _MOST_OCCURRENCES // 2
    place = text.rfind(words, 0, max(0, near) + len(words) - 1)
    while place >= 0 and len(found) < most:
        found.append(place)
        place = text.rfind(words, 0, place + len(words) - 1)
    return found


def _gram_places(text: str) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for place in range(len(text) - _GRAM + 1):
        found = places[text[place : place + _GRAM]]
        if len(found) <= _MOST_PLACES:
            found.append(place)
    return places


def _alike(old_text: str, new_text: str, anchor: Anchor, grams: dict[str, list[int]]) -> list[Carried]:
    """Passages of the new text that the anchor's words may have become, those above the threshold."""
    exact, length = anchor.exact, len(anchor.exact)
    votes: Counter[int] = Counter()
    for offset in range(length - _GRAM + 1):
        places = grams.get(exact[offset : offset + _GRAM], ())
        if len(places) <= _MOST_PLACES:
            votes.update({(place - offset) // _DIAGONAL for place in places})
    found: list[Carried] = []
    windows = votes.most_common(_MOST_WINDOWS)
    for diagonal, count in windows:
        # Neighbouring diagonals are one window, and one with far fewer votes is chance.
        if count < 0.4 * windows[0][1] or votes[diagonal - 1] > count:
            continue
        start, end = _best_span(new_text, anchor, diagonal * _DIAGONAL)
        words = new_text[start:end]
        similarity = fuzz.ratio(exact, words) / 100
        if similarity >= FUZZY_THRESHOLD and not _stood_elsewhere(old_text, words, anchor):
            found.append(Carried(Outcome.FUZZY, start, end, words, round(similarity, 4)))
    return found


def _best_span(text: str, anchor: Anchor, about: int) -> _Span:
    """The span near ``about`` that is most like the anchor's words among those that begin and end with words."""
    exact = anchor.exact
    slack = max(64, len(exact) // 3)
    first, last = max(0, about - slack), min(len(text), about + len(exact) + _DIAGONAL + slack)
    nearest = fuzz.partial_ratio_alignment(exact, text[first:last], score_cutoff=60)
    edges = [match.start() for match in _EDGE.finditer(text, first, last)]
    if nearest is None or len(edges) < 2:
        return first, first
    start, end = first + nearest.dest_start, first + nearest.dest_end

    def likeness(start: int, end: int) -> tuple[float, int]:
        return fuzz.ratio(exact, text[start:end]), start - end

    # The best end for this start, then the best start for this end, until neither changes.
    for _round in range(3):
        before = (start, end)
        ends = [edge for edge in edges if edge > start]
        end = max(ends, key=lambda edge: likeness(start, edge), default=end)
        starts = [edge for edge in edges if edge < end]
        start = max(starts, key=lambda edge: likeness(edge, end), default=start)
        if (start, end) == before:
            break
    return _trimmed(text, *_between_context(text, anchor, start, end))


def _between_context(text: str, anchor: Anchor, start: int, end: int) -> _Span:
    """The span widened or narrowed to where the anchor's context ends and begins, if that is close by.

    When a passage's first or last word is what changed, likeness alone would leave the new word out.
    """
    near = 48
    before = anchor.prefix.rstrip()[-_TELLING:]
    after = anchor.suffix.lstrip()[:_TELLING]
    if len(before) == _TELLING:
        place = text.rfind(before, max(0, start - near - _TELLING), min(end, start + near))
        if place >= 0:
            start = place + _TELLING
    if len(after) == _TELLING:
        place = text.find(after, max(start + 1, end - near), end + near + _TELLING)
        if place >= 0:
            end = place
    return start, end


def _trimmed(text: str, start: int, end: int) -> _Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _stood_elsewhere(old_text: str, words: str, anchor: Anchor) -> bool:
    """Whether these words were in the old text already, outside the anchor: then they are another passage."""
    place = old_text.find(words)
    while place >= 0:
        if place >= anchor.end or place + len(words) <= anchor.start:
            return True
        place = old_text.find(words, place + 1)
    return False
