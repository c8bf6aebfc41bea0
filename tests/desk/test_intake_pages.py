"""Feeds, hooks, imports and downloads on the desk, by people who press what the pages show."""

import csv
import datetime
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from claims.articles.models import Article, ArticleHook, Feed, FeedPoll
from claims.intake import hooks as hook_service
from claims.intake import imports
from claims.intake.feeds import add_feed
from claims.tracking.enums import ImportKind
from claims.tracking.models import Claim, ImportBatch
from tests.desk.walker import Walker
from tests.factories import STORY, ArticleFactory, ClaimFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(as_person, edo):
    return Walker(as_person(edo))


# Feeds


def test_an_editor_follows_a_feed_leaves_it_alone_and_asks_it(editor, edo):
    editor.open("/articles/").follow("Feeds").press("Follow", url="https://courier.example/rss")
    assert editor.title == "https://courier.example/rss"
    Feed.objects.update(due_at=timezone.now() + datetime.timedelta(hours=5))
    editor.press("Ask now")
    feed = Feed.objects.get()
    assert (feed.added_by, feed.next_poll_at <= timezone.now()) == (edo, True)
    editor.press("Leave alone")
    assert "This feed is paused." in editor.text
    editor.press("Follow again")
    assert Feed.objects.get().is_active


def test_a_feed_that_fails_says_why_and_since_when_on_both_pages(editor, edo):
    feed = add_feed(url="https://courier.example/rss", actor=edo)
    why = "That address does not answer."
    Feed.objects.update(failing_since=timezone.now() - datetime.timedelta(days=400), failures=7, error=why)
    FeedPoll.objects.create(feed=feed, at=timezone.now(), outcome="failed", error=why)
    for address in ("/feeds/", f"/feeds/{feed.pk}/"):
        assert why in editor.open(address).text
        assert "since" in editor.text
    assert "7 times in a row" in editor.text


def test_what_is_wrong_with_a_feed_is_said_beside_what_was_typed(editor):
    editor.open("/feeds/").press("Follow", url="ftp://courier.example/rss")
    assert editor.status == 422
    assert editor.page.xpath("//input[@name='url']")[0].value == "ftp://courier.example/rss"
    editor.open("/feeds/").press("Follow", url="")
    assert "Give the address of the feed" in editor.text


def test_a_reviewer_sees_feeds_and_imports_and_changes_neither(as_person, ana, edo):
    feed = add_feed(url="https://courier.example/rss", actor=edo)
    client = as_person(ana)
    for address in ("/feeds/", f"/feeds/{feed.pk}/", "/imports/"):
        page = client.get(address).content.decode()
        assert "Follow a feed" not in page
        assert '<h2 id="new">Import a file' not in page
    assert client.post("/feeds/", {"url": "https://other.example/rss"}).status_code == 403
    assert client.post(f"/feeds/{feed.pk}/ask/").status_code == 403
    assert client.post("/imports/", {"kind": "claims", "file": SimpleUploadedFile("a.csv", b"a")}).status_code == 403
    assert client.get("/hooks/").status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_lists_cost_the_same_at_one_and_at_three_rows(as_person, edo, django_assert_num_queries, rows):
    for number in range(rows):
        add_feed(url=f"https://courier.example/{number}", actor=edo)
        hook_service.make_hook(actor=edo, name=f"CMS {number}")
        imports.receive(kind=ImportKind.CLAIMS, name="a.csv", data=b"statement\nA\n", actor=edo, dry_run=True)
    client = as_person(edo)
    for address, queries in (("/feeds/", 8), ("/hooks/", 7), ("/imports/", 7)):
        with django_assert_num_queries(queries, exact=False, info=address) as captured:
            client.get(address)
        assert len(captured) <= queries, address


# Hooks


def test_a_secret_is_shown_once_and_what_came_is_listed(editor, edo, as_person, apa):
    editor.open("/articles/").follow("Hooks").press("Make hook", name="newsroom CMS")
    hook = ArticleHook.objects.get()
    assert hook.secret in editor.text
    assert f"/api/v1/hooks/{hook.pk}/articles/" in editor.text
    article = ArticleFactory(version__title="Haldane defends bus plan")
    hook_service.note(hook_id=hook.pk, taken=True, message="Added it.", article_id=article.pk)
    hook_service.note(hook_id=hook.pk, taken=False, message="The message is not signed as it should be.")
    editor.open("/hooks/")
    assert hook.secret not in editor.text
    editor.follow("newsroom CMS")
    assert hook.secret not in editor.text
    assert "Haldane defends bus plan" in editor.text
    assert "Refused" in editor.text
    assert as_person(apa).get(f"/hooks/{hook.pk}/").status_code == 404
    editor.press("Revoke")
    assert "You have no hook" in editor.text
    assert ArticleHook.objects.get().ended_at


