"""Lists, search and feeds: the right checks in the right order, few queries, valid formats, conditional requests."""

import io
import json
from xml.etree import ElementTree as Xml

import feedparser
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.verdicts.models import Facet, Publication
from tests.public.newsroom import corrected, published, retracted

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def three(people):
    """Three checks: False on local government, True on health, Unproven on both by another claimant."""
    return [
        published(people, statement="The council has cut its spending", topics=["Local government"]),
        published(
            people, statement="Every school has a nurse", rating="true", topics=["Health"], claimant="Dana Wexcombe"
        ),
        published(
            people,
            statement="The harbour lights stopped thefts",
            rating="unproven",
            topics=["Health", "Local government"],
            claimant="Harbour Authority",
            outlet="Ellery Gazette",
        ),
    ]


def shown(response) -> list[str]:
    """The numbers of the checks a list shows, in its order."""
    html = response.content.decode()
    html = html[html.index("<main") :]
    places = {slug: html.find(f"{slug}/") for slug in _slugs()}
    return [slug[:7] for slug, place in sorted(places.items(), key=lambda item: item[1]) if place >= 0]


def _slugs() -> list[str]:
    return list(Publication.objects.filter(is_current=True).values_list("slug", flat=True))


def numbers(publications) -> list[str]:
    return [publication.claim.number for publication in publications]


def test_readers_find_words_with_a_sharp_s_however_they_type_it(reader, people):
    publication = published(people, statement="Die Straße nach Gießen ist gesperrt")
    for words in ("straße", "STRASSE", "giessen+gesperrt"):
        assert shown(reader.get(f"/checks/search/?q={words}")) == numbers([publication]), words


def test_lists_show_the_newest_first_and_filters_show_what_they_say(reader, three):
    first, second, third = three
    for address, wanted in [
        ("/checks/", [third, second, first]),
        ("/checks/ratings/false/", [first]),
        ("/checks/topics/health/", [third, second]),
        ("/checks/claimants/dana-wexcombe/", [second]),
        ("/checks/outlets/ellery-gazette/", [third]),
        ("/checks/search/?q=COUNCIL+spend", [first]),
        ("/checks/search/?q=wexcombe", [second]),
        ("/checks/search/?rating=false&rating=true", [second, first]),
        ("/checks/search/?rating=unproven&topic=health", [third]),
        ("/checks/search/?q=thefts&topic=health", [third]),
        ("/checks/search/?q=thefts&rating=true", []),
        ("/checks/search/?rating=nothing", []),
        ("/checks/search/?q=%27%22%29+OR+1%3D1", []),
        ("/checks/search/?q=%00%2A", []),
    ]:
        response = reader.get(address)
        assert response.status_code == 200, address
        assert shown(response) == numbers(wanted), address
        assert not response.cookies


def test_what_is_not_there_is_404(reader, three):
    for address in [
        "/checks/topics/nothing/",
        "/checks/topics/nothing/feed.atom",
        "/checks/nothing/",
        "/checks/feed.xml",
        "/checks/sitemap-9.xml",
        "/checks/oembed?url=https://elsewhere.example/checks/FC-0001/",
        "/checks/oembed",
    ]:
        assert reader.get(address).status_code == 404, address


CACHED = [
    "/checks/",
    "/checks/older/3/",
    "/checks/topics/health/",
    "/checks/search/?q=council&topic=health",
    "/checks/corrections/",
    "/checks/feed.atom",
    "/checks/feed.json",
    "/checks/topics/health/feed.rss",
    "/checks/claimreviews.json",
    "/sitemap.xml",
    "/checks/sitemap-1.xml",
    "/checks/sitemap-pages.xml",
    "/robots.txt",
    "/checks/methodology/",
    "/checks/ratings/",
    "/checks/claimants/",
    "/checks/search/feed.atom?q=council",
]


def test_few_queries_no_cookie_and_a_304_to_whoever_has_it(reader, three):
    for address in CACHED:
        with CaptureQueriesContext(connection) as queries:
            response = reader.get(address)
            asked = len(queries)
        with CaptureQueriesContext(connection) as again:
            unchanged = reader.get(address, headers={"If-None-Match": response.headers["ETag"]})
            asked_again = len(again)

        assert response.status_code == 200, address
        # Where nothing is found, near spellings are looked for among the words of all checks. A feed of one topic asks
        # for the site, the topic, its checks, and the pictures of their sources; the map of pages for explainers, too.
        most = {
            "/checks/search/?q=council&topic=health": 6,
            "/checks/topics/health/feed.rss": 4,
            "/checks/sitemap-pages.xml": 4,
        }
        assert asked <= most.get(address, 3), address
        assert unchanged.status_code == 304, address
        assert asked_again <= 2, address
        assert not response.cookies, address
        assert "Cookie" not in response.headers.get("Vary", ""), address
        assert "public" in response.headers["Cache-Control"], address


