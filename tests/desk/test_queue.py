"""The queue: filters as chips, saved views, acts on many claims, and the next claim of the same view."""

from datetime import timedelta

import pytest
from django.utils import timezone

from claims.tracking.models import Claim, SavedView, Topic
from claims.workflow.perform import perform
from tests.desk.walker import Walker
from tests.factories import ClaimFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def walk(as_person):
    return lambda person: Walker(as_person(person))


def shown(page):
    return [link.text_content() for link in page.page.xpath("//a[@class='txt']")]


def test_each_filter_is_a_chip_that_comes_off(walk, edo, ana):
    topic = Topic.objects.create(name="Health", slug="health")
    mine, other = ClaimFactory(statement="Waits fell", score=0.9), ClaimFactory(statement="Trees grew", score=0.2)
    mine.topics.add(topic)
    perform("pick_up", claim_id=mine.pk, actor=ana)
    queue = walk(edo).open("/queue/")
    assert set(shown(queue)) == {"Waits fell", "Trees grew"}
    for query in ("state=assigned", f"assignee={ana.pk}", "topic=health", "score=0.7", "q=waits"):
        queue.open(f"/queue/?{query}")
        assert shown(queue) == ["Waits fell"], query
        chip = queue.page.xpath("//span[@class='filter']/a/@href")
        assert len(chip) == 1
        queue.open("/queue/" + chip[0])
        assert len(shown(queue)) == 2
    queue.open("/queue/?assignee=nobody&sort=score")
    assert shown(queue) == [other.statement]


def test_view_is_saved_shared_and_deleted(walk, edo, ana):
    ClaimFactory()
    queue = walk(edo).open("/queue/?q=council").press("Save view", name="Council", shared="1")
    assert SavedView.objects.get().query == "q=council"
    assert "Council" in walk(ana).open("/queue/").text
    queue.press("Keep it to myself")
    assert "Council" not in walk(ana).open("/queue/").text
    queue.press("Delete “Council”")
    assert not SavedView.objects.exists()
    queue.open("/queue/?q=council").press("Save view", name="x" * 80)
    assert queue.status == 422
    assert "keep it under 60" in queue.text


def test_tabs_say_how_many_claims_each_view_holds(walk, edo, ana):
    late, held, _ = (ClaimFactory(score=score) for score in (0.2, 0.2, 0.9))
    Claim.objects.filter(pk=late.pk).update(due_at=timezone.now() - timedelta(days=2))
    perform("pick_up", claim_id=held.pk, actor=edo)
    SavedView.objects.create(owner=edo, name="Of one wording", query=f"q=fc-{late.pk}")
    SavedView.objects.create(owner=ana, name="Not to be seen by others", query="")
    queue = walk(edo).open("/queue/")
    names = [" ".join(tab.text_content().split()) for tab in queue.page.xpath("//nav[@class='tabs']/a")]
    counted = walk(edo).open(queue.page.xpath("//nav[@class='tabs']/@hx-get")[0]).page
    ids = {span.get("id"): span.text for span in counted.xpath("//span")}
    shown_in = [span.get("id") for span in queue.page.xpath("//nav[@class='tabs']/a/span")]

    assert [(name, ids[key]) for name, key in zip(names, shown_in, strict=True)] == [
        ("All open 3", "3"),
        ("Unassigned, high score", "1"),
        ("My claims", "1"),
        ("Second review", "0"),
        ("Due this week", "0"),
        ("Late", "1"),
        ("Archive", "0"),
        ("Of one wording", "1"),
    ]


