"""The pictures of checks in feeds: true addresses, types and lengths, words for each, none that readers may not see."""

import json

import feedparser
import lxml.etree
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.public.export import export
from claims.review import pictures
from claims.review.pictures import Caption
from claims.verdicts.models import Evidence, Picture
from claims.verdicts.site_settings import keep_newsroom
from claims.verdicts.uploads import Upload
from claims.workflow.moves import MoveName
from claims.workflow.perform import perform
from tests.picture_files import a_picture
from tests.public.newsroom import corrected, explain_rating, now_public, published, ready, retracted
from tests.public.translated import in_spanish
from tests.workflow.stories import approve

OWN = Caption("The mayor at the debate.", "Port Ellery Courier", "CC BY 4.0")
TABLE = Caption("A table of the town's accounts.", "Audit Office", "Quotation")
SPACE = {"a": "http://www.w3.org/2005/Atom", "m": "http://search.yahoo.com/mrss/"}
SITE = "https://facts.example"


@pytest.fixture(autouse=True)
def at_an_address(settings):
    settings.PUBLIC_URL = SITE


def illustrated(people, own=OWN, of_source=TABLE, **words):
    """A published check with a picture of the claim and one of its first source."""
    claim = ready(people, **words)
    if own:
        pictures.add(claim_id=claim.pk, actor=people.reviewer, caption=own, upload=Upload("a.jpg", a_picture()))
    if of_source:
        source = Evidence.objects.filter(claim=claim).first()
        pictures.add(
            claim_id=claim.pk, actor=people.reviewer, caption=of_source, evidence_id=source.pk,
            upload=Upload("b.jpg", a_picture(500, 400)),
        )  # fmt: skip
    explain_rating(claim, people)
    perform(MoveName.SUBMIT, claim_id=claim.pk, actor=people.reviewer)
    approve(claim, people.second)
    perform(MoveName.PUBLISH, claim_id=claim.pk, actor=people.second)
    return now_public(claim)


def item(reader, form, prefix=""):
    """The one entry of the feed of all checks."""
    content = reader.get(f"{prefix}/checks/feed.{form}").content
    if form == "json":
        [found] = json.loads(content)["items"]
    else:
        [found] = lxml.etree.fromstring(content).iterfind(".//item" if form == "rss" else "a:entry", SPACE)
    return found


def addresses_of(publication):
    """Where the picture of the claim and that of its source are."""
    own, source = publication.page["picture"], publication.page["evidence"][0]["picture"]
    return [f"{SITE}/checks/pictures/{picture['files'][-1]['sha256']}.webp" for picture in (own, source)]


def served(reader, address):
    """Type and length of what stands at an address of a feed."""
    answer = reader.get(address.removeprefix(SITE))
    assert answer.status_code == 200
    return answer["Content-Type"], str(len(answer.content))


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_every_form_names_both_pictures_with_true_lengths_and_types_in_each_language(reader, people, prefix):
    keep_newsroom(actor=None, language="en", more_languages=["es"])
    publication = illustrated(people)
    in_spanish(publication, people.reviewer, people.second)
    wanted = addresses_of(publication)

    links = item(reader, "atom", prefix).findall("a:link[@rel='enclosure']", SPACE)
    assert [link.get("href") for link in links] == wanted
    assert [link.get("title") for link in links] == ["The mayor at the debate.", "A table of the town's accounts."]
    for link in links:
        assert (link.get("type"), link.get("length")) == served(reader, link.get("href"))

    rss = item(reader, "rss", prefix)
    assert [one.get("url") for one in rss.findall("enclosure")] == wanted[:1]
    [enclosure] = rss.findall("enclosure")
    assert (enclosure.get("type"), enclosure.get("length")) == served(reader, wanted[0])

    read = item(reader, "json", prefix)
    assert read["image"] == wanted[0]
    assert [one["url"] for one in read["attachments"]] == wanted
    for one in read["attachments"]:
        assert (one["mime_type"], str(one["size_in_bytes"])) == served(reader, one["url"])
    assert read["attachments"][1]["title"] == "A table of the town's accounts."
    assert read["attachments"][1]["_picture"] == {
        "credit": "Audit Office",
        "licence": "Quotation",
        "width": 500,
        "height": 400,
    }


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_media_rss_says_what_can_be_seen_and_whose_it_is(reader, people, form):
    publication = illustrated(people)
    media = item(reader, form).findall("m:content", SPACE)
    assert [one.get("url") for one in media] == addresses_of(publication)
    assert [one.get("isDefault") for one in media] == ["true", "false"]
    assert [(one.get("width"), one.get("height"), one.get("medium")) for one in media] == [
        ("1200", "800", "image"),
        ("500", "400", "image"),
    ]
    for one in media:
        assert (one.get("type"), one.get("fileSize")) == served(reader, one.get("url"))
    said = [[one.findtext(f"m:{name}", namespaces=SPACE) for name in ("description", "credit", "copyright")]
            for one in media]  # fmt: skip
    assert said == [
        ["The mayor at the debate.", "Port Ellery Courier", "CC BY 4.0"],
        ["A table of the town's accounts.", "Audit Office", "Quotation"],
    ]
    read = feedparser.parse(reader.get(f"/checks/feed.{form}").content)
    assert not read.bozo
    assert [one["url"] for one in read.entries[0].media_content] == addresses_of(publication)
    assert read.entries[0].enclosures[0]["href"] == addresses_of(publication)[0]


