"""The second review and what follows it: publishing, setting a time, corrections, retractions, and who may not."""

from datetime import timedelta

import pytest
from django.test import override_settings
from django.utils import timezone

from claims.accounts.roles import Role
from claims.tracking.models import Claim
from claims.verdicts.models import Approval, Publication, Revision
from tests import review_steps
from tests.desk.walker import Walker
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db

TICKED = {"rating_follows": "on", "figures_checked": "on", "is_fair": "on"}


@pytest.fixture
def walk(as_person):
    return lambda person: Walker(as_person(person))


@pytest.fixture
def cyd(db):
    return PersonFactory(username="cyd", display_name="Cyd Marsh", roles=[Role.APPROVER])


@pytest.fixture
def submitted(ana):
    review_steps.make_scale()
    return review_steps.submitted(ana)


def at(**delta):
    return timezone.localtime(timezone.now() + timedelta(**delta)).strftime("%Y-%m-%dT%H:%M")


def test_nobody_approves_what_they_wrote_a_part_of(walk, as_person, submitted, ana):
    both = PersonFactory(username="both", display_name="Both Roles", roles=[Role.REVIEWER, Role.APPROVER])
    review_steps.perform("withdraw", claim_id=submitted.pk, actor=ana)
    review_steps.drafting.save_draft(
        claim_id=submitted.pk, rating="true", summary="Mine.", explanation="x [1] [2]", actor=both, expected_version=2
    )
    review_steps.perform("submit", claim_id=submitted.pk, actor=ana)
    page = walk(both).open(f"/claims/{submitted.pk}/review/")
    assert "You wrote a part of this (verdict)" in page.text
    newest = Revision.objects.order_by("-number").first()
    answer = as_person(both).post(
        f"/claims/{submitted.pk}/review/",
        TICKED | {"decision": "approve", "content_hash": newest.content_hash, "expected_version": 99},
    )
    assert answer.status_code == 403
    assert not Approval.objects.exists()


def test_approval_of_another_revision_is_refused_and_the_note_is_kept(walk, submitted, ana, apa):
    page = walk(apa).open(f"/claims/{submitted.pk}/review/")
    review_steps.perform("withdraw", claim_id=submitted.pk, actor=ana)
    review_steps.perform("submit", claim_id=submitted.pk, actor=ana)
    page.press("Approve", **TICKED, note="Well done.")
    assert page.status == 409
    assert page.page.get_element_by_id("id_note").value == "Well done."
    assert not Approval.objects.exists()


@override_settings(APPROVALS_NEEDED=2)
def test_two_people_where_the_desk_wants_two(walk, submitted, apa, cyd):
    first = walk(apa).open(f"/claims/{submitted.pk}/review/").press("Approve", **TICKED)
    assert Claim.objects.get().state == "submitted"
    assert "You approved this revision already; a second person is needed." in first.text
    walk(cyd).open(f"/claims/{submitted.pk}/review/").press("Approve", **TICKED)
    assert Claim.objects.get().state == "approved"


def test_verdict_is_published_corrected_and_withdrawn_by_two(walk, submitted, ana, apa, cyd):
    desk = walk(apa).open(f"/claims/{submitted.pk}/review/").press("Approve", **TICKED)
    desk.follow("Set a time to publish").press("Set a time to publish", publish_at=at(days=-1))
    assert "That time is past." in desk.text
    desk.press("Set a time to publish", publish_at=at(days=1)).press("Cancel the set time")
    desk.open(f"/claims/{submitted.pk}/moves/publish/").press("Publish")
    assert Publication.objects.get().is_current
    assert desk.page.xpath("//a[text()='What readers see']")

    desk.follow("Open a correction").press("Open a correction", reason="correction", note="A wrong year.")
    assert Claim.objects.get().state == "correcting"
    desk.follow("Abandon the correction").press("Abandon the correction")
    assert Claim.objects.get().state == "published"

    desk.follow("Ask for a retraction").press("Ask for a retraction", note="The accounts were withdrawn.")
    assert "Confirm the retraction" not in desk.text
    other = walk(cyd).open(f"/claims/{submitted.pk}/").follow("Confirm the retraction")
    assert "The accounts were withdrawn." in other.text
    other.press("Confirm the retraction")
    assert Claim.objects.get().state == "retracted"


def test_stale_move_says_what_happened_and_keeps_the_note(walk, edo, ana):
    claim = review_steps.ClaimFactory()
    page = walk(edo).open(f"/claims/{claim.pk}/moves/assign/")
    review_steps.perform("pick_up", claim_id=claim.pk, actor=ana)
    page.press("Assign", reviewer_id=ana.pk, note="Please do.")
    assert page.status == 409
    assert "Ana Costa picked" in page.text
    assert page.page.get_element_by_id("id_note").value == "Please do."


def test_viewer_reads_and_can_do_nothing(walk, as_person, submitted):
    reader = PersonFactory(username="vi", roles=[Role.VIEWER])
    page = walk(reader).open(f"/claims/{submitted.pk}/")
    assert page.status == 200
    assert not page.page.xpath("//main//form | //aside//form")
    for address in ("draft/", "evidence/add/", "comments/", "submit/", "moves/approve/"):
        answer = as_person(reader).post(f"/claims/{submitted.pk}/{address}", {"expected_version": 1})
        assert answer.status_code == 403, address


@pytest.mark.parametrize("sources", [1, 3])
def test_review_page_costs_the_same_whatever_it_holds(sources, as_person, ana, apa, django_assert_num_queries):
    review_steps.make_scale()
    claim = review_steps.ready(ana)
    for number in range(sources):
        more = review_steps.evidence.Source(title=f"S{number}", publisher="P", kind="primary", stance="context")
        review_steps.evidence.add(claim_id=claim.pk, actor=ana, source=more, text="words")
    review_steps.perform("submit", claim_id=claim.pk, actor=ana)
    client = as_person(apa)
    with django_assert_num_queries(21):
        client.get(f"/claims/{claim.pk}/review/")


def test_publishing_shows_what_goes_out_before_it_does(walk, submitted, apa):
    desk = walk(apa).open(f"/claims/{submitted.pk}/review/").press("Approve", **TICKED)
    assert desk.url == f"/claims/{submitted.pk}/moves/publish/"
    words = desk.page.get_element_by_id("main").text_content()
    assert "Mostly false" in words
    assert "It spends more, not less." in words
    assert "ClaimReview" in words
    assert "Readers do not see it." in words
    picture = desk.client.get(desk.page.xpath("//figure/img/@src")[0])
    assert (picture.status_code, picture.headers["Content-Type"]) == (200, "image/png")
    assert Claim.objects.get().state == "approved"


@override_settings(TIME_ZONE="Europe/Lisbon")
def test_a_time_to_publish_names_its_zone_and_has_to_exist_once(walk, submitted, apa):
    desk = walk(apa).open(f"/claims/{submitted.pk}/review/").press("Approve", **TICKED)
    desk.follow("Set a time to publish")
    assert "Times are those of Europe/Lisbon." in desk.text
    desk.press("Set a time to publish", publish_at="2027-03-28T01:15")
    assert "In Europe/Lisbon the clocks go forward then, and there is no 28 March 2027, 01:15." in desk.text
    desk.press("Set a time to publish", publish_at="2027-10-31T01:45")
    assert "In Europe/Lisbon the clocks go back then, and 31 October 2027, 01:45 comes twice." in desk.text
    assert Claim.objects.get().publish_at is None
    desk.press("Set a time to publish", publish_at="2027-10-31T02:00")
    assert Claim.objects.get().publish_at.isoformat() == "2027-10-31T02:00:00+00:00"
