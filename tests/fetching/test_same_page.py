"""Addresses of one page are one, and those of two pages stay two."""

import pytest

from claims.fetching import canonical_url, is_front_page, same_site


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://post.example/town/bridge", "http://post.example/town/bridge"),
        ("https://post.example/town/bridge", "https://post.example/town/bridge/"),
        ("https://post.example/town/bridge", "https://post.example/town/bridge?gad_source=5&gad_campaignid=7"),
        ("https://post.example/town/bridge?id=4", "https://post.example/town/bridge?wt.mc_id=x&id=4"),
        ("https://post.example/town/bridge", "https://post.example/town/bridge?xtor=CS1-9&smid=url-share"),
        ("https://post.example/town/bridge", "https://post.example/town/bridge?mibextid=q&amp=1&at_medium=RSS"),
        ("https://www.youtube.com/watch?v=Zz9_Yy8-Xx7", "https://youtu.be/Zz9_Yy8-Xx7?t=12"),
        ("https://www.youtube.com/watch?v=Zz9_Yy8-Xx7", "https://m.youtube.com/watch?app=desktop&v=Zz9_Yy8-Xx7"),
        ("https://www.youtube.com/watch?v=Zz9_Yy8-Xx7", "https://youtube.com/shorts/Zz9_Yy8-Xx7?feature=share"),
        ("https://x.com/marrow/status/998", "https://mobile.twitter.com/marrow/status/998?ref_src=twsrc"),
        ("https://x.com/marrow/status/998", "https://twitter.com/i/web/status/998"),
        ("https://www.instagram.com/p/C0de_1/", "https://instagram.com/marrow.post/reel/C0de_1/?igsh=x"),
        ("https://t.me/marrow/55", "https://telegram.me/s/marrow/55?embed=1"),
    ],
)
def test_one_page_at_two_addresses_is_one(one: str, other: str) -> None:
    assert canonical_url(one) == canonical_url(other)
    assert canonical_url(canonical_url(other)) == canonical_url(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://post.example/town/bridge", "https://post.example/town/bridges"),
        ("https://post.example/?p=1", "https://post.example/?p=2"),
        ("https://post.example/a?page=2", "https://post.example/a"),
        ("https://north.post.example/a", "https://south.post.example/a"),
        ("https://post.example:8443/a", "https://post.example/a"),
        ("https://youtu.be/Zz9_Yy8-Xx7", "https://youtu.be/Zz9_Yy8-Xx8"),
        ("https://x.com/marrow/status/998", "https://x.com/marrow/status/997"),
        ("https://post.example/watch?v=1", "https://post.example/watch?v=2"),
        ("https://www.com/a", "https://com.example/a"),
    ],
)
def test_two_pages_stay_two(one: str, other: str) -> None:
    assert canonical_url(one) != canonical_url(other)


def test_faces_of_a_site_and_its_front_page() -> None:
    assert same_site("https://m.post.example/a", "http://www.post.example/b")
    assert same_site("https://amp.post.example/a", "https://post.example/a")
    assert not same_site("https://m.example/a", "https://other.example/a")
    assert is_front_page("https://post.example/index.html")
    assert is_front_page("https://post.example")
    assert not is_front_page("https://post.example/?p=4")
    assert not is_front_page("https://post.example/indexes")
