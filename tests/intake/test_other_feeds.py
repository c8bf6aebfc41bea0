"""JSON feeds, and pages that only name their feed."""

import json

import pytest

from claims.articles.feeds import NamesFeeds, read_feed_here
from claims.articles.models import Article, ArticleVersion, Feed
from claims.intake import feeds
from claims.intake.feeds import add_feed
from claims.jobs.services import lease
from tests.factories import STORY

pytestmark = pytest.mark.django_db
LONG = "".join(f"<p>{part}</p>" for part in STORY.split("\n\n")) * 3


@pytest.fixture(autouse=True)
def here(settings):
    settings.FETCH_ALLOW_NETWORKS = ("127.0.0.0/8",)


def polled(url, actor):
    feed = add_feed(url=url, actor=actor)
    made = feeds.poll(lease(Feed, feed.pk), pause=lambda seconds: None)
    feed.refresh_from_db()
    return feed, made


def json_feed(*items, **more):
    return json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "title": "River news", "items": items, **more}
    ).encode()


def test_a_json_feed_is_followed_like_any_other(site, edo):
    page = f"<html><head><title>Bus plan</title></head><body><article><h1>Bus plan</h1>{LONG}</article></body></html>"
    site.page("/story", page.encode(), Content_Type="text/html")
    items = (
        {"id": "a", "url": "/story", "title": "Bus plan"},
        {
            "id": 2,
            "url": "/full",
            "title": "All &amp; everything",
            "content_html": f"<p>Another story of the town and its river begins here.</p>{LONG.upper()}",
            "date_published": "2026-03-18T08:30:00Z",
            "authors": [{"name": "Ilka Ferro"}, {"name": "Bram Odum"}],
        },
    )
    url = site.page("/feed.json", json_feed(*items), Content_Type="application/feed+json; charset=utf-8")
    feed, made = polled(url, edo)
    assert (feed.title, feed.error, made.added, made.skipped) == ("River news", "", 2, 0)
    version = ArticleVersion.objects.get(title="All & everything")
    assert (version.byline, f"{version.published_at:%d %b %Y %H:%M}") == ("Ilka Ferro, Bram Odum", "18 Mar 2026 08:30")


def test_what_a_json_feed_says_is_taken_as_far_as_it_goes():
    items = (
        {"url": "https://a.example/1", "title": None, "author": {"name": "Ilka Ferro"}},
        "none",
        {},
        {"id": "b", "authors": 3},
    )
    found = read_feed_here(
        data=b"\xef\xbb\xbf " + json_feed(*items, title=7), url="https://a.example/", content_type=""
    )
    assert (found.title, [(entry.url, entry.author) for entry in found.entries]) == (
        "7",
        [("https://a.example/1", "Ilka Ferro"), ("", "")],
    )


def test_the_feed_that_a_page_names_is_followed_in_its_place(site, edo):
    site.page(
        "/news.xml",
        b'<rss version="2.0"><channel><title>River news</title></channel></rss>',
        Content_Type="application/rss+xml",
    )
    head = (
        "<link rel=alternate type=application/rss+xml title='Comments' href=/comments.xml>"
        "<link rel='alternate home' type=application/rss+xml href=/news.xml>"
    )
    url = site.page(
        "/front", f"<html><head>{head}</head><body><p>News.</p></body></html>".encode(), Content_Type="text/html"
    )
    feed, _ = polled(url, edo)
    assert (feed.url.rpartition("/")[2], feed.title, feed.error, Article.objects.count()) == (
        "news.xml",
        "River news",
        "",
        0,
    )


def test_a_page_whose_feed_is_followed_already_says_so(site, edo):
    rss = b'<rss version="2.0"><channel><title>River news</title></channel></rss>'
    feed_url = site.page("/news.xml", rss, Content_Type="application/rss+xml")
    polled(feed_url, edo)
    page = b"<html><head><link rel=alternate type=application/rss+xml href=/news.xml></head><body>News.</body></html>"
    feed, made = polled(site.page("/front", page, Content_Type="text/html"), edo)
    assert (feed.url.rpartition("/")[2], made.outcome) == ("front", "failed")
    assert feed.error == f"This is a page and no feed. It names its feed at {feed_url}. Follow that."


def test_a_page_that_names_a_page_is_asked_no_further(site, edo):
    page = b"<html><head><link rel=alternate type=application/rss+xml href=/other></head><body>News.</body></html>"
    site.page("/other", page.replace(b"/other", b"/front"), Content_Type="text/html")
    feed, made = polled(site.page("/front", page, Content_Type="text/html"), edo)
    assert (feed.url.rpartition("/")[2], made.outcome) == ("other", "failed")


@pytest.mark.parametrize(
    ("link", "feed"),
    [
        ("<link rel='alternate' type='application/atom+xml' href='atom'>", "https://a.example/sport/atom"),
        (
            "<base href='https://b.example/x/'><link rel=ALTERNATE type=application/feed+json href=f>",
            "https://b.example/x/f",
        ),
        ("<a rel=alternate type=application/rss+xml href=//c.example/rss>Feed</a>", "https://c.example/rss"),
    ],
)
def test_feeds_are_found_however_a_page_names_them(link, feed):
    with pytest.raises(NamesFeeds) as raised:
        read_feed_here(
            data=f"<html><head>{link}</head></html>".encode(), url="https://a.example/sport/", content_type="text/html"
        )
    assert raised.value.feeds == (feed,)
