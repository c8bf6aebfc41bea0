"""Where the guard draws its lines: which addresses are public, and what a typed address is taken to mean."""

import ipaddress

import httpcore
import pytest

from claims.fetching.addresses import is_listed, is_public, networks
from claims.fetching.connection import Deadline, GuardedBackend, resolve
from claims.fetching.errors import Refused, TooSlow, Unreachable
from claims.fetching.urls import check_url, parse_url


@pytest.mark.parametrize(
    "address",
    [
        "1.1.1.1",
        "168.63.129.15",
        "168.63.129.17",
        "192.0.1.0",
        "191.255.255.255",
        "192.88.98.255",
        "192.88.100.0",
        "2000::1",
        "2001:200::1",
        "2001:db7:ffff::1",
        "2001:db9::1",
        "2003::1",
        "2606:4700:4700::1111",
        "3fff:1000::1",
        "2606:4700::5eff:10.0.0.1",
    ],
)
def test_ordinary_addresses_beside_the_refused_ranges_are_public(address):
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "168.63.129.16",
        "192.0.0.0",
        "192.0.0.9",
        "192.0.0.255",
        "192.88.99.0",
        "192.88.99.255",
        "2001::",
        "2001:1ff:ffff::1",
        "2001:db8::",
        "2001:db8:ffff::1",
        "2002::",
        "2002:ffff::1",
        "3fff::",
        "3fff:fff:ffff::1",
        "4000::1",
        "1fff::1",
        "2606:4700::5efe:808:808",
        "2606:4700::200:5efe:808:808",
        "2606:4700::1%eth0",
        "233.252.0.1",
        "ff0e::1",
    ],
)
def test_addresses_inside_them_are_not(address):
    assert not is_public(ipaddress.ip_address(address))


def test_an_opened_network_opens_itself_alone():
    opened = networks(["10.1.2.3/24", "fd00::/8"])
    listed = {
        text: is_listed(ipaddress.ip_address(text), opened) for text in ("10.1.2.0", "10.1.3.0", "fd12::1", "::1")
    }
    assert listed == {"10.1.2.0": True, "10.1.3.0": False, "fd12::1": True, "::1": False}
    assert not is_listed(ipaddress.ip_address("10.1.2.3"), ())
    with pytest.raises(ValueError, match="no-network"):
        networks(["no-network"])


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("http://News.Example", ("http", "news.example", 80, "/", "", "news.example", "/")),
        (
            "https://news.example:8443/a?b=1#c",
            ("https", "news.example", 8443, "/a", "b=1", "news.example:8443", "/a?b=1"),
        ),
        ("https://news.example:80/", ("https", "news.example", 80, "/", "", "news.example:80", "/")),
        ("http://[2606:4700::1]:8080/", ("http", "2606:4700::1", 8080, "/", "", "[2606:4700::1]:8080", "/")),
        ("http://news.example./50%/%7e", ("http", "news.example", 80, "/50%25/%7e", "", "news.example", "/50%25/%7e")),
    ],
)
def test_an_address_is_taken_apart(typed, parts):
    address = parse_url(typed)
    assert (
        address.scheme,
        address.host,
        address.port,
        address.path,
        address.query,
        address.host_and_port,
        address.target,
    ) == parts
    assert address.origin == parts[:3]


def test_only_a_number_is_an_ip_address():
    assert parse_url("http://news.example/").ip is None
    assert parse_url("http://1.1.1.1/").ip == ipaddress.ip_address("1.1.1.1")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "It should look like"),
        ("news.example", "It should look like"),
        ("http:///path", "It should look like"),
        ("http://news.example:0/", "It should look like"),
        ("http://news.example:99999/", "It should look like"),
        ("http://news\\.example/", "It should look like"),
        ("http://news.example/\x00", "It should look like"),
        ("http://-news.example/", "It should look like"),
        (f"http://{'a' * 64}.example/", "It should look like"),
        (f"http://{'a.' * 124}example/", "It should look like"),
        ("http://[::1", "It should look like"),
        ("http://[1.1.1.1]/", "It should look like"),
        ("http://\u2488.example\u3002/", "It should look like"),
        ("ftp://news.example/", "start with http"),
        ("mailto:ana@desk.example", "start with http"),
        ("http://ana@news.example/", "user name"),
        ("http://@news.example/", "user name"),
        ("http://[fe80::1%25eth0]/", "private network"),
        ("http://2130706433/", "unusual number"),
        ("http://news.0x7f/", "unusual number"),
        (f"http://news.example/{'a' * 2029}", "longer than 2,048"),
    ],
)
def test_an_odd_address_is_refused_in_a_sentence(typed, sentence):
    with pytest.raises(Refused, match=sentence):
        parse_url(typed)


def test_the_longest_address_and_the_longest_names_are_read():
    assert len(str(parse_url(f"http://news.example/{'a' * 2028}"))) == 2048
    assert parse_url(f"http://{'a' * 63}.example/").host == "a" * 63 + ".example"
    longest = "a." * 122 + "a.example"
    assert len(longest) == 253
    assert parse_url(f"http://{longest}/").host == longest


