"""What reading a document gives: the story apart from everything around it."""

from dataclasses import dataclass
from datetime import datetime

from claims.articles.reading.report import NOTHING_TO_SAY, Report
from claims.sentences import say


class Unreadable(Exception):
    """The document can't be read; ``message`` says why and what to do next."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = say(message)


class NoArticle(Unreadable):
    """The page is plainly no article; ``kind`` says what it is instead (`Doubt`), empty where that has no name."""

    def __init__(self, message: str, kind: str = "") -> None:
        super().__init__(message)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Cue:
    """Where in a recording what begins at ``offset`` of the text is said, in whole seconds from its start."""

    offset: int
    seconds: int


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """One read document. ``text`` is the story body alone, normalised; fields nobody found are empty.

    ``language`` is an ISO 639 code such as "en", ``source_format`` a word such as text, html or pdf. ``published_at``
    is midnight in UTC where ``published_is_day`` says that only a day is known. ``cues`` are in order of the text.
    """

    title: str
    deck: str
    byline: str
    author_note: str
    published_at: datetime | None
    language: str
    text: str
    source_format: str
    canonical_url: str = ""
    site_name: str = ""
    published_is_day: bool = False
    report: Report = NOTHING_TO_SAY
    cues: tuple[Cue, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """What one format's reader found, before the story is told apart from its furniture.

    ``body`` is paragraphs with one blank line between them, not yet normalised; ``title`` and ``deck`` are empty where
    the format does not mark them. The hinted ones come from a file's
    properties and count only where the text itself names none.
    """

    body: str
    title: str = ""
    deck: str = ""
    byline: str = ""
    hinted_title: str = ""
    hinted_byline: str = ""
    published_at: datetime | None = None
    language: str = ""
    canonical_url: str = ""
    site_name: str = ""
    published_is_day: bool = False
    report: Report = NOTHING_TO_SAY
    spoken: tuple[tuple[int, str], ...] = ()
    """What is said in a recording: the second it begins at and its words, in order and as they stand in ``body``."""
    is_spoken: bool = False
    """Whether all of ``body`` is said in a recording, so that nothing in it is a headline or a note."""
