"""Remarks among colleagues, and the other small acts on a claim's page."""

import io
import re
from datetime import timedelta

import pytest
from django.utils import timezone
from PIL import Image

from claims.delivery.models import Notification
from claims.tracking.models import Claim, Comment, Topic
from claims.verdicts.uploads import Upload
from tests import review_steps
from tests.desk.walker import Walker
from tests.factories import ClaimFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def walk(as_person):
    return lambda person: Walker(as_person(person))


def at(**delta):
    return timezone.localtime(timezone.now() + timedelta(**delta)).strftime("%Y-%m-%dT%H:%M")


def test_colleagues_talk_mention_answer_and_settle(walk, edo, ana):
    claim = ClaimFactory()
    desk = walk(edo).open(f"/claims/{claim.pk}/").press("Comment", body="@ana which <b>year</b>?")
    assert desk.page.xpath("//span[@class='at']/text()") == ["@ana"]
    assert "which <b>year</b>?" in desk.text
    assert Notification.objects.get().recipient == ana
    other = walk(ana).open(f"/claims/{claim.pk}/").press("Reply", body="2021.")
    assert "Comments, 2" in other.text
    other.press("Resolve")
    assert "Resolved by Ana Costa" in other.text
    assert Comment.objects.get(parent=None).resolved_by == ana
    other.press("Reopen")
    assert Comment.objects.get(parent=None).resolved_by is None


def test_empty_remark_is_said_beside_its_field(walk, edo):
    claim = ClaimFactory()
    desk = walk(edo).open(f"/claims/{claim.pk}/").press("Comment", body="   ")
    assert desk.status == 422
    assert "Write something first." in desk.text


def test_an_answer_to_what_is_not_there_is_refused(as_person, edo, ana):
    review_steps.make_scale()
    claim = review_steps.in_review(ana)
    for parent in ("999", "9" * 40, "x"):
        answer = as_person(edo).post(f"/claims/{claim.pk}/comments/", {"body": "So it is.", "parent": parent})
        assert answer.status_code == 409
        assert "The comment you answer is not here." in answer.content.decode()
    assert not Comment.objects.exists()


def test_pressing_twice_is_one_remark_and_one_source(as_person, ana):
    claim = review_steps.in_review(ana)
    client = as_person(ana)
    source = {"title": "A", "kind": "primary", "stance": "refutes"}
    for _ in range(2):
        client.post(f"/claims/{claim.pk}/comments/", {"body": "Twice"})
        client.post(f"/claims/{claim.pk}/evidence/add/", source)
    assert (claim.comments.count(), claim.evidence.count()) == (1, 1)


@pytest.mark.parametrize(("language", "field"), [("en", "note"), ("es", "nota")])
def test_a_source_changed_meanwhile_shows_what_is_stored_in_the_readers_language(language, field, as_person, ana):
    claim = review_steps.in_review(ana)
    typed = {"title": "A", "kind": "primary", "stance": "refutes", "note": "What Ana typed."}
    stored = review_steps.evidence.Source(title="A", kind="primary", stance="refutes", note="What is stored.")
    source = review_steps.evidence.add(claim_id=claim.pk, actor=ana, source=stored, text="a")
    answer = as_person(ana).post(
        f"/claims/{claim.pk}/evidence/{source.pk}/",
        {**typed, "expected_version": source.lock_version - 1},
        headers={"accept-language": language},
    )
    page = answer.content.decode()
    assert "What is stored." in page
    assert "What Ana typed." in page
    assert re.search(rf">\s*{field}:?\s*<", page, re.IGNORECASE)


def test_editor_sets_due_topics_and_priority_on_one_form(walk, edo):
    claim, topic = ClaimFactory(), Topic.objects.create(name="Health", slug="health")
    desk = walk(edo).open(f"/claims/{claim.pk}/").follow("Due, topics, priority")
    desk.press("Save", due_at=at(days=2), priority="3", topics=[str(topic.pk)])
    assert desk.status == 200
    claim.refresh_from_db()
    assert (claim.priority, list(claim.topics.all())) == (3, [topic])
    desk.follow("Due, topics, priority").press("Save", due_at=at(days=-1))
    assert desk.status == 422
    assert "The due date is past." in desk.text


