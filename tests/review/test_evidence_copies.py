"""Dated copies of sources: fetched from a real site in the background, kept with their hash, tried again, given up."""

import hashlib
import os
import time
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db.models.functions import Now
from django.utils import timezone
from pytest_django.fixtures import Settings

from claims.accounts.models import User
from claims.audit.models import AuditEvent
from claims.fetching import Limits
from claims.jobs import running
from claims.jobs.models import Queue
from claims.jobs.running import run_one
from claims.jobs.services import LeaseLost, lease, not_sent
from claims.jobs.sweeping import sweep, take_for_sending
from claims.review import evidence, evidence_copies
from claims.tracking.models import Claim
from claims.verdicts import copies, preflight
from claims.verdicts.enums import CopyState, QuoteState
from claims.verdicts.models import Evidence, EvidenceCopy, Revision
from claims.workflow.moves import MoveName
from claims.workflow.perform import perform
from factcheck import tasks
from tests.claim_in_review import a_source
from tests.fetching.local_site import Site
from tests.review.test_evidence import files
from tests.workflow.stories import draft

PAGE = """<!doctype html><html lang="en"><head><title>Accounts 2025 | Audit Office</title>
<meta property="og:site_name" content="Audit Office of Port Ellery">
<meta property="og:title" content="Accounts of the city, 2025">
<meta property="article:published_time" content="2026-02-03T09:00:00+00:00"></head><body>
<nav><a href="/">Home</a></nav><article><h1>Accounts of the city, 2025</h1>
<p>The city spent 9 per cent less than in 2021, once prices are taken into account. The figures were audited in
January and accepted without reservation by the council’s finance committee.</p>
<p>Staff costs fell, while the costs of contracts rose for the fourth year in a row.</p></article>
<footer>Figures in millions, rounded.</footer></body></html>""".encode()


@pytest.fixture(autouse=True)
def inside(settings: Settings) -> None:
    """The site of these tests is on this machine."""
    settings.FETCH_ALLOW_NETWORKS = ("127.0.0.0/8",)


def make_copy(copy: EvidenceCopy) -> bool:
    return run_one(EvidenceCopy, copy.pk, run=evidence_copies.make_copy)


def add(claim: Claim, ana: User, **said: object) -> tuple[Evidence, EvidenceCopy]:
    source = evidence.add(claim_id=claim.pk, actor=ana, source=a_source(**said))
    return source, source.copies.get()


def test_a_page_is_kept_with_its_hash_and_tells_its_title_publisher_and_date(claim: Claim, ana: User, site: Site):
    url = site.page("/accounts", PAGE, Content_Type="text/html; charset=utf-8")
    source, copy = add(claim, ana, url=url, title="", publisher="", quote="“9 per cent less than in 2021, once prices")
    make_copy(copy)
    source.refresh_from_db()
    copy.refresh_from_db()
    assert (copy.state, copy.sha256) == (CopyState.KEPT, hashlib.sha256(PAGE).hexdigest())
    assert (source.title, source.publisher) == ("Accounts of the city, 2025", "Audit Office of Port Ellery")
    assert (str(source.published_on), source.quote_state) == ("2026-02-03", QuoteState.FOUND)
    event = AuditEvent.objects.get(object_type="claim", object_id=claim.pk, action="evidence_copied")
    assert (event.actor, event.data["sha256"]) == (None, copy.sha256)
    kept = copies.download(copy.pk)
    assert kept is not None
    with kept.file as file:
        assert file.read() == PAGE
    assert kept.filename == f"{claim.number}-source-{source.pk}-{timezone.now():%Y-%m-%d}.html"


def test_what_a_person_said_of_a_source_stays(claim: Claim, ana: User, site: Site):
    url = site.page("/accounts", PAGE, Content_Type="text/html")
    source, copy = add(claim, ana, url=url, title="My own title", publisher="", quote="rounded to thousands")
    make_copy(copy)
    source.refresh_from_db()
    assert (source.title, source.publisher) == ("My own title", "Audit Office of Port Ellery")
    assert source.quote_state == QuoteState.NOT_FOUND
    assert source.lock_version == 2


