"""Colleagues talk about a claim: threads, mentions, settling."""

import pytest

from claims.audit.models import AuditEvent
from claims.audit.services import verify
from claims.delivery.models import Notification
from claims.errors import Blocked, NotAllowed, WrongState
from claims.review import comments
from claims.tracking.comments import threads_of
from claims.tracking.models import Comment
from tests.factories import ClaimFactory

pytestmark = pytest.mark.django_db


def told() -> list[tuple[str, str]]:
    return [(row.recipient.username, row.sentence) for row in Notification.objects.order_by("id")]


def test_whoever_is_mentioned_hears_of_it_once(ana, edo, apa, nell):
    claim = ClaimFactory()

    comments.add(
        claim_id=claim.pk,
        body="@ana, have you asked the ministry? @ANA @edo @nobody @nell mail@apa.example @@apa (@apa.)",
        actor=edo,
    )

    quoted = "mentions you on " + claim.number
    assert [(name, words.partition(":")[0]) for name, words in told()] == [
        ("ana", f"Edo Baker {quoted}"),
        ("apa", f"Edo Baker {quoted}"),
    ]
    assert AuditEvent.objects.get().data["mentioned"] == [ana.pk, apa.pk]


def test_an_answer_goes_into_the_thread_and_its_beginner_hears(ana, edo, apa, django_assert_num_queries):
    claim = ClaimFactory()
    root = comments.add(claim_id=claim.pk, body="Is the year right?", actor=ana)
    answer = comments.add(claim_id=claim.pk, body="It is 2021.", actor=edo, parent_id=root.pk)
    comments.add(claim_id=claim.pk, body="Agreed.", actor=apa, parent_id=answer.pk)
    comments.add(claim_id=claim.pk, body="Another matter.", actor=edo)

    with django_assert_num_queries(1):
        threads = threads_of(claim_id=claim.pk)
        words = [[(each.author.display_name, each.body) for each in thread.all] for thread in threads]

    assert words == [
        [("Ana Costa", "Is the year right?"), ("Edo Baker", "It is 2021."), ("Apa Singh", "Agreed.")],
        [("Edo Baker", "Another matter.")],
    ]
    assert [name for name, _ in told()] == ["ana", "ana"]


def test_a_thread_is_settled_once_and_an_answer_opens_it_again(ana, edo):
    claim = ClaimFactory()
    root = comments.add(claim_id=claim.pk, body="Is the year right?", actor=ana)
    comments.resolve(comment_id=root.pk, actor=edo)
    comments.resolve(comment_id=root.pk, actor=ana)
    root.refresh_from_db()
    assert root.resolved_by == edo

    comments.add(claim_id=claim.pk, body="No!", actor=ana, parent_id=root.pk)

    root.refresh_from_db()
    assert (root.resolved_by, root.resolved_at) == (None, None)
    comments.resolve(comment_id=root.pk, actor=edo)
    comments.reopen(comment_id=root.pk, actor=edo)
    actions = [event.action.removeprefix("comment_") for event in AuditEvent.objects.order_by("id")]
    assert actions == ["added", "resolved", "reopened", "added", "resolved", "reopened"]
    assert verify().broken is None


def test_pressing_twice_says_it_once(ana):
    claim = ClaimFactory()
    first = comments.add(claim_id=claim.pk, body="Is the year right?", actor=ana)
    assert comments.add(claim_id=claim.pk, body=" Is the year right?\r\n", actor=ana) == first
    assert Comment.objects.count() == 1


def test_comments_that_cannot_be_made(ana, nell):
    claim, other = ClaimFactory(), ClaimFactory()
    elsewhere = comments.add(claim_id=other.pk, body="Elsewhere.", actor=ana)
    with pytest.raises(NotAllowed):
        comments.add(claim_id=claim.pk, body="Hello", actor=nell)
    with pytest.raises(Blocked, match="Write something"):
        comments.add(claim_id=claim.pk, body=" \x00\n", actor=ana)
    with pytest.raises(Blocked, match="keep it under 5000"):
        comments.add(claim_id=claim.pk, body="x" * 5001, actor=ana)
    with pytest.raises(WrongState, match="not here"):
        comments.add(claim_id=claim.pk, body="Hello", actor=ana, parent_id=elsewhere.pk)
    with pytest.raises(WrongState):
        comments.resolve(comment_id=10**9, actor=ana)
    with pytest.raises(NotAllowed):
        comments.resolve(comment_id=elsewhere.pk, actor=nell)
    assert Comment.objects.count() == 1
