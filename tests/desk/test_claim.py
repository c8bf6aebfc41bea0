"""The page of a claim: whose turn it is, what we have, what is missing, and what each person may do."""

import pytest
from django.urls import reverse

from tests.factories import CandidateFactory, ClaimFactory

pytestmark = pytest.mark.django_db


def test_page_says_whose_turn_it_is(as_person, edo, ana):
    claim = ClaimFactory()
    page = as_person(edo).get(reverse("claim", args=[claim.pk]))
    assert page.status_code == 200
    assert "Queued: nobody has it" in page.content.decode()
    as_person(ana).post(reverse("claim-move", args=[claim.pk, "pick_up"]), {"expected_version": 1})
    mine = as_person(ana).get(reverse("claim", args=[claim.pk])).content.decode()
    assert "Assigned: your turn" in mine
    assert "Start review" in mine


def test_quote_stands_in_its_context(as_person, ana):
    claim = ClaimFactory()
    CandidateFactory(claim=claim, state="accepted", exact="Ridership on the evening buses fell by 41 per cent")
    page = as_person(ana).get(reverse("claim", args=[claim.pk])).content.decode()
    assert "Ridership on the evening buses fell by 41 per cent</mark>" in page
    assert "in three years, according to the transit authority." in page
