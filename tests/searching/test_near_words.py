"""Whoever misspells a word is asked whether they meant the nearest one that stands somewhere, on both databases."""

import pytest
from django.urls import reverse

from claims.searching import near_words
from claims.searching.near_words import suggestion
from claims.tracking.models import Claim
from claims.tracking.search import CLAIMS
from claims.verdicts.search import PUBLICATIONS
from tests.factories import ClaimFactory
from tests.public.newsroom import published, retracted
from tests.workflow.stories import crew

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def read_anew():
    """No test goes by the words of another."""
    near_words.forget()
    yield
    near_words.forget()


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("hosptial", "hospital"),
        ("vacine", "vaccine"),
        ("vacine harbor", "vaccine harbor"),
        ("Übergangsregleung", "ubergangsregelung"),
        ("spendign", "spending"),
        ("hospitals", ""),
        ("hosp", ""),
        ("22", ""),
        ("zzzzzzzz", ""),
        ("hosptial zzzzzzzz", ""),
        ("cat", ""),
    ],
)
def test_the_nearest_word_is_found(asked, meant):
    ClaimFactory(statement="The hospital gave no vaccine at the harbour, spending 22 on a Übergangsregelung")
    assert suggestion(asked, CLAIMS) == meant


def test_of_two_near_words_the_commoner_one_is_meant():
    for statement in ("The bread is dear", "The bread is old", "The breath is short"):
        ClaimFactory(statement=statement)
    assert suggestion("breaht", CLAIMS) == "breath"
    assert suggestion("breadd", CLAIMS) == "bread"


def test_a_reader_is_led_to_the_check_they_meant(client):
    people = crew()
    published(people, statement="The hospital is empty", topics=["Health"])
    page = client.get("/checks/search/?q=hosptial&topic=health").content.decode()
    assert 'Did you mean <a href="../search/?q=hospital&amp;topic=health">hospital</a>?' in page
    assert "Did you mean" not in client.get("/checks/search/?q=hosptial&topic=money").content.decode()
    assert "Did you mean" not in client.get("/checks/search/?q=hospital").content.decode()
    hostile = client.get("/checks/search/?q=hosptial%3Cscript%3E").content.decode()
    assert "hosptial<script>" not in hostile


def test_nothing_is_suggested_that_only_a_withdrawn_check_said(client):
    people = crew()
    retracted(published(people, statement="The lighthouse is bankrupt"), people)
    assert "Did you mean" not in client.get("/checks/search/?q=lighthuose").content.decode()


def test_the_desk_asks_too(as_person, ana):
    ClaimFactory(statement="The lighthouse is bankrupt")
    page = as_person(ana).get(reverse("find"), {"q": "lighthuose"}).content.decode()
    assert 'Did you mean <a href="/find/?q=lighthouse">lighthouse</a>?' in page
    assert "Did you mean" not in as_person(ana).get(reverse("find"), {"q": "lighthouse"}).content.decode()


def test_the_words_are_read_once_and_a_search_costs_no_more_queries_for_more_checks(django_assert_num_queries):
    published(crew(), statement="The hospital is empty")
    assert suggestion("hosptial", PUBLICATIONS) == "hospital"
    assert Claim.objects.count() == 1
    with django_assert_num_queries(0):
        assert suggestion("emtpy", PUBLICATIONS) == "empty"
