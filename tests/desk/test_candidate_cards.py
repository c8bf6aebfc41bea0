"""What a card and its surroundings say: who gets it, what is marked, why so few reasons, what the model cannot read."""

import re

import pytest
from django.urls import reverse

from claims.tracking.enums import CandidateState
from claims.tracking.models import Candidate, Claim
from tests.desk.walker import Walker
from tests.factories import ArticleFactory, CandidateFactory, RunFactory
from tests.one_line import one_line

HTMX = {"HX-Request": "true"}

pytestmark = pytest.mark.django_db


def page_of(client, version, **asked):
    return client.get(reverse("article", args=[version.article_id]), asked).content.decode()


def test_an_editor_accepts_and_assigns_in_one_act(as_person, edo, ana, version):
    candidate = Candidate.objects.first()
    walk = Walker(as_person(edo)).open(reverse("candidate-assign", args=[candidate.pk]))
    assert walk.title == "Accept and assign"
    walk.press("Assign", reviewer_id=str(ana.pk), note="The council's own figures, please.")

    claim = Claim.objects.get()
    assert (claim.state, claim.reviewer) == ("assigned", ana)
    assert f"Accepted as {claim.number} and assigned to Ana Costa." in walk.text


def test_an_accepted_candidate_that_nobody_has_is_assigned(as_person, edo, ana, version):
    client, candidate = as_person(edo), Candidate.objects.first()
    client.post(reverse("candidate-accept", args=[candidate.pk]), {"expected_version": 1})
    walk = Walker(client).open(reverse("candidate-assign", args=[candidate.pk]))
    claim = Claim.objects.get()
    assert walk.title == f"Assign {claim.number}"
    walk.press("Assign", reviewer_id=str(ana.pk))

    claim.refresh_from_db()
    assert (claim.state, claim.reviewer) == ("assigned", ana)


def test_nothing_is_accepted_where_the_assignment_is_refused(as_person, edo, ana, version):
    candidate = Candidate.objects.first()
    ana.is_active = False
    ana.save()
    address = reverse("candidate-assign", args=[candidate.pk])

    answer = as_person(edo).post(address, {"expected_version": 1, "reviewer_id": ana.pk}, headers=HTMX)

    candidate.refresh_from_db()
    assert answer.status_code == 422
    assert candidate.state == CandidateState.PENDING
    assert not Claim.objects.exists()


def test_the_likely_are_marked_and_the_others_on_request(as_person, edo, version):
    client = as_person(edo)
    page = page_of(client, version)

    faint = re.findall(r'<a class="mark"[^>]* data-faint[^>]*><span data-start="\d+">([^<]*)<', one_line(page))
    assert faint == ["The city deserves better buses than this"]
    assert "Mark 1 less likely one as well" in page
    assert 'data-marks="all"' not in page
    assert 'data-marks="all"' in page_of(client, version, marks="all")


def test_only_three_reasons_stand_on_a_card_at_first(as_person, edo):
    weights = [("quantity", 0.1), ("money", 0.9), ("trend", 0.5), ("date", -0.7), ("named", 0.2)]
    signals = [{"code": code, "label": f"Says {code}", "weight": weight} for code, weight in weights]
    candidate = CandidateFactory(signals=signals, cue="")

    page = page_of(as_person(edo), candidate.version)

    shown, more = page.split("2 more")
    assert re.findall(r">\s*(says \w+)<", shown) == ["says money", "says date", "says trend"]
    assert re.findall(r">\s*(says \w+)<", more) == ["says named", "says quantity"]


def test_a_text_the_model_cannot_read_says_so(as_person, edo):
    version = ArticleFactory(version__language="de").current
    RunFactory(version=version)

    page = page_of(as_person(edo), version)

    assert "This text is in German. The model reads English only" in page
    assert "This text is in" not in page_of(as_person(edo), ArticleFactory(version__language="en").current)


def test_how_far_down_they_are_worth_reading_is_told_from_the_desks_own_decisions(as_person, edo, version):
    low = Candidate.objects.get(score=0.2)
    for _ in range(12):
        CandidateFactory(score=0.3, state=CandidateState.DISMISSED, dismiss_reason="opinion", decided_at=low.created_at)

    page = page_of(as_person(edo), version)

    assert "Less likely worth checking, 1" in page
    assert "Of the desk’s last 12 decisions, 12 were about a score this low: 0 accepted." in page
