"""The desk sees who has the old words of a check, and has a letter ready for each."""

import datetime
from urllib.parse import parse_qs, urlsplit

import lxml.html
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.verdicts.models import Publication, SiteFetch
from tests.factories import ClaimFactory
from tests.public.newsroom import corrected, published, retracted
from tests.workflow.stories import crew

FIRST = datetime.datetime(2026, 3, 1, 9, tzinfo=datetime.UTC)
SECOND = datetime.datetime(2026, 3, 9, 9, tzinfo=datetime.UTC)

HELD = "What you fetched last was number 1, rated “False”."
LETTER = """Dear colleagues at courier.example,

you took over our fact-check {number}: “The council has cut its spending by 22 per cent”. {held}

On 9 March 2026 we published number 2, rated “Mostly false”. Please show these words instead.

{address}

{newsroom}"""


@pytest.fixture
def people(db):
    return crew()


@pytest.fixture
def check(people):
    """A check whose number 1 came out on 1 March and whose number 2 on 9 March."""
    first = published(people)
    now = corrected(first, people, rating="mostly-false")
    Publication.objects.filter(pk=first.pk).update(published_at=FIRST)
    Publication.objects.filter(pk=now.pk).update(published_at=SECOND)
    return Publication.objects.get(pk=now.pk)


def noted(check, host, kind, number, day):
    at = datetime.datetime(2026, 3, day, 12, tzinfo=datetime.UTC)
    claim = None if kind == "feed" else check.claim
    SiteFetch.objects.create(claim=claim, host=host, kind=kind, number=number, first_at=at, last_at=at)


def page_of(client, check):
    response = client.get(f"/claims/{check.claim_id}/old-words/")
    assert response.status_code == 200
    return lxml.html.document_fromstring(response.content.decode())


def sites(page):
    return [
        (row.find(".//b").text, "Has not come back" in row.text_content())
        for row in page.get_element_by_id("holders").getparent().getparent().iter("li")
    ]


def test_who_has_not_come_back_stands_first_with_a_letter(client, people, check, settings):
    noted(check, "courier.example", "embed", 1, 5)
    noted(check, "gazette.example", "oembed", 2, 10)
    noted(check, "early.example", "feed", None, 4)
    noted(check, "late.example", "feed", None, 9)
    client.force_login(people.reviewer)
    page = page_of(client, check)

    assert sites(page) == [
        ("courier.example", True),
        ("early.example", True),
        ("gazette.example", False),
        ("late.example", False),
    ]
    assert "2 sites have not come back since number 2 was published." in page.text_content()
    link = page.xpath("//a[starts-with(@href, 'mailto:')]/@href")[0]
    letter = parse_qs(urlsplit(link).query)
    number = check.card["number"]
    assert letter["subject"] == [f"We have changed our fact-check {number}"]
    wanted = LETTER.format(
        number=number,
        held=HELD,
        address=f"{settings.PUBLIC_URL}/checks/{check.slug}/",
        newsroom=check.page["site"]["name"],
    )
    assert letter["body"] == [wanted]
    assert page.find(".//pre").text == wanted


def test_a_withdrawn_check_asks_to_be_taken_down(client, people):
    check = retracted(published(people), people)
    noted(check, "courier.example", "embed", 1, 5)
    client.force_login(people.reviewer)
    text = page_of(client, check).text_content()
    assert f"We have withdrawn our fact-check {check.card['number']}" in text
    assert "Please take it from your pages, or say there that it is withdrawn." in text


def test_what_was_fetched_before_it_was_out_holds_nothing(client, people, check):
    SiteFetch.objects.create(
        host="before.example", kind="feed", first_at=FIRST, last_at=FIRST - datetime.timedelta(seconds=1)
    )
    client.force_login(people.reviewer)
    page = page_of(client, check)
    assert sites(page) == []
    assert "No site has fetched it and said which it is." in page.text_content()


def test_only_who_reads_the_desk_sees_it_and_only_of_published_checks(client, people, check, nell, ana):
    address = f"/claims/{check.claim_id}/old-words/"
    assert client.get(address).status_code == 302
    client.force_login(nell)
    assert client.get(address).status_code == 403
    client.force_login(ana)
    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 405
    draft = ClaimFactory()
    missing = client.get(f"/claims/{draft.pk}/old-words/")
    assert missing.status_code == 404
    assert client.get("/claims/999999/old-words/").status_code == 404


def test_the_claim_leads_there_once_it_is_published(client, people, check):
    client.force_login(people.reviewer)
    assert f'href="/claims/{check.claim_id}/old-words/"' in client.get(f"/claims/{check.claim_id}/").content.decode()


def test_three_sites_cost_no_more_reads_than_one(client, people, check):
    client.force_login(people.reviewer)
    noted(check, "courier.example", "embed", 1, 5)
    page_of(client, check)
    with CaptureQueriesContext(connection) as one:
        page_of(client, check)
    noted(check, "gazette.example", "oembed", 1, 5)
    noted(check, "early.example", "feed", None, 5)
    with CaptureQueriesContext(connection) as three:
        page_of(client, check)
    assert len(three) == len(one)
    assert len(one) == 10


def test_the_api_says_the_same(client, people, check):
    noted(check, "courier.example", "embed", 1, 5)
    noted(check, "gazette.example", "oembed", 2, 10)
    client.force_login(people.reviewer)
    answer = client.get(f"/api/v1/claims/{check.claim_id}/old-words/").json()
    first, second = answer.pop("holders")
    assert answer == {"current_number": 2, "behind": 1, "is_full": False}
    letter = first.pop("letter")
    assert letter["subject"] == f"We have changed our fact-check {check.card['number']}"
    assert letter["mailto"].startswith("mailto:?subject=We%20have%20changed")
    assert first == {
        "host": "courier.example", "kind": "embed", "number": 1, "last_at": "2026-03-05T12:00:00Z", "is_behind": True,
    }  # fmt: skip
    assert second == {
        "host": "gazette.example", "kind": "oembed", "number": 2, "last_at": "2026-03-10T12:00:00Z",
        "is_behind": False, "letter": None,
    }  # fmt: skip
