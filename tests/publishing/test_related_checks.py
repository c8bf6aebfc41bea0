"""Choosing what stands beside a check: who may, what fits, and what is suggested."""

import pytest
from django.utils import timezone

from claims.audit.models import AuditEvent
from claims.errors import Blocked, NotAllowed, Stale
from claims.matching.enums import MatchBand
from claims.matching.models import Match
from claims.publishing.related_checks import choose_related, suggested_for
from claims.verdicts.related import chosen_for
from tests.factories import ClaimFactory
from tests.public.newsroom import published, retracted
from tests.workflow.stories import crew


@pytest.fixture
def people(db):
    return crew()


@pytest.fixture
def mine(people):
    return published(people, topics=["Transport"]).claim


def choose(claim, person, *checks, seen=0):
    return choose_related(claim_id=claim.pk, checks=list(checks), expected_version=seen, actor=person)


def test_an_editor_chooses_and_it_is_recorded(mine, people):
    other = published(people, topics=["Health"]).claim
    kept = choose(mine, people.editor, other.pk)
    assert (kept.lock_version, kept.changed_by) == (1, people.editor)
    event = AuditEvent.objects.filter(object_type="claim", object_id=mine.pk).latest("pk")
    assert (event.action, event.actor, event.data) == ("related_checks_chosen", people.editor, {"checks": [other.pk]})
    assert choose(mine, people.editor, other.pk, seen=1).lock_version == 1


def test_a_reviewer_does_not(mine, people):
    with pytest.raises(NotAllowed, match="Ask an editor"):
        choose(mine, people.reviewer)


def test_two_editors_never_overwrite_each_other(mine, people):
    one, two = published(people).claim, published(people).claim
    choose(mine, people.editor, one.pk)
    with pytest.raises(Stale, match="Somebody changed what stands beside"):
        choose(mine, people.second, two.pk)
    assert [row.claim_id for row in chosen_for(mine.pk)] == [one.pk]


def test_what_does_not_fit_is_refused_with_what_to_do(mine, people):
    hidden, other = ClaimFactory(), published(people).claim
    for checks, sentence in [
        ([mine.pk], "A check cannot stand beside itself."),
        ([other.pk, other.pk], "Each check can stand there only once."),
        (range(100, 107), "At most 6 checks stand beside one. Take one out first."),
        (
            [hidden.pk],
            f"{hidden.number} is not published, so readers could not open it. Choose a published check.",
        ),
    ]:
        with pytest.raises(Blocked) as refusal:
            choose(mine, people.editor, *checks)
        assert refusal.value.message == sentence
    assert chosen_for(mine.pk) == []


def test_one_that_was_withdrawn_stays_until_it_is_taken_out_and_cannot_be_added(mine, people):
    other, another = published(people), published(people)
    choose(mine, people.editor, other.claim_id)
    retracted(other, people)
    choose(mine, people.editor, another.claim_id, other.claim_id, seen=1)
    assert [(row.claim_id, row.withdrawn) for row in chosen_for(mine.pk)] == [
        (another.claim_id, False),
        (other.claim_id, True),
    ]
    choose(mine, people.editor, another.claim_id, seen=2)
    with pytest.raises(Blocked, match="is not published"):
        choose(mine, people.editor, another.claim_id, other.claim_id, seen=3)


def test_the_nearest_by_their_words_come_first_then_the_newest_of_the_topic(people):
    alike = published(people, topics=["Health"]).claim
    mine = published(people, topics=["Transport"]).claim
    same_topic = published(people, topics=["Transport"]).claim
    elsewhere = published(people, topics=["Health"])
    Match.objects.create(later=mine, claim=alike, score=0.8, band=MatchBand.LIKELY, suggested_at=timezone.now())
    assert [row.claim_id for row in suggested_for(mine, [])] == [alike.pk, same_topic.pk]
    assert [row.claim_id for row in suggested_for(alike, [])] == [elsewhere.claim_id]
    assert [row.claim_id for row in suggested_for(mine, [alike.pk])] == [same_topic.pk]
