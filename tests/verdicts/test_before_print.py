"""A draft looked over: what it repeats, which figures differ or stand alone, and that nothing of it stays."""

import contextlib
import logging
import time

import pytest
from django.apps import apps
from django.urls import reverse

from claims.errors import Blocked
from claims.verdicts.before_print import look_over
from claims.verdicts.published_words import published_words
from tests.public.newsroom import corrected, published, retracted
from tests.workflow.stories import crew

pytestmark = pytest.mark.django_db

CLAIM = "The council has cut its spending on buses by 22 per cent since 2021"
ANSWER = "Spending on buses by the council rose by 9 per cent, the accounts show."
DRAFT = (
    "The harbour reopened on Monday.\n\n"
    "The council has cut spending on its buses by 22 per cent. It runs 140 buses. "
    "Spending on buses rose by 12 per cent since 2021. The council’s spending on buses rose by 9 per cent."
)


@pytest.fixture(autouse=True)
def nothing_known():
    """Another test's publications are no longer there."""
    published_words.cache_clear()


def kinds(draft):
    return [(remark.kind.value, remark.sentence) for remark in look_over(draft).remarks]


def test_sentences_repeat_a_check_differ_from_it_or_stand_alone():
    check = published(crew(), statement=CLAIM, summary=ANSWER)
    found = look_over(DRAFT)
    assert (found.sentences, found.words, found.compared_with) == (5, 41, 1)
    assert [(remark.kind.value, remark.sentence) for remark in found.remarks] == [
        ("repeats", "The council has cut spending on its buses by 22 per cent."),
        ("unsourced", "It runs 140 buses."),
        ("differs", "Spending on buses rose by 12 per cent since 2021."),
    ]
    differs = found.remarks[2]
    assert (differs.check, list(differs.figures), list(differs.checked)) == (check, ["12 per cent"], ["9 per cent"])
    assert DRAFT[differs.start : differs.end] == differs.sentence


def test_what_is_not_published_or_no_longer_is_not_compared():
    people = crew()
    assert kinds("The council has cut its spending on buses by 22 per cent, he said.") == []
    check = published(people, statement=CLAIM, summary=ANSWER)
    said = "The council has cut its spending on buses by 22 per cent, he said."
    assert kinds(said) == [("repeats", said)]
    retracted(check, people)
    assert kinds(said) == []


def test_a_correction_counts_with_its_new_figure():
    people = crew()
    check = published(people, statement=CLAIM, summary=ANSWER)
    eight = "Spending on buses by the council rose by 8 per cent, the accounts show."
    assert kinds(eight) == [("differs", eight)]
    corrected(check, people, summary=eight)
    assert kinds(eight) == []
    assert [kind for kind, _ in kinds(ANSWER)] == ["differs"]


def test_an_empty_and_a_very_long_draft_are_refused_with_what_to_do():
    with pytest.raises(Blocked, match="Paste the draft"):
        look_over(" \n")
    with pytest.raises(Blocked, match="Paste at most 60000 at a time"):
        look_over("a" * 60_001)


@pytest.mark.parametrize(
    "text", ["1" * 50_000, "(" * 50_000, "“" * 20_000, "1,234" * 10_000, "a.b " * 15_000, "9 " * 30_000]
)
def test_a_hostile_draft_is_read_or_refused_in_time(text):
    began = time.monotonic()
    with contextlib.suppress(Blocked):
        look_over(text)
    assert time.monotonic() - began < 20


def rows_of_everything():
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}


def test_nothing_of_a_draft_is_kept_in_rows_or_logs(as_person, ana, caplog):
    published(crew(), statement=CLAIM, summary=ANSWER)
    browser, secret = as_person(ana), "Zanzibarquark paid 77 million euros."
    browser.get(reverse("before-print"))
    browser.get("/api/v1/me/")  # begins the count of requests of this minute
    before = rows_of_everything()
    with caplog.at_level(logging.DEBUG):
        page = browser.post(reverse("before-print"), {"text": secret})
        answer = browser.post(
            "/api/v1/lint/",
            {"text": secret},
            content_type="application/json",
            headers={"Idempotency-Key": "the-same"},
        )
    assert "A figure without a source" in page.content.decode()
    assert answer.json()["remarks"][0]["kind"] == "unsourced"
    assert rows_of_everything() == before
    assert "Zanzibarquark" not in caplog.text
    assert ["no-store" in each["Cache-Control"] for each in (page, answer)] == [True, True]


@pytest.mark.parametrize("checks", [1, 3])
def test_queries_stay_the_same(checks, as_person, ana, django_assert_num_queries):
    people = crew()
    for number in range(checks):
        published(people, statement=f"{CLAIM} in district {number}", summary=ANSWER)
    browser = as_person(ana)
    with django_assert_num_queries(7):
        browser.post(reverse("before-print"), {"text": DRAFT})


def test_the_api_says_the_same_as_the_page(as_person, ana):
    check = published(crew(), statement=CLAIM, summary=ANSWER)
    browser = as_person(ana)
    page = browser.post(reverse("before-print"), {"text": DRAFT}).content.decode()
    assert "3 sentences to look at" in page
    assert "You write 12 per cent; the check has 9 per cent." in page
    answer = browser.post("/api/v1/lint/", {"text": DRAFT}, content_type="application/json").json()
    assert [remark["kind"] for remark in answer["remarks"]] == ["repeats", "unsourced", "differs"]
    named = answer["remarks"][0]["check"]
    assert (named["claim"], named["rating"], named["statement"]) == (check.claim_id, "False", CLAIM)
    assert named["url"].endswith(f"/checks/{check.slug}/")
    assert answer["remarks"][1]["check"] is None


def test_nobody_without_a_role_and_no_empty_draft(as_person, nell, ana):
    assert as_person(nell).post(reverse("before-print"), {"text": DRAFT}).status_code == 403
    empty = as_person(ana).post(reverse("before-print"), {"text": ""})
    assert (empty.status_code, "Paste the draft, then have it looked over." in empty.content.decode()) == (422, True)
    assert as_person(ana).post("/api/v1/lint/", {"text": ""}, content_type="application/json").status_code == 400
