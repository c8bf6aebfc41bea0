"""A claim is drawn, judged twice by people who do not know of each other, and settled where they differ."""

import hashlib

import pytest

from claims.audit.models import AuditEvent
from claims.delivery.models import Notification
from claims.errors import Blocked, NotAllowed, WrongState
from claims.publishing.second_verdict_rules import remove_rule, save_rule
from claims.review import comments, drafting
from claims.review.opinions import second_verdicts
from claims.tracking.models import Claim, Comment, Topic
from claims.verdicts import seals
from claims.verdicts.models import Revision, SecondVerdict, SecondVerdictDraw
from claims.workflow.moves import Details
from claims.workflow.perform import perform
from tests import review_steps
from tests.factories import ClaimFactory


def approve(claim, actor):
    newest = Revision.objects.filter(claim=claim).order_by("-number").first()
    return perform("approve", claim_id=claim.pk, actor=actor, details=Details(content_hash=newest.content_hash))


def test_two_who_agree_go_on_with_the_second_review(claim, apa):
    with pytest.raises(Blocked, match="Give your own verdict first"):
        approve(claim, apa)

    second = second_verdicts.give(claim_id=claim.pk, rating="mostly-false", sentence="It rose.", actor=apa)

    assert (second.first.slug, second.rating.slug, second.settled.slug) == (
        "mostly-false",
        "mostly-false",
        "mostly-false",
    )
    assert Comment.objects.count() == 0
    assert "came to the same rating" in Notification.objects.get(recipient__username="ana").text
    assert approve(claim, apa).claim.state == "approved"


def test_two_who_differ_talk_and_the_authors_may_change_theirs(claim, ana, apa):
    second_verdicts.give(claim_id=claim.pk, rating="true", sentence="The cut is in the plan.", actor=apa)

    assert Comment.objects.get().body == "The cut is in the plan."
    with pytest.raises(Blocked, match="Apa.* came to “True”. Talk it over"):
        approve(claim, apa)
    comments.add(claim_id=claim.pk, body="You are right.", actor=ana)
    perform("withdraw", claim_id=claim.pk, actor=ana)
    drafting.save_draft(
        claim_id=claim.pk,
        rating="true",
        summary="It is so.",
        explanation="See [1] and [2].",
        expected_version=2,
        actor=ana,
    )
    perform("submit", claim_id=claim.pk, actor=ana)
    assert approve(claim, apa).claim.state == "approved"


def test_the_second_person_may_come_to_hold_to_the_first(claim, apa):
    second_verdicts.give(claim_id=claim.pk, rating="true", sentence="The cut is in the plan.", actor=apa)

    settled = second_verdicts.take_first(claim_id=claim.pk, why="The plan was dropped.", actor=apa)

    assert (settled.rating.slug, settled.settled.slug, settled.settled_why) == (
        "true",
        "mostly-false",
        "The plan was dropped.",
    )
    assert approve(claim, apa).claim.state == "approved"


def test_a_third_person_settles_it_where_asked(claim, ana, apa, cyd):
    second_verdicts.give(claim_id=claim.pk, rating="true", sentence="The cut is in the plan.", actor=apa)
    with pytest.raises(NotAllowed, match="Only the third person"):
        second_verdicts.settle(claim_id=claim.pk, rating="true", why="So.", actor=cyd)
    with pytest.raises(Blocked, match="of neither side"):
        second_verdicts.ask_third(claim_id=claim.pk, person_id=apa.pk, actor=ana)

    second_verdicts.ask_third(claim_id=claim.pk, person_id=cyd.pk, actor=ana)
    second_verdicts.settle(claim_id=claim.pk, rating="true", why="The plan counts.", actor=cyd)

    with pytest.raises(Blocked, match="settled on “True”, and the verdict says something else"):
        approve(claim, apa)
    texts = list(Notification.objects.filter(recipient=cyd).values_list("text", flat=True))
    assert any("asks you to settle which rating holds" in text for text in texts)


def test_who_may_give_it(claim, ana, edo, ada, apa, cyd):
    for person in (ana, edo, ada):
        with pytest.raises(NotAllowed):
            second_verdicts.give(claim_id=claim.pk, rating="true", sentence="So.", actor=person)
    for rating, sentence in (("true", " "), ("unheard", "So."), ("true", "x" * 1001)):
        with pytest.raises(Blocked):
            second_verdicts.give(claim_id=claim.pk, rating=rating, sentence=sentence, actor=apa)
    assert SecondVerdict.objects.count() == 0
    second_verdicts.give(claim_id=claim.pk, rating="true", sentence="So.", actor=apa)
    with pytest.raises(WrongState, match="No sealed second verdict is wanted"):
        second_verdicts.give(claim_id=claim.pk, rating="true", sentence="So.", actor=cyd)


