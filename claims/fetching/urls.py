"""Web addresses: taken apart once, and refused where they are odd."""

import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

import idna

from claims.fetching.addresses import Address, is_listed, is_public, networks
from claims.fetching.errors import Refused
from claims.sentences import mark, say

MAX_URL_LENGTH = 2_048
DEFAULT_PORTS = {"http": 80, "https": 443}
ALLOWED_PORTS = frozenset({80, 443, 8080, 8443})

NOT_AN_ADDRESS = mark("That is not a web address. It should look like https://example.org/article.")
WRONG_SCHEME = mark("Only addresses that start with http:// or https:// can be read.")
WITH_SIGN_IN = mark("That address carries a user name or password. Remove it, or paste the text instead.")
ODD_NUMBER = mark(
    "That address writes its server as an unusual number, so it was not read. Use the site's name instead."
)
PRIVATE = mark("That address leads into a private network, so it was not read. Paste the text instead.")
ODD_PORT = mark(
    "That address uses port %(port)s, which web pages do not use, so it was not read. Paste the text instead."
)
TOO_LONG = mark("That address is longer than %(most)s characters. Shorten it, or paste the text instead.")

_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMERIC_LABEL = re.compile(r"[0-9]+|0x[0-9a-f]*")
_MISLEADING = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\\]")
_NEVER_IN_AN_ADDRESS = re.compile(r"[ \"<>^`{|}]")
_LOCAL_NAMES = (".localhost", ".local", ".internal", ".home.arpa")


@dataclass(frozen=True, slots=True)
class WebAddress:
    """One parsed address. ``host`` is ASCII, lower case, without brackets; ``path`` and ``query`` are escaped."""

    scheme: str
    host: str
    port: int
    path: str
    query: str

    @property
    def host_and_port(self) -> str:
        """The authority as the Host header wants it: IPv6 in brackets, no default port."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def target(self) -> str:
        """Path and query, as the request line wants them."""
        return f"{self.path}?{self.query}" if self.query else self.path

    @property
    def origin(self) -> tuple[str, str, int]:
        """What must stay the same for headers meant for one site to be sent again."""
        return self.scheme, self.host, self.port

    @property
    def ip(self) -> Address | None:
        """The IP address when the host is written as one, else None."""
        try:
            return ipaddress.ip_address(self.host)
        except ValueError:
            return None

    def __str__(self) -> str:
        return f"{self.scheme}://{self.host_and_port}{self.target}"


def parse_url(url: str) -> WebAddress:
    """Take an http(s) address apart, without its fragment; ``Refused`` says in a sentence what is wrong with it."""
    url = url.strip()
    if len(url) > MAX_URL_LENGTH:
        raise Refused(say(TOO_LONG, most=f"{MAX_URL_LENGTH:,}"))
    # urlsplit drops tabs and newlines silently, and browsers read a backslash as a slash: both hide the true host.
    if not url or _MISLEADING.search(url):
        raise Refused(NOT_AN_ADDRESS)
    try:
        parts = urlsplit(url)
        hostname, port = parts.hostname, parts.port
    except ValueError:
        raise Refused(NOT_AN_ADDRESS) from None
    scheme = parts.scheme.lower()
    if scheme not in DEFAULT_PORTS:
        raise Refused(WRONG_SCHEME if "://" in url or re.match(r"[a-z]+:", url, re.I) else NOT_AN_ADDRESS)
    if "@" in parts.netloc:
        raise Refused(WITH_SIGN_IN)
    if not hostname or port == 0:
        raise Refused(NOT_AN_ADDRESS)
    bracketed = "[" in parts.netloc
    host = _checked_ipv6(hostname) if bracketed else _checked_host(hostname)
    return WebAddress(
        scheme=scheme,
        host=host,
        port=port or DEFAULT_PORTS[scheme],
        path=_escaped(parts.path, safe="/:@!$&'()*+,;=~") or "/",
        query=_escaped(parts.query, safe="/?:@!$&'()*+,;=~[]|"),
    )


def escaped_url(url: str) -> str:
    """The address with what no address may hold, such as quotation marks and angle brackets, as percent escapes.

    Everything else stays as it is, so that an address that was in order is the same afterwards (RFC 3986, 2.1).
    """
    return _NEVER_IN_AN_ADDRESS.sub(lambda found: f"%{ord(found[0]):02X}", url)


def check_url(url: str, *, allow_networks: Sequence[str] = ()) -> str:
    """Check an address as typed, without touching the network, and return it tidied (no fragment, escaped).

    For forms: it catches what can be seen from the text alone. ``fetch`` checks again, with the addresses the name
    resolves to. Raises ``Refused``.
    """
    address = parse_url(url)
    allowed = networks(allow_networks)
    ip = address.ip
    if ip is not None:
        if is_listed(ip, allowed):
            return str(address)
        if not is_public(ip):
            raise Refused(PRIVATE)
    elif not allowed and ("." not in address.host or address.host.endswith(_LOCAL_NAMES)):
        raise Refused(PRIVATE)
    if not allowed and address.port not in ALLOWED_PORTS:
        raise Refused(say(ODD_PORT, port=address.port))
    return str(address)


def _checked_ipv6(host: str) -> str:
    if "%" in host:
        raise Refused(PRIVATE)  # a zone, as in "fe80::1%eth0", only ever names a link-local neighbour
    try:
        return str(ipaddress.IPv6Address(host))
    except ValueError:
        raise Refused(NOT_AN_ADDRESS) from None


def _checked_host(host: str) -> str:
    host = host.lower()
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True).decode("ascii").lower()
        except (idna.IDNAError, UnicodeError):
            raise Refused(NOT_AN_ADDRESS) from None
    host = host.removesuffix(".")
    labels = host.split(".")
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise Refused(NOT_AN_ADDRESS)
    if _NUMERIC_LABEL.fullmatch(labels[-1]):
        # "2130706433", "0177.1" and "0x7f.1" all mean 127.0.0.1 to some resolvers; only the plain form is read.
        try:
            return str(ipaddress.IPv4Address(host))
        except ValueError:
            raise Refused(ODD_NUMBER) from None
    return host


def _escaped(part: str, *, safe: str) -> str:
    """Escape what may not stand in a request line; escapes already there stay, a bare percent sign becomes %25."""
    part = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", part)
    return quote(part, safe=safe + "%", encoding="utf-8", errors="strict")
