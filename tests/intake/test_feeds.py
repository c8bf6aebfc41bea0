"""Feeds against a real site: what is new comes in once, what changed becomes a version, and nobody is pestered."""

import datetime
import threading
from email.utils import formatdate

import pytest
from django.db.models.functions import Now
from django.utils import timezone

from claims.articles.enums import PollOutcome
from claims.articles.feeds import NotAFeed, Robots, next_pause, read_feed
from claims.articles.models import Article, ArticleVersion, Feed, FeedEntry, FeedPoll
from claims.errors import Blocked, NotAllowed
from claims.intake import feeds
from claims.intake.feeds import add_feed, ask_now, follow
from claims.jobs.services import lease
from claims.jobs.sweeping import sweep
from tests.factories import STORY
from tests.fetching.local_site import start_site

pytestmark = pytest.mark.django_db

PARAGRAPHS = "".join(f"<p>{part}</p>" for part in STORY.split("\n\n"))


@pytest.fixture
def site(settings):
    settings.FETCH_ALLOW_NETWORKS = ("127.0.0.0/8",)
    running = start_site()
    yield running
    running.server.shutdown()


def story(site, number, words=""):
    text = f"{PARAGRAPHS}<p>Story number {number} of the series ends with these words. {words}</p>"
    page = f"<html><head><title>Bus plan, part {number}</title></head><body><article>{text}</article></body></html>"
    return site.page(f"/story/{number}", page.encode(), Content_Type="text/html")


def rss(items, title="Port Ellery Courier"):
    rows = "".join(
        f"<item><title>{name}</title><link>{link}</link><guid>{link}</guid><pubDate>{date}</pubDate></item>"
        for name, link, date in items
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>{rows}</channel></rss>'.encode()


def serve(site, items, **headers):
    return site.page("/feed", rss(items), Content_Type="application/rss+xml", **headers)


def polled(feed):
    pauses = []
    Feed.objects.filter(is_active=True).update(due_at=Now())
    made = feeds.poll(lease(Feed, feed.pk), pause=pauses.append)
    feed.refresh_from_db()
    return made, pauses


def counts(made):
    return made.added, made.changed, made.skipped


def test_new_entries_become_articles_once_and_changed_ones_new_versions(site, edo):
    links = [story(site, number) for number in range(3)]
    when = formatdate(1_770_000_000)
    feed = add_feed(url=serve(site, [("One", link, when) for link in links]), actor=edo)

    made, pauses = polled(feed)
    assert counts(made) == (3, 0, 0)
    assert pauses == [1.0] * 3
    assert (feed.title, feed.error, Article.objects.count()) == ("Port Ellery Courier", "", 3)
    assert all(run.requested_by is None for version in ArticleVersion.objects.all() for run in version.runs.all())

    assert counts(polled(feed)[0]) == (0, 0, 0)
    story(site, 1, "The council has corrected the figure.")
    serve(site, [("One", link, when if "1" not in link[-1] else formatdate(1_770_009_000)) for link in links])
    assert counts(polled(feed)[0]) == (0, 1, 0)
    assert Article.objects.count() == 3
    assert ArticleVersion.objects.count() == 4


def test_validators_are_sent_and_304_reads_nothing(site, edo):
    feed = add_feed(url=serve(site, [], ETag='"abc"', Last_Modified="Mon, 02 Mar 2026 09:00:00 GMT"), actor=edo)
    polled(feed)
    site.page("/feed", status=304)
    made, _ = polled(feed)
    asked = site.seen[-1][2]
    assert asked["if-none-match"] == '"abc"'
    assert asked["if-modified-since"] == "Mon, 02 Mar 2026 09:00:00 GMT"
    assert made.outcome == PollOutcome.UNCHANGED


def test_a_feed_that_fails_says_why_and_since_when_and_is_left_alone_longer_each_time(site, edo):
    url = site.page("/feed", b"<html>no feed</html>", Content_Type="text/html")
    feed = add_feed(url=url, actor=edo)
    polled(feed)
    first = feed.failing_since
    assert "no RSS or Atom feed" in feed.error
    pause = feed.next_poll_at - timezone.now()
    site.page("/feed", status=500)
    polled(feed)
    assert (feed.failing_since, feed.failures) == (first, 2)
    assert feed.next_poll_at - timezone.now() > pause * 1.5
    serve(site, [])
    polled(feed)
    assert (feed.error, feed.failing_since, feed.failures) == ("", None, 0)


def test_retry_after_is_obeyed_and_410_ends_it(site, edo):
    feed = add_feed(url=site.page("/feed", status=503, Retry_After="7200"), actor=edo)
    polled(feed)
    assert feed.next_poll_at - timezone.now() > datetime.timedelta(seconds=7100)
    site.page("/feed", status=410)
    polled(feed)
    assert feed.is_active is False


def test_robots_keep_the_desk_out_and_slow_it_down(site, edo):
    site.page("/robots.txt", b"User-agent: *\nDisallow: /story/1\nCrawl-delay: 4", Content_Type="text/plain")
    feed = add_feed(url=serve(site, [("One", story(site, n), "") for n in range(3)]), actor=edo)
    made, pauses = polled(feed)
    assert counts(made) == (2, 0, 1)
    assert pauses == [4.0] * 3
    assert "/story/1" not in [path for _, path, _, _ in site.seen]
    assert "robots.txt" in FeedEntry.objects.get(url__endswith="/story/1").error


def test_an_entry_that_cannot_be_read_is_tried_a_few_times_more(site, edo):
    feed = add_feed(url=serve(site, [("One", site.url("/story/9"), "")]), actor=edo)
    outcomes = [counts(polled(feed)[0]) for _ in range(6)]
    assert outcomes == [(0, 0, 1)] * 4 + [(0, 0, 0)] * 2
    assert feed.error == ""


def test_the_text_in_the_feed_itself_is_enough(site, edo):
    body = PARAGRAPHS * 3
    atom = f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Ellery</title><id>x</id>
    <entry><title>Buses &amp; money</title><id>urn:1</id><link href="{site.url("/only-here")}"/>
    <author><name>Dana Reyes</name></author><published>2026-03-01T09:30:00+01:00</published>
    <updated>2026-03-02T09:00:00Z</updated><content type="html"><![CDATA[{body}]]></content></entry></feed>"""
    feed = add_feed(url=site.page("/feed", atom.encode(), Content_Type="application/atom+xml"), actor=edo)
    assert counts(polled(feed)[0]) == (1, 0, 0)
    version = Article.objects.get().current
    assert version.title == "Buses & money"
    assert (version.byline, version.published_at) == (
        "Dana Reyes",
        datetime.datetime(2026, 3, 1, 8, 30, tzinfo=datetime.UTC),
    )
    assert [path for _, path, _, _ in site.seen] == ["/robots.txt", "/feed"]


def test_many_entries_come_in_parts(site, edo, monkeypatch):
    monkeypatch.setattr(feeds, "ENTRIES_AT_ONCE", 2)
    feed = add_feed(url=serve(site, [("One", story(site, n), "") for n in range(3)], ETag='"e"'), actor=edo)
    assert counts(polled(feed)[0]) == (2, 0, 0)
    assert feed.etag == ""
    assert feed.next_poll_at - timezone.now() < datetime.timedelta(minutes=2)
    assert counts(polled(feed)[0]) == (1, 0, 0)


def test_two_workers_never_ask_at_once_and_a_dead_ones_lease_ends(site, edo):
    feed = add_feed(url=serve(site, []), actor=edo)
    assert lease(Feed, feed.pk) is not None
    assert lease(Feed, feed.pk) is None
    Feed.objects.update(lease_until=timezone.now() - datetime.timedelta(seconds=1))
    sweep()
    assert feeds.poll(lease(Feed, feed.pk)) is not None
    assert lease(Feed, feed.pk) is None
    assert FeedPoll.objects.count() == 1


def test_who_may_and_what_is_refused(site, edo, ana):
    url = serve(site, [])
    with pytest.raises(NotAllowed):
        add_feed(url=url, actor=ana)
    feed = add_feed(url=url, actor=edo)
    for bad in (url, "ftp://courier.example/feed", "http://10.0.0.1/feed", "not an address"):
        with pytest.raises(Blocked):
            add_feed(url=bad, actor=edo)
    assert follow(feed_id=feed.pk, actor=edo, active=False).is_active is False
    assert lease(Feed, feed.pk) is None
    assert ask_now(feed_id=follow(feed_id=feed.pk, actor=edo, active=True).pk, actor=edo).next_poll_at <= timezone.now()


BOMB = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa">%s]>
<rss version="2.0"><channel><title>&j;</title></channel></rss>""" % b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, (b"&%c;" % (97 + n)) * 10) for n in range(9)
)


