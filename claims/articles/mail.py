"""A letter to the desk as articles: its attachments, or else its own words. No database, and no mail server.

The letter is read by the standard library; what is inside its parts is read by the readers of every other document.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage, Message
from email.utils import getaddresses
from functools import partial
from pathlib import PurePosixPath
from typing import Final

from claims.articles.reading import ReadDocument, Unreadable, read_document
from claims.articles.reading.encoding import decode
from claims.articles.sources import DOCUMENT_SUFFIXES

LARGEST_LETTER: Final = 30_000_000
MOST_PARTS: Final = 100
MOST_DOCUMENTS: Final = 20
LONGEST_TITLE: Final = 500
_PREFIXES: Final = re.compile(r"^(?:(?:re|aw|fw|fwd|wg|tr)\s*(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE)
_LINK_ALONE: Final = re.compile(r"\s*<?(https?://\S+?)>?\s*(?:\n-- \n.*)?", re.DOTALL)


class NoLetter(Exception):
    """The message as a whole cannot be read; the text is a sentence for its sender."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Part:
    """A document in a letter: its name for people, and how to read it (raises Unreadable)."""

    name: str
    read: Callable[[], ReadDocument]


@dataclass(frozen=True)
class Letter:
    """What a message holds: who says they sent it, whether a program did, and the articles, or the link, in it."""

    sender: str
    automatic: bool
    link: str
    parts: tuple[Part, ...]


def read_letter(data: bytes) -> Letter:
    """The letter in the bytes of an RFC 5322 message; NoLetter where it is none or holds too much."""
    if len(data) > LARGEST_LETTER:
        raise NoLetter(f"The message is larger than {LARGEST_LETTER // 1_000_000} MB. Send the article alone.")
    try:
        message = message_from_bytes(data, policy=policy.default.clone(raise_on_defect=False))
        leaves = list(_leaves(message))
        senders = getaddresses([str(value) for value in message.get_all("from", [])])
        subject = _line(str(message.get("subject", "")))
        automatic = _is_automatic(message)
    except (MessageError, ValueError, LookupError, TypeError, RecursionError, IndexError) as error:
        raise NoLetter("The message cannot be read. Send it again as plain text, or paste the article.") from error
    if len(senders) != 1 or "@" not in senders[0][1]:
        raise NoLetter("The message does not say in one address who sent it.")
    attached = [leaf for leaf in leaves if _suffix(leaf) in DOCUMENT_SUFFIXES and _is_attached(leaf)]
    if len(attached) > MOST_DOCUMENTS:
        raise NoLetter(f"The message has more than {MOST_DOCUMENTS} documents attached. Send it in parts.")
    if attached:
        found = tuple(Part(_name(leaf), partial(_read_attached, leaf)) for leaf in attached)
        return Letter(senders[0][1].lower(), automatic, "", found)
    words = [leaf for leaf in leaves if leaf.get_content_maintype() == "text" and not _is_attached(leaf)]
    link = _link_in(words)
    body = () if link else (Part("the message", partial(_read_words, words, subject)),)
    return Letter(senders[0][1].lower(), automatic, link, body)


def _leaves(message: Message) -> Iterator[EmailMessage]:
    """Every part that holds something itself, in order."""
    for count, part in enumerate(message.walk()):
        if count >= MOST_PARTS:
            raise NoLetter(f"The message has more than {MOST_PARTS} parts. Send the article alone.")
        if not part.is_multipart() and isinstance(part, EmailMessage):
            yield part


def _is_automatic(message: Message) -> bool:
    """Whether a program answered by itself (RFC 3834), so that nobody answers back."""
    return (
        str(message.get("auto-submitted", "no")).strip().lower() != "no"
        or str(message.get("return-path", "")).strip() == "<>"
    )


def _is_attached(part: EmailMessage) -> bool:
    return part.get_content_disposition() == "attachment" or bool(part.get_filename())


def _name(part: EmailMessage) -> str:
    return PurePosixPath((part.get_filename() or "").replace("\\", "/")).name[:150]


def _suffix(part: EmailMessage) -> str:
    return PurePosixPath(_name(part).lower()).suffix


def _bytes(part: EmailMessage) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _read_attached(part: EmailMessage) -> ReadDocument:
    return read_document(data=_bytes(part), filename=_name(part), charset=str(part.get_content_charset() or ""))


def _read_words(parts: list[EmailMessage], subject: str) -> ReadDocument:
    """The body: as a page where it is written as one that can be read, else as plain text; its subject is the title."""
    refused = Unreadable("The message holds no words. Send the article's text, its address, or attach it.")
    for kind in ("text/html", "text/plain"):
        for part in parts:
            if part.get_content_type() != kind:
                continue
            try:
                charset = str(part.get_content_charset() or "")
                document = read_document(data=_bytes(part), content_type=kind, charset=charset)
            except Unreadable as error:
                refused = error
                continue
            return replace(document, title=subject[:LONGEST_TITLE]) if subject else document
    raise refused


def _link_in(parts: list[EmailMessage]) -> str:
    """The address, where the plain text of the message is nothing else."""
    for part in parts:
        if part.get_content_type() == "text/plain":
            try:
                alone = _LINK_ALONE.fullmatch(decode(_bytes(part), charset=str(part.get_content_charset() or "")))
            except Unreadable:
                return ""
            return alone[1] if alone else ""
    return ""


def _line(subject: str) -> str:
    return _PREFIXES.sub("", " ".join(subject.split()))
