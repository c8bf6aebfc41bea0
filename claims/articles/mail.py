"""A letter to the desk as articles: its attachments, the letters in it, its own words. No database, no mail server.

The letter is read by the standard library; what is inside its parts is read by the readers of every other document.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage, Message
from email.utils import getaddresses
from functools import partial
from pathlib import PurePosixPath
from typing import Final

from claims.articles.reading import ReadDocument, Unreadable, read_document
from claims.articles.reading.letter import (
    COVER_WORDS,
    WINMAIL,
    Body,
    body_of,
    is_attached,
    is_winmail,
    payload,
    subject_of,
)
from claims.articles.reading.letter_text import is_trailer
from claims.articles.reading.story import tell_story
from claims.articles.sources import DOCUMENT_SUFFIXES
from claims.sentences import mark, say

LARGEST_LETTER: Final = 30_000_000
MOST_PARTS: Final = 100
MOST_DOCUMENTS: Final = 20
LONGEST_TITLE: Final = 500
# Names that mail servers give to the texts they hang on letters.
_SERVERS_OWN: Final = re.compile(
    r"(?:att|untitled|disclaimer|signature|footer|legal|mime-attachment|smime|unnamed)"
    r"[\w .()-]*\.(?:txt|html?|p7s|asc)$",
    re.IGNORECASE,
)
_NO_DOCUMENTS: Final = frozenset(".p7s .asc .sig .vcf .ics .gif .jpg .jpeg .png .bmp .svg".split())
UNREAD_KIND: Final = mark("Attachments of this kind can't be read. Send one of %(kinds)s, or paste the text.")
LONGEST_TRAILER: Final = 4_000


class NoLetter(Exception):
    """The message as a whole cannot be read; the text is a sentence for its sender."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = say(message)


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
        raise NoLetter(
            say(
                "The message is larger than %(largest_letter)s MB. Send the article alone.",
                largest_letter=LARGEST_LETTER // 1000000,
            )
        )
    try:
        message = message_from_bytes(data, policy=policy.default.clone(raise_on_defect=False))
        leaves = list(_leaves(message))
        senders = getaddresses([str(value) for value in message.get_all("from", [])])
        subject = subject_of(message)
        automatic = _is_automatic(message)
    except (MessageError, ValueError, LookupError, TypeError, RecursionError, IndexError) as error:
        raise NoLetter(say("The message cannot be read. Send it again as plain text, or paste the article.")) from error
    if len(senders) != 1 or "@" not in senders[0][1]:
        raise NoLetter(say("The message does not say in one address who sent it."))
    sender = senders[0][1].lower()
    attached = [leaf for leaf in leaves if _is_document(leaf)]
    if len(attached) > MOST_DOCUMENTS:
        raise NoLetter(
            say(
                "The message has more than %(most_documents)s documents attached. Send it in parts.",
                most_documents=MOST_DOCUMENTS,
            )
        )
    parts = [_attached(leaf) for leaf in attached]
    parts += [_forwarded(inner) for inner in _letters_in(message)]
    body = body_of(message)
    if body.link and not parts:
        return Letter(sender, automatic, body.link, ())
    if not parts or body.words >= COVER_WORDS:
        parts.insert(0, Part(say("the message"), partial(_read_words, body, subject)))
    return Letter(sender, automatic, "", tuple(parts))


def _leaves(message: Message) -> Iterator[EmailMessage]:
    """Every part that holds something itself, in order."""
    for count, part in enumerate(message.walk()):
        if count >= MOST_PARTS:
            raise NoLetter(
                say("The message has more than %(most_parts)s parts. Send the article alone.", most_parts=MOST_PARTS)
            )
        if not part.is_multipart() and isinstance(part, EmailMessage):
            yield part


def _letters_in(message: Message) -> Iterator[Message]:
    """The letters that hang on this one, those that hang on them included."""
    for part in message.walk():
        if part.get_content_type() == "message/rfc822":
            yield from (inner for inner in part.get_payload() if isinstance(inner, Message))


def _is_automatic(message: Message) -> bool:
    """Whether a program answered by itself (RFC 3834), so that nobody answers back."""
    return (
        str(message.get("auto-submitted", "no")).strip().lower() != "no"
        or str(message.get("return-path", "")).strip() == "<>"
    )


def _is_document(part: EmailMessage) -> bool:
    """Whether a file that hangs on the letter is meant to be read, and no picture, signature, card or disclaimer."""
    if not is_attached(part) and _suffix(part) not in DOCUMENT_SUFFIXES:
        return False
    if part.get_content_maintype() == "text" and not is_attached(part):
        return not _SERVERS_OWN.match(_name(part))
    if part.get_content_maintype() in ("image", "audio", "video") or _suffix(part) in _NO_DOCUMENTS:
        return False
    if part.get_content_type() in ("application/pgp-signature", "application/pkcs7-signature", "text/calendar"):
        return False
    if part.get_content_type() in ("text/plain", "text/html"):
        return not (_SERVERS_OWN.match(_name(part)) or is_trailer(_start_of(part)))
    return bool(_name(part))


def _start_of(part: EmailMessage) -> str:
    return payload(part)[:LONGEST_TRAILER].decode("utf-8", "replace")


def _name(part: EmailMessage) -> str:
    return PurePosixPath((part.get_filename() or "").replace("\\", "/")).name[:150]


def _suffix(part: EmailMessage) -> str:
    return PurePosixPath(_name(part).lower()).suffix


def _attached(part: EmailMessage) -> Part:
    return Part(_name(part), partial(_read_attached, part))


def _read_attached(part: EmailMessage) -> ReadDocument:
    if is_winmail(part):
        raise Unreadable(WINMAIL)
    if _suffix(part) not in DOCUMENT_SUFFIXES:
        raise Unreadable(say(UNREAD_KIND, kinds=", ".join(sorted(DOCUMENT_SUFFIXES))))
    return read_document(data=payload(part), filename=_name(part), charset=str(part.get_content_charset() or ""))


def _forwarded(inner: Message) -> Part:
    subject = subject_of(inner)
    return Part(subject[:150] or say("the forwarded message"), partial(_read_words, body_of(inner), subject))


def _read_words(body: Body, subject: str) -> ReadDocument:
    """The words of a letter as an article; its subject is the title."""
    return tell_story(body.draft(subject[:LONGEST_TITLE]), source_format="html" if body.is_page else "text")
