"""What is sent to a site, and where the answer may send us on to."""

import pytest

from claims.fetching import BadStatus, Limits, Refused, Unreachable, fetch
from tests.fetching.local_site import HERE, STORY, Site, read

DESK = "Mozilla/5.0 (compatible; Plumbline; fact-checking desk)"


def sent(site: Site) -> dict[str, str]:
    """The headers of the last request."""
    return site.seen[-1][2]


def test_a_plain_request_says_who_asks_and_nothing_else(site: Site) -> None:
    fetch(site.page("/", STORY, Content_Type="text/html"), allow_networks=HERE)
    assert site.seen[-1][:2] == ("GET", "/")
    assert sent(site) == {
        "host": f"127.0.0.1:{site.port}",
        "user-agent": DESK,
        "accept": "*/*",
        "accept-language": "en, *;q=0.5",
        "accept-encoding": "gzip",
        "connection": "close",
    }


def test_what_may_come_is_said_first(site: Site) -> None:
    read(site.page("/", STORY, Content_Type="text/html"), accept=("text/html", "image/*"))
    assert sent(site)["accept"] == "text/html, image/*, */*;q=0.1"


def test_each_validator_is_sent_where_there_is_one(site: Site) -> None:
    url = site.page("/", STORY, Content_Type="text/html")
    read(url, etag='"v1"')
    assert (sent(site).get("if-none-match"), sent(site).get("if-modified-since")) == ('"v1"', None)
    read(url, last_modified="Mon, 02 Mar 2026 10:00:00 GMT")
    assert sent(site).get("if-none-match") is None
    assert sent(site)["if-modified-since"] == "Mon, 02 Mar 2026 10:00:00 GMT"


def test_headers_that_say_where_a_request_goes_and_ends_are_ours_alone(site: Site) -> None:
    own = {"Host": "a.example", "Content-Length": "7", "Transfer-Encoding": "chunked"}
    url = site.page("/", STORY, Content_Type="text/html")
    read(url, headers=own | {"Connection": "keep-alive", "Accept-Encoding": "br", "ACCEPT": "text/x"})
    assert sent(site) == {
        "host": f"127.0.0.1:{site.port}",
        "user-agent": DESK,
        "accept": "text/x",
        "accept-language": "en, *;q=0.5",
        "accept-encoding": "gzip",
        "connection": "close",
    }


def test_an_empty_body_has_a_length_too(site: Site) -> None:
    read(site.page("/", b"ok", Content_Type="text/plain"), method="post", body=b"")
    assert (site.seen[-1][0], sent(site)["content-length"]) == ("POST", "0")


def test_a_header_that_no_request_may_hold_is_refused_in_a_sentence(site: Site) -> None:
    with pytest.raises(Refused, match=r"^The request could not be sent: .+\.$"):
        read(site.url(), headers={"X-Note": "a\r\nb"})
    assert site.seen == []


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_redirect_on_the_same_site_keeps_the_headers(site: Site, method: str) -> None:
    site.page("/new", Content_Type="text/html")
    url = site.page("/old", status=301, Location=" /new ")
    assert read(url, method=method, headers={"Authorization": "Bearer abc"}).url == site.url("/new")
    assert [(seen[0], seen[1], seen[2]["authorization"]) for seen in site.seen] == [
        (method, "/old", "Bearer abc"),
        (method, "/new", "Bearer abc"),
    ]


@pytest.mark.parametrize(
    ("location", "path"),
    [
        ("new", "/folder/new"),
        ("\\new", "/new"),
        ("/n\u00e9w", "/n%C3%A9w"),
        ("/n\u00e9w".encode().decode("latin-1"), "/n%C3%A9w"),
        ("?page=2", "/folder/old?page=2"),
    ],
)
def test_a_location_is_read_as_browsers_read_it(site: Site, location: str, path: str) -> None:
    site.page(path, STORY, Content_Type="text/html")
    url = site.page("/folder/old", status=302, Location=location)
    assert read(url).url == site.url(path)


def test_a_location_without_end_or_with_a_control_character_is_not_followed(site: Site) -> None:
    room = 2048 - len(site.url("/"))
    site.page("/" + "a" * room, STORY, Content_Type="text/html")
    assert read(site.page("/old", status=302, Location=site.url("/" + "a" * room))).content == STORY
    for location in (site.url("/" + "a" * (room + 1)), "/a\x1fb", "/a\tb"):
        asked = len(site.seen)
        with pytest.raises(Unreachable, match="keeps sending us on"):
            read(site.page("/old", status=302, Location=location))
        assert len(site.seen) == asked + 1


def test_so_many_redirects_are_followed_and_no_more(site: Site) -> None:
    site.page("/end", STORY, Content_Type="text/html")
    site.page("/second", status=302, Location="/end")
    url = site.page("/first", status=302, Location="/second")
    assert read(url, limits=Limits(max_redirects=2)).content == STORY
    with pytest.raises(BadStatus) as refused:
        read(url, limits=Limits(max_redirects=1))
    assert refused.value.status == 508
    assert read(site.url("/end"), limits=Limits(max_redirects=0)).content == STORY


def test_a_redirect_to_nowhere_is_a_bad_answer(site: Site) -> None:
    with pytest.raises(BadStatus) as refused:
        read(site.page("/", status=302))
    assert refused.value.status == 302
