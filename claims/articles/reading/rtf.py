"""Rich Text Format: the words that are shown, out of groups and control words (Microsoft's specification 1.9.1)."""

import codecs
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Final

from claims.articles.reading.document import Draft, Unreadable
from claims.articles.reading.limits import MAX_TEXT_CHARACTERS
from claims.articles.reading.report import Dropped, Report
from claims.articles.reading.story import too_long
from claims.sentences import mark

BROKEN: Final = mark("That rich text file is damaged and can't be opened. Save it again, or paste its text.")
_TOKEN: Final = re.compile(
    rb"\\([A-Za-z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9A-Fa-f]{2})|\\([^A-Za-z'])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\"
)
# Destinations whose text is not the document's: tables of fonts and styles, pictures, heads and feet, instructions.
_NO_WORDS: Final = frozenset(
    "fonttbl colortbl stylesheet listtable listoverridetable rsidtbl generator pict object objdata header headerl"
    " headerr headerf footer footerl footerr footerf fldinst filetbl revtbl themedata colorschememapping datastore"
    " latentstyles xmlnstbl annotation atnid atnauthor atndate atnref bkmkstart bkmkend shppict nonshppict sp mmathPr"
    " pgptbl tc xe private operator company category keywords doccomm comment hlinkbase creatim revtim printim"
    " buptim".split()
)
_BREAKS: Final = {"par": "\n\n", "sect": "\n\n", "page": "\n\n", "line": "\n", "tab": " ", "row": "\n\n", "cell": " | "}
_SIGNS: Final = {
    "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
    "emspace": " ", "enspace": " ", "qmspace": " ", "~": "\u00a0", "_": "-", "-": "", "{": "{", "}": "}", "\\": "\\",
}  # fmt: skip
_DEEPEST: Final = 500


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits: where its words go (empty for nowhere), and why they would not be shown."""

    target: str = "body"
    hidden: bool = False
    struck: bool = False
    deleted: bool = False
    skips: int = 1
    """How many bytes stand for an older program after a letter written by its number."""


@dataclass
class _Reader:
    encoding: str = "cp1252"
    texts: dict[str, list[str]] = field(default_factory=lambda: {"body": [], "title": [], "author": [], "note": []})
    notes: list[str] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)
    states: list[_State] = field(default_factory=lambda: [_State()])
    pending: bytearray = field(default_factory=bytearray)
    size: int = 0

    def add(self, text: str) -> None:
        """Put words where the present group's go."""
        self.flush()
        state = self.states[-1]
        if not state.target or not text:
            return
        reasons = ((state.hidden, Dropped.HIDDEN), (state.struck, Dropped.STRUCK_OUT), (state.deleted, Dropped.DELETED))
        for holds, reason in reasons:
            if holds:
                self.dropped[reason.value] += bool(text.strip())
                return
        self.size += len(text)
        if self.size > 2 * MAX_TEXT_CHARACTERS:
            raise too_long()
        self.texts[state.target].append(text)

    def flush(self) -> None:
        """Turn collected bytes into letters: two of them may be one in East Asian encodings."""
        if self.pending:
            text, self.pending = bytes(self.pending).decode(self.encoding, "replace"), bytearray()
            self.add(text)


def read_rtf(data: bytes) -> Draft:
    """The words of a rich text file, its title and author; notes stand below the paragraph that they belong to."""
    reader = _Reader()
    skip, starred = 0, False
    for found in _TOKEN.finditer(data):
        word, number, code, sign, brace, plain = found.groups()
        state = reader.states[-1]
        if brace:
            reader.flush()
            if brace == b"{" and len(reader.states) < _DEEPEST:
                reader.states.append(state)
            elif brace == b"{":
                raise Unreadable(BROKEN)
            elif len(reader.states) > 1:
                _close(reader)
            skip, starred = 0, False
        elif code is not None:
            if skip:
                skip -= 1
            elif state.target:
                reader.pending.append(int(code, 16))
        elif plain is not None:
            text = plain[skip:]
            skip = max(0, skip - len(plain))
            if state.target:
                reader.pending += text
        elif sign is not None:
            starred = starred or sign == b"*"
            reader.add(_SIGNS.get(sign.decode("latin-1"), ""))
        elif word is not None:
            skip = _control(reader, word.decode(), None if number is None else int(number), starred) or 0
            starred = False
    reader.flush()
    return _draft(reader)


def _control(reader: _Reader, word: str, number: int | None, starred: bool) -> int:
    """Do what a control word says; how many bytes after it stand for older programs."""
    state = reader.states[-1]
    on = number != 0
    if word == "u" and number is not None:
        reader.add(chr(number % 0x10000))
        return state.skips
    if word in _BREAKS:
        reader.add(_BREAKS[word])
        if word == "par" and state.target == "body":
            _place_notes(reader)
    elif word in _SIGNS:
        reader.add(_SIGNS[word])
    elif word == "footnote":
        reader.flush()
        reader.texts["note"] = []
        reader.states[-1] = replace(state, target="note" if state.target == "body" else state.target)
    elif word in ("title", "author"):
        reader.states[-1] = replace(state, target=word if state.target == "info" else state.target)
    elif word == "info":
        reader.states[-1] = replace(state, target="info")
        reader.texts["info"] = []
    elif word in _NO_WORDS or (starred and word not in ("footnote", "shptxt")):
        reader.flush()
        reader.states[-1] = replace(state, target="")
    elif word in ("v", "strike", "striked", "deleted", "plain", "uc"):
        reader.flush()
        reader.states[-1] = _formatted(state, word, number, on)
    elif word == "ansicpg" and number:
        reader.encoding = _known(f"cp{number}")
    return 0


def _formatted(state: _State, word: str, number: int | None, on: bool) -> _State:
    if word == "v":
        return replace(state, hidden=on)
    if word in ("strike", "striked"):
        return replace(state, struck=on)
    if word == "deleted":
        return replace(state, deleted=on)
    if word == "uc":
        return replace(state, skips=min(number if number is not None else 1, 10))
    return replace(state, hidden=False, struck=False, deleted=False)


def _close(reader: _Reader) -> None:
    """Leave a group; a footnote's words wait for the end of the paragraph that they hang on."""
    ended = reader.states.pop()
    if ended.target == "note" and reader.states[-1].target != "note":
        reader.notes.append(" ".join("".join(reader.texts["note"]).split()))
        reader.texts["note"] = []


def _place_notes(reader: _Reader) -> None:
    for note in reader.notes:
        reader.texts["body"].append(f"{note}\n\n")
        reader.dropped["placed"] += 1
    reader.notes.clear()


def _known(encoding: str) -> str:
    try:
        return codecs.lookup("utf-8" if encoding == "cp65001" else encoding).name
    except LookupError:
        return "cp1252"


def _draft(reader: _Reader) -> Draft:
    reader.texts["body"].append("\n\n")
    _place_notes(reader)
    notes = reader.dropped.pop("placed", 0)
    # Letters beyond the first plane are written as two numbers.
    text = "".join(reader.texts["body"]).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    paragraphs = [part.strip(" |\n") for part in text.split("\n\n")]
    title, author = (" ".join("".join(reader.texts[name]).split()) for name in ("title", "author"))
    return Draft(
        body="\n\n".join(filter(None, paragraphs)),
        hinted_title=title,
        hinted_byline=author,
        report=Report(dropped=dict(reader.dropped), notes=notes),
    )