def test_the_passage_may_stand_outside_the_story(claim: Claim, ana: User, site: Site):
    url = site.page("/accounts", PAGE, Content_Type="text/html")
    source, copy = add(claim, ana, url=url, quote="Figures in millions")
    make_copy(copy)
    source.refresh_from_db()
    assert source.quote_state == QuoteState.FOUND


def test_making_a_copy_twice_makes_it_once(claim: Claim, ana: User, site: Site):
    _, copy = add(claim, ana, url=site.page("/accounts", PAGE, Content_Type="text/html"))
    make_copy(copy)
    make_copy(copy)
    assert len(site.seen) == 1
    assert len(files()) == 1


def test_300_megabytes_are_refused_with_a_sentence_and_nothing_is_kept(claim: Claim, ana: User, site: Site):
    _, copy = add(claim, ana, url=site.page("/film", b"x" * 10, Content_Length=str(300_000_000)))
    make_copy(copy)
    copy.refresh_from_db()
    assert copy.state == CopyState.FAILED
    assert "25 MB" in copy.error
    assert files() == set()


def test_a_redirect_inwards_fails_at_once(claim: Claim, ana: User, site: Site, settings: Settings):
    settings.FETCH_ALLOW_NETWORKS = ("127.0.0.1/32",)
    url = site.page("/out", status=302, Location="http://169.254.169.254/latest/meta-data/")
    _, copy = add(claim, ana, url=url)
    make_copy(copy)
    copy.refresh_from_db()
    assert (copy.state, copy.attempts) == (CopyState.FAILED, 1)
    assert "private network" in copy.error


def test_a_page_that_hangs_is_tried_again_later_and_given_up_with_a_reason(
    claim: Claim, ana: User, site: Site, monkeypatch: pytest.MonkeyPatch
):
    def hang(request: BaseHTTPRequestHandler) -> None:
        site.closing.wait(5)

    monkeypatch.setattr(evidence_copies, "FETCH_LIMITS", Limits(total_seconds=0.2))
    site.pages["/slow"] = hang
    _, copy = add(claim, ana, url=site.url("/slow"))
    for attempt in (1, 2, 3):
        EvidenceCopy.objects.filter(pk=copy.pk).update(due_at=Now())
        make_copy(copy)
        copy.refresh_from_db()
        assert copy.attempts == attempt
        assert copy.error
        assert copy.state == (CopyState.QUEUED if attempt < 3 else CopyState.FAILED)
        make_copy(copy)
        copy.refresh_from_db()
        assert copy.attempts == attempt, "it waits before it is tried again"
    assert "archived" in [finding.gate for finding in preflight.blocking(claim)]


@pytest.mark.parametrize(
    ("status", "state"), [(404, CopyState.FAILED), (410, CopyState.FAILED), (503, CopyState.QUEUED)]
)
def test_only_what_may_pass_is_tried_again(claim: Claim, ana: User, site: Site, status: int, state: CopyState):
    _, copy = add(claim, ana, url=site.page("/gone", status=status))
    make_copy(copy)
    copy.refresh_from_db()
    assert copy.state == state
    assert copy.error.endswith(".")


def test_an_unreadable_document_is_kept_all_the_same(claim: Claim, ana: User, site: Site):
    broken = b"%PDF-1.7 this is no pdf"
    source, copy = add(claim, ana, url=site.page("/a.pdf", broken, Content_Type="application/pdf"), quote="nine")
    make_copy(copy)
    copy.refresh_from_db()
    source.refresh_from_db()
    assert (copy.state, copy.text, source.quote_state) == (CopyState.KEPT, "", QuoteState.UNCHECKED)


def test_a_killed_workers_copy_is_made_by_another_with_a_file_of_its_own(claim: Claim, ana: User, site: Site):
    _, copy = add(claim, ana, url=site.page("/accounts", PAGE, Content_Type="text/html"))
    job = lease(EvidenceCopy, copy.pk)
    assert job is not None
    content = copies.Content(b"half", "text/html", timezone.now())
    left = copies.write_file(content)
    EvidenceCopy.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    sweep()
    make_copy(copy)
    with pytest.raises(LeaseLost):
        copies.complete(job, "evidence/none", content)
    copy.refresh_from_db()
    assert (copy.state, copy.sha256) == (CopyState.KEPT, hashlib.sha256(PAGE).hexdigest())
    assert files() == {copy.file.name, left}


