"""The plain data that the extraction stages exchange.

Every `start` and `end` is a code-point offset, `end` exclusive, and
`text[start:end]` of the text given to the stage is the span's own `text`.
"""

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["direct", "indirect", "mixed", ""]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text, with a copy of what stands there."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence, or a line that stands for one (a heading, a list item)."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Signal:
    """A reason, in words for an editor, why a sentence ranks where it does.

    `weight` is the sign and rough size of its pull on the rank: positive lifts, negative lowers.
    """

    code: str
    label: str
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who is said to have said what.

    `source` is the span that names the source where the attribution is made;
    `speaker` is the fullest name found for it in the article. `parts` holds the
    stretches of a content that is interrupted by its cue; `content` is then the
    longest of them.
    """

    source: Span | None
    cue: Span
    content: Span
    kind: Kind
    hedged: bool
    confidence: float
    speaker: str = ""
    carried: bool = False
    parts: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """A check-worthiness probability, the verdict at the shipped threshold, and the reasons."""

    score: float
    checkworthy: bool
    signals: tuple[Signal, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that an editor may want checked.

    `speaker` is empty for the article's own assertion. `speaker_span` is where the
    speaker is named beside the cue. `quoted` says that words of the candidate stand
    in quotation marks; `carried` that the speaker was carried over from another sentence.
    """

    start: int
    end: int
    text: str
    score: float
    signals: tuple[Signal, ...] = ()
    speaker: str = ""
    speaker_span: Span | None = None
    cue: str = ""
    kind: Kind = ""
    hedged: bool = False
    quoted: bool = False
    carried: bool = False
    checkworthy: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """The parts of a text laid out as an article; offsets are into that text.

    `title`, `deck`, `byline` and `author_note` are empty where none was found.
    `byline` is the author's name without "By" or "Author:". The story runs from
    `body_start` to `body_end`; `furniture` lists every span that is no story text.
    """

    title: str
    deck: str
    byline: str
    author_note: str
    body_start: int
    body_end: int
    title_span: Span | None = None
    deck_span: Span | None = None
    byline_span: Span | None = None
    author_note_span: Span | None = None
    date_line: str = ""
    furniture: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class ExtractionResult:
    """What the pipeline found in a text; candidates are in rank order, best first."""

    candidates: tuple[Candidate, ...]
    language: str
    sentences_total: int
    versions: dict[str, str]
    notes: tuple[str, ...] = ()
    layout: Layout | None = None
    stopped: bool = field(default=False)
    extractor: str = ""
    """Name, version and language of what found them, and how it ranks where it is not calibrated."""
