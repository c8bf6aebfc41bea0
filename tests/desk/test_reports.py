"""Reports: what the numbers say, and that they cost the same however many claims there are."""

import pytest
from django.urls import reverse

from claims.tracking.enums import ClaimState
from claims.verdicts import reports
from claims.workflow.moves import Details
from claims.workflow.perform import perform
from tests.factories import ClaimFactory

pytestmark = pytest.mark.django_db


def test_report_says_what_is_open(as_person, ana):
    ClaimFactory()
    page = as_person(ana).get(reverse("reports"))
    assert page.status_code == 200
    assert "0 verdicts in twelve weeks. 1 claim open." in page.content.decode()


def test_stays_are_measured_from_the_record(ana):
    claim = ClaimFactory()
    perform("pick_up", claim_id=claim.pk, actor=ana)
    perform("start", claim_id=claim.pk, actor=ana)
    assert [(stay.state, stay.count) for stay in reports.time_in_states()] == [(ClaimState.ASSIGNED, 1)]


def test_backlog_counts_each_open_claim_once(edo):
    for _ in range(3):
        ClaimFactory()
    closed = ClaimFactory()
    perform("close", claim_id=closed.pk, actor=edo, details=Details(reason="overtaken"))
    assert [(row.state, row.counts) for row in reports.backlog()] == [(ClaimState.QUEUED, (3, 0, 0, 0))]


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_stay_the_same(rows, as_person, ana, django_assert_num_queries):
    for _ in range(rows):
        claim = ClaimFactory()
        perform("pick_up", claim_id=claim.pk, actor=ana)
    client = as_person(ana)
    with django_assert_num_queries(11):
        client.get(reverse("reports"))
