"""Documents to stories: text, Markdown, web pages, PDF and Word files. Pure Python, no Django."""

from claims.articles.reading.document import ReadDocument, Unreadable
from claims.articles.reading.guarded import read_document
from claims.articles.reading.limits import MAX_TEXT_CHARACTERS, MAX_UPLOAD_BYTES, MIN_TEXT_CHARACTERS
from claims.articles.reading.normal_form import normalise, text_sha256
from claims.articles.reading.read import read_pasted

__all__ = [
    "MAX_TEXT_CHARACTERS",
    "MAX_UPLOAD_BYTES",
    "MIN_TEXT_CHARACTERS",
    "ReadDocument",
    "Unreadable",
    "normalise",
    "read_document",
    "read_pasted",
    "text_sha256",
]
