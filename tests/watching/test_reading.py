"""Reading sources of published checks again over a real connection: outcomes, alarms, politeness, the planned day."""

import datetime
from http.server import BaseHTTPRequestHandler

import pytest
from django.utils import timezone

from claims.audit.models import AuditEvent
from claims.fetching import Limits
from claims.jobs.running import run_one
from claims.tracking.enums import ClaimState
from claims.verdicts.models import ShelfLife, WatchCopy, WatchDay, WatchedHost, WatchedPassage, WatchedSource
from claims.verdicts.watching import is_made_up, pause
from claims.watching import reading
from claims.workflow.perform import perform
from tests.watching.conftest import published, read_again, serve
from tests.watching.fake_web import FakeSource
from tests.workflow import stories

HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)


def watched(people, site, fate: str, number: int = 1) -> tuple[WatchedSource, FakeSource, str]:
    fake = FakeSource(number, fate)
    path = f"/accounts/{number}"
    url = serve(site, path, fake.first())
    published(people, url, fake.quote, fake.first().body)
    return WatchedSource.objects.get(url=url), fake, path


def wait_of(source: WatchedSource) -> datetime.timedelta:
    assert source.due_at is not None
    return source.due_at - timezone.now()


@pytest.mark.parametrize(
    ("fate", "outcome", "readings"),
    [
        ("number", "reworded", 1),
        ("404", "page_gone", 2),
        ("410", "page_gone", 2),
        ("soft_404", "soft_404", 2),
        ("front_page", "soft_404", 2),
        ("sign_in", "wall", 2),
        ("403", "wall", 2),
        ("500", "unreachable", 4),
    ],
)
def test_what_is_lost_is_seen_again_within_the_day_and_then_waits_for_a_person(people, site, fate, outcome, readings):
    source, fake, path = watched(people, site, fate)
    serve(site, "/", FakeSource(77, "nothing").first())
    read_again(source)
    assert (source.outcome, source.alarm_since, wait_of(source) <= DAY) == ("same", None, True)

    serve(site, path, fake.later())
    for _ in range(readings - 1):
        read_again(source)
        assert (source.outcome, source.alarm_since, wait_of(source) <= 3 * HOUR) == (outcome, None, True)
    read_again(source)

    passage = WatchedPassage.objects.get(source=source)
    assert source.alarm_since is not None
    assert (source.outcome, passage.outcome, passage.is_lost) == (outcome, outcome, True)
    assert AuditEvent.objects.get(action="source_lost").data["outcome"] == outcome
    read_again(source)
    assert AuditEvent.objects.filter(action="source_lost").count() == 1


@pytest.mark.parametrize("fate", ["menu", "typography", "advert_in_passage"])
def test_a_cosmetic_change_only_moves_the_day_on_which_the_words_were_seen(people, site, fate):
    source, fake, path = watched(people, site, fate)
    WatchedPassage.objects.update(last_seen_at=timezone.now() - 9 * DAY)
    serve(site, path, fake.later())
    read_again(source)
    passage = WatchedPassage.objects.get(source=source)
    assert (source.alarm_since, passage.is_lost) == (None, False)
    assert timezone.now() - passage.last_seen_at < HOUR
    assert timezone.now() - ShelfLife.objects.get().sources_seen_at < HOUR
    assert not WatchCopy.objects.exists()


def test_a_page_that_comes_back_before_anybody_looked_raises_no_alarm(people, site):
    source, fake, path = watched(people, site, "404")
    serve(site, path, fake.later())
    read_again(source)
    serve(site, path, fake.first())
    read_again(source)
    assert (source.outcome, source.sightings, source.alarm_since) == ("same", 1, None)


def test_an_unchanged_page_is_asked_for_by_its_validators(people, site):
    fake = FakeSource(3, "nothing")
    asked = []

    def answer(request: BaseHTTPRequestHandler) -> None:
        known = request.headers.get("If-None-Match") == '"v1"'
        asked.append(known)
        body = b"" if known else fake.first().body
        request.send_response(304 if known else 200)
        request.send_header("ETag", '"v1"')
        request.send_header("Content-Type", "text/html; charset=utf-8")
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    site.pages["/tagged"] = answer
    published(people, site.url("/tagged"), fake.quote, fake.first().body)
    source = WatchedSource.objects.get(url=site.url("/tagged"))
    read_again(source)
    read_again(source)
    assert asked == [False, True]
    assert (source.outcome, source.alarm_since) == ("same", None)


