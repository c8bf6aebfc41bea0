"""From the queue to an approved verdict without script, by forms as the pages render them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from claims.tracking.models import Claim
from claims.verdicts.models import Approval, Rating, RatingScale
from tests import review_steps
from tests.desk.walker import Walker
from tests.factories import CandidateFactory, ClaimFactory

pytestmark = pytest.mark.django_db

TICKED = {"rating_follows": "on", "figures_checked": "on", "is_fair": "on"}


@pytest.fixture
def scale(db):
    scale = RatingScale.objects.create(name="Plumbline", is_active=True)
    for order, (slug, label, tone) in enumerate([("true", "True", 1), ("mostly-false", "Mostly false", 4)]):
        Rating.objects.create(
            scale=scale,
            slug=slug,
            label=label,
            definition=f"It is {label.lower()}.",
            order=order,
            tone=tone,
            value=5 - order,
        )
    return scale


@pytest.fixture
def walk(as_person):
    return lambda person: Walker(as_person(person))


@pytest.fixture
def claim(db):
    claim = ClaimFactory(statement="The council has cut its spending by 22 per cent")
    CandidateFactory(claim=claim, state="accepted")
    return claim


def source(number, stance, kind="primary"):
    return {
        "title": f"Accounts {number}",
        "publisher": f"Office {number}",
        "stance": stance,
        "kind": kind,
        "text": f"Net spending of department {number} rose.",
        "quote": f"spending of department {number} rose",
    }


def test_reviewer_checks_a_claim_and_a_second_person_approves_it(walk, claim, scale, ana, apa):
    desk = walk(ana).open(f"/claims/{claim.pk}/")
    desk.press("Pick up").press("Start review")
    assert "In review: your turn" in desk.text

    desk.press("Submit for second review")
    assert desk.status == 422
    assert "Choose a rating." in desk.text

    for number, stance in ((1, "refutes"), (2, "supports")):
        desk.follow("Add evidence V").follow("It has no address").press("Add evidence", **source(number, stance))
        assert desk.status == 200, desk.text
    assert "Evidence, 2" in desk.text
    assert desk.text.count("Found in the copy") == 2

    desk.follow("Log a request").press("Log it", whom="Mayor's press office", asked_at=_at(hours=-2))
    assert "Mayor's press office" in desk.text

    desk.press(
        "Save draft",
        rating="mostly-false",
        summary="It spends more, not less.",
        explanation="### Accounts\n\nSpending *rose* [1]. <script>alert(1)</script>",
    )
    assert "Draft saved" in desk.text
    assert desk.page.xpath("//*[@id='preview']//em/text()") == ["rose"]
    assert not desk.page.xpath("//*[@id='preview']//script")
    desk.press("Submit for second review")
    assert desk.status == 200, desk.text
    assert "next: Apa Singh" in desk.text

    own = walk(ana).open(f"/claims/{claim.pk}/review/")
    assert "You can’t judge this." in own.text

    second = walk(apa).open(f"/claims/{claim.pk}/").follow("Review this verdict")
    assert "You can approve this." in second.text
    second.press("Ask for changes")
    assert second.status == 422
    assert "Write a note" in second.text
    second.press("Ask for changes", note="Say by how much.")
    assert Claim.objects.get().state == "changes_requested"

    desk.open(f"/claims/{claim.pk}/").press("Revise")
    desk.press("Submit for second review", summary="It spends 5.7 per cent more, not less.")
    second.open(f"/claims/{claim.pk}/review/")
    assert "What changed since revision 1" in second.text
    assert [ins.text_content() for ins in second.page.iter("ins")] == ["5.7 per cent "]
    second.press("Approve", **TICKED)
    assert second.status == 422
    assert "Not ticked: What was asked last time is met." in second.text
    second.press("Approve", asked_is_met="on", **TICKED)
    assert Claim.objects.get().state == "approved"
    assert Approval.objects.get().approver == apa

    desk.open(f"/claims/{claim.pk}/")
    assert "Save draft" not in desk.text
    desk.follow("Edit again")
    assert "This voids every approval of it" in desk.text
    assert Claim.objects.get().state == "approved"
    desk.press("Edit again").press("Save draft", summary="It spends 5.7 per cent more.")
    assert Claim.objects.get().state == "in_review"
    assert Approval.objects.get().voided_at is not None


def test_second_window_gets_409_sees_what_changed_and_keeps_its_words(walk, claim, scale, ana):
    one = walk(ana).open(f"/claims/{claim.pk}/").press("Pick up").press("Start review")
    two = walk(ana).open(f"/claims/{claim.pk}/")
    one.press("Save draft", summary="First words.", rating="true")
    two.press("Save draft", summary="Second words.")
    assert two.status == 409
    assert "saved another draft" in two.text
    assert [gone.text_content() for gone in two.page.iter("del")][1] == "First"
    assert two.page.get_element_by_id("summary").value == "Second words."
    two.press("Save mine instead")
    claim.verdict.refresh_from_db()
    assert claim.verdict.summary == "Second words."


def _at(**delta):
    return timezone.localtime(timezone.now() + timedelta(**delta)).strftime("%Y-%m-%dT%H:%M")


def test_what_the_approver_asked_stands_where_the_author_looks(walk, claim, scale, ana, apa):
    claim = review_steps.submitted(ana)
    page = walk(apa).open(f"/claims/{claim.pk}/review/")
    page.press("Ask for changes", note="Say by how much.")

    row = walk(ana).open("/").page.get_element_by_id(f"task-{claim.pk}").text_content()
    assert " ".join(row.split()).find("Apa Singh asks: Say by how much.") > 0
    own = walk(ana).open(f"/claims/{claim.pk}/")
    head = own.page.get_element_by_id("claim-head").text_content()
    assert "Apa Singh asks for changes" in head
    assert "Say by how much." in head
    own.press("Revise")
    assert "Say by how much." in own.page.get_element_by_id("claim-head").text_content()
    own.press("Submit for second review", summary="It spends 5.7 per cent more.", note="Added the figure.")

    board = walk(apa).open(f"/claims/{claim.pk}/review/").page.get_element_by_id("asked").text_content()
    words = " ".join(board.split())
    assert "You asked" in words
    assert "Say by how much." in words
    assert "Ana Costa: Added the figure." in words
    assert "Changed since: short answer" in words