@pytest.mark.parametrize(
    "data",
    [
        BOMB,
        BOMB.decode().encode("utf-16"),
        BOMB.decode().replace('version="1.0"', 'version="1.0" encoding="cp500"').encode("cp500"),
        BOMB.decode().replace('version="1.0"', 'version="1.0" encoding="utf-7"').encode("utf-7"),
        b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel/></rss>',
        b"/etc/passwd",
        b"http://courier.example/feed",
        b"",
        b"\x00" * 1000,
    ],
)
def test_hostile_documents_are_no_feeds(data):
    with pytest.raises(NotAFeed) as caught:
        read_feed(data, url="https://courier.example/feed")
    assert "passwd:" not in caught.value.message


def test_a_deep_or_broken_feed_is_read_in_bounded_time():
    deep = b'<rss version="2.0"><channel>' + b"<a>" * 20_000 + b"</channel></rss>"
    started = threading.active_count()
    assert read_feed(deep, url="https://courier.example/").entries == ()
    assert threading.active_count() == started


def test_a_site_that_keeps_programs_from_its_feed_is_left_alone(site, edo):
    address = serve(site, [("One", story(site, 1), formatdate(1_770_000_000))])
    site.page("/robots.txt", b"User-agent: Plumbline\nDisallow: /feed", Content_Type="text/plain")
    feed = add_feed(url=address, actor=edo)
    made, _ = polled(feed)
    assert made.outcome == PollOutcome.FAILED
    assert "robots.txt" in feed.error
    assert "/feed" not in [path for _, path, _, _ in site.seen]
    assert Article.objects.count() == 0


def test_pauses_double_up_to_a_day_and_robots_bounds():
    pauses = [next_pause(failures).total_seconds() / 60 for failures in range(9)]
    assert all(15 * 2**n <= pause <= 15 * 2**n * 1.1 for n, pause in enumerate(pauses[:7]))
    assert 24 * 60 <= next_pause(50).total_seconds() / 60 <= 24 * 60 * 1.1
    assert Robots.read("User-agent: Plumbline\nDisallow: /").allow("https://x.example/a") is False
    assert Robots.read("User-agent: *\nCrawl-delay: 3600").pause() == 10.0
    assert Robots.read("\x00nonsense").allow("https://x.example/a")


def test_a_feed_with_a_letter_that_there_is_none_of_is_refused_with_a_sentence():
    feed = b"<rss version='2.0'><channel><title>Paper &#x110000;</title><item><title>A</title></item></channel></rss>"
    with pytest.raises(NotAFeed) as refusal:
        read_feed(feed, url="https://paper.example/rss")
    assert str(refusal.value) == "The feed is damaged and could not be read. Ask whoever runs the site to mend it."