def test_stale_organise_form_shows_what_is_stored(walk, edo):
    claim = ClaimFactory()
    one = walk(edo).open(f"/claims/{claim.pk}/organise/")
    two = walk(edo).open(f"/claims/{claim.pk}/organise/")
    one.press("Save", priority="3")
    two.press("Save", priority="0")
    assert two.status == 409
    assert "Saved by somebody else meanwhile" in two.text
    two.press("Save")
    assert Claim.objects.get().priority == 0


def test_wording_is_changed_and_a_stale_one_is_kept(walk, edo):
    claim = ClaimFactory(statement="Old words")
    one, two = (walk(edo).open(f"/claims/{claim.pk}/wording/") for _ in range(2))
    one.press("Save wording", statement="New words", claimant="Mayor Rufus Haldane")
    two.press("Save wording", statement="Other words")
    assert two.status == 409
    assert "New words" in two.text
    assert two.page.get_element_by_id("id_statement").value == "Other words"


def test_claim_is_parked_and_wakes(walk, ana):
    claim = review_steps.in_review(ana)
    desk = (
        walk(ana)
        .open(f"/claims/{claim.pk}/")
        .follow("Wait for somebody")
        .press("Wait for somebody", waiting_on="Press office")
    )
    assert desk.status == 422
    assert "Say until when you wait" in desk.text
    desk.press("Wait for somebody", until=at(days=2))
    assert "Waiting for Press office" in desk.text
    desk.press("Resume")
    assert Claim.objects.get().state == "in_review"


def test_written_reason_stands_in_for_a_gate_and_is_taken_back(walk, ana):
    review_steps.make_scale()
    claim = review_steps.in_review(ana)
    desk = walk(ana).open(f"/claims/{claim.pk}/reasons/claimant_asked/")
    desk.press("Save the reason", reason="The speaker died in 2019.")
    assert "Written reason: The speaker died in 2019." in desk.text
    desk.follow("Change the reason").press("Save the reason", reason="")
    assert "Written reason" not in desk.text


def test_copy_is_viewed_and_downloaded_as_a_file(walk, as_person, ana):
    review_steps.make_scale()
    claim = review_steps.ready(ana)
    copy = claim.evidence.first().copies.get()
    page = walk(ana).open(f"/copies/{copy.pk}/")
    assert copy.sha256 in page.text
    assert "The accounts, page 1." in page.text
    answer = as_person(ana).get(f"/copies/{copy.pk}/download/")
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert b"".join(answer.streaming_content) == b"The accounts, page 1."


@pytest.mark.parametrize("rows", [1, 3])
def test_claim_page_costs_the_same_whatever_it_holds(rows, as_person, ana, edo, django_assert_num_queries):
    review_steps.make_scale()
    claim = review_steps.in_review(ana)
    for number in range(rows):
        source = review_steps.evidence.Source(title=f"S{number}", kind="primary", stance="refutes", quote="a")
        review_steps.evidence.add(claim_id=claim.pk, actor=ana, source=source, text=f"a {number}")
        as_person(edo).post(f"/claims/{claim.pk}/comments/", {"body": f"Remark {number}"})
        Topic.objects.create(name=f"T{number}", slug=f"t{number}").claims.add(claim)
    client = as_person(ana)
    with django_assert_num_queries(23):
        client.get(f"/claims/{claim.pk}/")


def test_a_source_that_is_a_picture_is_seen_as_one(walk, as_person, ana):
    review_steps.make_scale()
    claim = review_steps.in_review(ana)
    drawn = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(drawn, "PNG")
    said = review_steps.evidence.Source(title="Photo", kind="primary", stance="context", note="A blue sign.")
    upload = Upload(name="photo.png", data=drawn.getvalue(), content_type="image/png")
    source = review_steps.evidence.add(claim_id=claim.pk, actor=ana, source=said, upload=upload)
    address = f"/copies/{source.copies.get().pk}/download/"

    for page in (f"/claims/{claim.pk}/", f"/copies/{source.copies.get().pk}/"):
        (picture,) = walk(ana).open(page).page.xpath(f"//img[@src='{address}']")
        assert picture.get("alt") == "A blue sign."
    answer = as_person(ana).get(address)
    assert (answer.headers["Content-Type"], answer.headers["X-Content-Type-Options"]) == ("image/png", "nosniff")
