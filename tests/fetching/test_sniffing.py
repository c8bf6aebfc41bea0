"""What a document without a type is taken for."""

import pytest

from claims.fetching.sniffing import sniffed_type


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", ""),
        (b"%PDF-1.7\n", "application/pdf"),
        (b"<!-- a -- b -> c --> \n<!---->\n<HTML lang=en>", "text/html"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- a -->\n<!doctype html>", "text/html"),
        (b"<!-- never closed <html>", "text/plain"),
        (b"<!-- a --> words <html>", "text/plain"),
        (b"\xff\xfeplain", "application/octet-stream"),
    ],
)
def test_first_bytes_tell_the_kind(content: bytes, kind: str) -> None:
    assert sniffed_type(content) == kind


def test_comments_without_a_page_behind_them_are_read_once() -> None:
    """Where a comment may run over its own end, each one doubles the work: forty outlast any newsroom."""
    assert sniffed_type(b"<!---->" * 500) == "text/plain"
    assert sniffed_type(b"<!-- a\n-->\n" * 300 + b"<p>") == "text/html"
