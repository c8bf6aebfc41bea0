"""Where a request came from: what a proxy says counts only where a setting says that there is one."""

import pytest
from django.test import RequestFactory

from claims.client_address import client_address, network

MADE_UP = "203.0.113.9"


def asked(proxies, forwarded=None):
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    return RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", headers=headers)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, None, "10.0.0.1"),
        (0, MADE_UP, "10.0.0.1"),
        (1, "198.51.100.7", "198.51.100.7"),
        (1, f"{MADE_UP}, 198.51.100.7", "198.51.100.7"),
        (2, f"{MADE_UP}, 198.51.100.7, 10.0.0.2", "198.51.100.7"),
        (2, "198.51.100.7", "10.0.0.1"),
        (1, None, "10.0.0.1"),
        (1, "", "10.0.0.1"),
    ],
)
def test_as_many_proxies_are_believed_as_there_are(settings, proxies, forwarded, address):
    settings.TRUSTED_PROXIES = proxies

    assert client_address(asked(proxies, forwarded)) == address


@pytest.mark.parametrize(
    ("address", "sender"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("nowhere", "nowhere"),
        ("", ""),
    ],
)
def test_one_sender_is_one_network(address, sender):
    assert network(address) == sender