def test_whoever_had_the_claim_in_hand_cannot_be_the_second(all_sealed, ana, apa):
    claim = ClaimFactory()
    perform("pick_up", claim_id=claim.pk, actor=apa)
    perform("start", claim_id=claim.pk, actor=apa)
    perform("reassign", claim_id=claim.pk, actor=apa, details=Details(reviewer_id=ana.pk))

    drawn = Claim.objects.select_related("second_draw").get(pk=claim.pk)
    assert not seals.is_sealed(drawn, apa)
    assert "had this claim in hand" in second_verdicts.why_not_give(drawn, apa)


def test_the_draw_is_made_once_from_the_record_and_can_be_computed_again(claim, ana):
    draw = SecondVerdictDraw.objects.get(claim=claim)
    start = AuditEvent.objects.get(object_type="claim", object_id=claim.pk, action="start")
    drawn = AuditEvent.objects.get(action="second_verdict_drawn")

    assert draw.seed == start.hash
    assert draw.number == int(start.hash, 16) % 10_000
    assert drawn.data == {"share": 100, "seed": start.hash, "number": draw.number, "sealed": True}
    assert draw.drawn_event == drawn.pk


def test_a_claim_is_not_drawn_again(all_sealed, ana, apa):
    claim = review_steps.in_review(ana)
    first = SecondVerdictDraw.objects.get()
    perform("release", claim_id=claim.pk, actor=ana)
    save_rule(scale=None, topic=None, share=0, actor=apa)
    perform("pick_up", claim_id=claim.pk, actor=ana)
    perform("start", claim_id=claim.pk, actor=ana)

    again = SecondVerdictDraw.objects.get()
    assert (again.number, again.share, again.is_sealed) == (first.number, 100, True)


def test_the_number_of_a_hash_is_its_rest():
    assert seals.number_from("ff") == 255
    assert seals.number_from("2711") == 1
    numbers = [
        seals.number_from(hashlib.sha256(bytes([one, two])).hexdigest()) for one in range(100) for two in range(100)
    ]
    assert 1900 < sum(number < 2000 for number in numbers) < 2100


def test_the_narrowest_rule_counts(all_sealed, apa, ana):
    topic = Topic.objects.create(name="Transport", slug="transport")
    other = Topic.objects.create(name="Buses", slug="buses")
    claim = ClaimFactory()
    assert seals.share_for(claim) == 100
    rule = save_rule(scale=None, topic=topic, share=0, actor=apa)
    claim.topics.add(topic)
    assert seals.share_for(claim) == 0
    save_rule(scale=None, topic=other, share=30, actor=apa)
    claim.topics.add(other)
    assert seals.share_for(claim) == 30
    remove_rule(rule_id=rule.pk, actor=apa)
    assert seals.share_for(claim) == 30


def test_nothing_is_drawn_without_a_rule(ana):
    review_steps.make_scale()
    review_steps.in_review(ana)
    assert SecondVerdictDraw.objects.count() == 0


def test_rules_are_kept_by_editors_and_admins(all_sealed, ana, edo, ada):
    with pytest.raises(NotAllowed):
        save_rule(scale=None, topic=None, share=10, actor=ana)
    save_rule(scale=None, topic=None, share=10, actor=edo)
    save_rule(scale=None, topic=None, share=20, actor=ada)
    with pytest.raises(Blocked):
        save_rule(scale=None, topic=None, share=101, actor=ada)


def test_a_seal_is_opened_for_a_written_reason(claim, ana, edo, apa):
    with pytest.raises(NotAllowed):
        second_verdicts.open_seal(claim_id=claim.pk, why="Quick.", actor=ana)
    with pytest.raises(Blocked, match="Say why it cannot wait"):
        second_verdicts.open_seal(claim_id=claim.pk, why="", actor=edo)
    second_verdicts.open_seal(claim_id=claim.pk, why="The vote is tonight.", actor=edo)

    assert approve(claim, apa).claim.state == "approved"
    assert SecondVerdictDraw.objects.get().opened_why == "The vote is tonight."


def test_an_editor_helps_once_the_claim_is_theirs(all_sealed, ana, edo):
    claim = review_steps.ready(ana)
    with pytest.raises(NotAllowed, match="drawn for a sealed second verdict"):
        perform("submit", claim_id=claim.pk, actor=edo)
    with pytest.raises(NotAllowed, match="drawn for a sealed second verdict"):
        drafting.save_draft(
            claim_id=claim.pk, rating="true", summary="x", explanation="", expected_version=1, actor=edo
        )
    perform("reassign", claim_id=claim.pk, actor=edo, details=Details(reviewer_id=edo.pk))
    perform("start", claim_id=claim.pk, actor=edo)
    assert perform("submit", claim_id=claim.pk, actor=edo).claim.state == "submitted"
