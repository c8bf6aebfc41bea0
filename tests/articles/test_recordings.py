"""When something is said in a recording, from its transcript to the claim's page."""

import pytest

from claims.articles.models import ArticleVersion
from claims.articles.recordings import said_at
from claims.intake import article_intake
from tests.factories import CandidateFactory

SRT = """1
00:12:41,500 --> 00:12:44,000
The bridge cost 3.2 million crowns, the mayor of Marrow said on Monday.

2
01:02:03,000 --> 01:02:08,000
No toll will be asked of anybody before the end of the year 2030.
"""


@pytest.mark.parametrize(
    ("place", "time"),
    [(0, ""), (4, "0:05"), (9, "0:05"), (10, "12:41"), (99, "12:41"), (100, "1:02:03"), (5_000, "1:02:03")],
)
def test_a_place_in_the_text_has_the_time_of_what_begins_before_it(place: int, time: str) -> None:
    assert said_at([[4, 5], [10, 761], [100, 3723]], place) == time


def test_a_text_without_times_has_none() -> None:
    assert said_at([], 40) == ""


@pytest.mark.django_db
def test_the_pages_of_article_and_claim_say_when_it_was_said(edo, as_person) -> None:
    added = article_intake.add_upload(data=SRT.encode(), filename="council.srt", actor=edo)
    version = ArticleVersion.objects.get()
    assert (version.title, version.source_format) == ("council", "srt")
    assert version.cues == [[0, 761], [version.text.index("No toll"), 3723]]
    quote = "No toll will be asked of anybody"
    start = version.text.index(quote)
    CandidateFactory(version=version, start=start, end=start + len(quote), exact=quote)
    page = as_person(edo).get(f"/articles/{added.article.pk}/").content.decode()
    assert "at 1:02:03" in page
    assert "at 12:41" not in page


@pytest.mark.django_db
@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Auckland"])
def test_a_day_of_publication_is_the_same_everywhere(zone, settings, edo, as_person) -> None:
    settings.TIME_ZONE = zone
    page = (
        b"<html><head><title>Bridge opens</title><meta property=article:published_time content=2026-05-04></head><body>"
        b"<article><h1>Bridge opens</h1><p>The town of Marrow opened its new bridge on Monday after three years of work"
        b" in the rain.</p><p>It cost 3.2 million crowns, twice what was planned.</p></article></body></html>"
    )
    added = article_intake.add_upload(data=page, filename="bridge.html", actor=edo)
    assert "4 May 2026" in as_person(edo).get(f"/articles/{added.article.pk}/").content.decode()