def test_what_robots_txt_forbids_is_not_read_and_is_no_alarm(people, site):
    site.page("/robots.txt", b"User-agent: *\nDisallow: /accounts/", Content_Type="text/plain")
    source, _fake, path = watched(people, site, "nothing")
    read_again(source)
    assert (source.outcome, source.alarm_since) == ("barred", None)
    assert path not in [seen for _method, seen, _headers, _body in site.seen]


def test_one_page_of_a_site_at_a_time(people, site):
    source, _fake, path = watched(people, site, "nothing")
    read_again(source)
    before = len(site.seen)
    WatchedHost.objects.update(free_at=timezone.now() + 20 * DAY / 86_400)
    WatchedSource.objects.filter(pk=source.pk).update(due_at=timezone.now() - HOUR)
    run_one(WatchedSource, source.pk, run=reading.look)
    source.refresh_from_db()
    assert len(site.seen) == before
    assert (source.attempts, source.parked_at) == (0, None)
    assert source.due_at > timezone.now() + 15 * DAY / 86_400


def test_a_day_has_its_budget(people, site, settings):
    settings.WATCH_DAILY_BUDGET = 1
    source, _fake, _path = watched(people, site, "nothing")
    other, _fake, _path = watched(people, site, "nothing", 2)
    read_again(source)
    read_again(other)
    assert (source.outcome, other.outcome, other.asked_at) == ("same", "", None)
    assert WatchDay.objects.get().asked == 1
    assert timezone.localdate(other.due_at) > timezone.localdate()


def test_the_same_address_in_two_checks_is_one_source(people, site):
    source, fake, path = watched(people, site, "number")
    published(people, source.url, fake.quote, fake.first().body)
    serve(site, path, fake.later())
    read_again(source)
    assert WatchedSource.objects.filter(url=source.url).count() == 1
    assert source.passages.filter(is_lost=True).values("claim").distinct().count() == 2
    assert AuditEvent.objects.filter(action="source_lost").count() == 2


def test_a_retracted_check_is_watched_no_longer(people, site):
    source, _fake, _path = watched(people, site, "nothing")
    claim = source.passages.get().claim
    stories._ask_retraction(claim, people)
    perform("retract", claim_id=claim.pk, actor=people.third)
    source.refresh_from_db()
    assert (source.state, source.due_at, source.passages.count()) == ("ended", None, 0)


def test_a_page_that_hangs_is_huge_or_leads_inwards_is_read_within_the_guard(people, site, settings, monkeypatch):
    monkeypatch.setattr(reading, "FETCH_LIMITS", Limits(max_bytes=50_000, total_seconds=1))
    source, _fake, path = watched(people, site, "nothing")
    site.pages[path] = lambda request: site.closing.wait(5)
    assert read_again(source).outcome == "unreachable"
    site.page(path, b"<p>" + b"x" * 60_000, Content_Type="text/html")
    assert read_again(source).outcome == "unreachable"
    assert "larger than" in source.error
    site.page(path, b"", status=302, Location="http://10.0.0.1/private")
    assert read_again(source).outcome == "unreachable"


def test_young_checks_are_looked_after_sooner_than_old_ones():
    now = timezone.now()
    days = [pause(now - age * DAY, now, changed=False).days for age in (1, 29, 31, 181, 200, 729, 800)]
    assert days == [1, 1, 7, 7, 30, 30, 90]
    assert [pause(now - age * DAY, now, changed=True).days for age in (1, 31, 200, 800)] == [1, 3, 15, 45]


def test_made_up_addresses_are_never_asked(people):
    claim = stories.claim_in(ClaimState.PUBLISHED, people)
    sources = WatchedSource.objects.filter(passages__claim=claim)
    assert [source.due_at for source in sources] == [None, None]
    assert is_made_up("https://www.example.org/x")
    assert not is_made_up("https://example.paper.net/x")
