"""How articles come in, and that nothing comes in twice."""

import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from django.db import connections

from claims.accounts.models import User
from claims.articles.enums import Origin
from claims.articles.models import Article, ArticleVersion
from claims.articles.reading import read_document
from claims.articles.services import Outcome
from claims.audit.models import AuditEvent
from claims.errors import Blocked, NotAllowed
from claims.fetching import Limits
from claims.intake import article_intake
from claims.tracking.enums import AnchorOutcome, CandidateState, RunState
from claims.tracking.models import Candidate, ExtractionRun
from claims.triage import candidate_decisions
from tests.factories import CandidateFactory
from tests.fetching.local_site import Site

PASTED = """Port Ellery cuts its ferry

The council says the boat costs too much

The council stopped the evening ferry on Monday, according to the harbour office.

Ridership fell by 41 per cent in three years, Mayor Rufus Haldane said.

Author: Dana Reyes

Dana Reyes covers the harbour for the Courier.
"""
KEPT = "Ridership on the ferry fell by 41 per cent in three years, the harbour office said."
MOVED = "The boat carried 12,400 people in 2024, according to the yearly report."
CHANGED = "The council spends 2.1 million pounds a year on the boat and its two piers."
GONE = "Nine members of the crew will lose their posts in April, the union said."
FILLER = "The evening ferry has crossed the harbour since the winter of 1911."
FIRST_PAGE = [KEPT, FILLER, MOVED, CHANGED, GONE]
SECOND_PAGE = [KEPT, MOVED, FILLER, CHANGED.replace("2.1", "2.4"), "A new operator has been asked to make an offer."]


def page(paragraphs: list[str], head: str = "") -> bytes:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    top = f"<!doctype html><html lang=en><head><title>Ferry stops in April</title>{head}</head>"
    return f"{top}<body><article><h1>Ferry stops in April</h1>{body}</article></body></html>".encode()


@pytest.fixture
def here(settings: Any) -> None:
    """Lets the desk read from this machine, as a newsroom may for its own archive."""
    settings.FETCH_ALLOW_NETWORKS = ("127.0.0.0/8",)


def everything() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Article, ArticleVersion, ExtractionRun, AuditEvent))


def test_pasted_text_becomes_an_article_with_a_run_and_an_audit_event(edo: User) -> None:
    added = article_intake.add_pasted(text=PASTED, actor=edo)
    version = ArticleVersion.objects.get(article=added.article)
    assert (added.outcome, version.number, added.article.current) == (Outcome.CREATED, 1, version)
    assert (version.title, version.byline) == ("Port Ellery cuts its ferry", "Dana Reyes")
    assert version.deck == "The council says the boat costs too much"
    assert version.text.startswith("The council stopped")
    assert "Reyes" not in version.text
    assert (added.article.origin, added.article.added_by) == (Origin.PASTED, edo)
    run = ExtractionRun.objects.get(version=version)
    assert (run.state, run.requested_by) == (RunState.QUEUED, edo)
    event = AuditEvent.objects.get(object_type="article", object_id=added.article.pk)
    assert (event.action, event.actor, event.data["run"]) == ("article_added", edo, run.pk)


def test_message_leaves_only_after_the_commit(
    edo: User, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    with django_capture_on_commit_callbacks() as after_commit:
        article_intake.add_pasted(text=PASTED, actor=edo)
    assert len(after_commit) == 1


def test_same_text_again_leads_to_the_article_and_says_so(edo: User) -> None:
    first = article_intake.add_pasted(text=PASTED, actor=edo)
    before = everything()
    again = article_intake.add_upload(
        data=PASTED.replace("\n", "\r\n").encode("utf-16"), filename="ferry.txt", actor=edo
    )
    assert (again.article, again.outcome) == (first.article, Outcome.EXISTING)
    assert again.message == "This article is here already: “Port Ellery cuts its ferry”, version 1."
    assert everything() == before


def test_reviewer_cannot_add_articles(ana: User, nell: User) -> None:
    for person in (ana, nell):
        with pytest.raises(NotAllowed, match="Ask an editor"):
            article_intake.add_pasted(text=PASTED, actor=person)
        with pytest.raises(NotAllowed):
            article_intake.add_from_url(url="https://example.org/", actor=person)
    assert everything() == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("data", "filename"),
    [
        (b"", "empty.txt"),
        (b" \n ", "blank.txt"),
        (b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 40, "story.txt"),
        (b"%PDF-1.7 broken", "story.pdf"),
        (b"PK\x03\x04 broken", "story.docx"),
        (b"GIF89a" + bytes(500), "story.html"),
        (b"x" * 20_000_001, "large.txt"),
        (b"A story.", "story.exe"),
    ],
)
def test_bad_upload_is_refused_with_a_sentence_and_changes_nothing(edo: User, data: bytes, filename: str) -> None:
    with pytest.raises(Blocked) as refusal:
        article_intake.add_upload(data=data, filename=filename, actor=edo)
    assert refusal.value.message.endswith(".")
    assert everything() == (0, 0, 0, 0)


