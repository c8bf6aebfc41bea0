"""Reports: what the numbers say, and that they cost the same however many claims there are."""

import lxml.html
import pytest
from django.urls import reverse

from claims.tracking.enums import ClaimState
from claims.tracking.models import Claimant, Topic
from claims.verdicts import reports
from claims.workflow.moves import Details
from claims.workflow.perform import perform
from tests import review_steps
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


def test_reports_can_be_narrowed_to_a_topic_and_a_claimant(as_person, ana):
    water = Topic.objects.create(name="Water", slug="water")
    mayor = Claimant.objects.create(name="Rufus Haldane", slug="rufus-haldane")
    both, other = ClaimFactory(claimant=mayor), ClaimFactory(claimant=mayor)
    both.topics.add(water, Topic.objects.create(name="Budget", slug="budget"))
    for claim in (both, other):
        perform("pick_up", claim_id=claim.pk, actor=ana)
    perform("start", claim_id=both.pk, actor=ana)

    scope = reports.Scope(topic="water", claimant="rufus-haldane")
    assert sum(row.total for row in reports.backlog(scope)) == 1
    assert sum(week.accepted for week in reports.throughput(scope)) == 1
    assert [stay.state for stay in reports.time_in_states(scope)] == [ClaimState.ASSIGNED]
    assert [(share.name, share.open) for share in reports.by_claimant(scope)] == [("Rufus Haldane", 1)]
    assert [(share.name, share.open) for share in reports.by_topic(scope)] == [("Water", 1)]
    page = as_person(ana).get(reverse("reports"), {"topic": "water", "claimant": "rufus-haldane"}).content.decode()
    assert "1 claim open." in page
    assert "Show all again, not only topic Water" in page


def test_every_chart_has_a_table_behind_it(as_person, ana):
    review_steps.make_scale()
    review_steps.submitted(ana)
    ClaimFactory().topics.add(Topic.objects.create(name="Water", slug="water"))
    page = lxml.html.document_fromstring(as_person(ana).get(reverse("reports")).content)
    for section in page.xpath("//section[.//svg[contains(@class, 'bar') or contains(@class, 'chart')]]"):
        (table,) = section.xpath(".//table")
        assert table.xpath("./caption")
        assert table.xpath("./tbody/tr")
