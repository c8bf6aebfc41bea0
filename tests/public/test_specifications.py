"""The feeds and the sitemap against what their specifications ask for, with plain, hostile and no checks in them."""

import json
import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

import lxml.etree
import pytest

from tests.public.newsroom import corrected, published, retracted
from tests.public.test_hostile import TEXTS, everywhere

ATOM = lxml.etree.RelaxNG(lxml.etree.parse(Path(__file__).with_name("atom.rng")))
SPACE = {"a": "http://www.w3.org/2005/Atom", "s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
ADDRESSES = ("/checks/feed.{}", "/checks/topics/local-government/feed.{}", "/checks/search/feed.{}?q=council")
# https://www.rssboard.org/rss-specification: what a channel and an item may hold.
IN_CHANNEL = set(
    "title link description language copyright managingEditor webMaster pubDate lastBuildDate category generator docs "
    "cloud ttl image rating textInput skipHours skipDays item".split()
)
IN_ITEM = set("title link description author category comments enclosure guid pubDate source".split())


@pytest.fixture(params=["none", "plain", "hostile"])
def newsroom(request, people) -> str:
    """What is published: nothing; a check, a correction and a retraction; or checks made of hostile text."""
    if request.param == "plain":
        corrected(published(people), people)
        retracted(published(people, statement="The council has a nurse in every school"), people)
    if request.param == "hostile":
        for text in TEXTS[:4]:
            published(people, **everywhere(text))
    return request.param


def feeds(reader, form: str):
    """The feeds of one form that there are: a filter by a topic that nothing stands under has none."""
    for address in ADDRESSES:
        response = reader.get(address.format(form))
        if response.status_code == 200:
            yield response


def is_absolute(address: str) -> bool:
    return urlsplit(address).scheme in ("http", "https", "tag")


def test_atom_holds_to_rfc_4287(reader, newsroom):
    for response in feeds(reader, "atom"):
        root = lxml.etree.fromstring(response.content)
        ATOM.assertValid(root)
        entries = root.findall("a:entry", SPACE)
        assert root.findall("a:author", SPACE) or all(entry.findall("a:author", SPACE) for entry in entries)
        ids = [entry.findtext("a:id", namespaces=SPACE) for entry in entries]
        assert len(ids) == len(set(ids))
        for node in (root, *entries):
            alternates = [link for link in node.findall("a:link", SPACE) if link.get("rel", "alternate") == "alternate"]
            assert len(alternates) == 1
        assert response.headers["Content-Type"].startswith("application/atom+xml")


def test_the_schema_refuses_what_is_no_atom(reader, people):
    published(people)
    good = reader.get("/checks/feed.atom").content.decode()
    for old, new in [
        ("<updated>", "<updated>on "),
        ("<id>", "<id/><id>"),
        ('type="html"', 'type="markdown"'),
        ("<title>", "<head>x</head><title>"),
    ]:
        assert not ATOM.validate(lxml.etree.fromstring(good.replace(old, new, 1).encode())), new


def test_rss_holds_to_the_rss_2_specification(reader, newsroom):
    for response in feeds(reader, "rss"):
        root = lxml.etree.fromstring(response.content)
        assert (root.tag, root.get("version")) == ("rss", "2.0")
        [channel] = root
        own = [node.tag for node in channel if not node.tag.startswith("{")]
        assert set(own) <= IN_CHANNEL
        assert {"title", "link", "description"} <= set(own)
        assert all(own.count(name) == 1 for name in ("title", "link", "description", "language", "lastBuildDate"))
        assert parsedate_to_datetime(channel.findtext("lastBuildDate")).tzinfo is not None
        assert channel.find("a:link[@rel='self']", SPACE) is not None
        guids = [item.findtext("guid") for item in channel.findall("item")]
        assert len(guids) == len(set(guids))
        for item in channel.findall("item"):
            assert {node.tag for node in item if not node.tag.startswith("{")} <= IN_ITEM
            assert item.findtext("title") or item.findtext("description")
            assert item.find("guid").get("isPermaLink") == "false"
            assert is_absolute(item.findtext("link"))
            assert parsedate_to_datetime(item.findtext("pubDate")).tzinfo is not None


def test_json_feed_holds_to_its_version_1_1(reader, newsroom):
    for response in feeds(reader, "json"):
        feed = json.loads(response.content)
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["title"]
        assert is_absolute(feed["home_page_url"])
        assert is_absolute(feed["feed_url"])
        assert all(author.get("name") or author.get("url") for author in feed["authors"])
        ids = [item["id"] for item in feed["items"]]
        assert all(isinstance(key, str) and key for key in ids)
        assert len(ids) == len(set(ids))
        for item in feed["items"]:
            assert item["content_html"]
            assert is_absolute(item["url"])
            for name in ("date_published", "date_modified"):
                assert datetime.fromisoformat(item[name]).tzinfo is not None
            assert all(isinstance(tag, str) and tag for tag in item["tags"])
        assert response.headers["Content-Type"].startswith("application/feed+json")


def test_sitemaps_hold_to_the_protocol(reader, newsroom, settings):
    index = lxml.etree.fromstring(reader.get("/sitemap.xml").content)
    assert lxml.etree.QName(index).localname == "sitemapindex"
    seen: list[str] = []
    for place in index.findall("s:sitemap/s:loc", SPACE):
        part = lxml.etree.fromstring(reader.get(place.text.removeprefix(settings.PUBLIC_URL)).content)
        for url in part.findall("s:url", SPACE):
            assert {lxml.etree.QName(node).localname for node in url} <= {"loc", "lastmod"}
            seen.append(url.findtext("s:loc", namespaces=SPACE))
            changed = url.findtext("s:lastmod", namespaces=SPACE)
            assert changed is None or re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", changed)
    assert len(seen) == len(set(seen)) <= 50_000
    assert all(address.startswith(settings.PUBLIC_URL) and len(address) < 2048 for address in seen)
