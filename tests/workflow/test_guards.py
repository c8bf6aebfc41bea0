"""What stands against a move, each rule at its border and in the sentence that people read."""

from datetime import UTC, datetime, timedelta

import pytest

from claims.accounts.roles import Role
from claims.errors import Blocked, WrongState
from claims.restrictions.models import Restriction
from claims.tracking.enums import ClaimState
from claims.tracking.models import Claim
from claims.workflow import guards
from claims.workflow.moves import Attempt, Details
from claims.workflow.perform import would_refuse
from tests.factories import ClaimFactory, PersonFactory
from tests.rights.situations import claim_for
from tests.workflow import stories
from tests.workflow.stories import Crew, days, submitted_hash

S = ClaimState

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
A_MOMENT = timedelta(microseconds=1)
FIVE_YEARS = timedelta(days=1830)

DUE_PAST = "The due date is past. Choose a date that is still to come."
DUE_FAR = "The due date is more than five years away. Check the year."
UNTIL_PAST = "The date to wait until is past. Choose one that is still to come."
UNTIL_FAR = "The date to wait until is more than five years away. Check the year."
REVIEW_PAST = "The review date is past. Choose one that is still to come, or leave it empty to go by the rules."
REVIEW_FAR = "The review date is more than five years away. Check the year."
PUBLISH_PAST = "That time is past. Publish now, or choose a time to come."
NO_CLASS = "Say whether this is a clarification, a correction or an update."
NOT_WHAT_WAS_SEEN = "This is no longer the revision you looked at. Reload the page and read it again."
KEPT = "This claim is kept to named people. Open it to the whole desk first, then publish it."


def asked(guard, **details) -> list[str]:
    """What the rule says of these details at nine in the morning."""
    return guard(Attempt(Claim(), None, "", Details(**details), NOW))


@pytest.mark.parametrize(
    ("guard", "name", "past", "far"),
    [
        (guards.due_is_ahead, "due_at", DUE_PAST, DUE_FAR),
        (guards.review_date_is_ahead, "review_by", REVIEW_PAST, REVIEW_FAR),
    ],
)
def test_a_day_may_be_left_out_and_lies_ahead_within_five_years(guard, name, past, far):
    assert asked(guard) == []
    assert asked(guard, **{name: NOW - timedelta(days=1)}) == [past]
    assert asked(guard, **{name: NOW}) == [past]
    assert asked(guard, **{name: NOW + A_MOMENT}) == []
    assert asked(guard, **{name: NOW + FIVE_YEARS}) == []
    assert asked(guard, **{name: NOW + FIVE_YEARS + A_MOMENT}) == [far]


@pytest.mark.parametrize(
    ("whom", "until", "sentences"),
    [
        ("The council", NOW + A_MOMENT, []),
        ("The council", NOW + FIVE_YEARS, []),
        ("x" * 200, NOW + A_MOMENT, []),
        (" " * 90 + "x" * 200, NOW + A_MOMENT, []),
        (
            "x" * 201,
            NOW + A_MOMENT,
            ["Say in under 200 characters whom you wait for; put the rest in a note."],
        ),
        ("The council", NOW, [UNTIL_PAST]),
        ("The council", NOW - timedelta(days=1), [UNTIL_PAST]),
        ("The council", NOW + FIVE_YEARS + A_MOMENT, [UNTIL_FAR]),
        ("The council", None, ["Say until when you wait; the claim comes back by itself then."]),
        (" ", NOW + A_MOMENT, ["Say whom or what you are waiting for."]),
        (
            "",
            None,
            ["Say whom or what you are waiting for.", "Say until when you wait; the claim comes back by itself then."],
        ),
    ],
)
def test_waiting_names_somebody_and_a_time(whom, until, sentences):
    assert asked(guards.waits_for_somebody, waiting_on=whom, until=until) == sentences


def test_a_time_to_publish_lies_ahead():
    assert asked(guards.publish_time_is_ahead) == ["Say when it should be published."]
    assert asked(guards.publish_time_is_ahead, publish_at=NOW) == [PUBLISH_PAST]
    assert asked(guards.publish_time_is_ahead, publish_at=NOW + A_MOMENT) == []


def test_reasons_are_coded():
    for reason in ("not_checkable", "overtaken", "duplicate", "no_capacity", "out_of_scope"):
        assert asked(guards.close_reason_is_known, reason=reason) == []
        assert asked(guards.correction_class_is_known, reason=reason) == [NO_CLASS]
    for reason in ("clarification", "correction", "update"):
        assert asked(guards.correction_class_is_known, reason=reason) == []
        assert asked(guards.close_reason_is_known, reason=reason) == ["Choose a reason for closing."]
    assert asked(guards.close_reason_is_known) == ["Choose a reason for closing."]
    assert asked(guards.correction_class_is_known) == [NO_CLASS]


@pytest.fixture
def people(db: None) -> Crew:
    return stories.crew()


def refused(move, claim, actor, note="Because.", **details):
    """What somebody reads who tries the move, and of which kind it is."""
    refusal = would_refuse(move, claim=claim, actor=actor, note=note, details=Details(**details))
    return (type(refusal), str(refusal)) if refusal else None


