"""A newsroom's own old checks become its published archive: with their days of then, and no approval pretended."""

import datetime
import json

import pytest
from django.utils import timezone

from claims.audit.models import AuditEvent
from claims.audit.services import verify
from claims.errors import Blocked, NotAllowed
from claims.intake import imports
from claims.intake.imports import match_columns, match_ratings, receive, work
from claims.jobs.sweeping import sweep
from claims.tracking.enums import ImportKind
from claims.tracking.models import Claim, Comment, ImportBatch, Topic
from claims.verdicts.models import Approval, OldCheck, Publication, Revision, ShelfLife, Verdict
from claims.workflow.moves import Details
from claims.workflow.perform import available, perform
from tests.claim_in_review import scale

__all__ = ["scale"]
pytestmark = pytest.mark.django_db

TABLE = (
    "Claim,URL,Rating,Published,Updated,Author,Who said it?,Category,Summary,Desk\n"
    "The ferry cost 3 million,https://old.example/2019/ferry/,Pants on fire,2019-03-18,2019-04-02,Ana Holt,Zoë Haldane,"
    "Transport; Boats,It cost 30 million.,North\n"
    "The tram was late on 90 days,https://old.example/2020/tram,Half right,2020-02-24,,,,,,\n"
)
FEED = {
    "@context": "https://schema.org",
    "@type": "DataFeed",
    "dataFeedElement": [
        {
            "@type": "DataFeedItem",
            "item": {
                "@type": "ClaimReview",
                "url": "https://old.example/checks/mill",
                "claimReviewed": "The mill employs 400 people",
                "datePublished": "2018-05-04T09:30:00+02:00",
                "author": {"@type": "Person", "name": "Bram Odum"},
                "reviewBody": "It employs 40.",
                "itemReviewed": {
                    "@type": "Claim",
                    "author": {"@type": "Person", "name": "Mayor Grell"},
                    "datePublished": "2018-05-01",
                    "firstAppearance": {"@type": "CreativeWork", "url": "https://paper.example/mill"},
                },
                "reviewRating": {"@type": "Rating", "ratingValue": 2, "worstRating": 1, "bestRating": 5},
            },
        }
    ],
}
POSTS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Old desk</title>
<wp:author><wp:author_login>ana</wp:author_login><wp:author_display_name>Ana Holt</wp:author_display_name></wp:author>
<item><title>The pier is 200 metres long</title><link>https://old.example/2017/pier/</link>
 <pubDate>Tue, 07 Mar 2017 08:00:00 +0000</pubDate><dc:creator>ana</dc:creator>
 <content:encoded><![CDATA[<!-- wp:paragraph --><p>We measured <a href="https://survey.example/pier">it</a>.</p>
 <ul><li>150 metres</li></ul>]]></content:encoded>
 <excerpt:encoded><![CDATA[It is 150 metres long.]]></excerpt:encoded>
 <wp:post_date_gmt>2017-03-07 08:00:00</wp:post_date_gmt>
 <wp:post_modified_gmt>2017-03-09 10:00:00</wp:post_modified_gmt>
 <wp:status>publish</wp:status><wp:post_type>post</wp:post_type>
 <category domain="category" nicename="transport"><![CDATA[Transport]]></category>
 <category domain="verdict" nicename="wrong"><![CDATA[Wrong]]></category>
 <wp:postmeta><wp:meta_key>_edit_last</wp:meta_key><wp:meta_value>1</wp:meta_value></wp:postmeta></item>
<item><title>A draft</title><link>https://old.example/?p=9</link><wp:status>draft</wp:status>
 <wp:post_type>post</wp:post_type></item>
<item><title>About us</title><link>https://old.example/about/</link><wp:status>publish</wp:status>
 <wp:post_date_gmt>2016-01-01 08:00:00</wp:post_date_gmt><wp:post_type>page</wp:post_type></item>