def test_the_same_bytes_are_filed_twice_and_removing_one_file_leaves_the_other(settings: Settings, tmp_path: Path):
    settings.MEDIA_ROOT = tmp_path
    content = copies.Content(b"The accounts.", "text/plain", timezone.now())
    first, second = copies.write_file(content), copies.write_file(content)
    copies.forget_file(first)
    assert files() == {second}
    assert content.sha256 in second


def test_files_of_another_database_are_no_strays(tmp_path: Path, settings: Settings, db: None):
    settings.MEDIA_ROOT = tmp_path
    other = tmp_path / copies.write_file(copies.Content(b"Kept.", "text/plain", timezone.now()))
    os.utime(other, (time.time() - 7200,) * 2)
    assert copies.remove_strays() == 0
    assert other.exists()


def test_a_copy_cut_off_too_often_fails_with_a_sentence(claim: Claim, ana: User):
    _, copy = add(claim, ana, url="https://audit.example/")
    for _ in range(3):
        assert lease(EvidenceCopy, copy.pk)
        EvidenceCopy.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        sweep()
    copy.refresh_from_db()
    assert (copy.state, copy.error) == (
        CopyState.FAILED,
        "The copy was cut off several times, as if the worker had been killed. Try again, or upload the file.",
    )


def test_what_was_never_sent_is_sent_by_the_sweep(claim: Claim, ana: User):
    _, copy = add(claim, ana, url="https://audit.example/")
    assert take_for_sending(EvidenceCopy, Queue.WEB) == []
    not_sent(EvidenceCopy, [copy.pk])
    assert take_for_sending(EvidenceCopy, Queue.WEB) == [copy.pk]
    assert take_for_sending(EvidenceCopy, Queue.WEB) == []


def test_a_removed_source_is_not_fetched(claim: Claim, ana: User, site: Site):
    source, copy = add(claim, ana, url=site.page("/accounts", PAGE))
    evidence.remove(evidence_id=source.pk, actor=ana, expected_version=1)
    make_copy(copy)
    assert site.seen == []


def test_a_copy_that_comes_after_submitting_does_not_change_what_was_submitted(claim: Claim, ana: User, site: Site):
    draft(claim, ana)
    url = site.page("/accounts", PAGE, Content_Type="text/html")
    source = evidence.add(claim_id=claim.pk, actor=ana, source=a_source(url=url), text="What the page says.")
    evidence.copy_again(evidence_id=source.pk, actor=ana)
    copy = source.copies.first()
    assert copy is not None
    perform(MoveName.SUBMIT, claim_id=claim.pk, actor=ana)
    make_copy(copy)
    copy.refresh_from_db()
    assert (copy.state, copy.error) == (
        CopyState.FAILED,
        "The verdict was submitted before this copy was made. Take the verdict back to make it again.",
    )
    frozen = Revision.objects.get(claim=claim).content["evidence"][-1]
    assert frozen["copy"]["id"] == source.copies.get(state=CopyState.KEPT).pk
    assert len(files()) == 1


def test_strays_of_a_killed_process_are_removed_and_kept_files_stay(
    claim: Claim, ana: User, site: Site, tmp_path: Path
):
    _, copy = add(claim, ana, url=site.page("/accounts", PAGE, Content_Type="text/html"))
    make_copy(copy)
    copy.refresh_from_db()
    folder = (tmp_path / str(copy.file.name)).parent
    hours_ago = time.time() - 7200
    for name in ("9999-1", "9998-1"):
        (folder / name).write_bytes(b"stray")
    os.utime(folder / "9999-1", (hours_ago, hours_ago))
    os.utime(tmp_path / str(copy.file.name), (hours_ago, hours_ago))
    evidence_copies.tidy()
    assert {path.name for path in folder.iterdir()} == {Path(str(copy.file.name)).name, "9998-1"}


def test_the_worker_makes_the_copies_of_a_message(claim: Claim, ana: User, site: Site):
    _, copy = add(claim, ana, url=site.page("/accounts", PAGE, Content_Type="text/html"))
    running.register(tasks.JOBS, {})
    running.work("verdicts.EvidenceCopy", [copy.pk])
    copy.refresh_from_db()
    assert copy.state == CopyState.KEPT
    assert default_storage.exists(str(copy.file.name))
