"""What a page says of work that nobody takes up: at first nothing, then a sentence; nothing while a worker lives."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone

from claims.jobs.models import Routine
from claims.tracking.enums import ImportKind, ImportState, RunState
from claims.tracking.models import ExtractionRun, ImportBatch
from claims.verdicts.models import Evidence, EvidenceCopy
from tests import review_steps
from tests.factories import ArticleFactory, RunFactory

pytestmark = pytest.mark.django_db

SAID = "No worker is running, so this waits. Ask whoever runs the server to start it again."


@pytest.fixture
def article_page(as_person, edo):
    version = ArticleFactory().current
    RunFactory(version=version, state=RunState.QUEUED)
    return lambda: as_person(edo).get(reverse("article", args=[version.article_id])).content.decode()


def due(seconds_ago: int) -> None:
    ExtractionRun.objects.update(due_at=Now() - timedelta(seconds=seconds_ago))


def sign_of_life(queue: str, seconds_ago: int) -> None:
    seen = timezone.now() - timedelta(seconds=seconds_ago)
    Routine.objects.create(name=f"sign_of_life_{queue}", in_queue=queue, every=timedelta(seconds=10), done_at=seen)


def test_a_reading_says_after_twenty_seconds_that_nobody_reads(article_page):
    due(15)
    assert SAID not in article_page()
    due(25)
    assert SAID in article_page()


@pytest.mark.parametrize(("queue", "said"), [("heavy", False), ("web", True)])
def test_a_worker_of_that_queue_keeps_the_page_quiet(article_page, queue, said):
    due(25)
    sign_of_life(queue, seconds_ago=1)
    assert (SAID in article_page()) is said


def test_a_worker_that_was_silent_for_half_a_minute_is_none(article_page):
    due(25)
    sign_of_life("heavy", seconds_ago=35)
    assert SAID in article_page()


def test_a_copy_of_evidence_says_it_too(as_person, ana):
    review_steps.make_scale()
    claim = review_steps.ready(ana)
    source = Evidence.objects.filter(claim=claim).first()
    copy = EvidenceCopy.objects.create(evidence=source, state="queued", queued_at=timezone.now())
    page = reverse("claim", args=[claim.pk])
    EvidenceCopy.objects.filter(pk=copy.pk).update(due_at=Now() - timedelta(seconds=25))
    assert SAID in as_person(ana).get(page).content.decode()
    EvidenceCopy.objects.filter(pk=copy.pk).update(state="failed", due_at=None)
    assert SAID not in as_person(ana).get(page).content.decode()


def test_an_import_says_it_too(as_person, edo):
    since = timezone.now() - timedelta(seconds=25)
    batch = ImportBatch.objects.create(
        kind=ImportKind.ARTICLES, state=ImportState.CHECKING, person=edo, created_at=since, due_at=since
    )
    assert SAID in as_person(edo).get(reverse("import", args=[batch.pk])).content.decode()