</channel></rss>
"""


@pytest.fixture(autouse=True)
def wrong(scale):
    """The scale in use."""
    return scale


def checked(ada, data, name="archive.csv"):
    data = data if isinstance(data, bytes) else data.encode()
    batch = receive(kind=ImportKind.ARCHIVE, name=name, data=data, actor=ada, dry_run=True)
    return worked(batch)


def worked(batch):
    work(batch.pk)
    batch.refresh_from_db()
    return batch


def imported(ada, batch, ratings):
    worked(match_ratings(batch_id=batch.pk, ratings=ratings, actor=ada))
    return worked(imports.carry_out(batch_id=batch.pk, actor=ada))


def messages(batch):
    return [str(row.message) for row in batch.rows.all()]


def test_a_table_is_previewed_and_asks_for_each_old_rating(ada):
    batch = checked(ada, TABLE)
    assert (batch.state, batch.created, batch.failed) == ("checked", 2, 0)
    assert {column["name"]: column["is"] for column in batch.preview["columns"]} == {
        "claim": "statement",
        "url": "address",
        "rating": "rating",
        "published": "published",
        "updated": "corrected",
        "author": "checked_by",
        "who said it?": "claimant",
        "category": "topics",
        "summary": "summary",
        "desk": "remark",
    }
    assert batch.preview["ratings"] == [{"words": "Pants on fire", "count": 1}, {"words": "Half right", "count": 1}]
    assert messages(batch)[0] == "It would be published once its rating is known: “Pants on fire”."
    with pytest.raises(Blocked, match="Still open: “Pants on fire”, “Half right”"):
        imports.carry_out(batch_id=batch.pk, actor=ada)
    assert Claim.objects.count() == 0


def test_an_old_check_is_published_with_its_days_and_nobodys_approval(ada):
    Topic.objects.create(name="Transport", slug="transport")
    batch = imported(ada, checked(ada, TABLE), {"Pants on fire": "false", "Half right": ""})
    assert (batch.state, batch.created, batch.failed) == ("done", 1, 1)
    assert messages(batch)[1] == "Left out, as you said of this rating: “Half right”."
    claim = Claim.objects.get()
    assert (claim.state, claim.statement) == ("published", "The ferry cost 3 million")
    assert claim.claimant.name == "Zoë Haldane"
    assert [topic.slug for topic in claim.topics.all()] == ["transport"]
    assert Comment.objects.get().body == "archive.csv, 2\ndesk: North\nTopics: Boats"
    old = OldCheck.objects.get()
    assert (old.claim, old.address, old.path) == (claim, "https://old.example/2019/ferry/", "/2019/ferry")
    assert (old.checked_by, old.rating, old.imported_by) == ("Ana Holt", "Pants on fire", ada)
    publication = Publication.objects.get()
    assert (publication.number, publication.revision, publication.listed) == (1, None, True)
    assert publication.first_published_at.date() in (datetime.date(2019, 3, 17), datetime.date(2019, 3, 18))
    assert publication.published_at > publication.first_published_at
    assert publication.page["imported"]["checked_by"] == "Ana Holt"
    assert publication.page["approved_by"] == []
    assert publication.content["rating"]["slug"] == "false"
    assert (Revision.objects.count(), Approval.objects.count()) == (0, 0)
    act = AuditEvent.objects.get(action="publish_imported")
    assert (act.actor, act.from_state, act.to_state) == (ada, "queued", "published")
    assert act.data["address"] == "https://old.example/2019/ferry/"
    assert Verdict.objects.get().updated_by is None
    assert verify().broken is None
    life = ShelfLife.objects.get()
    assert (life.as_of, life.review_by, life.undated) == (publication.published_at, None, False)


def test_the_same_file_again_adds_nothing(ada):
    ratings = {"Pants on fire": "false", "Half right": "false"}
    imported(ada, checked(ada, TABLE), ratings)
    again = imported(ada, checked(ada, TABLE), ratings)
    assert (again.created, again.here, Claim.objects.count()) == (0, 2, 2)


def test_a_feed_of_claimreviews_needs_no_columns_and_its_number_is_a_rating(ada):
    batch = checked(ada, json.dumps(FEED), "feed.json")
    assert batch.preview["ratings"] == [{"words": "2 (1–5)", "count": 1}]
    imported(ada, batch, {"2 (1–5)": "false"})
    claim, publication = Claim.objects.get(), Publication.objects.get()
    assert (claim.said_on, claim.said_where) == (datetime.date(2018, 5, 1), "https://paper.example/mill")
    assert claim.claimant.name == "Mayor Grell"
    assert publication.first_published_at == datetime.datetime(2018, 5, 4, 7, 30, tzinfo=datetime.UTC)
    assert (publication.page["summary"], publication.page["imported"]["checked_by"]) == ("It employs 40.", "Bram Odum")


def test_a_wordpress_export_is_matched_like_a_table(ada):
    Topic.objects.create(name="Transport", slug="transport")
    batch = checked(ada, POSTS, "old.xml")
    assert [str(row.message) for row in batch.rows.filter(outcome="failed")] == []
    columns = {column["name"]: column["is"] for column in batch.preview["columns"]}
    assert columns == {
        "title": "statement",
        "link": "address",
        "author": "checked_by",
        "published": "published",
        "corrected": "corrected",
        "excerpt": "summary",
        "content": "explanation",
        "type": "remark",
        "category": "topics",
        "verdict": "rating",
    }
    assert batch.preview["ratings"] == [{"words": "Wrong", "count": 1}, {"words": "", "count": 1}]
    worked(match_columns(batch_id=batch.pk, columns=columns | {"type": "left_out"}, date_order=None, actor=ada))
    batch.refresh_from_db()
    done = imported(ada, batch, {"Wrong": "false", "": ""})
    assert messages(done) == [
        f"Published as {Claim.objects.get().number}, marked as imported.",
        "Left out, as you said of this rating: none.",
    ]
    verdict = Verdict.objects.get()
    assert verdict.summary == "It is 150 metres long."
    assert verdict.explanation == "We measured [it](<https://survey.example/pier>).\n\n- 150 metres"
    assert OldCheck.objects.get().checked_by == "Ana Holt"


def test_what_cannot_be_imported_says_why(ada):
    rows = (
        "claim,url,rating,published\n"
        ",https://old.example/a,False,2019-01-01\n"
        "Nowhere,,False,2019-01-01\n"
        "Never,https://old.example/c,False,\n"
        "Two days,https://old.example/d,False,03/04/2019\n"
        "Not yet,https://old.example/e,False,2999-01-01\n"
        "No web,ftp:old,False,2019-01-01\n"
    )
    batch = checked(ada, rows)
    assert (batch.created, batch.failed, batch.preview["two_days"]) == (0, 6, True)
    assert messages(batch) == [
        "It does not say which claim was checked.",
        "It does not say at which address it stood.",
        "It does not say when it was published.",
        "“03/04/2019” may be two days. Say what comes first in this file, the day or the month.",
        "“2999-01-01” lies in the future.",
        "“ftp:old” is no address of the web.",
    ]


def test_an_address_that_the_desk_has_itself_is_said(ada):
    table = "claim,url,rating,published\nThe ferry sank,https://old.example/queue/,False,2019-01-01\n"
    batch = worked(match_ratings(batch_id=checked(ada, table).pk, ratings={"False": "false"}, actor=ada))
    assert messages(batch) == [
        "It would be published as “False”, marked as imported. This site has a page of its own at /queue: only the"
        " table for the old host leads from there."
    ]


def test_only_an_admin_imports_the_archive_and_never_unlooked_at(ada, edo, apa):
    for person in (edo, apa):
        with pytest.raises(NotAllowed, match="Ask an admin"):
            receive(kind=ImportKind.ARCHIVE, name="a.csv", data=b"x", actor=person, dry_run=True)
    with pytest.raises(Blocked, match="looked at first"):
        receive(kind=ImportKind.ARCHIVE, name="a.csv", data=b"x", actor=ada, dry_run=False)


def test_ratings_are_those_of_the_file_and_of_the_scale(ada):
    batch = checked(ada, TABLE)
    with pytest.raises(Blocked, match="No check of this file is rated “Sort of”"):
        match_ratings(batch_id=batch.pk, ratings={"Sort of": "false"}, actor=ada)
    with pytest.raises(Blocked, match="“mostly-wrong” is no rating of the scale in use"):
        match_ratings(batch_id=batch.pk, ratings={"Half right": "mostly-wrong"}, actor=ada)
    with pytest.raises(Blocked, match="Old address, Published on"):
        match_columns(batch_id=batch.pk, columns={"claim": "statement", "rating": "rating"}, date_order=None, actor=ada)


def test_entities_and_other_files_are_refused_with_a_sentence(ada):
    bomb = '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha">]><rss><channel><item>&a;</item></channel></rss>'
    assert checked(ada, bomb, "old.xml").error.startswith("The file defines XML entities of its own")
    assert checked(ada, "words", "old.txt").error.startswith("This is no .xml, .json")
    assert checked(ada, "<html><p>No check</p></html>", "old.html").error.startswith("There is no old check in it")
    assert checked(ada, "{no json", "old.json").error.startswith("It is not JSON")


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.json", b"[" * 200_000, "It is not JSON: it is nested too deeply."),
        ("a.xml", b"\x00\x01", "This is no export of WordPress."),
        ("a.xml", b"<rss>" + b"<a>" * 200_000, "There is no old check in it"),
        ("a.zip", b"PK\x03\x04 and nothing more", "The ZIP"),
    ],
)
def test_a_hostile_or_damaged_file_ends_in_a_sentence(ada, name, data, told):
    batch = checked(ada, data, name)
    assert (batch.state, told in batch.error) == ("failed", True), batch.error


def test_words_nested_without_end_cost_no_more_than_their_length(ada):
    nested = POSTS.replace("<p>We measured", "<b>" * 50_000 + "<p>We measured").replace("[caption]", "")
    assert checked(ada, nested, "old.xml").state == "checked"


def test_old_checks_stand_below_those_published_here_in_the_order_of_their_days(ada):
    imported(ada, checked(ada, TABLE), {"Pants on fire": "false", "Half right": "false"})
    feed = imported(ada, checked(ada, json.dumps(FEED), "feed.json"), {"2 (1–5)": "false"})
    assert feed.created == 1
    listed = Publication.objects.filter(listed=True).order_by("-sequence")
    assert [row.first_published_at.year for row in listed] == [2020, 2019, 2018]
    assert all(row.sequence < 0 for row in listed)


def test_an_import_of_the_archive_goes_on_where_it_was_cut_off(ada, monkeypatch):
    rows = "".join(f"Claim {n} of old,https://old.example/{n},False,2019-01-{n + 1:02}\n" for n in range(12))
    batch = checked(ada, "claim,url,rating,published\n" + rows)
    worked(match_ratings(batch_id=batch.pk, ratings={"False": "false"}, actor=ada))
    imports.carry_out(batch_id=batch.pk, actor=ada)
    work(batch.pk, seconds=0.0)
    batch.refresh_from_db()
    assert batch.state == "importing"
    ImportBatch.objects.update(lease_until=timezone.now() - datetime.timedelta(minutes=3))
    sweep()
    for _ in range(20):
        if not work(batch.pk):
            break
    batch.refresh_from_db()
    assert (batch.state, batch.created, batch.here, OldCheck.objects.count()) == ("done", 12, 0, 12)


def test_a_later_correction_goes_the_normal_way_and_still_says_where_it_came_from(ada, apa, ana, edo):
    imported(ada, checked(ada, TABLE), {"Pants on fire": "false", "Half right": ""})
    claim = Claim.objects.get()
    offers = {offer.move.name for offer in available(claim, apa)}
    assert {"open_correction", "ask_retraction", "look_again", "still_holds"} <= offers
    perform("open_correction", claim_id=claim.pk, actor=apa, note="A typo.", details=Details(reason="clarification"))
    perform("abandon_correction", claim_id=claim.pk, actor=apa)
    perform("ask_retraction", claim_id=claim.pk, actor=apa, note="The source was forged.")
    claim.refresh_from_db()
    assert claim.state == "published"
