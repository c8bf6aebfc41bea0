"""Which IP addresses the desk may connect to."""

import ipaddress
from collections.abc import Sequence

type Network = ipaddress.IPv4Network | ipaddress.IPv6Network
type Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# Beyond what ``is_global`` already turns away. IPv6 ranges that carry an IPv4 address inside are refused whole,
# since a gateway may turn them back into the address they carry.
_REFUSED_V4 = tuple(
    ipaddress.IPv4Network(block)
    for block in (
        "192.0.0.0/24",  # IETF protocol assignments; some clouds keep their metadata service here
        "192.88.99.0/24",  # 6to4 relays
        "168.63.129.16/32",  # Azure's platform service: a public number, reachable from inside only
    )
)
_PUBLIC_V6 = ipaddress.IPv6Network("2000::/3")
_REFUSED_V6 = tuple(
    ipaddress.IPv6Network(block)
    for block in (
        "2001::/23",  # protocol assignments: Teredo, ORCHID, benchmarking
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4
        "3fff::/20",  # documentation
    )
)
_ISATAP = (0x0000_5EFE, 0x0200_5EFE)  # RFC 5214: the lower half carries an IPv4 address after these words


def networks(blocks: Sequence[str]) -> tuple[Network, ...]:
    """CIDR blocks such as ``"127.0.0.0/8"`` as networks; ValueError names a block that is none."""
    return tuple(ipaddress.ip_network(block, strict=False) for block in blocks)


def is_listed(address: Address, allowed: Sequence[Network]) -> bool:
    """Whether the caller opened the network that ``address`` is in."""
    return any(address.version == network.version and address in network for network in allowed)


def is_public(address: Address) -> bool:
    """Whether ``address`` is an ordinary public unicast address, with no other address hidden inside."""
    if address.is_multicast or not address.is_global:
        return False
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in network for network in _REFUSED_V4)
    if address.scope_id is not None or address not in _PUBLIC_V6:
        return False
    if int(address) >> 32 & 0xFFFF_FFFF in _ISATAP:
        return False
    return not any(address in network for network in _REFUSED_V6)
