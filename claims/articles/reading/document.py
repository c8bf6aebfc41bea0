"""What reading a document gives: the story apart from everything around it."""

from dataclasses import dataclass
from datetime import datetime


class Unreadable(Exception):
    """The document can't be read; ``message`` says why and what to do next."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """One read document. ``text`` is the story body alone, normalised; fields nobody found are empty.

    ``language`` is an ISO 639 code such as "en", ``source_format`` one of text, markdown, html, pdf, docx.
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