def test_a_claim_goes_to_another_reviewer_in_time(people, settings):
    queued, assigned = claim_for("queued", people, settings), claim_for("assigned", people, settings)
    editor, other = people.editor, people.third.pk
    same = (Blocked, "Ines Okafor has this claim already. Choose somebody else.")
    assert refused("reassign", assigned, editor, reviewer_id=people.reviewer.pk) == same
    assert refused("reassign", assigned, editor, reviewer_id=other) is None
    for move, claim in (("assign", queued), ("reassign", assigned)):
        assert refused(move, claim, editor) == (Blocked, "Choose a reviewer.")
        assert refused(move, claim, editor, reviewer_id=other, due_at=days(-1)) == (Blocked, DUE_PAST)
        assert refused(move, claim, editor, reviewer_id=other, due_at=days(1831)) == (Blocked, DUE_FAR)


def test_whoever_only_reads_is_given_no_claim(people, settings):
    claim, viewer = claim_for("queued", people, settings), PersonFactory(display_name="Vera Holm", roles=[Role.VIEWER])
    sentence = "Vera Holm does not review claims. Choose somebody with the reviewer role."
    assert refused("assign", claim, people.editor, reviewer_id=viewer.pk) == (Blocked, sentence)


def test_a_kept_claim_goes_to_those_it_is_kept_to_and_not_to_readers(people, settings):
    queued, approved = claim_for("queued", people, settings), claim_for("approved", people, settings)
    old = claim_for("queued, from the old site", people, settings)
    for claim in (queued, approved, old):
        row = Restriction.objects.create(claim=claim, restricted_by=people.editor, restricted_at=NOW)
        row.people.set([people.editor, people.second])
    claims = {claim: Claim.objects.select_related("restriction").get(pk=claim.pk) for claim in (queued, approved, old)}

    kept = f"{queued.number} is kept to named people, and Thea Lund is not among them. Name them first, then assign it."
    assert refused("assign", claims[queued], people.editor, reviewer_id=people.third.pk) == (Blocked, kept)
    assert refused("assign", claims[queued], people.editor, reviewer_id=people.second.pk) is None
    assert refused("publish", claims[approved], people.second) == (Blocked, KEPT)
    assert refused("schedule", claims[approved], people.second, publish_at=days(1)) == (Blocked, KEPT)


def test_moves_on_what_is_published_ask_for_their_day_and_class(people, settings):
    published, revisiting = claim_for("published", people, settings), claim_for("revisiting", people, settings)
    for move in ("open_correction", "still_holds"):
        for claim in (published, revisiting):
            given = {"reason": "nonsense"} if move == "open_correction" else {"review_by": days(-1)}
            sentence = NO_CLASS if move == "open_correction" else REVIEW_PAST
            assert refused(move, claim, people.second, **given) == (Blocked, sentence)
    assert refused("set_review_by", published, people.editor, review_by=days(-1)) == (Blocked, REVIEW_PAST)
    assert refused("set_review_by", published, people.editor, review_by=days(1831)) == (Blocked, REVIEW_FAR)
    assert refused("set_review_by", published, people.editor, review_by=days(30)) is None


def test_an_approval_and_a_set_time_ask_for_what_was_seen_and_when(people, settings):
    submitted, approved = claim_for("submitted", people, settings), claim_for("approved", people, settings)
    assert refused("approve", submitted, people.second) == (Blocked, NOT_WHAT_WAS_SEEN)
    assert refused("approve", submitted, people.second, content_hash="0" * 64) == (Blocked, NOT_WHAT_WAS_SEEN)
    assert refused("approve", submitted, people.second, content_hash=submitted_hash(submitted)) is None
    assert refused("schedule", approved, people.second) == (Blocked, "Say when it should be published.")
    assert refused("schedule", approved, people.second, publish_at=days(-1)) == (Blocked, PUBLISH_PAST)
    assert refused("schedule", approved, people.second, publish_at=days(1)) is None


def test_a_move_that_makes_no_sense_for_the_claim_says_so(people, settings):
    approved, submitted = claim_for("approved", people, settings), claim_for("submitted", people, settings)
    published = claim_for("published", people, settings)
    asked_for = claim_for("published, retraction asked", people, settings)
    never = "Nothing is published of this claim yet, so nothing can be retracted."
    twice = "Milo Brandt has asked for a retraction already. Confirm it, or drop the request."
    nobody = "Nobody has asked for a retraction yet."
    for move, claim, sentence in [
        ("unschedule", approved, "No time to publish is set."),
        ("abandon_correction", submitted, "No correction is open on this claim."),
        ("ask_retraction", submitted, never),
        ("ask_retraction", approved, never),
        ("ask_retraction", asked_for, twice),
        ("drop_retraction", published, nobody),
        ("retract", published, nobody),
    ]:
        assert refused(move, claim, people.third) == (WrongState, sentence), move


def test_only_what_came_from_the_old_site_is_published_without_a_review(people, ada):
    claim = ClaimFactory()
    ordinary = "This claim did not come from the old site. It goes through the review, and a second person approves it."
    assert refused("publish_imported", claim, ada) == (WrongState, ordinary)


def test_a_note_has_at_most_two_thousand_characters(people, settings):
    claim = claim_for("submitted", people, settings)
    assert refused("request_changes", claim, people.second, note="x" * 2000) is None
    assert refused("request_changes", claim, people.second, note="x" * 2001) == (
        Blocked,
        "The note is 2001 characters long; keep it under 2000.",
    )
    assert refused("request_changes", claim, people.second, note=" \n ") == (
        Blocked,
        "Write a note, so that the others know why.",
    )
