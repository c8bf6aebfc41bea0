"""Who may change what readers will see, and when."""

import pytest

from claims.audit.models import AuditEvent
from claims.errors import NotAllowed, WrongState
from claims.tracking.enums import ClaimState
from claims.verdicts.models import Verdict
from claims.workflow.moves import MoveName
from tests.workflow import stories
from tests.workflow.stories import Crew, claim_in, rewrite_summary

pytestmark = pytest.mark.django_db

S, M = ClaimState, MoveName


@pytest.fixture
def people(db: None) -> Crew:
    return stories.crew()


@pytest.mark.parametrize(
    "state", [S.SUBMITTED, S.APPROVED, S.CHANGES_REQUESTED, S.PUBLISHED, S.RETRACTED, S.CLOSED, S.QUEUED]
)
def test_what_readers_see_changes_only_while_somebody_works_on_it(people, state):
    claim = claim_in(state, people)
    events = AuditEvent.objects.count()

    with pytest.raises(WrongState):
        rewrite_summary(claim, people.editor)
    assert AuditEvent.objects.count() == events
    assert not Verdict.objects.filter(summary__contains="8 per cent").exists()


def test_a_colleague_does_not_edit_somebody_elses_review(people, ana):
    with pytest.raises(NotAllowed, match="Only the reviewer can do this"):
        rewrite_summary(claim_in(S.IN_REVIEW, people), ana)
