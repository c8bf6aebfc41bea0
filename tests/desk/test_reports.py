"""Reports: what the numbers say, and that they cost the same however many claims there are."""

import lxml.html
import pytest
from django.template import loader
from django.urls import reverse

from claims.desk.template_helpers import times
from claims.tracking.enums import ClaimState
from claims.tracking.models import Claimant, Topic
from claims.verdicts import reports
from claims.verdicts.reports import Agreement
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
    with django_assert_num_queries(13):
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


@pytest.mark.parametrize(
    ("kept", "words"),
    [
        (6, "The first rating stood in <b>6 of 7</b>, which is too few for a share in a hundred."),
        (18, "The first rating stood in <b>18 of 19</b>, which is too few for a share in a hundred."),
        (19, "The first rating stood in <b>95 of 100</b> (20 were judged)."),
    ],
)
def test_a_share_in_a_hundred_is_told_from_twenty_cases_on(kept, words):
    told = Agreement(as_submitted=kept, rating_kept=0, rating_changed=1, changes=())
    page = loader.render_to_string("desk/reports/agreement.html", {"agreement": told, "outcomes": []})
    assert words in " ".join(page.split())


@pytest.mark.parametrize(
    ("hours", "words"), [(0.0001, "under 1 s"), (0.005, "18 s"), (0.5, "30 min"), (5, "5 h"), (72, "3 days")]
)
def test_a_short_stay_is_told_in_seconds(hours, words):
    assert times.hours(hours) == words
