"""The body of a letter out of its parts (RFC 2045 to 2049): every text in order, of alternatives the fuller one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage, Message
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import urlsplit

from claims.articles.reading import markup
from claims.articles.reading.document import Draft, Unreadable
from claims.articles.reading.encoding import decode
from claims.articles.reading.html import parsed, read_html
from claims.articles.reading.letter_text import is_trailer, story_in
from claims.sentences import mark

NO_WORDS: Final = mark("The message holds no words. Send the article's text, its address, or attach it.")
COVER_WORDS: Final = 40
"""A body with fewer words beside an attached document speaks of it and is no story."""
_PREFIXES: Final = re.compile(
    r"^(?:(?:re|aw|fw|fwd|wg|tr|rv|enc|i|vs|vb|doorst|sv|odp|pd)\s*+(?:\[\d+\]\s*+)?:\s*+)+", re.IGNORECASE
)
BROKEN: Final = mark("That letter is damaged and can't be opened. Send it again, or paste its text.")
WINMAIL: Final = mark(
    "It is packed by Outlook in a way that only Outlook reads (winmail.dat). Send it as HTML or plain text,"
    " with the file attached."
)
_LINK_NOTE_WORDS: Final = 15
_LINK: Final = re.compile(r"https?://[^\s<>\"]+")
_KEPT_OF_WHOLE: Final = 0.6


@dataclass(frozen=True)
class Body:
    """A letter's own words, whether they were written as a page, and the addresses its links lead to."""

    text: str
    is_page: bool = False
    links: tuple[str, ...] = ()

    @property
    def words(self) -> int:
        """How many words are left when addresses are not counted."""
        return len(_LINK.sub(" ", self.text).split())

    @property
    def link(self) -> str:
        """The one address the letter is about, where it says little else; else empty."""
        if self.words > _LINK_NOTE_WORDS:
            return ""
        written = {found.rstrip(".,;:!?)]}'’”»") for found in _LINK.findall(self.text)}
        for addresses in (written, set(self.links)):
            if len(addresses) == 1:
                return addresses.pop()
        return ""

    def draft(self, title: str = "") -> Draft:
        """The words as a draft of an article; Unreadable where there are none."""
        if not self.text.strip():
            raise Unreadable(NO_WORDS)
        return Draft(body=self.text, title=title)


def body_of(message: Message) -> Body:
    """The words of a letter, put together from all its parts that are shown in it."""
    pieces = [piece for piece in _pieces(message) if piece.text.strip()]
    own = [piece for place, piece in enumerate(pieces) if place == 0 or not is_trailer(piece.text)]
    text = "\n\n".join(piece.text for piece in own)
    links = tuple(dict.fromkeys(link for piece in own for link in piece.links))
    return Body(story_in(text), any(piece.is_page for piece in own), links)


def is_attached(part: Message) -> bool:
    """Whether a part hangs on the letter as a file, instead of being shown in it."""
    if part.get_content_disposition() == "attachment":
        return True
    return bool(part.get_filename()) and part.get_content_maintype() != "text"


def is_winmail(part: Message) -> bool:
    """Whether a part is what Outlook packs for itself alone (TNEF)."""
    name = PurePosixPath((part.get_filename() or "").replace("\\", "/")).name
    return name.lower() == "winmail.dat" or part.get_content_type() == "application/ms-tnef"


def payload(part: Message) -> bytes:
    """The bytes of a part."""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def subject_of(message: Message) -> str:
    """What a letter says it is about, without the "Fwd:" of any language."""
    return _PREFIXES.sub("", " ".join(str(message.get("subject", "")).split()))


def read_eml(data: bytes) -> Draft:
    """A letter that was saved as a file: its words, or those of the letter that was forwarded with it."""
    try:
        message = message_from_bytes(data, policy=policy.default.clone(raise_on_defect=False))
        body, title = body_of(message), subject_of(message)
        inner = next((part for part in message.walk() if part is not message and part.get("subject")), None)
        if inner is not None and body.words < COVER_WORDS:
            body, title = body_of(inner), subject_of(inner)
        if body.words < COVER_WORDS and any(map(is_winmail, message.walk())):
            raise Unreadable(WINMAIL)
    except (MessageError, ValueError, LookupError, TypeError, RecursionError, IndexError) as error:
        raise Unreadable(BROKEN) from error
    return body.draft(title)


def _pieces(part: Message) -> Iterator[Body]:
    if is_attached(part) or part.get_content_maintype() == "message":
        return
    if not part.is_multipart():
        if isinstance(part, EmailMessage) and part.get_content_type() in ("text/plain", "text/html"):
            yield _piece(part)
        return
    children = [child for child in part.get_payload() if isinstance(child, Message)]
    if part.get_content_subtype() == "alternative":
        yield from _fullest([list(_pieces(child)) for child in children])
        return
    for child in children[:1] if part.get_content_subtype() == "related" else children:
        yield from _pieces(child)


def _fullest(choices: list[list[Body]]) -> list[Body]:
    """Of the forms a text comes in the last, as the standard has it, unless it says less than half of another."""
    most = max((sum(piece.words for piece in choice) for choice in choices), default=0)
    full = [choice for choice in choices if 2 * sum(piece.words for piece in choice) >= most]
    return full[-1] if full else []


def _piece(part: EmailMessage) -> Body:
    is_page = part.get_content_type() == "text/html"
    try:
        text = decode(payload(part), charset=str(part.get_content_charset() or ""), is_html=is_page)
    except Unreadable:
        return Body("")
    if is_page:
        return _page(text)
    return Body(_unfolded(text) if str(part.get_param("format", "")).lower() == "flowed" else text)


def _page(text: str) -> Body:
    """A page's words: the article in it, unless that leaves out much, as it does with letters set in tables."""
    try:
        tree = parsed(text)
    except Unreadable:
        return Body("")
    links = tuple(href for href in map(str, tree.xpath("//a/@href")) if _scheme(href) in ("http", "https"))
    whole = "\n\n".join(markup.paragraphs(tree, _LETTER))
    try:
        article = read_html(text).body
    except Unreadable:
        article = ""
    return Body(article if len(article) >= _KEPT_OF_WHOLE * len(whole) else whole, is_page=True, links=links)


_LETTER: Final = markup.Vocabulary(
    blocks=markup.HTML.blocks | {"td", "th"},
    breaks=markup.HTML.breaks,
    cells=frozenset(),
    skipped=markup.HTML.skipped - {"header", "figure"},
)


def _scheme(address: str) -> str:
    try:
        return urlsplit(address.strip()).scheme.lower()
    except ValueError:
        return ""


def _unfolded(text: str) -> str:
    """Lines that end in a space go on in the next one (RFC 3676, 4.2), within one depth of quoting."""
    lines: list[str] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        if lines and lines[-1].endswith(" ") and lines[-1] != "-- " and _depth(lines[-1]) == _depth(line):
            lines[-1] += line.lstrip("> ")
        else:
            lines.append(line)
    return "\n".join(lines)


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(">"))
