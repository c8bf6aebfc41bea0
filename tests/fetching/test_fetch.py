"""The guarded way to the outside, against real servers on this machine."""

import gzip
import socket
import zlib
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler

import pytest

from claims.fetching import (
    BadStatus,
    FetchError,
    Limits,
    Refused,
    TooLarge,
    TooSlow,
    Unreachable,
    WrongType,
    fetch,
)
from tests.fetching.local_site import STORY, Site, read, start_site


def test_page_is_read_with_its_kind_and_charset(site: Site) -> None:
    url = site.page("/story", STORY, Content_Type="Text/HTML; charset=ISO-8859-1", ETag='"v1"')
    before = datetime.now(UTC)
    page = read(url + "#part", accept=("text/html",))
    assert (page.url, page.status, page.content) == (url, 200, STORY)
    assert (page.content_type, page.charset, page.etag) == ("text/html", "iso-8859-1", '"v1"')
    assert before <= page.fetched_at <= datetime.now(UTC)
    headers = site.seen[0][2]
    assert headers["host"] == f"127.0.0.1:{site.port}"
    assert "text/html" in headers["accept"]


def test_this_machine_is_refused_unless_the_caller_opens_it(site: Site) -> None:
    url = site.page("/story", STORY, Content_Type="text/html")
    with pytest.raises(Refused, match="private network"):
        fetch(url)
    assert site.seen == []


@pytest.mark.parametrize("host", ["localhost", "0", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "[::1]"])
def test_this_machine_is_refused_however_it_is_written(site: Site, host: str) -> None:
    with pytest.raises(Refused):
        fetch(site.url("/", host=host))
    assert site.seen == []


@pytest.mark.parametrize(
    "address",
    [
        "10.1.2.3",
        "100.64.0.1",
        "127.8.9.1",
        "169.254.169.254",
        "168.63.129.16",
        "172.16.0.1",
        "192.0.0.192",
        "192.0.2.1",
        "192.168.0.1",
        "192.88.99.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "0.0.0.0",
        "::",
        "::1",
        "::ffff:8.8.8.8",
        "::8.8.8.8",
        "64:ff9b::8.8.8.8",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2606:4700::5efe:10.0.0.1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%lo",
        "fec0::1",
        "ff02::1",
    ],
)
def test_name_that_resolves_inwards_is_refused(address: str) -> None:
    with pytest.raises(Refused, match="private network"):
        fetch("http://news.example/", resolver=lambda host, port: [address])


def test_one_inward_address_among_several_refuses_the_name(site: Site) -> None:
    with pytest.raises(Refused, match="private network"):
        fetch("http://news.example/", resolver=lambda host, port: ["93.184.215.14", "127.0.0.1"])
    assert site.seen == []


def test_rebinding_name_is_resolved_once_and_connected_to_the_checked_address() -> None:
    checked, other = start_site("127.0.0.1"), start_site("127.0.0.2")
    other.server.server_close()
    other.server.shutdown()
    checked.page("/", b"checked", Content_Type="text/plain")
    answers = iter([["127.0.0.1"], ["127.0.0.2"], ["10.0.0.1"]])
    asked = []

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    page = read(f"http://news.example:{checked.port}/", allow_networks=("127.0.0.1/32",), resolver=rebinding)
    assert (page.content, asked) == (b"checked", ["news.example"])
    assert checked.seen[0][2]["host"] == f"news.example:{checked.port}"
    # The second look at the name, for a second request, is checked anew.
    with pytest.raises(Refused):
        read(f"http://news.example:{checked.port}/", allow_networks=("127.0.0.1/32",), resolver=rebinding)
    checked.server.shutdown()
    checked.server.server_close()


def test_redirects_are_followed_and_the_last_address_is_told(site: Site) -> None:
    site.page("/c", STORY, Content_Type="text/html")
    site.page("/b", status=308, Location="c?x=ü y")
    site.page("/c?x=%C3%BC%20y", STORY, Content_Type="text/html")
    url = site.page("/a", status=302, Location=f"//127.0.0.1:{site.port}/b")
    assert read(url).url == site.url("/c?x=%C3%BC%20y")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirect_inwards_is_refused(site: Site, status: int) -> None:
    secret = start_site("127.0.0.2")
    url = site.page("/", status=status, Location=secret.url("/", host="127.0.0.2"))
    with pytest.raises(Refused, match="private network"):
        read(url, allow_networks=("127.0.0.1/32",))
    assert secret.seen == []
    secret.server.shutdown()
    secret.server.server_close()


