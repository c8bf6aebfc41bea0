"""The report card for programs."""

import pytest
from django.utils import timezone

from tests.factories import CandidateFactory, ClaimFactory

pytestmark = pytest.mark.django_db


def test_the_card_says_what_the_page_says(program_of, ana):
    now = timezone.now()
    CandidateFactory(state="accepted", claim=ClaimFactory(), decided_at=now, extractor="claims-en 1.0")
    CandidateFactory(state="dismissed", dismiss_reason="duplicate", decided_at=now)

    card = program_of(ana).get("reports/extractor/?weeks=4").json()

    assert card["total"] == {
        "taken_up": 1,
        "errors": 0,
        "aside": 1,
        "missed": 0,
        "precision": {"part": 1, "whole": 1, "percent": None},
        "recall": {"part": 1, "whole": 1, "percent": None},
    }
    assert card["reasons"] == [{"reason": "duplicate", "count": 1, "is_error": False}]
    assert len(card["weeks"]) == 4
    assert card["weeks"][-1]["tally"] == card["total"]
    assert sum(band["tally"]["taken_up"] for band in card["bands"]) == 1


def test_a_period_that_is_not_offered_is_a_problem(program_of, ana):
    assert program_of(ana).get("reports/extractor/?weeks=5").status_code == 400


@pytest.mark.parametrize("junk", [1.2, -0.1, True, "0.5", None, [0.5]])
def test_a_threshold_is_a_number(program_of, edo, junk):
    assert program_of(edo).put("threshold/", {"threshold": junk}, seen=1).status_code == 400
