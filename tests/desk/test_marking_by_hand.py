"""Marking words of an article as a candidate: with the mouse, without script, twice, and wrongly."""

import pytest
from django.urls import reverse

from claims.desk.forms.candidates import places_of
from claims.tracking.enums import CandidateOrigin
from claims.tracking.models import Candidate
from tests.desk.walker import undo_toast
from tests.factories import STORY

HTMX = {"HX-Request": "true"}


def test_a_reviewer_marks_words_by_hand_and_takes_it_back(as_person, ana, version):
    client, address = as_person(ana), reverse("article-mark", args=[version.article_id])
    start = STORY.index("fell by 41 per cent")

    answer = client.post(address, {"start": start, "end": start + 19}, headers=HTMX)

    marked = Candidate.objects.get(origin=CandidateOrigin.PERSON)
    assert marked.exact == "fell by 41 per cent"
    assert marked.marked_by == ana
    page = answer.content.decode()
    assert f'data-focus="c{marked.pk}"' in page
    assert 'id="prose" hx-swap-oob="innerHTML"' in page
    assert f'data-lead="{marked.pk}"' in page
    undo, fields = undo_toast(page)
    client.post(undo, fields)
    assert not Candidate.objects.filter(origin=CandidateOrigin.PERSON).exists()


def test_words_can_be_marked_without_script(as_person, ana, version):
    client, address = as_person(ana), reverse("article-mark", args=[version.article_id])

    missing = client.post(address, {"quote": "words that are not there at all"})
    twice = client.post(address, {"quote": "the"})
    found = client.post(address, {"quote": 'households   have no\ncar,"', "statement": "2,300 households have no car"})

    assert (missing.status_code, twice.status_code, found.status_code) == (422, 422, 302)
    assert "do not stand in the article" in missing.content.decode()
    assert "Copy a few more around them." in twice.content.decode()
    marked = Candidate.objects.get(origin=CandidateOrigin.PERSON)
    assert marked.exact == "households have no car,”"
    assert marked.statement == "2,300 households have no car"


def test_marking_the_same_words_again_leads_to_what_is_there(as_person, edo, version):
    client, address = as_person(edo), reverse("article-mark", args=[version.article_id])
    there = Candidate.objects.first()

    page = client.post(address, {"start": there.start, "end": there.end}, headers=HTMX).content.decode()

    assert "These words are a candidate already." in page
    assert "data-undo" not in page
    assert Candidate.objects.count() == 3


@pytest.mark.parametrize("span", [(0, 3), (5, 5), (10, 10**9), (0, 10**20)])
def test_a_bent_selection_is_refused(as_person, edo, version, span):
    answer = as_person(edo).post(
        reverse("article-mark", args=[version.article_id]), {"start": span[0], "end": span[1]}, headers=HTMX
    )

    assert answer.status_code == 422
    assert Candidate.objects.count() == 3


def test_a_quote_is_found_whatever_its_white_space_and_quotation_marks():
    assert places_of("a  “b”\nc", 'x a "b" c y') == [(2, 9)]
    assert places_of("a.b", "a.b axb") == [(0, 3)]