@pytest.mark.parametrize(
    "location",
    [
        "http://169.254.169.254/latest/meta-data/",
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "gopher://127.0.0.1/_x",
        "http://user@127.0.0.1/",
        "http://[::ffff:10.0.0.1]/",
        "\\\\10.0.0.1\\x",
    ],
)
def test_redirect_to_what_is_no_ordinary_address_is_refused(site: Site, location: str) -> None:
    with pytest.raises(Refused):
        read(site.page("/", status=302, Location=location))
    assert len(site.seen) == 1


def test_redirect_loop_ends_with_a_sentence(site: Site) -> None:
    url = site.page("/loop", status=302, Location="/loop")
    with pytest.raises(BadStatus, match="sending us on"):
        read(url, limits=Limits(max_redirects=5))
    assert len(site.seen) == 6


def test_secrets_are_not_carried_to_another_site(site: Site) -> None:
    other = start_site()
    other.page("/", b"x", Content_Type="text/plain")
    url = site.page("/", status=302, Location=other.url())
    read(url, headers={"Authorization": "Bearer abc", "X-Key": "k", "User-Agent": "desk"}, etag='"v"')
    assert site.seen[0][2]["authorization"] == "Bearer abc"
    arrived = other.seen[0][2]
    assert "authorization" not in arrived
    assert "x-key" not in arrived
    assert (arrived["user-agent"], arrived["if-none-match"]) == ("desk", '"v"')
    other.server.shutdown()
    other.server.server_close()


def dripping(site: Site, *, before_headers: bool):
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\n")
        if not before_headers:
            request.wfile.write(b"Content-Type: text/html\r\nContent-Length: 100000\r\n\r\n")
        while not site.closing.wait(0.02):
            request.wfile.write(b"a")

    return answer


@pytest.mark.parametrize("before_headers", [True, False])
def test_slow_drip_is_given_up_as_a_whole(site: Site, before_headers: bool) -> None:
    site.pages["/"] = dripping(site, before_headers=before_headers)
    with pytest.raises(TooSlow, match=r"longer than 0\.4 seconds"):
        read(site.url(), limits=Limits(total_seconds=0.4))


def test_slow_redirects_share_one_deadline(site: Site) -> None:
    def answer(request: BaseHTTPRequestHandler) -> None:
        site.closing.wait(0.2)
        request.send_response(302)
        request.send_header("Location", "/")
        request.send_header("Content-Length", "0")
        request.end_headers()

    site.pages["/"] = answer
    with pytest.raises(TooSlow):
        read(site.url(), limits=Limits(total_seconds=0.5, max_redirects=50))


def test_slow_name_server_is_given_up(site: Site) -> None:
    def slow(host: str, port: int) -> list[str]:
        site.closing.wait(30)
        return ["127.0.0.1"]

    with pytest.raises(TooSlow):
        read("http://news.example/", limits=Limits(total_seconds=0.2), resolver=slow)


def test_announced_size_is_refused_before_reading(site: Site) -> None:
    url = site.page("/", b"", Content_Type="text/html", Content_Length="300000000")
    with pytest.raises(TooLarge, match=r"larger than 0?\.?1 MB|100,000 bytes"):
        read(url)


def test_endless_answer_is_cut_off(site: Site) -> None:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Type", "text/html")
        request.end_headers()
        while not site.closing.is_set():
            request.wfile.write(b"a" * 10_000)

    site.pages["/"] = answer
    with pytest.raises(TooLarge):
        read(site.url())


def test_gzip_is_read(site: Site) -> None:
    two_members = gzip.compress(STORY[:20]) + gzip.compress(STORY[20:])
    url = site.page("/", two_members, Content_Type="text/html", Content_Encoding="gzip")
    assert read(url).content == STORY


@pytest.mark.parametrize("members", [1, 3])
def test_gzip_bomb_is_cut_off(site: Site, members: int) -> None:
    bomb = gzip.compress(b"\0" * 50_000_000 if members == 1 else b"\0" * 60_000) * members
    url = site.page("/", bomb, Content_Type="text/html", Content_Encoding="gzip")
    with pytest.raises(TooLarge):
        read(url)


@pytest.mark.parametrize("body", [b"no gzip at all", gzip.compress(STORY)[:-12]], ids=["not gzip", "cut short"])
def test_broken_gzip_is_an_answer_that_broke_off(site: Site, body: bytes) -> None:
    url = site.page("/", body, Content_Type="text/html", Content_Encoding="gzip")
    with pytest.raises(Unreachable, match="broke off"):
        read(url)


def test_unknown_compression_is_refused(site: Site) -> None:
    url = site.page("/", zlib.compress(STORY), Content_Type="text/html", Content_Encoding="br")
    with pytest.raises(WrongType):
        read(url)


