"""Acting on many claims: what the dry run says is what happens, and every skipped claim says why."""

import pytest

from claims.audit.models import AuditEvent
from claims.errors import Blocked, NotAllowed
from claims.review import bulk_moves
from claims.review.bulk_moves import Act, Item, Order
from claims.tracking.enums import ClaimState
from claims.tracking.models import Claim, Topic
from tests.factories import ClaimFactory
from tests.rights.situations import writes
from tests.workflow import stories
from tests.workflow.stories import claim_in, days

pytestmark = pytest.mark.django_db

S = ClaimState


@pytest.fixture
def transport(db) -> Topic:
    return Topic.objects.create(name="Transport", slug="transport")


@pytest.fixture
def people(db) -> stories.Crew:
    return stories.crew()


def orders(people, topic) -> dict[Act, Order]:
    return {
        Act.ASSIGN: Order(reviewer_id=people.third.pk, due_at=days(5), note="Before the vote, please."),
        Act.DUE: Order(due_at=days(5)),
        Act.TOPIC: Order(topic_id=topic.pk),
        Act.CLOSE: Order(reason="overtaken"),
    }


@pytest.mark.parametrize("act", list(Act))
def test_the_dry_run_foretells_every_claim_in_every_state(people, edo, transport, act):
    order = orders(people, transport)[act]
    claims = [claim_in(state, people) for state in S]
    ids = [claim.pk for claim in claims]

    with writes() as sent:
        outlooks = bulk_moves.preview(act=act, claim_ids=ids, actor=edo, order=order)
    assert sent == []
    items = [Item(outlook.claim.pk, outlook.claim.lock_version) for outlook in outlooks]
    report = bulk_moves.carry_out(act=act, items=items, actor=edo, order=order)

    assert [outlook.claim.pk for outlook in outlooks] == ids
    assert [done.claim.pk for done in report.done] == [each.claim.pk for each in outlooks if not each.refusal]
    assert [skipped.sentence for skipped in report.skipped] == [each.refusal for each in outlooks if each.refusal]
    assert report.done
    assert report.skipped
    assert all(bool(each.after) != bool(each.refusal) for each in outlooks)


def test_assigning_many_gives_free_claims_and_takes_over_others(people, edo):
    free, held = ClaimFactory(), claim_in(S.IN_REVIEW, people)
    order = Order(reviewer_id=people.third.pk)

    outlooks = bulk_moves.preview(act=Act.ASSIGN, claim_ids=[free.pk, held.pk, free.pk], actor=edo, order=order)
    bulk_moves.carry_out(
        act=Act.ASSIGN, items=[Item(free.pk, free.lock_version), Item(held.pk, held.lock_version)], actor=edo,
        order=order,
    )  # fmt: skip

    assert [(each.before, each.after) for each in outlooks] == [
        ("Queued", "Assigned to Thea Lund"),
        ("In review, Ines Okafor", "Assigned to Thea Lund"),
    ]
    assert set(Claim.objects.values_list("reviewer", "state")) == {(people.third.pk, S.ASSIGNED)}


def test_a_claim_that_changed_meanwhile_is_skipped_and_the_others_are_not(edo):
    one, other = ClaimFactory(), ClaimFactory()
    Claim.objects.filter(pk=one.pk).update(lock_version=2)

    report = bulk_moves.carry_out(
        act=Act.DUE, items=[Item(one.pk, 1), Item(other.pk, 1), Item(10**9, 1)], actor=edo, order=Order(due_at=days(2))
    )

    assert [done.claim for done in report.done] == [other]
    assert [skipped.number for skipped in report.skipped] == [one.number, "FC-1000000000"]
    assert report.skipped[0].sentence.startswith(f"Somebody changed {one.number}")
    assert AuditEvent.objects.count() == 1


def test_no_bulk_act_voids_an_approval(people, edo, transport):
    claim = claim_in(S.APPROVED, people)
    order = Order(topic_id=transport.pk)
    (outlook,) = bulk_moves.preview(act=Act.TOPIC, claim_ids=[claim.pk], actor=edo, order=order)
    assert outlook.refusal == (
        "This verdict is approved. To change it, press Edit again first; that voids the approval."
    )


@pytest.mark.parametrize(
    ("act", "order", "sentence"),
    [
        (Act.DUE, Order(due_at=days(-1)), "The due date is past"),
        (Act.TOPIC, Order(), "Choose a topic"),
        (Act.CLOSE, Order(reason="tired"), "Choose a reason"),
        (Act.ASSIGN, Order(reviewer_id=10**9), "Choose somebody with the reviewer role"),
        (Act.ASSIGN, Order(), "Choose somebody with the reviewer role"),
    ],
)
def test_an_order_that_makes_no_sense_is_refused_as_a_whole(edo, act, order, sentence):
    claim = ClaimFactory()
    with pytest.raises(Blocked, match=sentence):
        bulk_moves.preview(act=act, claim_ids=[claim.pk], actor=edo, order=order)
    with pytest.raises(Blocked, match=sentence):
        bulk_moves.carry_out(act=act, items=[Item(claim.pk, 1)], actor=edo, order=order)


def test_acting_on_many_is_for_editors_and_not_for_all_the_desk_at_once(ana, edo):
    with pytest.raises(NotAllowed):
        bulk_moves.preview(act=Act.CLOSE, claim_ids=[1], actor=ana, order=Order(reason="overtaken"))
    with pytest.raises(Blocked, match="Select at least one"):
        bulk_moves.preview(act=Act.CLOSE, claim_ids=[], actor=edo, order=Order(reason="overtaken"))
    with pytest.raises(Blocked, match="Select 200 claims at most"):
        bulk_moves.preview(act=Act.CLOSE, claim_ids=list(range(201)), actor=edo, order=Order(reason="overtaken"))