@pytest.mark.parametrize(
    "typed",
    ["http://10.0.0.1/", "http://[fd00::1]/", "http://desk/", "http://printer.local/", "http://a.localhost/",
     "http://a.internal/", "http://a.home.arpa/"],
)  # fmt: skip
def test_what_leads_inwards_is_seen_in_the_text_alone(typed):
    with pytest.raises(Refused, match="private network"):
        check_url(typed)


@pytest.mark.parametrize("port", [80, 443, 8080, 8443])
def test_web_ports_are_read(port):
    assert check_url(f"http://news.example:{port}/").startswith("http://news.example")


@pytest.mark.parametrize("port", [22, 25, 81, 444, 6379, 8000, 8444])
def test_other_ports_are_not(port):
    with pytest.raises(Refused, match=f"port {port}"):
        check_url(f"http://news.example:{port}/")
    with pytest.raises(Refused, match=f"port {port}"):
        tried(["93.184.215.14"], port=port)


def test_an_opened_network_is_read_at_any_port_and_others_still_are_not():
    opened = ("10.0.0.0/8",)
    assert check_url("http://10.0.0.1:9000/", allow_networks=opened) == "http://10.0.0.1:9000/"
    assert check_url("http://desk:9000/", allow_networks=opened) == "http://desk:9000/"
    with pytest.raises(Refused, match="private network"):
        check_url("http://192.168.0.1/", allow_networks=opened)


class NobodyListens(httpcore.NetworkBackend):
    """The network of a machine that every address refuses to connect to."""

    def __init__(self):
        self.tried = []

    def connect_tcp(self, host, port, timeout=None, local_address=None, socket_options=None):
        self.tried.append((host, port, timeout))
        raise httpcore.ConnectError


def tried(found, *, port=443, opened=()):
    """Which addresses of a name the guard would connect to, one after the other; it says at last that none answers."""
    guard = GuardedBackend(
        deadline=Deadline(100), connect_seconds=3, allowed=networks(opened), resolver=lambda host, port: found
    )
    guard._plain = NobodyListens()
    with pytest.raises(Unreachable, match=r"news\.example does not answer"):
        guard.connect_tcp("news.example", port)
    assert {each[1:] for each in guard._plain.tried} == {(port, 3)}
    return [each[0] for each in guard._plain.tried]


def test_every_address_of_a_name_is_checked():
    assert tried(["93.184.215.14", "2606:4700::1"]) == ["93.184.215.14", "2606:4700::1"]
    with pytest.raises(Refused, match="private network"):
        tried(["93.184.215.14", "10.0.0.1"])


def test_a_name_without_an_address_is_unknown():
    guard = GuardedBackend(deadline=Deadline(5), connect_seconds=1, allowed=(), resolver=lambda host, port: [])
    with pytest.raises(Unreachable, match=r"No site was found under the name news\.example"):
        guard.connect_tcp("news.example", 443)


def test_an_opened_network_is_connected_to_at_any_port_and_others_still_are_not():
    assert tried(["10.0.0.1"], port=9000, opened=["10.0.0.0/8"]) == ["10.0.0.1"]
    assert tried(["10.0.0.1", "93.184.215.14"], opened=["10.0.0.0/8"]) == ["10.0.0.1", "93.184.215.14"]
    with pytest.raises(Refused, match="port 9000"):
        tried(["10.0.0.1", "93.184.215.14"], port=9000, opened=["10.0.0.0/8"])
    with pytest.raises(Refused, match="private network"):
        tried(["10.0.0.1", "192.168.0.1"], opened=["10.0.0.0/8"])


def test_no_more_than_four_addresses_of_a_name_are_tried():
    assert tried([f"93.184.215.{number}" for number in range(1, 9)]) == [
        "93.184.215.1",
        "93.184.215.2",
        "93.184.215.3",
        "93.184.215.4",
    ]


def test_a_name_server_that_fails_in_its_own_way_is_not_hidden():
    def broken(host, port):
        raise RuntimeError("no such luck")

    guard = GuardedBackend(deadline=Deadline(5), connect_seconds=1, allowed=(), resolver=broken)
    with pytest.raises(RuntimeError, match="no such luck"):
        guard.connect_tcp("news.example", 443)


def test_a_socket_file_is_not_the_outside():
    guard = GuardedBackend(deadline=Deadline(5), connect_seconds=1, allowed=(), resolver=lambda host, port: [])
    with pytest.raises(Refused, match="private network"):
        guard.connect_unix_socket("/run/docker.sock")


def test_a_deadline_gives_what_is_left_and_ends():
    waiting = Deadline(100)
    assert 99 < waiting.left() <= 100
    assert waiting.left(5) == 5
    with pytest.raises(TooSlow, match="longer than 0 seconds"):
        Deadline(0).left()


def test_the_systems_names_are_numbers_once_each():
    assert resolve("127.0.0.1", 80) == ["127.0.0.1"]
