"""What a move writes on the claim and its rows, and what the record remembers of it."""

import pytest

from claims.tracking.models import Assignment, Correction
from claims.verdicts.models import Approval, Revision, ShelfLife, Verdict
from claims.workflow.moves import Details
from claims.workflow.perform import perform
from tests.rights.situations import claim_for
from tests.workflow import stories
from tests.workflow.stories import Crew, days, submitted_hash

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db: None) -> Crew:
    return stories.crew()


def remembered(move, claim, actor, note="", **details):
    """What the record remembers of the move besides the states; the claim is as it is afterwards."""
    event = perform(move, claim_id=claim.pk, actor=actor, note=note, details=Details(**details)).event
    claim.refresh_from_db()
    return event.data


def assignments(claim):
    rows = Assignment.objects.filter(claim=claim).order_by("pk")
    return [(row.reviewer, row.state, row.message, row.due_at, row.ended_at is None) for row in rows]


def test_a_claim_that_changes_hands(people, settings):
    claim, ines, thea = claim_for("queued", people, settings), people.reviewer, people.third
    due, later = days(3), days(5)
    given = remembered("assign", claim, people.editor, "Ring them.", reviewer_id=ines.pk, due_at=due)
    assert given == {"reviewer": ines.pk, "due_at": due.isoformat()}
    assert (claim.reviewer, claim.due_at) == (ines, due)
    assert remembered("start", claim, ines) == {}
    assert assignments(claim) == [(ines, "accepted", "Ring them.", due, True)]
    # Without a date the one before stays.
    given = remembered("reassign", claim, people.editor, reviewer_id=thea.pk)
    assert given == {"reviewer": thea.pk, "due_at": due.isoformat(), "from": ines.pk}
    given = remembered("reassign", claim, people.editor, reviewer_id=ines.pk, due_at=later)
    assert given == {"reviewer": ines.pk, "due_at": later.isoformat(), "from": thea.pk}
    assert remembered("release", claim, ines) == {"reviewer": ines.pk}
    assert (claim.reviewer, claim.due_at) == (None, later)
    assert assignments(claim) == [
        (ines, "reassigned", "Ring them.", due, False),
        (thea, "reassigned", "", due, False),
        (ines, "declined", "", later, False),
    ]
    assert remembered("pick_up", claim, thea) == {"reviewer": thea.pk, "due_at": later.isoformat()}
    assert assignments(claim)[3] == (thea, "accepted", "", later, True)
    assert Assignment.objects.get(claim=claim, ended_at=None).assigned_by == thea
    assert remembered("release", claim, thea) == {"reviewer": thea.pk}
    assert assignments(claim)[3] == (thea, "released", "", later, False)


def test_a_claim_without_a_due_date(people, settings):
    claim = claim_for("queued", people, settings)
    given = remembered("assign", claim, people.editor, reviewer_id=people.reviewer.pk)
    assert given == {"reviewer": people.reviewer.pk, "due_at": None}


def test_a_claim_that_waits(people, settings):
    claim, until = claim_for("in_review", people, settings), days(2)
    given = remembered("wait", claim, people.reviewer, waiting_on=" The council ", until=until)
    assert given == {"waiting_on": "The council", "until": until.isoformat()}
    assert (claim.waiting_on, claim.wake_at) == ("The council", until)
    assert remembered("wake", claim, people.reviewer) == {"waiting_on": "The council"}
    assert (claim.waiting_on, claim.wake_at) == ("", None)


def test_a_claim_that_is_put_away(people, settings):
    claim = claim_for("in_review", people, settings)
    assert remembered("close", claim, people.editor, reason="duplicate") == {"reason": "duplicate"}
    assert (claim.close_reason, claim.reviewer) == ("duplicate", None)
    assert [row[1] for row in assignments(claim)] == ["released"]
    assert Assignment.objects.filter(claim=claim, ended_at=None).count() == 0
    assert remembered("reopen", claim, people.editor) == {"was": "duplicate"}
    assert claim.close_reason == ""