def test_query_counts_do_not_grow_with_the_checks(reader, people):
    published(people)
    counts = []
    for _ in range(2):
        counts.append([])
        for address in (
            "/checks/",
            "/checks/topics/local-government/",
            "/checks/feed.atom",
            "/checks/claimreviews.json",
        ):
            with CaptureQueriesContext(connection) as queries:
                reader.get(address)
                counts[-1].append(len(queries))
        published(people, statement="Another claim altogether")
        published(people, statement="And a third one")

    assert counts[0] == counts[1]


def test_older_pages_go_on_where_the_newer_ended(reader, people, monkeypatch):
    monkeypatch.setattr("claims.public.views.lists.PAGE", 2)
    checks = [published(people, statement=f"Claim of the week {number}") for number in range(5)]
    first = reader.get("/checks/").content.decode()
    assert "older/4/" in first
    assert shown(reader.get("/checks/older/4/")) == numbers([checks[2], checks[1]])
    assert shown(reader.get("/checks/topics/local-government/older/2/")) == numbers([checks[0]])
    assert "before=4" in reader.get("/checks/search/?q=week").content.decode()
    assert shown(reader.get("/checks/search/?q=week&before=4")) == numbers([checks[2], checks[1]])


def test_counts_follow_corrections_and_retractions(reader, three, people):
    first, second, _ = three
    corrected(first, people, rating="half-true")
    retracted(second, people)

    counts = dict(Facet.objects.filter(kind="rating").values_list("slug", "count"))
    assert counts == {"false": 0, "true": 0, "unproven": 1, "half-true": 1}
    assert shown(reader.get("/checks/ratings/half-true/")) == numbers([first])
    assert shown(reader.get("/checks/ratings/false/")) == []
    assert second.claim.number not in shown(reader.get("/checks/"))
    assert shown(reader.get("/checks/search/?q=nurse")) == []


def test_feeds_are_read_by_an_independent_parser_and_say_the_same(reader, three):
    third = three[2]
    for form in ("atom", "rss"):
        response = reader.get(f"/checks/feed.{form}")
        Xml.fromstring(response.content)
        read = feedparser.parse(io.BytesIO(response.content))
        assert not read.bozo
        assert [entry.id for entry in read.entries] == [publication.page["id"] for publication in reversed(three)]
        assert read.entries[0].title == "Unproven: The harbour lights stopped thefts"
        assert read.entries[0].link.endswith(f"/checks/{third.slug}/")
        assert "ClaimReview" not in response.content.decode()
    read = json.loads(reader.get("/checks/feed.json").content)
    assert read["version"] == "https://jsonfeed.org/version/1.1"
    assert [item["id"] for item in read["items"]] == [publication.page["id"] for publication in reversed(three)]
    assert all(item["date_published"] and item["content_html"] for item in read["items"])


def test_an_atom_feed_has_what_rfc_4287_asks_for(reader, three):
    root = Xml.fromstring(reader.get("/checks/feed.atom").content)

    for name in ("id", "title", "updated", "author"):
        assert root.find(f"{ATOM}{name}") is not None, name
    assert {link.get("rel") for link in root.findall(f"{ATOM}link")} >= {"self", "alternate"}
    for entry in root.findall(f"{ATOM}entry"):
        for name in ("id", "title", "updated", "summary", "link"):
            assert entry.find(f"{ATOM}{name}") is not None, name


def test_a_correction_moves_updated_and_never_the_id_and_a_retraction_leaves_a_notice(reader, three, people):
    first = three[0]

    def entry(address="/checks/feed.atom"):
        root = Xml.fromstring(reader.get(address).content)
        found = [e for e in root.findall(f"{ATOM}entry") if e.find(f"{ATOM}id").text == first.page["id"]]
        assert len(found) == 1
        return {name: found[0].find(f"{ATOM}{name}").text for name in ("title", "published", "updated", "summary")}

    before = entry()
    second = corrected(first, people)
    after = entry()
    assert after["published"] == before["published"]
    assert after["updated"] >= before["updated"]
    assert "The year in the short answer is wrong." in after["summary"]
    retracted(second, people)
    for address in ("/checks/feed.atom", "/checks/ratings/false/feed.atom", "/checks/search/feed.atom?q=council"):
        assert entry(address)["title"].startswith("Withdrawn:")
        assert "no longer says what we say" in entry(address)["summary"]


