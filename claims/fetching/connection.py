"""The network below HTTP: resolve a name, check every address, connect to a checked one, never later than allowed."""

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from queue import Empty, SimpleQueue
from typing import Any

import httpcore

from claims.fetching.addresses import Address, Network, is_listed, is_public
from claims.fetching.errors import Refused, TooSlow, Unreachable
from claims.fetching.urls import ALLOWED_PORTS, ODD_PORT, PRIVATE
from claims.sentences import mark, say

type Resolver = Callable[[str, int], Sequence[str]]
"""Turns a host name and port into IP addresses as text; raises OSError when there are none."""

TOO_SLOW = mark(
    "The site took longer than %(seconds)s seconds, so it was not read. Try again later, or paste the text instead."
)
UNKNOWN_NAME = mark("No site was found under the name %(host)s. Check the address for a slip of the pen.")
NO_ANSWER = mark("The site at %(host)s does not answer. Try again later, or paste the text instead.")
BROKE_OFF = mark(
    "The site at %(host)s broke off in the middle of its answer. Try again later, or paste the text instead."
)
BAD_CERTIFICATE = mark(
    "The site at %(host)s cannot prove that it is who it says (its certificate is not valid). Paste the text instead."
)
NO_SECURE_CONNECTION = mark(
    "No secure connection to %(host)s could be made. Try again later, or paste the text instead."
)

_MOST_ADDRESSES_TRIED = 4


class Deadline:
    """One moment by which everything must be over, and how long is left until it."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end = time.monotonic() + seconds

    def left(self, at_most: float | None = None) -> float:
        """Seconds left, never more than ``at_most``; ``TooSlow`` when none are."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise self.missed()
        return left if at_most is None else min(left, at_most)

    def missed(self) -> TooSlow:
        """The error for a deadline that has passed."""
        return TooSlow(say(TOO_SLOW, seconds=f"{self._seconds:g}"))


def resolve(host: str, port: int) -> list[str]:
    """The system's resolver."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class GuardedBackend(httpcore.NetworkBackend):
    """Connects for httpcore, to checked addresses only.

    httpcore asks it for a host *name* and then does TLS with that name, so the certificate is verified against the
    name while the connection goes to the very address that was checked: a second answer from DNS is never asked for.
    """

    def __init__(
        self, *, deadline: Deadline, connect_seconds: float, allowed: Sequence[Network], resolver: Resolver
    ) -> None:
        self._deadline = deadline
        self._connect_seconds = connect_seconds
        self._allowed = allowed
        self._resolver = resolver
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,  # httpcore's own type for it is private
    ) -> httpcore.NetworkStream:
        """Connect to the first checked address that answers; raises ``Refused``, ``TooSlow`` or ``Unreachable``."""
        addresses = self._checked_addresses(host, port)
        for address in addresses[:_MOST_ADDRESSES_TRIED]:
            try:
                stream = self._plain.connect_tcp(
                    str(address),
                    port,
                    timeout=self._deadline.left(self._connect_seconds),
                    local_address=local_address,
                    socket_options=socket_options,
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
            return _DeadlineStream(stream, self._deadline, host)
        raise Unreachable(say(NO_ANSWER, host=host))

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        """Never: a socket file is not the outside."""
        raise Refused(PRIVATE)

    def sleep(self, seconds: float) -> None:
        """Wait as httpcore asks, within the deadline."""
        time.sleep(self._deadline.left(seconds))

    def _checked_addresses(self, host: str, port: int) -> list[Address]:
        addresses = [ipaddress.ip_address(found) for found in self._resolved(host, port)]
        if not addresses:
            raise Unreachable(say(UNKNOWN_NAME, host=host))
        # One inward address among several is what a rebinding attack looks like: the whole name is refused.
        strangers = [address for address in addresses if not is_listed(address, self._allowed)]
        if not all(is_public(address) for address in strangers):
            raise Refused(PRIVATE)
        if strangers and port not in ALLOWED_PORTS:
            raise Refused(say(ODD_PORT, port=port))
        return addresses

    def _resolved(self, host: str, port: int) -> Sequence[str]:
        try:
            return [str(ipaddress.ip_address(host))]
        except ValueError:
            pass
        # The system's resolver takes no timeout, so it gets a thread that may be left behind.
        answer: SimpleQueue[Sequence[str] | Exception] = SimpleQueue()

        def ask() -> None:
            try:
                answer.put(self._resolver(host, port))
            except Exception as error:  # handed over to the waiting thread, which sorts it out
                answer.put(error)

        threading.Thread(target=ask, daemon=True, name="fetching-resolver").start()
        try:
            found = answer.get(timeout=self._deadline.left())
        except Empty:
            raise self._deadline.missed() from None
        if isinstance(found, (OSError, UnicodeError)):
            raise Unreachable(say(UNKNOWN_NAME, host=host)) from found
        if isinstance(found, Exception):
            raise found
        return found


class _DeadlineStream(httpcore.NetworkStream):
    """A connection on which each step gets only the time that is left of the whole.

    A timeout for each read alone would let a server that sends one byte a second hold us for ever.
    """

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline, host: str) -> None:
        self._stream = stream
        self._deadline = deadline
        self._host = host

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, timeout=self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, timeout=self._deadline.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        try:
            secure = self._stream.start_tls(ssl_context, server_hostname, timeout=self._deadline.left(timeout))
        except httpcore.ConnectError as error:
            unproven = isinstance(error.__cause__, ssl.SSLCertVerificationError)
            sentence = BAD_CERTIFICATE if unproven else NO_SECURE_CONNECTION
            raise Unreachable(sentence.format(host=self._host)) from error
        return _DeadlineStream(secure, self._deadline, self._host)

    def get_extra_info(self, info: str) -> Any:  # as httpcore declares it
        return self._stream.get_extra_info(info)
