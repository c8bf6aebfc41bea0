"""Editors keep due dates, priorities and topics; each change is recorded, and none slips past an approval."""

import pytest

from claims.audit.models import AuditEvent
from claims.audit.queries import history_of
from claims.audit.services import verify
from claims.errors import Blocked, NotAllowed, Stale, WrongState
from claims.review import organise
from claims.tracking.enums import ClaimState, Priority
from claims.tracking.models import Assignment, Topic
from claims.verdicts.models import Contribution
from tests.factories import ClaimFactory
from tests.workflow import stories
from tests.workflow.stories import claim_in, days

pytestmark = pytest.mark.django_db

S = ClaimState


@pytest.fixture
def transport(db) -> Topic:
    return Topic.objects.create(name="Transport", slug="transport")


def test_a_due_date_is_set_moved_and_taken_away(edo):
    claim = claim_in(S.ASSIGNED, stories.crew())

    organise.set_due(claim_id=claim.pk, due_at=days(9), actor=edo, expected_version=claim.lock_version)
    moved = organise.set_due(claim_id=claim.pk, due_at=None, actor=edo)

    assert moved.due_at is None
    assert Assignment.objects.get(claim=claim).due_at is None
    lines = [str(line.sentence) for line in history_of(object_type="claim", object_id=claim.pk).lines]
    assert lines[0].startswith("Edo Baker took away the due date, ")
    assert lines[1].startswith("Edo Baker moved the due date from ")
    assert verify().broken is None


def test_a_due_date_lies_ahead_and_saying_the_same_again_is_no_change(edo):
    claim = ClaimFactory(due_at=days(4))
    with pytest.raises(Blocked, match="The due date is past"):
        organise.set_due(claim_id=claim.pk, due_at=days(-1), actor=edo)

    organise.set_due(claim_id=claim.pk, due_at=claim.due_at, actor=edo)

    claim.refresh_from_db()
    assert (claim.lock_version, AuditEvent.objects.count()) == (1, 0)


@pytest.mark.parametrize("state", [S.PUBLISHED, S.CLOSED, S.RETRACTED])
def test_nothing_is_due_on_a_claim_that_is_done(edo, state):
    claim = claim_in(state, stories.crew())
    with pytest.raises(WrongState, match="nothing is due on it"):
        organise.set_due(claim_id=claim.pk, due_at=days(3), actor=edo)
    with pytest.raises(WrongState):
        organise.set_priority(claim_id=claim.pk, priority=Priority.URGENT, actor=edo)


def test_priorities_are_the_known_ones(edo):
    claim = ClaimFactory()
    changed = organise.set_priority(claim_id=claim.pk, priority=Priority.URGENT, actor=edo)
    assert (changed.priority, changed.rank) == (Priority.URGENT, 0)
    with pytest.raises(Blocked, match="Choose one of the priorities"):
        organise.set_priority(claim_id=claim.pk, priority=9, actor=edo)
    assert AuditEvent.objects.get().data == {"before": "Normal", "after": "Urgent"}


def test_topics_of_a_queued_claim_make_nobody_an_author(edo, transport):
    claim = ClaimFactory()
    organise.set_topics(claim_id=claim.pk, topic_ids=[transport.pk], actor=edo)
    organise.add_topic(claim_id=claim.pk, topic_id=transport.pk, actor=edo)

    assert list(claim.topics.all()) == [transport]
    assert Contribution.objects.count() == 0
    assert AuditEvent.objects.get().data == {"added": ["Transport"], "removed": []}


@pytest.mark.parametrize("state", [S.SUBMITTED, S.APPROVED, S.PUBLISHED, S.RETRACTED, S.CLOSED])
def test_topics_stay_while_the_words_do(edo, transport, state):
    claim = claim_in(state, stories.crew())
    with pytest.raises(WrongState):
        organise.set_topics(claim_id=claim.pk, topic_ids=[transport.pk], actor=edo)
    assert not claim.topics.exists()


def test_organising_is_for_editors_and_for_what_they_saw(ana, edo, transport):
    claim = ClaimFactory(lock_version=2)
    with pytest.raises(NotAllowed):
        organise.set_due(claim_id=claim.pk, due_at=days(1), actor=ana)
    with pytest.raises(Stale):
        organise.set_topics(claim_id=claim.pk, topic_ids=[transport.pk], actor=edo, expected_version=1)
    with pytest.raises(Blocked, match="no longer here"):
        organise.set_topics(claim_id=claim.pk, topic_ids=[transport.pk, 10**9], actor=edo)
    assert AuditEvent.objects.count() == 0
