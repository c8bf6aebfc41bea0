"""How long a check takes to read, and the links by which it is passed on."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from claims.public.passing_on import minutes_to_read, ways_to_share
from tests.one_line import one_line
from tests.public.newsroom import retracted


@pytest.mark.parametrize(
    ("summary", "explanation", "minutes"),
    [
        ("", "", 1),
        ("It rose by 9 per cent.", "<p>See the accounts.</p>", 1),
        ("word " * 220, "", 1),
        ("word " * 220, "<p>more</p>", 2),
        ("", "<p>" + "word " * 1100 + "</p>", 5),
        ("", "\u6c34" * 900, 3),
    ],
)
def test_a_page_says_how_long_it_takes(summary, explanation, minutes):
    assert minutes_to_read({"summary": summary, "explanation": explanation}) == minutes


def test_ways_to_share_hold_the_address_and_nothing_else():
    page = {"statement": "It rose & <b>fell</b>\n#1", "rating": {"label": "False"}}
    address = "https://checks.example/checks/FC-0001-it-rose/"
    told = {way.name: way.address for way in ways_to_share(page, address)}
    assert set(told) == {"E-mail", "WhatsApp", "Bluesky", "Facebook"}
    mail = parse_qs(urlsplit(told["E-mail"]).query)
    assert mail == {"subject": ["False: It rose & <b>fell</b> #1"], "body": [address]}
    assert parse_qs(urlsplit(told["Facebook"]).query) == {"u": [address]}
    for way in told.values():
        assert not re.search(r"[\s<>\"+]|utm_|fbclid", way)


def test_readers_find_both_on_the_page_and_neither_on_a_withdrawn_one(reader, publish, people):
    publication = publish()
    html = one_line(reader.get(f"/checks/{publication.slug}/").content.decode())
    assert "<dd>1 minute</dd>" in html
    assert '<a href="mailto:?subject=False%3A%20The%20council' in html
    gone = retracted(publication, people)
    html = reader.get(f"/checks/{gone.slug}/").content.decode()
    assert "Reading time" not in html
    assert "mailto:?subject" not in html
