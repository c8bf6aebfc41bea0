"""Addresses as typed: what is refused at once, and the one form that names an article."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.fetching import Refused, canonical_url, check_url, escaped_url


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("HTTPS://News.Example:443/a/../b/./c#top", "https://news.example/b/c"),
        ("http://news.example:80", "https://news.example/"),
        ("http://news.example:8080/", "http://news.example:8080/"),
        ("https://news.example./story?", "https://news.example/story"),
        ("https://bücher.example/straße", "https://xn--bcher-kva.example/stra%C3%9Fe"),
        ("https://news.example/%7eana/%2f?q=%c3%bc", "https://news.example/~ana/%2F?q=%C3%BC"),
        ("https://news.example/a b", "https://news.example/a%20b"),
        ("https://news.example/50%", "https://news.example/50%25"),
        (
            "https://news.example/s?utm_source=x&id=7&UTM_Medium=y&fbclid=z&page=2&gclid=1",
            "https://news.example/s?id=7&page=2",
        ),
        ("https://news.example/s?b=1&a=2&a=1", "https://news.example/s?b=1&a=2&a=1"),
        ("https://news.example/s?utm%5Fsource=x", "https://news.example/s"),
        ("https://[2606:4700:0:0::1]/", "https://[2606:4700::1]/"),
    ],
)
def test_one_form_for_one_page(typed: str, canonical: str) -> None:
    assert canonical_url(typed) == canonical
    assert canonical_url(canonical) == canonical


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "not a web address"),
        ("news.example/story", "not a web address"),
        ("just words", "not a web address"),
        ("http://", "not a web address"),
        ("http://news..example/", "not a web address"),
        ("http://news.example:99999/", "not a web address"),
        ("http://news.example:0/", "not a web address"),
        ("http://exa\nmple.org/", "not a web address"),
        ("http://news.example\\@other.example/", "not a web address"),
        ("http://127%2e0.0.1/", "not a web address"),
        ("http://news.example/\ud800", "not a web address"),
        ("ftp://news.example/", "Only addresses"),
        ("file:///etc/passwd", "Only addresses"),
        ("javascript:alert(1)", "Only addresses"),
        ("http://ana:pass@news.example/", "user name"),
        ("http://news.example@127.0.0.1/", "user name"),
        ("http://2130706433/", "unusual number"),
        ("http://0x7f.1/", "unusual number"),
        ("http://0177.0.0.1/", "unusual number"),
        ("http://127.1/", "unusual number"),
        ("http://127.0.0.1/", "private network"),
        ("http://127。0。0。1/", "private network"),
        ("http://①②⑦.0.0.1/", "private network"),
        ("http://[::1]/", "private network"),
        ("http://[::ffff:10.0.0.1]/", "private network"),
        ("http://[fe80::1%25eth0]/", "private network"),
        ("http://localhost/", "private network"),
        ("http://printer.local/", "private network"),
        ("http://news.example:22/", "port 22"),
        ("http://news.example/" + "a" * 3000, "longer than"),
    ],
)
def test_odd_address_is_a_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        check_url(typed)


def test_opened_network_passes_the_form() -> None:
    assert check_url(" http://127.0.0.1:8123/x ", allow_networks=("127.0.0.0/8",)) == "http://127.0.0.1:8123/x"
    with pytest.raises(Refused):
        check_url("http://10.0.0.1/", allow_networks=("127.0.0.0/8",))


@settings(deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_canonical_form_is_final(path: str, query: str) -> None:
    try:
        once = canonical_url(f"https://news.example/{path}?{query}")
    except Refused:
        return
    assert canonical_url(once) == once
    assert once.isascii()


@settings(deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    for check in (check_url, canonical_url):
        with contextlib.suppress(Refused):
            assert check(text).startswith("http")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ('https://a.example/x?q="cut"&b=<i>', "https://a.example/x?q=%22cut%22&b=%3Ci%3E"),
        ("https://a.example/two words|{3}", "https://a.example/two%20words%7C%7B3%7D"),
        ("https://a.example/straße?q=%22a%22#part", "https://a.example/straße?q=%22a%22#part"),
    ],
)
def test_what_no_address_may_hold_is_escaped_and_nothing_else(typed, kept):
    assert escaped_url(typed) == kept
