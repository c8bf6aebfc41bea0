"""Which kind of document it is, and the reader for it."""

import re
from dataclasses import replace
from pathlib import PurePath

from claims.articles.reading.cues import is_subtitles, read_speech_json, read_subtitles
from claims.articles.reading.document import Draft, ReadDocument, Unreadable
from claims.articles.reading.docx import read_docx
from claims.articles.reading.encoding import decode
from claims.articles.reading.html import read_html
from claims.articles.reading.letter import read_eml
from claims.articles.reading.limits import MAX_MARKDOWN_CHARACTERS, MAX_TEXT_CHARACTERS, MAX_UPLOAD_BYTES
from claims.articles.reading.markdown import read_markdown
from claims.articles.reading.packages import EPUB, ODT, packed_kind, read_epub, read_odt
from claims.articles.reading.pdf import read_pdf
from claims.articles.reading.rtf import read_rtf
from claims.articles.reading.story import TOO_SHORT, tell_story, too_long
from claims.articles.reading.timed_lines import read_timed_lines
from claims.fetching.sniffing import BEFORE_HTML
from claims.sentences import mark, say

EMPTY = mark("That file is empty. Choose another one, or paste the text.")
TOO_LARGE = mark("That file is larger than %(most)s MB. Upload the article alone, or paste its text.")
OLD_WORD = mark(
    "That is an old or password-protected Word file. Save it as .docx without a password, or paste its text."
)
OTHER_KIND = mark(
    "Files of the kind %(kind)s can't be read. Upload .txt, .md, .html, .pdf, .docx, .odt, .rtf, .epub, .srt or .vtt, "
    "or paste the text."
)
NO_TRANSCRIPT = mark(
    "That JSON is no transcript that a speech recognition wrote. Upload the article, or paste its text."
)
MISNAMED = mark("That file is named %(kind)s but is something else inside. Check the file, or paste the text.")

_HTML_NAMES = frozenset({".html", ".htm", ".xhtml"})
_MARKDOWN_NAMES = frozenset({".md", ".markdown"})
_PACKED_NAMES = frozenset({".docx", ".odt", ".epub"})
_SPOKEN_NAMES = frozenset({".srt", ".vtt", ".json"})
_TEXT_NAMES = frozenset({"", ".txt", ".text"})
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_MARKDOWN_TYPES = frozenset({"text/markdown", "text/x-markdown"})
_HTML_START = re.compile(r"\ufeff?" + BEFORE_HTML + r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_PDF_WITHIN = 1024  # readers have always allowed for some bytes before the mark


def warm_up() -> None:
    """Load what reading needs, for a process that lets its children begin with it."""
    import docx  # noqa: F401
    import pypdf  # noqa: F401

    read_here(data=b"<html><body><article><h1>A bridge</h1><p>It was opened on Monday.</p></article></body></html>")


def read_here(
    *,
    data: bytes,
    filename: str = "",
    content_type: str = "",
    url: str = "",
    charset: str = "",
) -> ReadDocument:
    """Read a document of any kind that is read at all, in this very process: `read_document` asks for it.

    What is inside decides first, then the name, then ``content_type``. ``url`` is where it was read, if anywhere;
    ``charset`` what the server said. Raises ``Unreadable`` with a sentence for the form.
    """
    if not data.strip():
        raise Unreadable(EMPTY)
    if len(data) > MAX_UPLOAD_BYTES:
        raise Unreadable(say(TOO_LARGE, most=MAX_UPLOAD_BYTES // 1_000_000))
    suffix = PurePath(filename.replace("\\", "/")).suffix.lower()
    kind = content_type.partition(";")[0].strip().lower()
    if b"%PDF-" in data[:_PDF_WITHIN] and (data.startswith(b"%PDF-") or suffix == ".pdf"):
        return tell_story(read_pdf(data), source_format="pdf")
    if data.startswith(b"PK\x03\x04"):
        return _packed(data)
    if suffix == ".eml" or kind == "message/rfc822":
        return tell_story(read_eml(data), source_format="letter")
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise Unreadable(OLD_WORD)
    if data.startswith(b"{\\rtf"):
        return tell_story(read_rtf(data), source_format="rtf")
    if suffix in _PACKED_NAMES | {".pdf", ".rtf"}:
        raise Unreadable(say(MISNAMED, kind=suffix))
    is_html = suffix in _HTML_NAMES or (kind in _HTML_TYPES and suffix not in _MARKDOWN_NAMES | {".txt"})
    is_markdown = suffix in _MARKDOWN_NAMES or (kind in _MARKDOWN_TYPES and suffix in _TEXT_NAMES)
    if not (is_html or is_markdown or suffix in _TEXT_NAMES | _SPOKEN_NAMES or url):
        raise Unreadable(say(OTHER_KIND, kind=suffix))
    text = decode(data, charset=charset, is_html=is_html or b"<html" in data[:2048].lower())
    if is_html or _HTML_START.match(text):
        return tell_story(read_html(text, url=url), source_format="html")
    if spoken := _spoken(text, suffix):
        kind = suffix.removeprefix(".") if suffix in _SPOKEN_NAMES else "transcript"
        return tell_story(replace(spoken, hinted_title=_name_of(filename)), source_format=kind)
    # Hostile markup costs the parser far more than prose; beyond any article's length the signs may stay in the text.
    if is_markdown and len(text) <= MAX_MARKDOWN_CHARACTERS:
        return tell_story(read_markdown(text), source_format="markdown")
    return tell_story(Draft(body=text), source_format="text")


def _packed(data: bytes) -> ReadDocument:
    kind = packed_kind(data)
    if kind == EPUB:
        return tell_story(read_epub(data), source_format="epub")
    if kind == ODT:
        return tell_story(read_odt(data), source_format="odt")
    return tell_story(read_docx(data), source_format="docx")


def _spoken(text: str, suffix: str) -> Draft | None:
    """The words of a transcript with times, in any of its forms; None for other texts."""
    if suffix in {".srt", ".vtt"} or is_subtitles(text):
        return read_subtitles(text)
    if suffix == ".json":
        if (draft := read_speech_json(text)) is None:
            raise Unreadable(NO_TRANSCRIPT)
        return draft
    return read_timed_lines(text) if suffix in _TEXT_NAMES else None


def _name_of(filename: str) -> str:
    """A file's name as words, for recordings, which have no headline."""
    return re.sub(r"[_\s]+", " ", PurePath(filename.replace("\\", "/")).stem).strip()


def read_pasted(text: str, title: str = "") -> ReadDocument:
    """Read pasted text, laid out as a plain text file would be; ``title`` if the person gave one."""
    if not text.strip():
        raise Unreadable(TOO_SHORT)
    if len(text) > 2 * MAX_TEXT_CHARACTERS:
        raise too_long()
    if spoken := _spoken(text, ""):
        return tell_story(replace(spoken, title=title), source_format="transcript")
    return tell_story(Draft(body=text, title=title), source_format="text")
