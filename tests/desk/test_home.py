"""The desk's first page, notifications and people: what needs me, what I was told, who can take more."""

from datetime import timedelta

import pytest
from django.utils import timezone

from claims.delivery.enums import EmailChoice, NotificationKind
from claims.delivery.models import Notification
from claims.delivery.services import choices_of
from claims.desk.template_helpers.notices import BY_KIND
from claims.tracking.models import Claim
from claims.workflow.moves import Details
from claims.workflow.perform import perform
from tests import review_steps
from tests.desk.walker import Walker
from tests.factories import ClaimFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def walk(as_person):
    return lambda person: Walker(as_person(person))


def assign(claim, edo, to, days=2):
    due = timezone.now() + timedelta(days=days)
    perform("assign", claim_id=claim.pk, actor=edo, details=Details(reviewer_id=to.pk, due_at=due))


def test_desk_says_what_needs_me(walk, edo, ana, apa):
    review_steps.make_scale()
    late, mine = ClaimFactory(statement="Late one"), ClaimFactory(statement="Mine")
    for claim in (late, mine):
        assign(claim, edo, ana)
    Claim.objects.filter(pk=late.pk).update(due_at=timezone.now() - timedelta(days=2))
    judged = review_steps.submitted(ana)
    desk = walk(ana).open("/")
    assert desk.title == "Two claims need you. One is overdue."
    assert "Overdue, 1" in desk.text
    assert "2 days late" in desk.text
    second = walk(apa).open("/")
    assert "Waiting for your second opinion, 1" in second.text
    assert second.follow(judged.statement).url == f"/claims/{judged.pk}/review/"
    editors = walk(edo).open("/")
    assert editors.title == "Nothing of yours is open. One is late with others."
    assert "With Ana Costa" in editors.text


def test_what_nobody_has_is_a_press_away(walk, edo, ana, nell):
    free = ClaimFactory(statement="Free for all", score=0.9)
    ClaimFactory(statement="Free as well", score=0.8)
    desk = walk(ana).open("/")
    assert desk.title == "Nothing needs you now."
    assert desk.text.index("Pick up and start: Free for all") < desk.text.index("Pick up and start: Free as well")
    assert desk.follow(free.statement).url == f"/claims/{free.pk}/"
    assert "Assign: Free for all" in walk(edo).open("/").text


def test_desk_says_when_there_is_more_than_it_shows(walk, edo, ana):
    for _ in range(21):
        assign(ClaimFactory(), edo, ana)
    desk = walk(ana).open("/")
    assert desk.title == "20 or more claims need you."
    assert desk.follow("All your claims").text.count("Assigned") > 20


def test_desk_tells_what_happened_since_one_left(walk, edo, ana):
    claim = ClaimFactory()
    assign(claim, edo, ana)
    desk = walk(ana).open("/")
    ana.refresh_from_db()
    type(ana).objects.filter(pk=ana.pk).update(last_seen_at=timezone.now() - timedelta(hours=3))
    desk.open("/")
    assert "Since you left" in desk.text
    assert "Edo Baker assigned Ana Costa" in desk.text


def test_notification_is_counted_opened_and_read(walk, edo, ana):
    claim = ClaimFactory()
    assign(claim, edo, ana)
    desk = walk(ana).open("/")
    assert desk.page.xpath("//a[@aria-label='Notifications, 1 new']")
    desk.open("/notifications/").press("Open")
    assert desk.url == f"/claims/{claim.pk}/"
    assert desk.page.xpath("//a[@aria-label='Notifications']")
    assert Notification.objects.get().read_at


def test_nobody_reads_what_somebody_else_was_told(walk, edo, ana, as_person):
    assign(ClaimFactory(), edo, ana)
    note = Notification.objects.get()
    as_person(edo).post("/notifications/read/", {"one": note.pk})
    note.refresh_from_db()
    assert note.read_at is None


def test_each_person_chooses_what_goes_out_by_mail(walk, ana):
    walk(ana).open("/notifications/choices/").press("Save", assigned="digest", late="never")
    chosen = choices_of(person=ana)
    assert chosen[NotificationKind.ASSIGNED] is EmailChoice.DIGEST
    assert chosen[NotificationKind.LATE] is EmailChoice.NEVER


def test_people_with_room_are_found(walk, edo, ana):
    type(ana).objects.filter(pk=ana.pk).update(max_open=1)
    assign(ClaimFactory(), edo, ana)
    page = walk(edo).open("/")
    assert "1 of 1" in page.text
    page.follow("Everybody")
    assert "1 of 1" in page.text
    assert "Ana Costa" not in page.follow("Only below their limit").text.replace("Ana Costa, your account", "")


def test_person_without_a_role_sees_no_desk(walk, nell):
    for address in ("/", "/queue/", "/people/", "/notifications/", "/reports/"):
        assert walk(nell).open(address).status == 403


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("address", "queries"), [("/", 6), ("/people/", 6), ("/notifications/", 4)])
def test_costs_the_same_whatever_it_holds(rows, address, queries, as_person, edo, ana, django_assert_num_queries):
    for _ in range(rows):
        assign(ClaimFactory(), edo, ana)
    client = as_person(ana)
    client.get("/")
    with django_assert_num_queries(queries):
        client.get(address)


def test_a_notification_has_the_claims_words_and_what_to_do(walk, edo, ana):
    assign(ClaimFactory(statement="The council has cut its spending"), edo, ana)
    page = walk(ana).open("/notifications/")
    assert "The council has cut its spending" in page.text
    assert "Start the review, or decline it so that others can take it." in page.text
    assert page.page.xpath("//li[@data-unread]//*[local-name()='use']/@href") == ["#i-user"]


@pytest.mark.parametrize("kind", list(NotificationKind))
def test_every_kind_of_notification_has_its_sign(kind):
    assert len({told.icon for told in BY_KIND.values()}) == len(NotificationKind)
    assert BY_KIND[kind].verb
