"""A source that changed comes back to the desk once, with every check that cites it and three ways to go on."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone

from claims.audit.models import AuditEvent
from claims.delivery.models import Notification
from claims.errors import Blocked, NotAllowed, Stale, WrongState
from claims.verdicts.models import Publication, WatchCopy, WatchedPassage, WatchedSource
from claims.watching import decisions
from tests.watching.conftest import published, read_again, serve
from tests.watching.fake_web import FakeSource


@pytest.fixture
def lost(people, site) -> WatchedSource:
    """A source two checks cite, whose figure has changed."""
    fake = FakeSource(5, "number")
    url = serve(site, "/figures", fake.first())
    published(people, url, fake.quote, fake.first().body)
    published(people, url, fake.quote, fake.first().body)
    serve(site, "/figures", fake.later())
    return read_again(WatchedSource.objects.get(url=url))


def test_it_still_holds_keeps_the_new_copy_and_its_words_raise_no_alarm_again(lost, apa):
    before = WatchedPassage.objects.filter(source=lost).first()
    decisions.still_holds(source_id=lost.pk, actor=apa, note="A slip of the pen.", expected_version=1)
    again = read_again(lost)

    passage = WatchedPassage.objects.filter(source=lost).first()
    assert (again.alarm_since, again.outcome, passage.is_lost) == (None, "same", False)
    assert passage.accepted == before.words_now
    # Readers are still told of the day on which the words they are shown stood there.
    assert passage.last_seen_at == before.last_seen_at
    assert WatchCopy.objects.get().kept_by == apa
    assert AuditEvent.objects.filter(action="source_holds", note="A slip of the pen.").count() == 2


def test_the_source_is_settled_once_every_check_is_dealt_with(lost, apa):
    first, second = (passage.claim for passage in lost.passages.order_by("pk"))
    note = "The office has revised its figure."
    decisions.correct(source_id=lost.pk, claim_id=first.pk, kind="correction", note=note, actor=apa)
    lost.refresh_from_db()
    assert lost.alarm_since is not None
    with pytest.raises(WrongState, match="Nothing this check cites is lost there"):
        decisions.correct(source_id=lost.pk, claim_id=first.pk, kind="correction", note=note, actor=apa)
    decisions.correct(source_id=lost.pk, claim_id=second.pk, kind="update", note=note, actor=apa)
    lost.refresh_from_db()
    first.refresh_from_db()
    assert (lost.alarm_since, first.state) == (None, "correcting")
    assert Publication.objects.filter(claim=first, is_current=True).exists()


def test_what_cannot_be_watched_is_read_no_longer_until_somebody_wants_it(lost, edo):
    with pytest.raises(Blocked, match="Say why"):
        decisions.mark_impossible(source_id=lost.pk, reason=" ", actor=edo)
    decisions.mark_impossible(source_id=lost.pk, reason="By a script only.", actor=edo)
    lost.refresh_from_db()
    assert (lost.state, lost.due_at, lost.alarm_since) == ("impossible", None, None)
    decisions.watch_again(source_id=lost.pk, actor=edo)
    lost.refresh_from_db()
    assert (lost.state, lost.reason, lost.due_at is None) == ("watched", "", False)


def test_who_may_publish_is_told_once_and_led_to_the_source(apa, edo, lost, as_person):
    told = Notification.objects.get(recipient=apa, kind="source_lost")
    first = lost.passages.order_by("pk")[0].claim
    assert told.sentence == f"127.0.0.1 no longer has the words that {first.number} cites"
    assert not Notification.objects.filter(recipient=edo, kind="source_lost").exists()
    client = as_person(apa)
    assert "say whether the check holds" in client.get(reverse("notifications")).content.decode()
    went = client.post(reverse("notifications-read"), {"one": told.pk})
    assert went.headers["Location"] == "/watch/"
    told.refresh_from_db()
    assert told.read_at is not None


def test_who_may_decide(lost, ana, edo):
    cited = lost.passages.first().claim
    with pytest.raises(NotAllowed):
        decisions.still_holds(source_id=lost.pk, actor=edo)
    with pytest.raises(NotAllowed):
        decisions.correct(source_id=lost.pk, claim_id=cited.pk, kind="update", note="x", actor=edo)
    with pytest.raises(NotAllowed):
        decisions.mark_impossible(source_id=lost.pk, reason="No.", actor=ana)


def test_a_decision_over_an_old_look_is_refused(lost, apa):
    with pytest.raises(Stale, match="Somebody decided"):
        decisions.still_holds(source_id=lost.pk, actor=apa, expected_version=7)


def test_the_pages_show_the_difference_and_take_the_decision(lost, as_person, apa, ana):
    listed = as_person(ana).get(reverse("watch")).content.decode()
    assert "The words have changed" in listed
    page = as_person(ana).get(reverse("watch-source", args=[lost.pk])).content.decode()
    assert "<del" in page
    assert "per cent alike" in page
    assert "It still holds" not in page
    client = as_person(apa)
    assert "It still holds" in client.get(reverse("watch-source", args=[lost.pk])).content.decode()
    kept = client.get(reverse("watch-copy", args=[WatchCopy.objects.get().pk]))
    assert kept.headers["Content-Disposition"].startswith("attachment")
    wrong = client.post(reverse("watch-correct", args=[lost.pk]), {"expected_version": 1})
    assert wrong.status_code == 422
    client.post(reverse("watch-holds", args=[lost.pk]), {"expected_version": 1, "note": ""})
    lost.refresh_from_db()
    assert lost.alarm_since is None


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_however_many_wait(rows, people, site, as_person, ana, django_assert_num_queries):
    for number in range(rows):
        fake = FakeSource(number, "number")
        url = serve(site, f"/figures/{number}", fake.first())
        published(people, url, fake.quote, fake.first().body)
    WatchedSource.objects.update(alarm_since=timezone.now(), outcome="gone")
    client = as_person(ana)
    client.get(reverse("watch"))
    with django_assert_num_queries(9):
        client.get(reverse("watch"))


def test_readers_see_when_the_words_were_last_seen(people, site, client):
    fake = FakeSource(8, "nothing")
    claim = published(people, serve(site, "/seen", fake.first()), fake.quote, fake.first().body)
    path = f"/checks/{Publication.objects.get(claim=claim).slug}/"
    before = client.get(path)
    assert "Last seen with these words" not in before.content.decode()
    read_again(WatchedSource.objects.get(url=site.url("/seen")))
    after = client.get(path, headers={"If-None-Match": before.headers["ETag"]})
    assert after.content.decode().count("Last seen with these words") == 1


def test_programs_decide_with_the_version_they_saw(lost, apa, as_person):
    client = as_person(apa)
    listed = client.get("/api/v1/watch/", {"waiting": "true"}).json()
    (row,) = listed["results"]
    assert (row["outcome"], len(row["passages"]), row["passages"][0]["is_lost"]) == ("reworded", 2, True)
    address = f"/api/v1/watch/{lost.pk}/holds/"
    body = {"data": json.dumps({"note": "Fine."}), "content_type": "application/json"}
    assert client.post(address, **body, headers={"If-Match": '"v7"'}).status_code == 412
    tag = client.get(f"/api/v1/watch/{lost.pk}/").headers["ETag"]
    assert client.post(address, **body, headers={"If-Match": tag}).status_code == 200
    lost.refresh_from_db()
    assert lost.alarm_since is None
