"""A site to read from, and sources of a published check that the desk watches."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from claims.jobs.running import run_one
from claims.tracking.enums import ClaimState
from claims.tracking.models import Claim
from claims.verdicts.copies import Content, add_upload
from claims.verdicts.models import Evidence, WatchedHost, WatchedSource
from claims.verdicts.passages import page_words
from claims.watching.reading import look
from tests.fetching.local_site import Site
from tests.site_fixture import site
from tests.watching.fake_web import Answer
from tests.workflow import stories

__all__ = ["site"]


@pytest.fixture
def people(db) -> stories.Crew:
    return stories.crew()


@pytest.fixture(autouse=True)
def inside(settings: Settings, tmp_path) -> None:
    """The site of these tests is on this machine, and what it answers is kept in a folder of their own."""
    settings.FETCH_ALLOW_NETWORKS = ("127.0.0.0/8",)
    settings.MEDIA_ROOT = tmp_path


def serve(site: Site, path: str, answer: Answer, **headers: str) -> str:
    """Have the site answer so at this path; the address."""
    if answer.location:
        headers["Location"] = site.url(answer.location)
    return site.page(path, answer.body, status=answer.status, Content_Type="text/html; charset=utf-8", **headers)


def cite(claim: Claim, url: str, quote: str, page: bytes) -> Evidence:
    """Let the claim's first source be this address, with the passage found in the copy that the desk fetched of it."""
    source = Evidence.objects.filter(claim=claim).order_by("position").first()
    assert source is not None
    Evidence.objects.filter(pk=source.pk).update(url=url, quote=quote)
    source.refresh_from_db()
    text = page_words(page, "text/html", "utf-8")
    add_upload(source, Content(page, "text/html", timezone.now(), text, final_url=url))
    return source


def published(people: stories.Crew, url: str, quote: str, page: bytes) -> Claim:
    """A published check that cites this address."""
    claim = stories.claim_in(ClaimState.IN_REVIEW, people)
    cite(claim, url, quote, page)
    for step in stories._PUBLISHED[2:]:
        step(claim, people)
    claim.refresh_from_db()
    return claim


def read_again(source: WatchedSource) -> WatchedSource:
    """Read the source now, as a worker does on its day; its site was not asked for a while."""
    WatchedHost.objects.update(free_at=timezone.now() - timedelta(seconds=5))
    WatchedSource.objects.filter(pk=source.pk).update(due_at=timezone.now() - timedelta(seconds=5))
    assert run_one(WatchedSource, source.pk, run=look)
    source.refresh_from_db()
    return source
