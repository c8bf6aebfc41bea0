"""A doubtful reading waits for an editor's yes, and a copy of a wall says what it looks like."""

from typing import Any

import pytest
from django.db import transaction

from claims.accounts.models import User
from claims.articles.enums import Origin
from claims.articles.many import Handed
from claims.articles.models import Article, ArticleVersion
from claims.articles.reading import ReadDocument, read_document
from claims.articles.services import Outcome
from claims.audit.models import AuditEvent
from claims.errors import NotAllowed, WrongState
from claims.intake import article_intake, doubtful
from claims.intake.run_queue import read_again
from claims.tracking.models import ExtractionRun
from claims.verdicts.passages import read_page
from tests.desk.walker import Walker

pytestmark = pytest.mark.django_db

STORY = [
    "The harbour of Varn took in 40 ships on Monday, twice as many as a year ago, its office said in the evening.",
    "The council had planned for 25 and blames the storm of the week before, which closed the canal at Estrup.",
]
WALL = "Read the whole story with a subscription: this article is for subscribers only."
ADDRESS = "https://post.example/ships"


def read(*paragraphs: str, title: str = "Ships in Varn", form: str = "") -> ReadDocument:
    body = "".join(f"<p>{words}</p>" for words in paragraphs)
    top = f"<html lang=en><head><title>{title}</title></head>"
    page = f"{top}<body><article><h1>{title}</h1>{body}</article>{form}</body></html>"
    return read_document(data=page.encode(), content_type="text/html", url=ADDRESS)


def add(document: ReadDocument, actor: User) -> article_intake.Added:
    return article_intake.add_document(document=document, origin=Origin.FETCHED, url=ADDRESS, actor=actor)


@pytest.mark.parametrize(
    ("document", "why"),
    [
        (lambda: read(STORY[0], WALL), ("paywall",)),
        (lambda: read("The ships came in on Monday and left on Tuesday, said Odd."), ("short",)),
        (lambda: read(*STORY, form="<form><input type=password></form>"), ("sign_in",)),
        (
            lambda: read(STORY[0], "The page was not found at its old place, so we moved it. Sorry for the trouble."),
            ("missing",),
        ),
    ],
)
def test_a_doubtful_article_is_kept_and_not_read_until_an_editor_says_yes(document, why, edo):
    read_now = document()
    assert read_now.report.why_doubtful == why
    added = add(read_now, edo)
    assert added.outcome == Outcome.CREATED
    assert added.message == (
        "Added “Ships in Varn”, and not read for claims: it is doubtful and waits for an editor’s yes."
    )
    assert added.version.standing == "doubtful"
    assert ExtractionRun.objects.count() == 0
    run = read_again(version_id=added.version.pk, actor=edo)
    added.version.refresh_from_db()
    assert (run.version_id, added.version.standing) == (added.version.pk, "taken")
    assert [event.action for event in AuditEvent.objects.filter(object_type="article").order_by("pk")] == [
        "article_added",
        "article_taken",
    ]


def test_a_plain_story_is_read_at_once(edo):
    assert add(read(*STORY), edo).version.standing == "taken"
    assert ExtractionRun.objects.count() == 1


def test_many_at_once_wait_as_one_does(edo):
    with transaction.atomic():
        added = article_intake.add_documents(
            documents=[
                Handed(read(STORY[0], WALL), ADDRESS, ADDRESS),
                Handed(read(*STORY, title="Ships"), ADDRESS + "/b", ADDRESS + "/b"),
            ],
            origin=Origin.IMPORTED,
            actor=edo,
        )
    assert [one.version.standing for one in added] == ["doubtful", "taken"]
    assert list(ExtractionRun.objects.values_list("version_id", flat=True)) == [added[1].version.pk]