def test_the_data_feed_holds_the_markup_of_every_current_check(reader, three, people, monkeypatch):
    retracted(three[0], people)
    whole = json.loads(b"".join(reader.get("/checks/claimreviews-all.json").streaming_content))
    pages = json.loads(reader.get("/checks/claimreviews.json").content)

    assert [item["item"] for item in whole["dataFeedElement"]] == [
        json.loads(publication.claim_review) for publication in (three[2], three[1])
    ]
    assert pages["dataFeedElement"] == whole["dataFeedElement"]
    monkeypatch.setattr("claims.public.views.machine.IN_A_DATA_PAGE", 1)
    first = reader.get("/checks/claimreviews.json?again")
    following = first.headers["Link"].split(">")[0][1:]
    second = json.loads(reader.get(following.partition("/checks")[1] + following.partition("/checks")[2]).content)
    assert second["dataFeedElement"] == whole["dataFeedElement"][1:]


def test_the_sitemap_lists_what_is_published_and_robots_leads_to_it(reader, three):
    index = Xml.fromstring(reader.get("/sitemap.xml").content)
    urls = []
    for place in index.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc"):
        part = Xml.fromstring(
            reader.get(place.text.partition("/checks")[1] + place.text.partition("/checks")[2]).content
        )
        urls += [loc.text for loc in part.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]

    assert {url.rpartition("/checks/")[2] for url in urls} >= {f"{publication.slug}/" for publication in three}
    for url in urls:
        assert reader.get("/checks/" + url.partition("/checks/")[2]).status_code == 200, url
    robots = reader.get("/robots.txt").content.decode()
    assert "Sitemap: " in robots


def test_oembed_answers_in_both_forms_with_code_that_holds_its_words(reader, three, settings):
    address = f"{settings.PUBLIC_URL}/checks/{three[0].slug}/"
    found = json.loads(reader.get("/checks/oembed", {"url": address}).content)
    xml = Xml.fromstring(reader.get("/checks/oembed", {"url": address, "format": "xml", "maxheight": "200"}).content)

    assert (found["version"], found["type"]) == ("1.0", "rich")
    assert f'src="{address}embed/"' in found["html"]
    assert xml.find("height").text == "200"
    assert reader.get("/checks/oembed", {"url": address, "format": "yaml"}).status_code == 501


def test_an_embedded_check_may_stand_anywhere_and_does_nothing_there(reader, three, people):
    response = reader.get(f"/checks/{three[0].slug}/embed/")

    assert "X-Frame-Options" not in response.headers
    assert "frame-ancestors *" in response.headers["Content-Security-Policy"]
    assert "<script" not in response.content.decode()
    retracted(three[0], people)
    assert "We have retracted this check." in reader.get(f"/checks/{three[0].slug}/embed/").content.decode()


NOT_FOR_XML = "a%00%01%0B%1F%EF%BF%BE%EF%BF%BF%ED%A0%80b"


def test_an_address_that_means_nothing_is_answered_all_the_same(reader, three):
    many = "9" * 30
    for address, status in [
        *((f"/checks/search/feed.{form}?q={NOT_FOR_XML}", 200) for form in ("atom", "rss", "json")),
        (f"/checks/search/?q={NOT_FOR_XML}&topic={NOT_FOR_XML}&before={many}", 200),
        ("/checks/oembed?url=http://[", 404),
        (f"/checks/oembed?url=http://127.0.0.1:8000/checks/{three[0].slug}/&maxwidth={many}&format=xml", 200),
        (f"/checks/older/{many}/", 200),
        (f"/checks/corrections/older/{many}/", 200),
        (f"/checks/claimreviews/older/{many}.json", 200),
        (f"/checks/{three[0].slug}/{many}/", 404),
        ("/checks/FC-999999999999999/", 404),
    ]:
        response = reader.get(address)
        assert response.status_code == status, address
        if "feed." in address and not address.startswith("/checks/search/feed.json"):
            Xml.fromstring(response.content)


def test_the_sitemap_sends_search_engines_to_a_retraction(reader, three, people, settings):
    notice = retracted(three[0], people)
    part = Xml.fromstring(reader.get("/checks/sitemap-1.xml").content)
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    dates = {entry.find(f"{space}loc").text: entry.find(f"{space}lastmod").text for entry in part}

    assert len(dates) == 3
    assert dates[f"{settings.PUBLIC_URL}/checks/{notice.slug}/"] == notice.page["published_at"]


def test_the_empty_site_says_so(reader, db):
    assert "No check is published yet" in reader.get("/checks/").content.decode()
    for address in ("/checks/feed.atom", "/checks/feed.rss", "/checks/sitemap-pages.xml"):
        Xml.fromstring(reader.get(address).content)
    assert json.loads(reader.get("/checks/claimreviews.json").content)["dataFeedElement"] == []


def test_public_pages_are_only_read(reader, three):
    assert reader.post("/checks/").status_code == 405
    assert reader.head("/checks/").status_code == 200