# Imports


def hand_in(editor, name, data, **more):
    return editor.press("Check the file", file=SimpleUploadedFile(name, data), **more)


def test_a_file_is_checked_looked_at_imported_and_its_result_kept(editor, as_person, edo):
    editor.open("/articles/").follow("Import a file")
    hand_in(editor, "march.csv", b"statement\nThe bridge cost 9 million\n,\nA,B,C\n", kind="claims")
    batch = ImportBatch.objects.get()
    assert "Being checked" in editor.text
    assert "hx-trigger" in editor.client.get(f"/imports/{batch.pk}/").content.decode()
    imports.work(batch.pk)
    editor.open(f"/imports/{batch.pk}/")
    assert "It would be added." in editor.text
    assert "The row has 3 cells, and the first line names 1 columns." in editor.text
    assert Claim.objects.count() == 0
    editor.press("Import 1 row")
    imports.work(batch.pk)
    editor.open("/imports/").follow("march.csv")
    assert f"Added as {Claim.objects.get().number}." in editor.text
    result = editor.client.get(reverse("import-result", args=[batch.pk, "csv"]))
    table = list(csv.DictReader(io.StringIO(b"".join(result.streaming_content).decode("utf-8-sig"))))
    assert [(row["place"], row["outcome"]) for row in table] == [("2", "created"), ("4", "failed")]
    assert editor.client.get(f"/imports/{batch.pk}/result/exe/").status_code == 404


def test_a_file_that_is_none_says_why_and_one_that_is_dropped_brings_nothing(editor):
    editor.open("/imports/")
    hand_in(editor, "x.exe", b"MZ", kind="claims")
    imports.work(ImportBatch.objects.latest("id").pk)
    assert "This is no .csv, .xlsx, .jsonl or .zip file." in editor.open(editor.url).text
    editor.open("/imports/")
    hand_in(editor, "a.txt", STORY.encode(), kind="articles")
    imports.work(ImportBatch.objects.latest("id").pk)
    editor.open(editor.url).press("Drop the file")
    assert "Stopped." in editor.text
    assert Article.objects.count() == 0
    editor.open("/imports/")
    hand_in(editor, "a.txt", b"", kind="articles")
    assert editor.status == 422
    assert "This file is empty." in editor.text


def test_the_columns_of_a_list_are_put_right_on_its_page(editor):
    editor.open("/imports/")
    hand_in(editor, "list.csv", b"Satz,Tag\nThe ferry cost 3 million,03/04/2026\n", kind="claims")
    batch = ImportBatch.objects.get()
    imports.work(batch.pk)
    editor.open(editor.url)
    assert "The ferry cost 3 million" in editor.text
    editor.press("Check again with these columns", **{"column-0": "remark", "column-1": "said_on"})
    assert editor.status == 422
    assert "Say which column holds the claim." in editor.text
    editor.press(
        "Check again with these columns", **{"column-0": "statement", "column-1": "said_on", "date_order": "month"}
    )
    imports.work(batch.pk)
    editor.open(f"/imports/{batch.pk}/").press("Import 1 row")
    imports.work(batch.pk)
    assert Claim.objects.get().said_on == datetime.date(2026, 3, 4)


# Lists as files


def test_a_view_of_the_queue_is_downloaded_as_it_is_shown(editor):
    ClaimFactory(statement="=1+1 is a formula")
    ClaimFactory(statement="Ridership fell by 41 per cent")
    for words in ("CSV", "JSONL", "XLSX"):
        link = editor.open("/queue/?q=ridership").page.xpath(f"//a[text()='{words}']")[0].get("href")
        assert "q=ridership" in link
        assert editor.client.get(link).status_code == 200
    answer = editor.client.get("/queue/download/csv/?q=ridership")
    table = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [row["statement"] for row in table] == ["Ridership fell by 41 per cent"]
    whole = b"".join(editor.client.get("/queue/download/csv/").streaming_content).decode()
    assert ",'=1+1 is a formula," in whole
    assert editor.client.get("/queue/download/pdf/").status_code == 404


def test_the_list_of_articles_is_downloaded_with_its_filter(editor):
    ArticleFactory(version__title="Haldane defends bus plan")
    ArticleFactory(version__title="Ferry stops")
    answer = editor.client.get("/articles/download/jsonl/?q=ferry")
    assert b"".join(answer.streaming_content).count(b"\n") == 1
    assert b"".join(editor.client.get("/articles/download/jsonl/?status=failed").streaming_content) == b""
