"""The names that sites put around a headline are no part of it."""

import pytest

from claims.articles.reading import read_document
from claims.articles.reading.headline import headline

LATE = "The ferry is late again"


@pytest.mark.parametrize(
    ("said", "heading", "site", "told"),
    [
        (f"{LATE} | The Paper Politics", LATE, "The Paper", LATE),
        (f"{LATE} -- Paper.example", "The Ferry Is Late Again", "", LATE),
        (f"{LATE} » Local » News » Paper", LATE, "", LATE),
        ("渡轮再次晚点 市民等待一小时-新报网", "渡轮再次晚点 市民等待一小时", "", "渡轮再次晚点 市民等待一小时"),
        (f"Paper | The news: {LATE}", LATE, "", LATE),
        (f"{LATE} | The Paper", "", "The Paper", LATE),
        ("Opinion: Why the ferry is always late", "Opinion", "", "Opinion: Why the ferry is always late"),
        (f"{LATE}, says the port", LATE, "", f"{LATE}, says the port"),
        ("We love The Paper", "", "The Paper", "We love The Paper"),
        (LATE, LATE, "The Paper", LATE),
    ],
)
def test_a_headline_is_what_stands_apart_from_the_site(said, heading, site, told):
    assert headline(said, heading=heading, site=site) == told


def test_a_page_is_called_by_its_own_heading():
    body = (
        "<p>"
        + "The port of Varn took in 40 ships on Monday, twice as many as a year ago, said its office. " * 4
        + "</p>"
    )
    page = (
        "<html lang=en><head><title>Ships come back to Varn | Post Economy</title>"
        "<meta property='og:title' content='Ships come back to Varn | Post Economy'></head>"
        f"<body><article><h1>Ships come back to Varn</h1>{body}</article></body></html>"
    )
    read = read_document(data=page.encode(), content_type="text/html", url="https://post.example/ships")
    assert read.title == "Ships come back to Varn"
