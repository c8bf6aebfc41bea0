"""Shelf life: rules give published verdicts a date, the clock brings them back, and a person stands by them again."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from claims.audit.models import AuditEvent
from claims.delivery.models import Notification
from claims.errors import Blocked, NotAllowed
from claims.publishing.shelf_life import remove_rule, save_rule
from claims.tracking.enums import ClaimState
from claims.tracking.models import Claim, Topic
from claims.verdicts import shelf_life
from claims.verdicts.models import Publication, Rating, ShelfLife, ShelfLifeRule
from claims.verdicts.shelf_life import days_for
from claims.workflow.clock import tick
from claims.workflow.moves import Details
from claims.workflow.perform import perform
from tests.workflow import stories
from tests.workflow.stories import claim_in, days, offered

pytestmark = pytest.mark.django_db

S = ClaimState


@pytest.fixture
def people(db) -> stories.Crew:
    return stories.crew()


def filed(topic: Topic) -> Claim:
    claim = stories.ClaimFactory(statement="The council has cut its spending by 22 per cent")
    claim.topics.add(topic)
    return claim


def in_days(row: ShelfLife) -> int | None:
    return (row.review_by - row.as_of).days if row.review_by else None


def test_the_narrowest_rule_counts_and_of_equals_the_shortest():
    rules = [
        ShelfLifeRule(topic_id=None, rating_id=None, days=400),
        ShelfLifeRule(topic_id=None, rating_id=7, days=300),
        ShelfLifeRule(topic_id=1, rating_id=None, days=200),
        ShelfLifeRule(topic_id=2, rating_id=None, days=100),
        ShelfLifeRule(topic_id=1, rating_id=7, days=350),
    ]
    assert days_for(rules, topics=frozenset({1}), rating=7) == 350
    assert days_for(rules, topics=frozenset({1, 2}), rating=8) == 100
    assert days_for(rules, topics=frozenset({3}), rating=7) == 300
    assert days_for(rules, topics=frozenset(), rating=None) == 400
    assert days_for(rules[1:], topics=frozenset(), rating=None) is None


def test_a_verdict_gets_its_date_when_it_is_published(people, edo):
    water = Topic.objects.create(name="Water", slug="water")
    save_rule(topic=water, rating=None, days=90, actor=edo)
    wet = claim_in(S.PUBLISHED, people, claim=filed(water))
    dry = claim_in(S.PUBLISHED, people)

    assert in_days(ShelfLife.objects.get(claim=wet)) == 90
    assert ShelfLife.objects.get(claim=dry).review_by is None


def test_dates_follow_a_changed_rule_but_not_those_set_by_hand(people, edo):
    ruled, by_hand = claim_in(S.PUBLISHED, people), claim_in(S.PUBLISHED, people)
    date = days(40)
    perform("set_review_by", claim_id=by_hand.pk, actor=people.editor, details=Details(review_by=date))

    save_rule(topic=None, rating=Rating.objects.get(slug="false"), days=30, actor=edo)
    tick()

    assert in_days(ShelfLife.objects.get(claim=ruled)) == 30
    assert ShelfLife.objects.get(claim=by_hand).review_by == date

    remove_rule(rule_id=ShelfLifeRule.objects.get().pk, actor=edo)
    tick()
    assert ShelfLife.objects.get(claim=ruled).review_by is None
    assert list(
        AuditEvent.objects.filter(object_type="shelfliferule").order_by("id").values_list("action", flat=True)
    ) == [
        "shelf_life_rule_set",
        "shelf_life_rule_removed",
    ]


def test_on_its_date_a_verdict_comes_back_and_nothing_is_unpublished(people):
    claim, other = claim_in(S.PUBLISHED, people), claim_in(S.PUBLISHED, people)
    ShelfLife.objects.filter(claim=claim).update(review_by=days(-0.01))
    ShelfLife.objects.filter(claim=other).update(review_by=days(0.01))

    assert tick().looked_at_again == 1
    assert tick().looked_at_again == 0

    claim.refresh_from_db()
    other.refresh_from_db()
    assert (claim.state, claim.is_open, claim.due_at, other.state) == ("revisiting", True, None, "published")
    assert Publication.objects.filter(claim=claim, is_current=True, listed=True).count() == 1
    assert Notification.objects.get(kind="woken").sentence == (
        f"{claim.number} is past its review date and waits to be looked at again"
    )


def test_a_verdict_that_still_holds_gets_a_new_date(people, edo):
    save_rule(topic=None, rating=None, days=365, actor=edo)
    claim = claim_in(S.REVISITING, people)
    assert ShelfLife.objects.get(claim=claim).again_since is not None
    ShelfLife.objects.filter(claim=claim).update(as_of=days(-365))

    perform("still_holds", claim_id=claim.pk, actor=people.third, note="The new accounts say the same.")

    row = ShelfLife.objects.get(claim=claim)
    claim.refresh_from_db()
    assert (claim.state, row.again_since, in_days(row)) == ("published", None, 365)
    assert timezone.now() - row.as_of < datetime.timedelta(minutes=1)


def test_a_correction_that_is_abandoned_leads_back_to_looking_again(people):
    claim = claim_in(S.REVISITING, people)
    stories.open_correction(claim, people)
    perform("abandon_correction", claim_id=claim.pk, actor=people.second)
    claim.refresh_from_db()
    assert claim.state == "revisiting"
    assert "still_holds" in offered(claim, people.third)


def test_a_retracted_check_has_no_shelf_life(people):
    claim = claim_in(S.RETRACTED, people)
    assert not ShelfLife.objects.filter(claim=claim).exists()


def test_a_date_that_is_past_or_far_away_is_refused(people):
    claim = claim_in(S.PUBLISHED, people)
    for date, words in ((days(-1), "The review date is past."), (days(3000), "more than five years away")):
        with pytest.raises(Blocked, match=words):
            perform("set_review_by", claim_id=claim.pk, actor=people.editor, details=Details(review_by=date))


def test_rules_are_kept_by_editors_and_admins(ana, edo, ada):
    with pytest.raises(NotAllowed, match="Ask an editor"):
        save_rule(topic=None, rating=None, days=9, actor=ana)
    first = save_rule(topic=None, rating=None, days=9, actor=edo)
    again = save_rule(topic=None, rating=None, days=10, actor=ada)
    assert (first.pk, ShelfLifeRule.objects.get().days) == (again.pk, 10)


def test_the_reports_say_what_is_overdue(people, as_person, edo):
    late = claim_in(S.PUBLISHED, people)
    claim_in(S.PUBLISHED, people)
    ShelfLife.objects.filter(claim=late).update(review_by=days(-3))
    found = shelf_life.overdue()
    assert (found.overdue, found.soon, found.undated, [row.claim for row in found.oldest]) == (1, 0, 1, [late])
    assert late.number in as_person(edo).get(reverse("reports")).content.decode()


def test_the_page_keeps_rules_and_shows_those_who_may_not_no_form(as_person, edo, ana):
    client = as_person(edo)
    assert client.post(reverse("shelf-life"), {"days": "0"}).status_code == 422
    assert client.post(reverse("shelf-life"), {"days": "180"}, follow=True).status_code == 200
    page = as_person(ana).get(reverse("shelf-life")).content.decode()
    assert "All other verdicts" in page
    assert "after 180 days" in page
    assert "Keep the rule" not in page
    rule = ShelfLifeRule.objects.get()
    assert as_person(ana).post(reverse("shelf-life-remove", args=[rule.pk])).status_code == 403
    as_person(edo).post(reverse("shelf-life-remove", args=[rule.pk]))
    assert not ShelfLifeRule.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_however_much_is_overdue(rows, people, as_person, ana, django_assert_num_queries):
    for number in range(rows):
        claim = claim_in(S.PUBLISHED, people)
        ShelfLife.objects.filter(claim=claim).update(review_by=days(-3))
        topic = Topic.objects.create(name=f"Topic {number}", slug=f"topic-{number}")
        ShelfLifeRule.objects.create(topic=topic, days=9)
    client = as_person(ana)
    client.get(reverse("shelf-life"))
    with django_assert_num_queries(7):
        client.get(reverse("shelf-life"))


def test_readers_see_as_of_when_and_that_it_is_looked_at_again(people, client):
    claim = claim_in(S.PUBLISHED, people)
    publication = Publication.objects.get(claim=claim)
    path = f"/checks/{publication.slug}/"
    ShelfLife.objects.filter(claim=claim).update(as_of=datetime.datetime(2026, 2, 9, 12, tzinfo=datetime.UTC))
    before = client.get(path)
    assert ">9 February 2026</time>" in before.content.decode()
    assert "looking at this check again" not in before.content.decode()

    perform("look_again", claim_id=claim.pk, actor=people.second)
    after = client.get(path, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert "We have been looking at this check again since" in after.content.decode()
    publication.refresh_from_db()
    assert "holding" not in publication.page