def test_address_leads_to_one_article_and_a_changed_page_to_a_new_version(edo: User, here: None, site: Site) -> None:
    url = site.page("/ferry", page(FIRST_PAGE), Content_Type="text/html")
    first = article_intake.add_from_url(url=url, actor=edo)
    assert (first.outcome, first.article.canonical_url, first.version.title) == (
        Outcome.CREATED,
        url,
        "Ferry stops in April",
    )
    site.pages["/ferry?utm_source=letter"] = site.pages["/ferry"]
    same = article_intake.add_from_url(url=f"{url}?utm_source=letter#top", actor=edo)
    assert (same.article, same.outcome) == (first.article, Outcome.EXISTING)

    kept, moved, changed, gone = (
        CandidateFactory(version=first.version, exact=words) for words in (KEPT, MOVED, CHANGED, GONE)
    )
    candidate_decisions.accept(candidate_id=kept.pk, actor=edo)
    candidate_decisions.dismiss(candidate_id=moved.pk, reason="trivial", actor=edo)
    site.page("/ferry", page(SECOND_PAGE), Content_Type="text/html")
    second = article_intake.add_from_url(url=url, actor=edo)

    assert (second.outcome, second.version.number, second.article) == (Outcome.NEW_VERSION, 2, first.article)
    assert Article.objects.get(pk=first.article.pk).current == second.version
    carried = {row.carried_from_id: row for row in Candidate.objects.filter(version=second.version)}
    assert [carried[row.pk].anchor for row in (kept, moved, changed, gone)] == ["exact", "moved", "fuzzy", "lost"]
    for row in carried.values():
        in_text = second.version.text[row.start : row.end] == row.exact
        assert in_text == (row.anchor != AnchorOutcome.LOST)
    assert carried[kept.pk].state == CandidateState.ACCEPTED
    assert carried[kept.pk].claim == Candidate.objects.get(pk=kept.pk).claim
    assert carried[moved.pk].dismiss_reason == "trivial"
    assert 0.9 < carried[changed.pk].anchor_similarity < 1
    assert carried[gone.pk].exact == GONE
    assert second.message.endswith(
        "1 in the same place, 1 same words, moved, 1 words changed a little, 1 no longer in the text."
    )
    assert Candidate.objects.filter(version=first.version).count() == 4


def test_text_found_at_an_address_later_is_the_pasted_article(edo: User, here: None, site: Site) -> None:
    url = site.page("/ferry", page(FIRST_PAGE), Content_Type="text/html")
    pasted = article_intake.add_pasted(text="\n\n".join(FIRST_PAGE), title="Ferry stops in April", actor=edo)
    fetched = article_intake.add_from_url(url=url, actor=edo)
    assert (fetched.article, fetched.outcome) == (pasted.article, Outcome.EXISTING)
    assert fetched.article.canonical_url == url


def test_page_cannot_pass_for_another_hosts_article(edo: User, here: None, site: Site) -> None:
    own = '<link rel="canonical" href="/harbour/ferry?utm_medium=x">'
    url = site.page("/ferry-print", page(FIRST_PAGE, own), Content_Type="text/html")
    assert article_intake.add_from_url(url=url, actor=edo).article.canonical_url == site.url("/harbour/ferry")
    other = '<link rel="canonical" href="https://courier.example/ferry">'
    url = site.page("/copy", page(SECOND_PAGE, other), Content_Type="text/html")
    assert article_intake.add_from_url(url=url, actor=edo).article.canonical_url == url


