"""Whose words follow a line's opening "NAME:", and which such openings name nobody.

Captions, kickers and lists open lines in the same way ("Storm:", "MEMBERS PRESENT:"). A label names a speaker
only where it holds a title, a role or a given name, where the text names that person elsewhere, or where
it comes again after another one, as the labels of a transcript do.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from claims.extraction import furniture
from claims.extraction.given_names import is_given_name
from claims.extraction.people import HONORIFICS, ROLES

# What may speak without a name.
_ROLE_NAMES: Final = frozenset(
    "interviewer moderator host presenter chair chairman chairwoman chairperson speaker audience unidentified operator narrator "
    "questioner anchor announcer clerk mayor president minister senator governor judge witness counsel treasurer secretary "
    "journalist reporter spokesman spokeswoman spokesperson commissioner councillor councilor alderman prosecutor defendant "
    "ambassador presidente presidenta président présidente präsident präsidentin ministro ministra ministre ministerin alcalde alcaldesa maire bürgermeister bürgermeisterin sindaco sindaca burgemeester prefeito prefeita moderador moderadora moderatore entrevistador entrevistadora journaliste periodista reporterin moderatorin kanzler kanzlerin".split()
)
# What qualifies a role and is none.
_QUALIFIERS: Final = frozenset(
    "former acting deputy vice police foreign first lady prime executive chief general hon leader".split()
)
_TITLES: Final = (HONORIFICS | ROLES | _ROLE_NAMES) - _QUALIFIERS
# "The Secretary of State for Transport (Dr. Petra Vang):", "Petra Vang (Harrow) (Lab):".
_IN_ROLE: Final = re.compile(
    r"^(?:>{1,3}\s*)?(?P<outside>[A-Z][\w.'’-]*(?:[ ,]+(?:[A-Z][\w.'’-]*|of|for|the|and|to|in|on|at|de|van|von)){0,14})"
    r"(?P<brackets>(?: \([^()]{2,60}\)){1,2})\s?(?P<mark>:)\s+(?=[\"“‘\w$€£\[—…])"
)
_LONG_ROLE: Final = re.compile(
    r"^(?:>{1,3}\s*)?(?P<name>(?:The )?[A-Z][\w.'’-]*(?: (?:[A-Z][\w.'’-]*|of|for|the|and|to|in)){1,14})\s?(?P<mark>:)"
    r"\s+(?=[\"“‘A-Z0-9$€£\[—…])"
)
_PERSON_WITH_TITLE: Final = re.compile(r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Dame|Lord|Lady|Baroness|Rev|Hon)\b\.? [A-Z]")
_FEWEST_LABELS: Final = 4
_WORD: Final = re.compile(r"[\w'’-]+")


@dataclass(frozen=True, slots=True)
class Label:
    """`name` and `mark` as bounds in the line; what is said begins at `end`."""

    name: tuple[int, int]
    mark: tuple[int, int]
    end: int


class SpeakerLabels:
    """Which openings of a text's lines name a speaker."""

    def __init__(self, text: str, lines: Iterable[str]) -> None:
        self._text = text
        shaped = [found for found in map(furniture.speaker_label, lines) if found is not None]
        keys = [_key(found["name"]) for found in shaped]
        # A label that comes again after another one is an alternation of speakers.
        self._transcript = any(
            key in keys[:place] and any(other != key for other in keys[keys.index(key) : place])
            for place, key in enumerate(keys)
        )
        self.is_transcript = self._transcript and len(keys) >= _FEWEST_LABELS
        """Whether people speak in turn here, so that the text is a debate or an interview."""
        self._known: dict[str, bool] = {}

    def find(self, line: str) -> Label | None:
        """The label that opens a line, or None where it names no speaker."""
        in_role = _IN_ROLE.match(line)
        if in_role is not None and _is_role(in_role["outside"]):
            inside = _PERSON_WITH_TITLE.search(line, *in_role.span("brackets"))
            name = in_role.span("outside")
            if inside is not None:
                name = (inside.start(), line.index(")", inside.start()))
            return Label(name, in_role.span("mark"), in_role.end())
        found = furniture.speaker_label(line)
        if found is None:
            found = _LONG_ROLE.match(line)
            if found is None or not _is_role(found["name"]):
                return None
        elif not self._is_speaker(found["name"]):
            return None
        return Label(found.span("name"), found.span("mark"), found.end())

    def statement_start(self, line: str) -> int:
        """Where a line's statement begins: after its list or thread mark, dateline and speaker's label."""
        start = furniture.marks_end(line)
        label = self.find(line[start:])
        return start + label.end if label is not None and start + label.end < len(line) else start

    def _is_speaker(self, name: str) -> bool:
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = self._judged(name)
        return known

    def _judged(self, name: str) -> bool:
        words = [word.strip(".").lower() for word in _WORD.findall(name.split("(")[0])]
        if not words or (words[0] in ("by", "the") and len(words) == 1):
            return False
        if _is_role(name) or (len(words) > 1 and is_given_name(words[0])):
            return True
        return self._transcript or self._is_named(words[-1])

    def _is_named(self, last: str) -> bool:
        """Whether the text names a person of this last name with a title or a given name."""
        for found in re.finditer(rf"\b([A-Z][\w'’-]+)\.? {re.escape(last)}\b", self._text, re.IGNORECASE):
            before = found[1].lower()
            if found.group().split()[-1][0].isupper() and (before in _TITLES or is_given_name(before)):
                return True
        return False


def _is_role(name: str) -> bool:
    words = [word.strip(".").lower() for word in _WORD.findall(name.split("(")[0])]
    return any(word in _TITLES for word in words) and words[0] != "by"


def _key(name: str) -> str:
    words = name.split("(")[0].replace(",", " ").split()
    return words[-1].lower() if words else ""
