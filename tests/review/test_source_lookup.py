"""What a page says of itself, filled in while a person waits; whatever goes wrong is a sentence, never an error."""

import datetime

import pytest
from django.urls import reverse

from claims.errors import NotAllowed
from claims.review.source_lookup import look_up
from tests.desk.walker import Walker
from tests.review.test_evidence_copies import PAGE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def inside(settings) -> None:
    """The site of these tests is on this machine."""
    settings.FETCH_ALLOW_NETWORKS = ("127.0.0.0/8",)


def test_title_publisher_and_date_come_from_the_page(site, ana):
    url = site.page("/accounts", PAGE, Content_Type="text/html; charset=utf-8")
    found = look_up(url=url, actor=ana)
    assert (found.title, found.publisher) == ("Accounts of the city, 2025", "Audit Office of Port Ellery")
    assert (found.published_on, found.problem) == (datetime.date(2026, 2, 3), "")


def test_what_cannot_be_fetched_is_a_sentence(ana, settings):
    settings.FETCH_ALLOW_NETWORKS = ()
    inside = look_up(url="http://127.0.0.1/secret", actor=ana)
    assert inside.is_empty
    assert inside.problem.endswith(".")
    assert look_up(url="no address", actor=ana).problem.endswith(".")


def test_only_who_works_on_verdicts_has_pages_fetched(nell, site):
    with pytest.raises(NotAllowed):
        look_up(url=site.page("/accounts", PAGE), actor=nell)


def test_the_form_asks_for_the_address_first_and_fills_in_the_rest(as_person, claim, ana, site):
    url = site.page("/accounts", PAGE, Content_Type="text/html; charset=utf-8")
    page = Walker(as_person(ana)).open(reverse("evidence-add", args=[claim.pk]))
    assert "Publisher" not in page.text
    page.press("Look it up", url="")
    assert page.status == 422
    assert "Paste the source’s address" in page.text
    page.press("Look it up", url=url)
    assert page.page.get_element_by_id("id_title").value == "Accounts of the city, 2025"
    assert page.page.get_element_by_id("id_published_on").value == "2026-02-03"
    page.press("Add evidence", stance="refutes", kind="primary")
    assert claim.evidence.get().publisher == "Audit Office of Port Ellery"
