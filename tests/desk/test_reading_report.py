"""The article's page says what reading left out and what it is not sure of."""

import pytest
from django.urls import reverse

from claims.articles.models import ArticleVersion
from claims.articles.reading.report import Dropped
from claims.desk.template_helpers.reading_report import report_in_words
from tests.factories import ArticleFactory
from tests.one_line import one_line

pytestmark = pytest.mark.django_db


def test_a_document_that_was_read_as_it_is_needs_no_words(as_person, edo):
    article = ArticleFactory()
    page = as_person(edo).get(reverse("article", args=[article.pk])).content.decode()
    assert "How it was read" not in page


def test_the_page_tells_what_was_left_out_and_opens_where_something_is_doubtful(as_person, edo):
    article = ArticleFactory()
    for doubts, opened in (([], False), (["columns"], True)):
        report = {"kind": "pdf", "dropped": {"hidden": 2}, "uncertain_columns": [3], "doubts": doubts}
        ArticleVersion.objects.filter(article=article).update(report=report)
        page = one_line(as_person(edo).get(reverse("article", args=[article.pk])).content.decode())
        assert "2 hidden passages were left out." in page
        assert "The columns of page 3 could not be told apart for certain; lines may be in a wrong order." in page
        assert ('<details class="small soft" open>' in page) is opened


def test_every_kind_of_thing_that_is_left_out_has_a_sentence():
    told = report_in_words({"dropped": {kind.value: 1 for kind in Dropped}})
    assert told == [
        "1 hidden passage was left out.",
        "1 struck-out passage was left out.",
        "1 mark of a note was left out.",
        "1 call to subscribe or to share was left out.",
        "1 running head or foot was left out.",
        "1 deleted passage was left out.",
        "1 note was left out.",
    ]


def test_pages_notes_and_a_paywall_are_told():
    assert report_in_words({"is_cut": True, "notes": 2, "page_words": [410, 12], "doubts": ["recognition"]}) == [
        "Much of this PDF is no readable writing; its text recognition may have failed.",
        "The page says that the rest of the story is for subscribers.",
        "2 notes stand below the paragraphs they belong to.",
        "Words on each page: 410, 12.",
    ]
