"""Whoever adds a doubtful article is told of it, and of a whole file once."""

import io
import zipfile

import pytest

from claims.articles.enums import Origin
from claims.articles.models import Article
from claims.delivery.mail import send_digests
from claims.delivery.models import Notification
from claims.intake import article_intake, imports
from claims.intake.imports import receive, work
from claims.tracking.enums import ImportKind
from tests.api.conftest import program_of
from tests.desk.walker import Walker
from tests.intake.test_doubtful import STORY, WALL, add, read

__all__ = ["program_of"]
pytestmark = pytest.mark.django_db


def page(number: int, *paragraphs: str) -> str:
    body = "".join(f"<p>{words}</p>" for words in paragraphs)
    return (
        f"<html><head><title>Ships {number}</title></head><body><article><h1>Ships {number}</h1>{body}</article></body>"
    )


def imported(edo, *pages: str):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for number, text in enumerate(pages):
            archive.writestr(f"{number}.html", text)
    batch = receive(kind=ImportKind.ARTICLES, name="may.zip", data=data.getvalue(), actor=edo, dry_run=False)
    work(batch.pk)
    return batch


def test_whoever_adds_a_doubtful_article_finds_it_among_the_notifications(edo, ana, as_person):
    article = add(read(STORY[0], WALL), edo).article
    told = Notification.objects.get()
    assert (told.recipient, told.kind, told.article, told.claim, told.actor) == (edo, "doubtful", article, None, None)
    assert str(told.text) == "“Ships in Varn” was read doubtfully and waits for a yes"
    editor = Walker(as_person(edo)).open("/notifications/")
    assert "Say that it is an article, paste its text, or drop it." in editor.text
    editor.press("Open")
    assert editor.url == f"/articles/{article.pk}/"


def test_an_article_in_order_is_no_news_and_neither_is_one_of_a_feed(edo):
    add(read(*STORY), edo)
    article_intake.add_document(
        document=read(STORY[0], WALL, title="Wall"), origin=Origin.FEED, url="https://a.example/1"
    )
    assert Notification.objects.count() == 0


def test_a_file_is_told_of_once_and_only_where_articles_of_it_wait(edo):
    imported(edo, page(1, STORY[0], STORY[1], "The port of Lisse took in 12 ships more than in the year before that."))
    assert Notification.objects.count() == 0
    imported(edo, page(2, STORY[0], WALL), page(3, STORY[1], WALL))
    told = Notification.objects.get()
    first = Article.objects.get(current__title="Ships 2")
    assert (told.recipient, told.article) == (edo, first)
    assert str(told.text) == (
        "2 articles of “may.zip” were read doubtfully and wait for a yes, the first of them “Ships 2”"
    )
    Notification.objects.all().delete()
    imported(edo, page(4, "The bridge at Estrup opened on Monday, said its builder.", WALL))
    assert str(Notification.objects.get().text) == "“Ships 4” was read doubtfully and waits for a yes"


def test_the_digest_and_the_api_name_the_article(edo, mailoutbox, program_of, settings):
    edo.email = "edo@desk.example"
    edo.save(update_fields=["email"])
    article = add(read(STORY[0], WALL), edo).article
    row = program_of(edo).get("notifications/").json()["results"][0]
    assert (row["kind"], row["claim"], row["article"]) == ("doubtful", None, article.pk)
    Notification.objects.update(at="2026-01-02T08:00:00Z")
    assert send_digests() == 1
    assert mailoutbox[0].subject == "“Ships in Varn” was read doubtfully and waits for a yes"
    assert f"/articles/{article.pk}/" in mailoutbox[0].body


def test_the_check_of_a_file_tells_nobody(edo):
    data = page(5, STORY[0], WALL).encode()
    batch = receive(kind=ImportKind.ARTICLES, name="a.html", data=data, actor=edo, dry_run=True)
    work(batch.pk)
    assert Notification.objects.count() == 0
    imports.carry_out(batch_id=batch.pk, actor=edo)
    work(batch.pk)
    assert Notification.objects.count() == 1