def test_without_a_picture_the_share_image_stands_there_and_no_length_is_made_up(reader, people):
    publication = published(people)
    address = f"{SITE}/checks/{publication.slug}/share.png"
    assert served(reader, address)[0] == "image/png"

    [link] = item(reader, "atom").findall("a:link[@rel='enclosure']", SPACE)
    assert dict(link.attrib) == {
        "rel": "enclosure",
        "href": address,
        "type": "image/png",
        "title": "False: The council has cut its spending by 22 per cent",
    }
    rss = item(reader, "rss")
    # An enclosure of RSS must state its length; the share image is drawn when somebody asks for it.
    assert rss.findall("enclosure") == []
    [media] = rss.findall("m:content", SPACE)
    assert dict(media.attrib) == {
        "url": address,
        "type": "image/png",
        "medium": "image",
        "width": "1200",
        "height": "630",
        "isDefault": "true",
    }
    assert media.find("m:credit", SPACE) is None
    read = item(reader, "json")
    assert read["image"] == address
    [attachment] = read["attachments"]
    assert "size_in_bytes" not in attachment


def test_a_debunked_picture_goes_out_only_with_its_stamp(reader, people):
    stamped = Caption("A post with a photo.", "Courier", "CC0", stamped=True)
    publication = illustrated(people, own=stamped, of_source=None)
    source = illustrated(people, own=None, of_source=stamped, statement="The harbour was closed for a year")
    bare = publication.page["picture"]["files"][-1]["sha256"]
    of_source = source.page["evidence"][0]["picture"]["files"][-1]["sha256"]
    for form in ("atom", "rss", "json"):
        text = reader.get(f"/checks/feed.{form}").content.decode()
        assert bare not in text, form
        assert of_source not in text, form
        assert "A post with a photo. Stamped: False." in text, form
        assert f"{SITE}/checks/{source.slug}/share.png" in text, form


def test_nothing_of_a_picture_that_is_not_published_or_of_a_withdrawn_check(reader, people):
    first = illustrated(people)
    old = addresses_of(first)
    row = Picture.objects.get(claim=first.claim, evidence=None)
    Picture.objects.filter(pk=row.pk).update(alt="Words that nobody has approved yet.")
    for form in ("atom", "rss", "json"):
        assert "nobody has approved" not in reader.get(f"/checks/feed.{form}").content.decode(), form
    Picture.objects.filter(pk=row.pk).update(alt=OWN.alt, removed_at=row.added_at)
    second = corrected(first, people)
    for form in ("atom", "rss", "json"):
        text = reader.get(f"/checks/feed.{form}").content.decode()
        assert old[0] not in text, form
        assert old[1] in text, form
    retracted(second, people)
    for form in ("atom", "rss", "json"):
        text = reader.get(f"/checks/feed.{form}").content.decode()
        assert "Withdrawn" in text, form
        for gone in ("/pictures/", "share.png", "enclosure", "<media:", "attachments", '"image"'):
            assert gone not in text, (form, gone)


def test_hostile_words_of_a_picture_stay_words(reader, people):
    alt = "\"/></media:description><script>alert(1)</script>]]>&quot;\u202e'> é"
    illustrated(people, Caption(alt, 'x" onload="y', "<b>CC0</b>"))
    safe = alt.replace("\u202e", "")
    [link, _] = item(reader, "atom").findall("a:link[@rel='enclosure']", SPACE)
    assert link.get("title") == safe
    assert "onload" not in link.attrib
    for form in ("rss", "atom"):
        media = item(reader, form).find("m:content", SPACE)
        assert [(node.text, len(node)) for node in media] == [(safe, 0), ('x" onload="y', 0), ("<b>CC0</b>", 0)]
    assert item(reader, "json")["attachments"][0]["title"] == safe


def test_the_export_has_the_pictures_that_its_feeds_name(people, tmp_path):
    publication = illustrated(people)
    export(tmp_path)
    folder = tmp_path / "checks"
    for path in (folder / "feed.atom", folder / "feed.rss", folder / "topics" / "local-government" / "feed.rss"):
        root = lxml.etree.fromstring(path.read_bytes())
        media = list(root.iterfind(".//m:content", SPACE))
        assert [one.get("url") for one in media] == addresses_of(publication)
        for one in media:
            file = tmp_path / one.get("url").removeprefix(f"{SITE}/")
            assert file.stat().st_size == int(one.get("fileSize"))
    [read] = json.loads((folder / "feed.json").read_bytes())["items"]
    assert [one["url"] for one in read["attachments"]] == addresses_of(publication)


def test_queries_are_the_same_at_one_and_at_three_checks(reader, people):
    counts = []
    for statement in ("One claim", "Another claim altogether", "And a third one"):
        illustrated(people, statement=statement)
        for form in ("atom", "rss", "json"):
            with CaptureQueriesContext(connection) as queries:
                reader.get(f"/checks/feed.{form}")
            counts.append(len(queries))
    assert counts == [3] * 9
