"""``fetch``: the one guarded way to the outside, for articles, evidence copies, feeds and webhooks."""

import contextlib
import ssl
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from http import HTTPStatus
from urllib.parse import urljoin

import certifi
import httpcore

from claims.fetching.addresses import networks
from claims.fetching.answers import Fetched, Limits, read_answer
from claims.fetching.connection import BROKE_OFF, NO_ANSWER, Deadline, GuardedBackend, Resolver, resolve
from claims.fetching.errors import BadStatus, Refused, Unreachable
from claims.fetching.urls import MAX_URL_LENGTH, WebAddress, parse_url
from claims.sentences import mark, say

USER_AGENT = "Mozilla/5.0 (compatible; Plumbline; fact-checking desk)"

TOO_MANY_REDIRECTS = mark(
    "That address keeps sending us on to another one, so it was not read. "
    "Open it in a browser and copy the final address."
)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_SITE_HEADERS = frozenset({"accept", "accept-language", "user-agent", "if-none-match", "if-modified-since"})


def fetch(
    url: str,
    *,
    limits: Limits | None = None,
    accept: Sequence[str] | None = None,
    method: str = "GET",
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    etag: str = "",
    last_modified: str = "",
    any_status: bool = False,
    allow_networks: Sequence[str] = (),
    resolver: Resolver = resolve,
    ssl_context: ssl.SSLContext | None = None,
) -> Fetched:
    """Ask one http(s) address and return the answer, or raise a ``FetchError`` whose message is a sentence.

    Args:
        limits: size, time and redirect limits; ``Limits()`` when None.
        accept: media types allowed in a good answer, such as ``("text/html", "image/*")``; None allows any.
        method: only GET and HEAD follow redirects; for the others a redirect is a ``BadStatus``.
        body: the request's body, with a Content-Type in ``headers``.
        headers: more request headers. After a redirect to another site only the harmless ones are sent again.
        etag, last_modified: validators of a copy the caller has; the answer may then be ``not_modified``.
        any_status: return answers of any status instead of raising ``BadStatus`` (redirects are still followed).
        allow_networks: CIDR blocks that may be reached although they are not public, on any port.
        resolver: turns names into addresses; each answer is checked, and only a checked address is connected to.
        ssl_context: what to trust instead of the well-known certificate authorities.
    """
    limits = limits or Limits()
    deadline = Deadline(limits.total_seconds)
    backend = GuardedBackend(
        deadline=deadline,
        connect_seconds=limits.connect_seconds,
        allowed=networks(allow_networks),
        resolver=resolver,
    )
    method = method.upper()
    address = parse_url(url)
    sent = _request_headers(headers, accept, etag=etag, last_modified=last_modified)
    for _hop in range(limits.max_redirects + 1):
        # A pool for each hop: no connection outlives the check it was made under. Proxies are never consulted.
        pool = httpcore.ConnectionPool(
            ssl_context=ssl_context or _trusted_authorities(), network_backend=backend, retries=0
        )
        with pool, _as_sentences(address.host, deadline):
            request = httpcore.Request(
                method,
                httpcore.URL(
                    scheme=address.scheme.encode(),
                    host=address.host.encode(),
                    port=address.port,
                    target=address.target.encode(),
                ),
                headers=_wire_headers(sent, address, body),
                content=body,
            )
            response = pool.handle_request(request)
            try:
                location = _location(response, method)
                if location is None:
                    return read_answer(response, address, method, limits, accept, any_status=any_status)
            finally:
                response.close()
        following = parse_url(urljoin(str(address), location))
        if following.origin != address.origin:
            sent = {name: value for name, value in sent.items() if name in _SITE_HEADERS}
        address = following
    raise BadStatus(TOO_MANY_REDIRECTS, status=HTTPStatus.LOOP_DETECTED)


@cache
def _trusted_authorities() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=certifi.where())


@contextlib.contextmanager
def _as_sentences(host: str, deadline: Deadline) -> Iterator[None]:
    """Turn httpcore's errors into ours."""
    try:
        yield
    except httpcore.TimeoutException as error:
        raise deadline.missed() from error
    except (httpcore.ConnectError, httpcore.ProxyError) as error:
        raise Unreachable(say(NO_ANSWER, host=host)) from error
    except httpcore.LocalProtocolError as error:
        raise Refused(say("The request could not be sent: %(error)s.", error=str(error))) from error
    except (httpcore.NetworkError, httpcore.ProtocolError) as error:
        raise Unreachable(say(BROKE_OFF, host=host)) from error


def _request_headers(
    headers: Mapping[str, str] | None, accept: Sequence[str] | None, *, etag: str, last_modified: str
) -> dict[str, str]:
    sent = {
        "user-agent": USER_AGENT,
        "accept": ", ".join((*accept, "*/*;q=0.1")) if accept else "*/*",
        "accept-language": "en, *;q=0.5",
    }
    if etag:
        sent["if-none-match"] = etag
    if last_modified:
        sent["if-modified-since"] = last_modified
    for name, value in (headers or {}).items():
        sent[name.lower()] = value
    # These decide where the request goes and how its end is found, so they are ours alone.
    for name in ("host", "content-length", "transfer-encoding", "connection", "accept-encoding"):
        sent.pop(name, None)
    return sent


def _wire_headers(sent: Mapping[str, str], address: WebAddress, body: bytes | None) -> list[tuple[bytes, bytes]]:
    own = {"host": address.host_and_port, "accept-encoding": "gzip", "connection": "close"}
    if body is not None:
        own["content-length"] = str(len(body))
    return [(name.encode("ascii"), value.encode("utf-8")) for name, value in (own | dict(sent)).items()]


def _location(response: httpcore.Response, method: str) -> str | None:
    """Where the answer sends us on to, if it does."""
    if response.status not in _REDIRECTS or method not in {"GET", "HEAD"}:
        return None
    raw = next((value for name, value in response.headers if name.lower() == b"location"), None)
    if raw is None:
        return None
    try:
        location = raw.decode("utf-8").strip()
    except UnicodeDecodeError:
        location = raw.decode("latin-1").strip()
    # Checked before joining: urljoin would drop what parse_url refuses.
    if len(location) > MAX_URL_LENGTH or any(ord(character) < 0x20 for character in location):
        raise Unreachable(TOO_MANY_REDIRECTS)
    return location.replace("\\", "/")