def test_address_that_gives_no_article_is_refused_with_a_sentence(
    edo: User, here: None, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(article_intake, "FETCH_LIMITS", Limits(max_bytes=10_000, total_seconds=1))

    def drip(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Type", "text/html")
        request.end_headers()
        while not site.closing.is_set():
            request.wfile.write(b"<p>")
            time.sleep(0.1)

    site.pages["/drip"] = drip
    site.page("/large", b"x" * 20_000, Content_Type="text/html")
    site.page("/pdf", b"%PDF-1.7", Content_Type="application/pdf")
    site.page("/empty", b"<!doctype html><html><body></body></html>", Content_Type="text/html")
    bad = ["", "ferry", "ftp://example.org/", *map(site.url, ("/nowhere", "/drip", "/large", "/pdf", "/empty"))]
    for url in bad:
        with pytest.raises(Blocked) as refusal:
            article_intake.add_from_url(url=url, actor=edo)
        assert refusal.value.message.endswith("."), url
    assert everything() == (0, 0, 0, 0)


def test_this_machine_is_refused_unless_opened(edo: User, site: Site) -> None:
    url = site.page("/ferry", page(FIRST_PAGE), Content_Type="text/html")
    site.page("/away", b"", status=302, Location="http://127.0.0.1:1/")
    for address in (url, site.url("/away"), "http://[::ffff:127.0.0.1]/", "http://localhost/"):
        with pytest.raises(Blocked, match="private network"):
            article_intake.add_from_url(url=address, actor=edo)
    assert site.seen == []


@pytest.mark.django_db(transaction=True)
def test_same_text_from_eight_people_at_once_is_one_article(edo: User) -> None:
    start = threading.Barrier(8)
    outcomes: list[Outcome] = []

    def paste() -> None:
        start.wait()
        try:
            outcomes.append(article_intake.add_pasted(text=PASTED, actor=edo).outcome)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=paste) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [Outcome.CREATED, *[Outcome.EXISTING] * 7]
    assert everything() == (1, 1, 1, 1)


SNOW = [
    "Heavy snow closed the pass above Ellery on Sunday, and 90 lorries stood for five hours, the police said.",
    "The county owns 11 ploughs for 700 kilometres of road; two of them had broken down, a driver told the Courier.",
    "Schools in four villages stay shut until Wednesday, and the hospital asks visitors to keep away.",
]


@pytest.mark.parametrize("shared", ["/", "/index.php", "/news/"])
def test_two_stories_that_name_one_address_stay_two(edo: User, here: None, site: Site, shared: str) -> None:
    head = f'<link rel="canonical" href="{shared}">'
    ferry = site.page("/news/ferry", page(FIRST_PAGE, head), Content_Type="text/html")
    snow = site.page("/news/snow", page(SNOW, head), Content_Type="text/html")
    first = article_intake.add_from_url(url=ferry, actor=edo)
    second = article_intake.add_from_url(url=snow, actor=edo)
    assert [added.outcome for added in (first, second)] == [Outcome.CREATED, Outcome.CREATED]
    site.page("/news/ferry", page(SECOND_PAGE, head), Content_Type="text/html")
    site.page("/news/snow", page([*SNOW, "The pass opened again at noon."], head), Content_Type="text/html")
    assert article_intake.add_from_url(url=snow, actor=edo).article == second.article
    again = article_intake.add_from_url(url=ferry, actor=edo)
    assert (again.article, again.version.number, Article.objects.count()) == (first.article, 2, 2)


def test_the_page_for_phones_is_the_same_article(edo: User, here: None, site: Site) -> None:
    head = '<link rel="canonical" href="/ferry">'
    url = site.page("/ferry", page(FIRST_PAGE, head), Content_Type="text/html")
    amp = site.page("/ferry/lite", page([*FIRST_PAGE[:4], "Open the app."], head), Content_Type="text/html")
    first = article_intake.add_from_url(url=url, actor=edo)
    second = article_intake.add_from_url(url=amp, actor=edo)
    assert (second.article, second.version.number) == (first.article, 2)


def test_a_changed_headline_is_a_new_version_with_the_same_text(edo: User, here: None, site: Site) -> None:
    url = site.page("/ferry", page(FIRST_PAGE), Content_Type="text/html")
    first = article_intake.add_from_url(url=url, actor=edo)
    renamed = page(FIRST_PAGE).replace(b"Ferry stops in April", b"Ferry may stop in April")
    site.page("/ferry", renamed, Content_Type="text/html")
    second = article_intake.add_from_url(url=url, actor=edo)
    assert (second.article, second.outcome) == (first.article, Outcome.NEW_VERSION)
    assert (second.version.title, second.version.text) == ("Ferry may stop in April", first.version.text)
    assert article_intake.add_from_url(url=url, actor=edo).outcome == Outcome.EXISTING


def test_with_and_without_www_is_the_same_article(edo: User) -> None:
    def added(url: str, words: str) -> article_intake.Added:
        document = read_document(data=page([*FIRST_PAGE, words]), content_type="text/html", url=url)
        return article_intake.add_document(document=document, origin=Origin.FETCHED, url=url, actor=edo)

    first = added("https://www.courier.example/ferry", "The union will meet on Friday.")
    second = added("http://courier.example/ferry/?utm_source=x", "The union met on Friday.")
    assert (second.article, second.version.number) == (first.article, 2)