def test_bulk_shows_what_it_does_then_does_it_and_reports(walk, edo, ana):
    free, closed = ClaimFactory(), ClaimFactory()
    perform("pick_up", claim_id=closed.pk, actor=ana)
    desk = walk(edo).open("/queue/")
    desk.press("Assign S", pick=[free.pk, closed.pk])
    assert desk.title == "Assign 2 claims"
    desk.press("Show what it will do")
    assert desk.status == 422
    desk.press("Show what it will do", reviewer_id=ana.pk, note="Please.")
    assert "1 will change, 1 skipped" in desk.text
    assert "Skipped: Ana Costa has this claim already." in desk.text
    assert Claim.objects.get(pk=free.pk).state == "queued"
    desk.press("Do it to 1 claim")
    assert desk.title == "1 done"
    assert Claim.objects.get(pk=free.pk).reviewer == ana


def test_bulk_skips_what_changed_after_the_preview(walk, edo, ana):
    claim = ClaimFactory()
    desk = walk(edo).open("/queue/").press("Close X", pick=[claim.pk])
    desk.press("Show what it will do", reason="overtaken")
    perform("pick_up", claim_id=claim.pk, actor=ana)
    desk.press("Do it to 1 claim")
    assert desk.title == "0 done, 1 skipped"
    assert Claim.objects.get().state == "assigned"


def test_due_date_and_topic_go_to_many(walk, edo):
    claim, topic = ClaimFactory(), Topic.objects.create(name="Health", slug="health")
    when = timezone.localtime(timezone.now() + timedelta(days=3)).replace(second=0, microsecond=0)
    desk = walk(edo).open("/queue/").press("Set due date", pick=[claim.pk])
    desk.press("Show what it will do", due_at=when.strftime("%Y-%m-%dT%H:%M")).press("Do it to 1 claim")
    desk.follow("Back to the queue").press("Set topic", pick=[claim.pk])
    desk.press("Show what it will do", topic_id=topic.pk).press("Do it to 1 claim")
    claim.refresh_from_db()
    assert (claim.due_at, list(claim.topics.all())) == (when, [topic])


def test_nothing_selected_is_said(walk, edo):
    ClaimFactory()
    assert "Nothing was selected." in walk(edo).open("/queue/").press("Assign S").text


def test_reviewer_has_no_bulk_acts(walk, ana, as_person):
    claim = ClaimFactory()
    assert not walk(ana).open("/queue/").page.xpath("//*[@data-bulk]")
    assert as_person(ana).post("/queue/bulk/", {"act": "close", "pick": claim.pk}).status_code == 403


def test_next_claim_of_the_same_view_is_a_link_away(walk, ana):
    for score in (0.9, 0.8, 0.1):
        ClaimFactory(score=score, statement=f"Scored {score}")
    desk = walk(ana).open("/queue/?score=0.5&sort=score").follow("Scored 0.9")
    assert not desk.page.xpath("//a[@rel='prev']")
    desk.follow("Next N")
    assert desk.title == "Scored 0.8"
    assert not desk.page.xpath("//a[@rel='next']")
    desk.press("Pick up").follow("Previous P")
    assert desk.title == "Scored 0.9"
    assert desk.page.xpath("//p[@class='eyebrow']/a/@href") == ["/queue/?score=0.5&sort=score"]


def test_empty_queue_offers_a_next_step(walk, ana):
    assert "The queue is empty" in walk(ana).open("/queue/").text
    assert "No claim matches" in walk(ana).open("/queue/?q=nothing").text


@pytest.mark.parametrize("junk", ["state=x", "assignee=%00", "page=zz", "outlet=9999999999999999999", "score=nan"])
def test_junk_in_the_address_is_left_out(junk, walk, ana):
    ClaimFactory()
    assert walk(ana).open(f"/queue/?{junk}").status == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_queue_costs_the_same_whatever_it_holds(rows, as_person, edo, ana, django_assert_num_queries):
    for _ in range(rows):
        claim = ClaimFactory()
        claim.topics.add(Topic.objects.create(name=f"T{claim.pk}", slug=f"t{claim.pk}"))
        perform("pick_up", claim_id=claim.pk, actor=ana)
    client = as_person(edo)
    with django_assert_num_queries(12):
        client.get("/queue/")
