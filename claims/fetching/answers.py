"""One answer from a server: is it a good one, of the right kind, and small enough once unpacked?"""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from http import HTTPStatus

import httpcore

from claims.fetching.connection import BROKE_OFF
from claims.fetching.errors import BadStatus, TooLarge, Unreachable, WrongType
from claims.fetching.sniffing import sniffed_type
from claims.fetching.urls import WebAddress
from claims.sentences import mark, say

TOO_LARGE = mark(
    "The document at that address is larger than %(limit)s, so it was not read. Paste the part you need instead."
)
UNKNOWN_COMPRESSION = mark("The site sent its answer compressed in a way we do not read. Paste the text instead.")
NO_TYPE = mark(
    "The site does not say what kind of document this is. Download it and upload the file, or paste the text instead."
)
WRONG_TYPE = mark(
    "That address leads to %(kind)s, which cannot be used here. "
    "Download it and upload the file, or paste the text instead."
)
TROUBLE = mark("The site has trouble of its own right now (%(status)s). Try again later, or paste the text instead.")
NOT_HANDED_OVER = mark(
    "The site did not hand over that page (%(status)s). Check the address, or paste the text instead."
)
_KINDS = {
    "application/pdf": mark("a PDF"),
    "application/zip": mark("an archive"),
    "application/json": mark("data, not a page"),
    "image": mark("a picture"),
    "video": mark("a video"),
    "audio": mark("a sound recording"),
}
_STATUS_SENTENCES = {
    401: mark("The site asks for a sign-in before it shows that page (401). Paste the text instead."),
    402: mark("The site asks for payment before it shows that page (402). Paste the text instead."),
    403: mark("The site does not let us read that page (403). Paste the text instead."),
    404: mark("There is no page at that address (404). Check the address, or paste the text instead."),
    410: mark("That page has been removed by the site (410). Look for an archived copy, or paste the text instead."),
    429: mark("The site says we have asked too often (429). Try again later, or paste the text instead."),
    451: mark("The site may not show that page for legal reasons (451). Look for an archived copy."),
}


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of an answer is read, and for how long. ``total_seconds`` covers every hop from the first lookup on."""

    max_bytes: int = 10_000_000
    total_seconds: float = 20.0
    connect_seconds: float = 6.0
    max_redirects: int = 5


@dataclass(frozen=True, slots=True)
class Fetched:
    """One answer. ``content`` is decompressed; ``url`` is where the redirects ended; header names are lower case."""

    url: str
    status: int
    headers: Mapping[str, str]
    content: bytes
    content_type: str
    charset: str
    fetched_at: datetime

    @property
    def not_modified(self) -> bool:
        """Whether the copy that the caller's ``etag`` or ``last_modified`` stands for is still the newest."""
        return self.status == HTTPStatus.NOT_MODIFIED

    @property
    def etag(self) -> str:
        """What to pass as ``etag`` next time."""
        return self.headers.get("etag", "")

    @property
    def last_modified(self) -> str:
        """What to pass as ``last_modified`` next time."""
        return self.headers.get("last-modified", "")


def read_answer(
    response: httpcore.Response,
    address: WebAddress,
    method: str,
    limits: Limits,
    accept: Sequence[str] | None,
    *,
    any_status: bool,
) -> Fetched:
    """Read the answer from ``address`` within ``limits``; parameters and errors as ``fetch`` describes them."""
    headers: dict[str, str] = {}
    for raw_name, raw_value in response.headers:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    good = 200 <= response.status < 300
    not_modified = response.status == HTTPStatus.NOT_MODIFIED
    if not (good or not_modified or any_status):
        raise _bad_status(response.status, headers)
    content_type, charset = _media_type(headers.get("content-type", ""))
    if good and content_type:
        _check_type(content_type, accept)
    announced = headers.get("content-length", "")
    if method != "HEAD" and announced.isdecimal() and int(announced) > limits.max_bytes:
        raise _too_large(limits)
    bare = method == "HEAD" or not_modified
    content = b"" if bare else b"".join(_decoded(response, headers.get("content-encoding", ""), address, limits))
    if good and not content_type and not bare:
        content_type = sniffed_type(content)
        _check_type(content_type, accept)
    return Fetched(
        url=str(address),
        status=response.status,
        headers=headers,
        content=content,
        content_type=content_type,
        charset=charset,
        fetched_at=datetime.now(UTC),
    )


def _decoded(response: httpcore.Response, encoding: str, address: WebAddress, limits: Limits) -> Iterator[bytes]:
    """The body in pieces, decompressed; at no moment is more than the limit held, whatever the compression ratio."""
    encoding = encoding.strip().lower()
    if encoding not in {"", "identity", "gzip", "x-gzip"}:
        raise WrongType(UNKNOWN_COMPRESSION)
    chunks = _capped(response.iter_stream(), limits)
    if encoding in {"", "identity"}:
        yield from chunks
    else:
        try:
            yield from _gunzipped(chunks, limits)
        except (zlib.error, EOFError) as error:
            raise Unreachable(say(BROKE_OFF, host=address.host)) from error


def _capped(chunks: Iterator[bytes], limits: Limits) -> Iterator[bytes]:
    left = limits.max_bytes
    for chunk in chunks:
        left -= len(chunk)
        if left < 0:
            raise _too_large(limits)
        yield chunk


def _gunzipped(chunks: Iterator[bytes], limits: Limits) -> Iterator[bytes]:
    """RFC 1952: one or more gzip members, one after the other."""
    left = limits.max_bytes
    member = None
    for chunk in chunks:
        rest = chunk
        while rest:
            if member is None:
                member = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
            piece = member.decompress(rest, left + 1)
            left -= len(piece)
            if left < 0:
                raise _too_large(limits)
            yield piece
            rest = member.unconsumed_tail
            if member.eof:
                rest, member = member.unused_data, None
    if member is not None:
        raise EOFError


def _too_large(limits: Limits) -> TooLarge:
    megabytes = limits.max_bytes / 1_000_000
    limit = f"{megabytes:g} MB" if megabytes >= 1 else say("%(count)s bytes", count=f"{limits.max_bytes:,}")
    return TooLarge(say(TOO_LARGE, limit=limit))


def _media_type(header: str) -> tuple[str, str]:
    """``text/html`` and ``iso-8859-1`` from a Content-Type header, in lower case; empty where it says nothing."""
    if not header:
        return "", ""
    message = Message()
    message["content-type"] = header.encode("ascii", "replace").decode().replace("\n", " ").replace("\r", " ")
    charset = message.get_content_charset("")
    return (message.get_content_type() if "/" in header else ""), str(charset)


def _check_type(content_type: str, accept: Sequence[str] | None) -> None:
    if accept is None:
        return
    major = content_type.partition("/")[0]
    if content_type in accept or f"{major}/*" in accept:
        return
    if not content_type or content_type == "application/octet-stream":
        raise WrongType(NO_TYPE)
    kind = say(_KINDS.get(content_type) or _KINDS.get(major, "")) or say(
        "a document of the kind %(kind)s", kind=content_type
    )
    raise WrongType(say(WRONG_TYPE, kind=kind))


def _bad_status(status: int, headers: Mapping[str, str]) -> BadStatus:
    waiting = headers.get("retry-after", "")
    if status in _STATUS_SENTENCES:
        message = say(_STATUS_SENTENCES[status])
    elif status >= 500:
        message = say(TROUBLE, status=status)
    else:
        message = say(NOT_HANDED_OVER, status=status)
    return BadStatus(message, status=status, retry_after=int(waiting) if waiting.isdecimal() else None)