def test_a_verdict_that_is_judged_again_and_again(people, settings):
    claim, ines, milo = claim_for("in_review", people, settings), people.reviewer, people.second
    before = Verdict.objects.get(claim=claim).lock_version
    frozen = remembered("submit", claim, ines)
    first = submitted_hash(claim)
    assert frozen == {"revision": 1, "content_hash": first}
    assert Verdict.objects.get(claim=claim).lock_version == before + 1
    assert remembered("withdraw", claim, ines) == {"voided": 0}
    stories.rewrite_summary(claim, ines)
    assert remembered("submit", claim, ines)["revision"] == 2
    second = submitted_hash(claim)
    assert second != first
    given = remembered("approve", claim, milo, "Well done.", content_hash=second)
    assert given == {"revision": 2, "content_hash": second}
    approval = Approval.objects.get()
    assert (approval.approver, approval.content_hash, approval.note, approval.voided_at) == (
        milo,
        second,
        "Well done.",
        None,
    )
    at = days(1)
    assert remembered("schedule", claim, milo, publish_at=at) == {"publish_at": at.isoformat()}
    assert claim.publish_at == at
    assert remembered("unschedule", claim, milo) == {"was": at.isoformat()}
    assert claim.publish_at is None
    remembered("schedule", claim, milo, publish_at=at)
    assert remembered("edit_approved", claim, ines) == {"voided": 1}
    assert claim.publish_at is None
    assert Approval.objects.get().voided_at is not None
    assert remembered("submit", claim, ines)["revision"] == 3
    assert list(Revision.objects.filter(number=3).values_list("authors__display_name", flat=True)) == ["Ines Okafor"]


def test_a_verdict_that_is_published_corrected_and_retracted(people, settings):
    claim, milo, thea = claim_for("approved", people, settings), people.second, people.third
    published = remembered("publish", claim, milo)
    assert published == {"publication": 1, "content_hash": submitted_hash(claim)}
    assert [row[1] for row in assignments(claim)] == ["done"]
    assert remembered("open_correction", claim, milo, "The year is wrong.", reason="update") == {"class": "update"}
    opened = Correction.objects.get()
    assert (opened.kind, opened.reason, opened.opened_by, opened.ended_at) == (
        "update",
        "The year is wrong.",
        milo,
        None,
    )
    assert claim.reviewer == people.reviewer
    assert remembered("ask_retraction", claim, thea, "The source was forged.") == {}
    assert (claim.retraction_asked_by, claim.retraction_note) == (thea, "The source was forged.")
    assert remembered("drop_retraction", claim, milo) == {"asked_by": thea.pk}
    assert (claim.retraction_asked_by, claim.retraction_note) == (None, "")
    assert remembered("abandon_correction", claim, milo) == {"voided": 0}
    opened.refresh_from_db()
    assert (opened.ended_at is not None, opened.published) == (True, False)
    remembered("open_correction", claim, milo, "The year is wrong.", reason="correction")
    remembered("ask_retraction", claim, thea, "The source was forged.")
    assert remembered("retract", claim, milo) == {"publication": 2, "asked_by": thea.pk}
    assert not Correction.objects.filter(ended_at=None).exists()
    assert not ShelfLife.objects.filter(claim=claim, review_by__isnull=False).exists()


def test_whoever_opens_a_correction_of_a_claim_with_nobody_takes_it(people, settings):
    claim = claim_for("published", people, settings)
    type(claim).objects.filter(pk=claim.pk).update(reviewer=None)
    remembered("open_correction", claim, people.second, "The year is wrong.", reason="correction")
    assert claim.reviewer == people.second


def test_a_verdict_that_is_looked_at_again(people, settings):
    claim, milo, at, later = claim_for("published", people, settings), people.second, days(30), days(60)
    first = remembered("set_review_by", claim, people.editor, review_by=at)
    assert (first["review_by"], first["by_hand"]) == (at.isoformat(), True)
    second = remembered("set_review_by", claim, people.editor, review_by=later)
    assert second == {"before": at.isoformat(), "review_by": later.isoformat(), "by_hand": True}
    type(claim).objects.filter(pk=claim.pk).update(due_at=days(1))
    assert remembered("look_again", claim, milo) == {"review_by": later.isoformat()}
    assert claim.due_at is None
    assert ShelfLife.objects.get(claim=claim).again_since is not None
    holds = remembered("still_holds", claim, milo, review_by=at)
    assert holds == {"review_by": at.isoformat(), "by_hand": True}
    assert ShelfLife.objects.get(claim=claim).again_since is None


def test_a_check_of_the_old_site(people, ada, settings):
    claim = claim_for("queued, from the old site", people, settings)
    known = remembered("publish_imported", claim, ada)
    assert (known["publication"], known["address"]) == (1, "https://old.example/checks/spending")
    assert set(known) == {"publication", "content_hash", "address", "checked_by"}
