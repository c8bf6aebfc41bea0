"""Time passes: parked claims wake, set times come, late claims are told of once."""

import pytest

from claims.audit.models import AuditEvent
from claims.delivery.models import Notification
from claims.review import organise
from claims.tracking.enums import ClaimState
from claims.tracking.models import Claim
from claims.verdicts.models import Publication, Verdict
from claims.workflow.clock import Ticked, tick
from claims.workflow.moves import Details, MoveName
from claims.workflow.perform import perform
from tests.workflow import stories
from tests.workflow.stories import claim_in, days

pytestmark = pytest.mark.django_db

S = ClaimState


@pytest.fixture
def people(db) -> stories.Crew:
    return stories.crew()


def told(kind: str) -> list[tuple[str, str]]:
    rows = Notification.objects.filter(kind=kind).order_by("id")
    return [(row.recipient.display_name, row.sentence) for row in rows]


def scheduled(people) -> Claim:
    claim = claim_in(S.APPROVED, people)
    perform(MoveName.SCHEDULE, claim_id=claim.pk, actor=people.second, details=Details(publish_at=days(1)))
    Claim.objects.filter(pk=claim.pk).update(publish_at=days(-0.01))
    return claim


def test_a_parked_claim_wakes_by_itself(people):
    due, later = claim_in(S.WAITING, people), claim_in(S.WAITING, people)
    Claim.objects.filter(pk=due.pk).update(wake_at=days(-0.01))

    assert tick() == Ticked(woken=1, published=0, told_late=0)
    assert tick() == Ticked(woken=0, published=0, told_late=0)

    due.refresh_from_db()
    later.refresh_from_db()
    assert (due.state, due.wake_at, later.state) == (S.IN_REVIEW, None, S.WAITING)
    assert told("woken") == [("Ines Okafor", f"{due.number} is awake again: the time to wait is over")]


def test_a_verdict_goes_out_at_its_set_time(people):
    claim = scheduled(people)

    assert tick().published == 1
    assert tick().published == 0

    claim.refresh_from_db()
    assert (claim.state, claim.publish_at) == (S.PUBLISHED, None)
    assert Publication.objects.get().published_by is None
    assert AuditEvent.objects.filter(action="publish", actor=None).count() == 1


def test_where_a_rule_stands_against_it_the_time_is_cancelled_and_people_hear_why(people):
    claim = scheduled(people)
    Verdict.objects.filter(claim=claim).update(summary="Changed behind everybody's back.")

    assert tick().published == 0
    assert tick().published == 0

    claim.refresh_from_db()
    assert (claim.state, claim.publish_at) == (S.APPROVED, None)
    assert AuditEvent.objects.filter(action="unschedule", actor=None).count() == 1
    assert [name for name, _ in told("sent_back")] == ["Ines Okafor", "Milo Brandt"]
    assert "not published at its set time. Changed since it was submitted: the short answer." in told("sent_back")[0][1]


def test_a_reviewer_hears_once_that_a_claim_is_late(people):
    late, done = claim_in(S.IN_REVIEW, people), claim_in(S.PUBLISHED, people)
    Claim.objects.filter(pk__in=[late.pk, done.pk]).update(due_at=days(-0.5))

    assert tick().told_late == 1
    assert tick().told_late == 0

    assert [name for name, _ in told("late")] == ["Ines Okafor"]
    organise.set_due(claim_id=late.pk, due_at=days(1), actor=people.editor)
    assert tick().told_late == 0
    perform(MoveName.REASSIGN, claim_id=late.pk, actor=people.editor, details=Details(reviewer_id=people.third.pk))
    Claim.objects.filter(pk=late.pk).update(due_at=days(-0.1))
    assert tick().told_late == 1
    assert [name for name, _ in told("late")] == ["Ines Okafor", "Thea Lund"]