def test_a_wall_does_not_take_the_place_of_the_story_that_was_read_before(edo):
    first = add(read(*STORY), edo)
    second = add(read(STORY[0], WALL), edo)
    assert second.outcome == Outcome.EXISTING
    assert second.message == (
        "What stands at this address now may be no article, so “Ships in Varn”, version 1, stays as it was."
    )
    assert Article.objects.get().current_id == first.version.pk


def test_a_wall_that_an_editor_has_taken_once_is_not_asked_about_again(edo):
    first = add(read(STORY[0], WALL), edo)
    read_again(version_id=first.version.pk, actor=edo)
    second = add(read(STORY[1], WALL), edo)
    assert (second.outcome, second.version.standing) == (Outcome.NEW_VERSION, "taken")


def test_a_story_that_comes_after_its_wall_is_read(edo):
    add(read(STORY[0], WALL), edo)
    second = add(read(*STORY), edo)
    assert (second.outcome, second.version.standing) == (Outcome.NEW_VERSION, "taken")


def test_dropped_is_not_read_and_can_be_taken_after_all(edo, ana):
    added = add(read(STORY[0], WALL), edo)
    with pytest.raises(NotAllowed):
        doubtful.drop(article_id=added.article.pk, actor=ana)
    doubtful.drop(article_id=added.article.pk, actor=edo)
    with pytest.raises(WrongState):
        doubtful.drop(article_id=added.article.pk, actor=edo)
    assert ArticleVersion.objects.get().standing == "dropped"
    read_again(version_id=added.version.pk, actor=edo)
    assert ArticleVersion.objects.get().standing == "taken"
    with pytest.raises(WrongState):
        doubtful.paste(article_id=added.article.pk, text="\n\n".join(STORY), actor=edo)


def test_the_desk_shows_why_and_takes_a_pasted_text(as_person: Any, edo):
    added = add(read(STORY[0], WALL), edo)
    desk = Walker(as_person(edo)).open("/articles/?status=doubtful")
    assert "Waits for a yes" in desk.text
    desk.follow("Ships in Varn")
    assert "The page says that the rest of the story is for subscribers." in desk.text
    assert "It is not read for claims until an editor says yes." in desk.text
    desk.press("Keep this text", text="")
    assert (desk.status, "Paste the text." in desk.text) == (422, True)
    desk.press("Keep this text", text="\n\n".join(STORY))
    article = Article.objects.get(pk=added.article.pk)
    assert (article.current.number, article.current.title, article.current.standing) == (2, "Ships in Varn", "taken")
    assert article.current.text == "\n\n".join(STORY)
    assert "It is not read for claims" not in desk.text


def test_the_desk_drops_and_reads_after_all(as_person: Any, edo):
    add(read(STORY[0], WALL), edo)
    desk = Walker(as_person(edo)).open("/articles/").follow("Ships in Varn").press("Drop it")
    assert "Dropped: this is not read for claims." in desk.text
    desk.press("Read it as it is")
    assert ArticleVersion.objects.get().standing == "taken"
    assert ExtractionRun.objects.count() == 1


def test_who_may_not_add_articles_sees_no_such_buttons(as_person: Any, edo, ana):
    added = add(read(STORY[0], WALL), edo)
    desk = Walker(as_person(ana)).open(f"/articles/{added.article.pk}/")
    assert "It is not read for claims until an editor says yes." in desk.text
    assert "Drop it" not in desk.text
    assert as_person(ana).post(f"/articles/{added.article.pk}/drop/").status_code == 403


def test_a_page_of_consent_is_told_in_the_copy_of_a_source() -> None:
    wall = (
        "<html><body><h1>Before you continue</h1><p>We and our 300 partners store cookies on your device and process"
        " personal data. You can accept or change your choices.</p></body></html>"
    )
    story = f"<html><body><h1>Ships</h1><p>{STORY[0]}</p><p>{STORY[1]}</p></body></html>"
    assert read_page(data=wall.encode(), content_type="text/html", url=ADDRESS).doubt == "consent"
    assert read_page(data=story.encode(), content_type="text/html", url=ADDRESS).doubt == ""
