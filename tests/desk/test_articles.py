"""The list of articles and adding one."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from claims.articles.models import Article
from claims.tracking.enums import CandidateState, RunState
from claims.tracking.models import ExtractionRun
from tests.factories import STORY, ArticleFactory, CandidateFactory, OutletFactory, RunFactory, VersionFactory

ADD = "/articles/add/"


def rows_with_everything(count):
    for _ in range(count):
        version = ArticleFactory().current
        RunFactory(version=version)
        CandidateFactory(version=version)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_whatever_it_holds(as_person, edo, django_assert_num_queries, rows):
    rows_with_everything(rows)
    client = as_person(edo)

    with django_assert_num_queries(13):
        answer = client.get(reverse("articles"))

    assert answer.content.decode().count("data-item") == rows


def test_the_list_says_what_each_article_waits_for(as_person, edo):
    fresh = ArticleFactory().current
    CandidateFactory(version=fresh)
    CandidateFactory(version=fresh, exact="disputed that", score=0.2)
    RunFactory(version=ArticleFactory().current, state=RunState.RUNNING, sentences_total=1480, sentences_done=612)
    RunFactory(version=ArticleFactory().current, state=RunState.FAILED, error="The extractor ran out of memory.")
    RunFactory(version=ArticleFactory().current)

    page = as_person(edo).get(reverse("articles")).content.decode()

    assert "<b>1</b> likely" in page
    assert "of 2 to triage" in page
    assert "612 of 1480 sentences" in page
    assert "The extractor ran out of memory." in page
    assert "No checkable claims found" in page
    assert "4 in all. 1 being read now" in page


@pytest.mark.parametrize(("status", "found"), [("fresh", 0), ("reading", 1), ("failed", 2)])
def test_the_list_can_be_narrowed_by_status(as_person, edo, status, found):
    articles = [ArticleFactory(), ArticleFactory(), ArticleFactory()]
    CandidateFactory(version=articles[0].current)
    RunFactory(version=articles[0].current, state=RunState.FAILED, error="Cut off.")
    RunFactory(version=articles[0].current)
    RunFactory(version=articles[1].current, state=RunState.QUEUED)
    RunFactory(version=articles[2].current, state=RunState.FAILED, error="Cut off.")

    answer = as_person(edo).get(reverse("articles"), {"status": status})

    assert [row.article for row in answer.context["page"].rows] == [articles[found]]


def test_the_list_goes_on_to_older_and_back_to_newer(as_person, edo):
    outlet = OutletFactory()
    articles = [ArticleFactory(outlet=outlet) for _ in range(53)]
    client = as_person(edo)

    first = client.get(reverse("articles"))
    second = client.get(reverse("articles"), {"before": first.context["page"].older})
    back = client.get(reverse("articles"), {"after": second.context["page"].newer})

    assert [row.article.pk for row in second.context["page"].rows] == [article.pk for article in articles[2::-1]]
    assert "Newer" in second.content.decode()
    assert "Older" not in second.content.decode()
    assert [row.article.pk for row in back.context["page"].rows] == [
        row.article.pk for row in first.context["page"].rows
    ]


@pytest.mark.parametrize("junk", ["before=x", "after=-1", "before=999999999999999999999", "outlet=1e9", "status=<x>"])
def test_a_bent_address_is_no_error(as_person, edo, junk):
    ArticleFactory()

    assert as_person(edo).get(f"{reverse('articles')}?{junk}").status_code == 200


def test_an_empty_desk_offers_one_next_step(as_person, edo, ana):
    assert "Add the first one" in as_person(edo).get(reverse("articles")).content.decode()
    assert "An editor adds them." in as_person(ana).get(reverse("articles")).content.decode()
    assert "No articles match" in as_person(edo).get(reverse("articles"), {"q": "nothing"}).content.decode()


def test_the_list_asks_again_for_articles_being_read_only(as_person, edo):
    live = RunFactory(version=ArticleFactory().current, state=RunState.QUEUED).version.article
    done = RunFactory(version=ArticleFactory().current).version.article
    client = as_person(edo)

    page = client.get(reverse("articles")).content.decode()
    answer = client.get(reverse("article-jobs"), {"ids": f"{live.pk},{done.pk},x"}, headers={"HX-Request": "true"})

    assert f'hx-get="/articles/jobs/?ids={live.pk}"' in page
    assert f'id="job-{done.pk}" hx-swap-oob="true"' in answer.content.decode()
    assert f"?ids={live.pk}&quot;" not in answer.content.decode()
    assert f'hx-get="/articles/jobs/?ids={live.pk}"' in answer.content.decode()


def test_an_editor_pastes_an_article(as_person, edo):
    answer = as_person(edo).post(ADD, {"how": "text", "title": "The bus plan", "text": STORY}, follow=True)

    article = Article.objects.get()
    assert answer.redirect_chain == [(reverse("article", args=[article.pk]), 302)]
    assert article.current.title == "The bus plan"
    assert article.added_by == edo
    assert ExtractionRun.objects.get().state == RunState.QUEUED
    assert "It is being read for claims." in answer.content.decode()


def test_the_same_text_again_leads_to_the_article_that_has_it(as_person, edo):
    client = as_person(edo)
    client.post(ADD, {"how": "text", "title": "The bus plan", "text": STORY})
    answer = client.post(ADD, {"how": "text", "title": "The bus plan", "text": STORY}, follow=True)

    assert Article.objects.count() == 1
    assert "This article is here already" in answer.content.decode()


def test_an_editor_uploads_a_file(as_person, edo):
    file = SimpleUploadedFile("plan.txt", f"The bus plan\n\n{STORY}".encode(), "text/plain")

    answer = as_person(edo).post(ADD, {"how": "file", "file": file})

    assert answer.status_code == 302
    assert Article.objects.get().current.title == "The bus plan"


def upload(name, data):
    return {"how": "file", "file": SimpleUploadedFile(name, data)}


BAD = {
    "nothing pasted": ({"how": "text", "text": " \n "}, "Paste the text of the article."),
    "no address": ({"how": "url", "url": ""}, "Give the address of the article"),
    "no file": ({"how": "file"}, "Choose a file."),
    "no way": ({"text": STORY}, "This field is required."),
    "NUL in the text": ({"how": "text", "text": "a\x00b" * 50}, "Null characters are not allowed."),
    "the machine itself": ({"how": "url", "url": "http://127.0.0.1/admin/"}, ""),
    "no web address": ({"how": "url", "url": "file:///etc/passwd"}, ""),
    "an outlet that is not here": ({"how": "text", "text": STORY, "outlet": "99"}, "valid choice"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_a_sentence_beside_its_field_and_changes_nothing(as_person, edo, case):
    given, sentence = BAD[case]

    answer = as_person(edo).post(ADD, given)
    page = answer.content.decode()

    assert answer.status_code == 422
    assert 'class="error"' in page or 'role="alert"' in page
    assert sentence in page
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("empty.txt", b"", "This file is empty."),
        ("big.txt", b"a" * 20_000_001, "the desk reads up to 20 MB"),
        ("photo.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, ""),
    ],
)
def test_a_bad_file_is_a_sentence_beside_its_field(as_person, edo, name, data, sentence):
    answer = as_person(edo).post(ADD, upload(name, data))

    assert answer.status_code == 422
    assert 'id="id_file_error"' in answer.content.decode()
    assert sentence in answer.content.decode()
    assert not Article.objects.exists()


def test_what_was_typed_is_kept(as_person, edo):
    answer = as_person(edo).post(
        ADD, {"how": "url", "url": "http://10.0.0.1/story", "title": "Kept", "text": "Kept too"}
    )

    page = answer.content.decode()
    assert 'value="http://10.0.0.1/story"' in page
    assert 'value="Kept"' in page
    assert "Kept too</textarea>" in page
    assert 'value="url" id="id_how_1" checked' in page.replace("required ", "")


def test_far_too_much_pasted_text_is_a_sentence_on_the_form(as_person, edo):
    answer = as_person(edo).post(ADD, {"how": "text", "text": "a word " * 800_000})

    assert answer.status_code == 413
    assert "Add an article" in answer.content.decode()
    assert "The desk takes in up to" in answer.content.decode()
    assert not Article.objects.exists()


def test_only_editors_add_articles(as_person, ana):
    client = as_person(ana)

    assert client.get(ADD).status_code == 403
    assert client.post(ADD, {"how": "text", "text": STORY}).status_code == 403
    assert not Article.objects.exists()


def test_a_failed_reading_can_be_tried_again_and_a_live_one_stopped(as_person, edo, ana):
    version = ArticleFactory().current
    RunFactory(version=version, state=RunState.FAILED, error="Cut off.")
    client = as_person(edo)

    assert as_person(ana).post(reverse("article-read", args=[version.article_id])).status_code == 403
    page = client.post(reverse("article-read", args=[version.article_id]), follow=True).content.decode()
    assert "It is being read again." in page
    assert "Waiting to be read" in page
    stopped = client.post(reverse("article-stop", args=[version.article_id]), headers={"HX-Request": "true"})
    assert 'id="run"' in stopped.content.decode()
    assert ExtractionRun.objects.first().state == RunState.STOPPED


def test_progress_is_asked_for_until_the_reading_has_ended(as_person, edo):
    version = ArticleFactory().current
    run = RunFactory(version=version, state=RunState.RUNNING, sentences_total=20, sentences_done=5)
    client, address = as_person(edo), reverse("article-run", args=[version.article_id])

    underway = client.get(address, headers={"HX-Request": "true"}).content.decode()
    CandidateFactory(version=version, run=run)
    ExtractionRun.objects.update(state=RunState.DONE, due_at=None, finished_at=run.queued_at)
    ended = client.get(address, headers={"HX-Request": "true"}).content.decode()

    assert "5 of 20 sentences" in underway
    assert "hx-trigger" in underway
    assert 'id="triage"' not in underway
    assert "hx-trigger" not in ended.split('id="triage"')[0]
    assert 'data-candidate="' in ended
    assert 'class="mark"' in ended


def test_versions_say_what_became_of_the_anchors(as_person, edo):
    article = ArticleFactory()
    old = article.current
    first = CandidateFactory(version=old)
    new = VersionFactory(article=article, text=old.text.replace("Dana Wexcombe", "Dana W. Wexcombe"))
    article.current = new
    article.save()
    CandidateFactory(version=new, carried_from=first)
    CandidateFactory(version=new, carried_from=first, exact="disputed that", anchor="fuzzy", anchor_similarity=0.87)
    lost = CandidateFactory(version=new, carried_from=first, exact="better buses", anchor="lost")
    client = as_person(edo)

    page = client.get(reverse("article", args=[article.pk]), {"show": "all"}).content.decode()
    earlier = client.get(reverse("article", args=[article.pk]), {"version": 1}).content.decode()

    assert "1 in the same place, 1 words changed a little, 1 no longer in the text." in page
    assert "words changed, 87 % alike" in page
    assert "No longer in the text, 1" in page
    assert f'data-candidate="{lost.pk}"' not in page
    assert "You are reading an earlier version" in earlier
    assert "candidate-accept" not in earlier
    assert "/accept/" not in earlier
    assert client.get(reverse("article", args=[article.pk]), {"version": 9}).status_code == 404


def test_text_and_candidates_are_escaped(as_person, edo):
    version = ArticleFactory(
        version__title="<script>alert(1)</script>", version__text="He said <img src=x onerror=alert(1)> & left in 2021."
    ).current
    CandidateFactory(
        version=version, exact="<img src=x onerror=alert(1)>", speaker="<b>x</b>", state=CandidateState.PENDING
    )

    page = as_person(edo).get(reverse("article", args=[version.article_id])).content.decode()

    assert "<img src=x" not in page
    assert "<script>alert" not in page
    assert "<b>x</b>" not in page
