"""Parts of a file, as RFC 9110 has them."""

import pytest
from django.test import RequestFactory

from claims.public.byte_ranges import part_of

CONTENT = b"0123456789"


def asked(header: str = "", **more: str):
    headers = {"Range": header, **more} if header else more
    return part_of(RequestFactory().get("/", headers=headers), CONTENT, content_type="image/webp", etag='"a"')


@pytest.mark.parametrize(
    ("header", "content", "told"),
    [
        ("bytes=0-3", b"0123", "bytes 0-3/10"),
        ("bytes=4-", b"456789", "bytes 4-9/10"),
        ("bytes=-2", b"89", "bytes 8-9/10"),
        ("bytes=-99", CONTENT, "bytes 0-9/10"),
        ("bytes=8-99", b"89", "bytes 8-9/10"),
        ("bytes=9-9", b"9", "bytes 9-9/10"),
    ],
)
def test_the_part_that_is_asked_for(header, content, told):
    answer = asked(header)
    assert (answer.status_code, answer.content, answer["Content-Range"]) == (206, content, told)


@pytest.mark.parametrize("header", ["bytes=10-", "bytes=5-3", "bytes=-0", "bytes=99-100"])
def test_a_part_that_is_not_there(header):
    answer = asked(header)
    assert (answer.status_code, answer.content, answer["Content-Range"]) == (416, b"", "bytes */10")


@pytest.mark.parametrize(
    "header", ["", "bytes=-", "bytes=0-1,4-5", "lines=1-2", "bytes=a-b", "bytes=" + "9" * 40 + "-"]
)
def test_the_whole_where_no_single_part_is_asked_for(header):
    answer = asked(header)
    assert (answer.status_code, answer.content, answer["Accept-Ranges"]) == (200, CONTENT, "bytes")


def test_a_part_of_another_version_is_the_whole():
    assert asked("bytes=0-3", **{"If-Range": '"b"'}).status_code == 200
    assert asked("bytes=0-3", **{"If-Range": '"a"'}).status_code == 206
