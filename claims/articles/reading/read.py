"""Which kind of document it is, and the reader for it."""

import re
from pathlib import PurePath

from claims.articles.reading.document import Draft, ReadDocument, Unreadable
from claims.articles.reading.docx import read_docx
from claims.articles.reading.encoding import decode
from claims.articles.reading.html import read_html
from claims.articles.reading.limits import MAX_MARKDOWN_CHARACTERS, MAX_TEXT_CHARACTERS, MAX_UPLOAD_BYTES
from claims.articles.reading.markdown import read_markdown
from claims.articles.reading.pdf import read_pdf
from claims.articles.reading.story import TOO_LONG, TOO_SHORT, tell_story

EMPTY = "That file is empty. Choose another one, or paste the text."
TOO_LARGE = f"That file is larger than {MAX_UPLOAD_BYTES // 1_000_000} MB. Upload the article alone, or paste its text."
OLD_WORD = "That is an old or password-protected Word file. Save it as .docx without a password, or paste its text."
RICH_TEXT = "That is a rich text file (.rtf). Save it as .docx or .txt, or paste its text."
OTHER_KIND = "Files of the kind {kind} can't be read. Upload .txt, .md, .html, .pdf or .docx, or paste the text."
MISNAMED = "That file is named {kind} but is something else inside. Check the file, or paste the text."

_HTML_NAMES = frozenset({".html", ".htm", ".xhtml"})
_MARKDOWN_NAMES = frozenset({".md", ".markdown"})
_TEXT_NAMES = frozenset({"", ".txt", ".text"})
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_MARKDOWN_TYPES = frozenset({"text/markdown", "text/x-markdown"})
_HTML_START = re.compile(
    r"\ufeff?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_PDF_WITHIN = 1024  # readers have always allowed for some bytes before the mark


def read_document(
    *, data: bytes, filename: str = "", content_type: str = "", url: str = "", charset: str = ""
) -> ReadDocument:
    """Read an uploaded or fetched document of the kinds .txt, .md, .html, .pdf and .docx.

    What is inside decides first, then the name, then ``content_type``. ``url`` is where it was read, if anywhere;
    ``charset`` what the server said. Raises ``Unreadable`` with a sentence for the form.
    """
    if not data.strip():
        raise Unreadable(EMPTY)
    if len(data) > MAX_UPLOAD_BYTES:
        raise Unreadable(TOO_LARGE)
    suffix = PurePath(filename.replace("\\", "/")).suffix.lower()
    kind = content_type.partition(";")[0].strip().lower()
    if b"%PDF-" in data[:_PDF_WITHIN] and (data.startswith(b"%PDF-") or suffix == ".pdf"):
        return tell_story(read_pdf(data), source_format="pdf")
    if data.startswith(b"PK\x03\x04"):
        return tell_story(read_docx(data), source_format="docx")
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise Unreadable(OLD_WORD)
    if data.startswith(b"{\\rtf"):
        raise Unreadable(RICH_TEXT)
    if suffix in {".pdf", ".docx"}:
        raise Unreadable(MISNAMED.format(kind=suffix))
    is_html = suffix in _HTML_NAMES or (kind in _HTML_TYPES and suffix not in _MARKDOWN_NAMES | {".txt"})
    is_markdown = suffix in _MARKDOWN_NAMES or (kind in _MARKDOWN_TYPES and suffix in _TEXT_NAMES)
    if not (is_html or is_markdown or suffix in _TEXT_NAMES or url):
        raise Unreadable(OTHER_KIND.format(kind=suffix))
    text = decode(data, charset=charset, is_html=is_html or b"<html" in data[:2048].lower())
    if is_html or _HTML_START.match(text):
        return tell_story(read_html(text, url=url), source_format="html")
    # Hostile markup costs the parser far more than prose; beyond any article's length the signs may stay in the text.
    if is_markdown and len(text) <= MAX_MARKDOWN_CHARACTERS:
        return tell_story(read_markdown(text), source_format="markdown")
    return tell_story(Draft(body=text), source_format="text")


def read_pasted(text: str, title: str = "") -> ReadDocument:
    """Read pasted text, laid out as a plain text file would be; ``title`` if the person gave one."""
    if not text.strip():
        raise Unreadable(TOO_SHORT)
    if len(text) > 2 * MAX_TEXT_CHARACTERS:
        raise Unreadable(TOO_LONG)
    return tell_story(Draft(body=text, title=title), source_format="text")