def test_answer_shorter_than_announced_broke_off(site: Site) -> None:
    url = site.page("/", STORY, Content_Type="text/html", Content_Length="5000")
    with pytest.raises(Unreachable, match="broke off"):
        read(url)


@pytest.mark.parametrize(
    ("content_type", "sentence"),
    [
        ("application/pdf", "leads to a PDF"),
        ("image/png", "leads to a picture"),
        ("application/x-thing", "application/x-thing"),
        ("application/octet-stream", "does not say"),
    ],
)
def test_wrong_kind_is_refused_by_name(site: Site, content_type: str, sentence: str) -> None:
    url = site.page("/", b"%PDF-1.7", Content_Type=content_type)
    with pytest.raises(WrongType, match=sentence):
        read(url, accept=("text/html", "text/plain"))


def test_whole_families_of_kinds_can_be_accepted(site: Site) -> None:
    url = site.page("/", b"png", Content_Type="image/png")
    assert read(url, accept=("image/*",)).content == b"png"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (STORY, "text/html"),
        (b"%PDF-1.7", "application/pdf"),
        (b"Only words.", "text/plain"),
        (b"\x00\x01", "application/octet-stream"),
        (b"\xff\xfe\xfd", "application/octet-stream"),
        (b"", ""),
    ],
)
def test_kind_is_found_where_the_server_does_not_say(site: Site, body: bytes, kind: str) -> None:
    url = site.page("/", body)
    assert read(url).content_type == kind
    if kind != "text/html":
        with pytest.raises(WrongType):
            read(url, accept=("text/html",))


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (403, "does not let us"),
        (404, "no page"),
        (410, "removed"),
        (418, "418"),
        (429, "too often"),
        (503, "trouble"),
    ],
)
def test_bad_answer_is_a_sentence(site: Site, status: int, sentence: str) -> None:
    url = site.page("/", b"sorry", status=status, Content_Type="text/html", Retry_After="120")
    with pytest.raises(BadStatus, match=sentence) as caught:
        read(url)
    assert (caught.value.status, caught.value.retry_after) == (status, 120)
    assert read(url, any_status=True).content == b"sorry"


def test_unchanged_page_is_not_sent_again(site: Site) -> None:
    url = site.page("/", status=304, ETag='"v1"')
    page = read(url, etag='"v1"', last_modified="Mon, 02 Mar 2026 10:00:00 GMT", accept=("text/html",))
    assert page.not_modified
    assert page.content == b""
    headers = site.seen[0][2]
    assert headers["if-none-match"] == '"v1"'
    assert headers["if-modified-since"] == "Mon, 02 Mar 2026 10:00:00 GMT"


def test_webhook_is_posted_and_never_redirected(site: Site) -> None:
    url = site.page("/hook", b"ok", Content_Type="text/plain")
    assert read(url, method="POST", body=b'{"a":1}', headers={"Content-Type": "application/json"}).status == 200
    method, _path, headers, body = site.seen[0]
    assert (method, body, headers["content-type"]) == ("POST", b'{"a":1}', "application/json")
    moved = site.page("/moved", status=307, Location=url)
    with pytest.raises(BadStatus):
        read(moved, method="POST", body=b"{}")
    assert read(moved, method="POST", body=b"{}", any_status=True).status == 307


def test_headers_cannot_smuggle_a_second_request(site: Site) -> None:
    with pytest.raises(Refused):
        read(site.url(), headers={"X-Note": "a\r\nHost: evil.example"})
    read(site.page("/", b"x"), headers={"Host": "evil.example", "Content-Length": "5"})
    assert site.seen[0][2]["host"] == f"127.0.0.1:{site.port}"


def test_proxies_of_the_environment_are_not_used(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert read(site.page("/", STORY)).content == STORY


def test_port_that_is_no_web_port_is_refused() -> None:
    with pytest.raises(Refused, match="port 25"):
        fetch("http://news.example:25/", resolver=lambda host, port: ["93.184.215.14"])


def test_unknown_name_and_closed_door_are_sentences() -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise socket.gaierror("unknown")

    with pytest.raises(Unreachable, match=r"under the name news\.example"):
        fetch("http://news.example/", resolver=unknown)
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        with pytest.raises(Unreachable, match="does not answer"):
            read(f"http://127.0.0.1:{held.getsockname()[1]}/")


def test_what_is_not_http_is_an_answer_that_broke_off(site: Site) -> None:
    site.pages["/"] = lambda request: request.wfile.write(b"SSH-2.0-OpenSSH_9.9\r\n")
    with pytest.raises(Unreachable, match="broke off"):
        read(site.url())


def test_every_error_is_a_fetch_error() -> None:
    for kind in (BadStatus, Refused, TooLarge, TooSlow, Unreachable, WrongType):
        assert issubclass(kind, FetchError)
