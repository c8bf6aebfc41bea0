"""Who hears of which move, and in which words; nobody hears of their own."""

import pytest

from claims.delivery.models import Alert, AlertRound, Delivery, Notification, WebhookEndpoint
from claims.matching.models import MatchIndexEntry
from claims.verdicts.models import Newsroom, WatchedPassage
from claims.workflow.moves import Details
from claims.workflow.perform import perform
from tests.rights.situations import claim_for
from tests.workflow import stories
from tests.workflow.stories import Crew, days, submitted_hash

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db: None) -> Crew:
    return stories.crew()


def told_by(move, claim, actor, note="", **details):
    """What the move tells, by the name of who is told."""
    Notification.objects.all().delete()
    perform(move, claim_id=claim.pk, actor=actor, note=note, details=Details(**details))
    rows = Notification.objects.select_related("recipient", "actor")
    assert {row.actor for row in rows} <= {actor}
    return {row.recipient.display_name: (row.kind, row.sentence) for row in rows}


def test_whoever_gets_a_claim_hears_of_it_and_by_when(people, settings):
    claim = claim_for("queued", people, settings)
    number = claim.number
    due = days(3)
    day = f"{due.day} {due:%B}"
    assert told_by("assign", claim, people.editor, reviewer_id=people.reviewer.pk) == {
        "Ines Okafor": ("assigned", f"Hana Whitlock assigned you {number}")
    }
    assert told_by("reassign", claim, people.editor, reviewer_id=people.third.pk, due_at=due) == {
        "Thea Lund": ("assigned", f"Hana Whitlock assigned you {number}, due {day}")
    }
    assert told_by("reassign", claim, people.editor, reviewer_id=people.editor.pk) == {}


def test_those_who_wrote_no_part_hear_that_a_verdict_waits(people, settings):
    claim = claim_for("in_review", people, settings)
    stories.rewrite_summary(claim, people.editor)
    people.third.groups.clear()
    assert told_by("submit", claim, people.reviewer) == {
        "Milo Brandt": ("second_review", f"Ines Okafor submitted {claim.number} for a second review")
    }
    claim = claim_for("in_review", people, settings)
    stories.rewrite_summary(claim, people.editor)
    assert "Hana Whitlock" not in told_by("submit", claim, people.reviewer)


def test_the_authors_hear_what_becomes_of_their_verdict(people, settings):
    claim = claim_for("submitted", people, settings)
    number, second = claim.number, people.second
    assert told_by("request_changes", claim, second, "Name the year.") == {
        "Ines Okafor": ("sent_back", f"Milo Brandt asks for changes on {number}: “Name the year.”")
    }
    assert told_by("resume", claim, people.reviewer) == {}
    perform("submit", claim_id=claim.pk, actor=people.reviewer)
    assert told_by("approve", claim, second, content_hash=submitted_hash(claim)) == {
        "Ines Okafor": ("approved", f"Milo Brandt approved your verdict on {number}")
    }
    assert told_by("publish", claim, second) == {"Ines Okafor": ("published", f"Milo Brandt published {number}")}


def test_an_approved_verdict_that_is_opened_again_is_told_to_those_who_stand_behind_it(people, settings):
    claim = claim_for("approved", people, settings)
    words = f"Hana Whitlock opened {claim.number} for editing after it was approved, so it needs approval again"
    assert told_by("edit_approved", claim, people.editor) == {
        "Ines Okafor": ("sent_back", words),
        "Milo Brandt": ("sent_back", words),
    }


def test_those_who_can_confirm_a_retraction_hear_that_one_is_asked_for(people, settings):
    claim = claim_for("published", people, settings)
    words = f"Milo Brandt asks for a retraction of {claim.number}: “The source was forged.”"
    assert told_by("ask_retraction", claim, people.second, "The source was forged.") == {
        "Thea Lund": ("second_review", words)
    }
    assert told_by("drop_retraction", claim, people.third) == {}


def test_what_the_clock_does_is_told_and_what_a_person_does_is_not(people, settings):
    for situation, move, who, kind, words in [
        ("waiting", "wake", people.reviewer, "woken", "{} is awake again: the time to wait is over"),
        (
            "published",
            "look_again",
            people.second,
            "woken",
            "{} is past its review date and waits to be looked at again",
        ),
    ]:
        claim = claim_for(situation, people, settings)
        assert told_by(move, claim, who) == {}, move
        claim = claim_for(situation, people, settings)
        type(claim).objects.filter(pk=claim.pk).update(reviewer=people.reviewer)
        assert told_by(move, claim, None) == {"Ines Okafor": (kind, words.format(claim.number))}, move


def test_a_set_time_that_comes_is_told_as_the_desks_own_act(people, settings):
    claim = claim_for("approved, set to publish", people, settings)
    assert told_by("publish", claim, None) == {
        "Ines Okafor": ("published", f"At its set time the desk published {claim.number}")
    }


def test_a_set_time_that_a_rule_stood_against_is_told_to_all_who_stand_behind_the_verdict(people, settings):
    claim = claim_for("approved, set to publish", people, settings)
    words = f"{claim.number} was not published at its set time. The newsroom has no name."
    assert told_by("unschedule", claim, None, "The newsroom has no name.") == {
        "Ines Okafor": ("sent_back", words),
        "Milo Brandt": ("sent_back", words),
    }
    perform("schedule", claim_id=claim.pk, actor=people.second, details=Details(publish_at=days(1)))
    assert told_by("unschedule", claim, people.third) == {}


def test_the_outside_follows_every_publication_but_those_of_an_archive(people, ada, settings):
    WebhookEndpoint.objects.create(name="The site", url="https://site.example/hook")
    Newsroom.objects.update(offers_alerts=True)
    Alert.objects.create(address="lena@mail.example", asked_at=days(-1), confirmed_at=days(-1))
    claim = claim_for("approved", people, settings)

    old = claim_for("queued, from the old site", people, settings)

    def outside():
        asked = MatchIndexEntry.objects.filter(claim=claim).values_list("asked", flat=True).first()
        watched = WatchedPassage.objects.filter(claim=claim).count()
        return Delivery.objects.count(), AlertRound.objects.count(), watched, asked

    assert outside() == (0, 0, 0, None)
    perform("publish_imported", claim_id=old.pk, actor=ada)
    assert MatchIndexEntry.objects.filter(claim=old).count() == 1
    assert outside() == (0, 0, 0, None)
    perform("publish", claim_id=claim.pk, actor=people.second)
    assert outside() == (1, 1, 2, 1)
    perform("ask_retraction", claim_id=claim.pk, actor=people.second, note="The source was forged.")
    assert outside() == (1, 1, 2, 1)
    perform("retract", claim_id=claim.pk, actor=people.third)
    assert outside() == (2, 2, 0, 2)
