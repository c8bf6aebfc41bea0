"""Where a request came from: the network address that limits are counted by."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address of whoever asks, as far as it can be believed; empty where none is known.

    Each proxy appends the address it was asked from to X-Forwarded-For, so with TRUSTED_PROXIES of them the one that
    counts stands that many places from the end; what stands before it may be made up by the sender. Without proxies,
    and where the list is shorter than it should be, it is the address of the connection itself.
    """
    connection = str(request.META.get("REMOTE_ADDR", ""))
    proxies: int = settings.TRUSTED_PROXIES
    if proxies < 1:
        return connection
    said = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    return said[-proxies] if len(said) >= proxies and said[-proxies] else connection


def network(address: str) -> str:
    """What of an address is one sender's: all of an IPv4 address, and the first 64 bits of an IPv6 one.

    The other bits of an IPv6 address are the sender's own to change. What is no address stays as it is.
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return address
