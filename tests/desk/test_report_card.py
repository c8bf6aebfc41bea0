"""The page of the extractor's report card: answers first, small samples said, a table behind each chart."""

import pytest
from django.urls import reverse
from django.utils import timezone

from claims.tracking.models import TriageSettings
from tests.desk.walker import Walker
from tests.factories import ArticleFactory, CandidateFactory, ClaimFactory

pytestmark = pytest.mark.django_db

ADDRESS = "/reports/extractor/"


def decide(taken, errors, score=0.85):
    version = ArticleFactory().current
    for place in range(taken + errors):
        fate = {"state": "accepted", "claim": ClaimFactory()} if place < taken else {
            "state": "dismissed", "dismiss_reason": "opinion"}  # fmt: skip
        words = version.text[place : place + 30]
        CandidateFactory(version=version, exact=words, score=score, decided_at=timezone.now(), extractor="a 1", **fate)


def test_with_few_decisions_it_says_that_they_are_few(as_person, ana):
    decide(3, 1)

    walker = Walker(as_person(ana)).open(ADDRESS)

    assert walker.title == "Too few decisions to judge the extractor: 4."
    assert "too few to say: 4" in walker.text
    assert "Not even two bands of scores have the twenty decisions" in walker.text
    assert "Too few to say much." in walker.text


def test_an_empty_desk_has_a_card_as_well(as_person, ana):
    walker = Walker(as_person(ana)).open(ADDRESS)

    assert walker.title == "Too few decisions to judge the extractor: 0."
    assert "Nobody has dismissed a find since" in walker.text


def test_the_answer_stands_first_and_each_chart_has_its_table(as_person, ana):
    decide(14, 6)
    decide(0, 20, score=0.2)
    decide(7, 3)

    walker = Walker(as_person(ana)).open(ADDRESS)

    assert walker.title.startswith("42 in 100 of its finds were worth taking up.")
    assert "70 in 100 52 to 83" in walker.text
    assert "21 of 21 taken up" in Walker(as_person(ana)).open(f"{ADDRESS}?threshold=0.9").text
    assert len(walker.page.findall(".//svg[@role='img']")) == 2
    captions = [caption.text for caption in walker.page.iter("caption")]
    assert captions == [
        "Finds by week", "Finds by score", "What other thresholds would have hidden", "Reasons for dismissing",
        "Finds by extractor", "Finds by outlet",
    ]  # fmt: skip


def test_an_editor_tries_a_threshold_and_makes_it_the_newsrooms(as_person, edo):
    decide(14, 6)

    walker = Walker(as_person(edo)).open(ADDRESS).press("Try", threshold="0.9").press("Set 0.90 for everyone")

    assert TriageSettings.objects.get().threshold == 0.9
    assert "the newsroom’s is 0.90" in walker.text
    assert "The newsroom now lists candidates scored from 0.90." in walker.text


def test_reviewers_read_it_and_set_nothing_and_it_is_reached_from_the_reports(as_person, ana):
    walker = Walker(as_person(ana)).open(reverse("reports")).follow("How well the extractor does")

    assert walker.url.endswith(ADDRESS)
    assert "Make" not in walker.open(f"{ADDRESS}?threshold=0.4").text


def test_people_without_a_role_do_not_see_it(as_person, nell):
    assert as_person(nell).get(ADDRESS).status_code == 403


@pytest.mark.parametrize("junk", ["weeks=5", "weeks=x", "weeks=-4", "threshold=nan", "weeks=٤", "threshold=2&weeks=9"])
def test_a_bent_address_is_no_error(as_person, ana, junk):
    assert "13 weeks" in as_person(ana).get(f"{ADDRESS}?{junk}").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_it_costs_the_same_whatever_there_is(rows, as_person, ana, django_assert_num_queries):
    for _ in range(rows):
        decide(1, 1)
    client = as_person(ana)

    with django_assert_num_queries(8):
        client.get(ADDRESS)
