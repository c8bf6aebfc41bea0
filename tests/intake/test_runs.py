"""Extraction runs: each ends once, with its candidates, whatever happens to workers and messages."""

import subprocess
import sys
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db.models.functions import Now
from django.utils import timezone

from claims.accounts.models import User
from claims.articles.models import ArticleVersion
from claims.audit.models import AuditEvent
from claims.errors import NotAllowed, WrongState
from claims.extraction.pipeline import Pipeline
from claims.extraction.types import Score
from claims.intake import run_queue, run_worker
from claims.jobs import running
from claims.jobs.models import Queue
from claims.jobs.services import LeaseLost, finish, lease, lock_leased, renew, requeue
from claims.jobs.shutdown import shutdown_asked
from claims.jobs.sweeping import sweep, take_for_sending
from claims.tracking.enums import CandidateState, RunState
from claims.tracking.models import Candidate, ExtractionRun
from claims.tracking.run_store import latest_run
from claims.triage import candidate_decisions
from tests.factories import STORY, ArticleFactory, RunFactory

pytestmark = pytest.mark.django_db
LONG_STORY = "\n\n".join(
    f"The council spent {number} million pounds on ferries in {1950 + number}, the harbour office said."
    for number in range(2, 72)
)


def queued(text: str = STORY, **fields: object) -> ExtractionRun:
    return RunFactory(version=ArticleFactory(version__text=text).current, state=RunState.QUEUED, **fields)


def read(run: ExtractionRun) -> bool:
    return running.run_one(ExtractionRun, run.pk, run=run_worker.read)


def fresh(run: ExtractionRun) -> ExtractionRun:
    return ExtractionRun.objects.get(pk=run.pk)


def silence(run: ExtractionRun) -> None:
    """As if the worker had been killed: the lease runs out and nobody writes any more."""
    past = timezone.now() - timedelta(seconds=1)
    ExtractionRun.objects.filter(pk=run.pk).update(lease_until=past)


def test_run_leaves_candidates_anchored_in_the_text() -> None:
    run = queued()
    assert read(run)
    run = fresh(run)
    assert (run.state, run.error, run.attempts) == (RunState.DONE, "", 1)
    assert run.sentences_done == run.sentences_total > 0
    candidates = list(Candidate.objects.filter(version=run.version))
    assert run.candidates_found == len(candidates) > 0
    for row in candidates:
        assert run.version.text[row.start : row.end] == row.exact
        assert run.version.text[: row.start].endswith(row.prefix)
        assert run.version.text[row.end :].startswith(row.suffix)
    assert any("Rufus Haldane" in row.speaker for row in candidates)


def test_setting_swaps_the_scorer_and_the_run_says_so(settings: Any) -> None:
    settings.EXTRACTION_SCORER = "claims.extraction.checkworthiness.SignalScorer"
    run = queued()
    read(run)
    assert fresh(run).extractor == "claims-en 1.1 (signals 1.0)"
    assert set(Candidate.objects.filter(run=run).values_list("extractor", flat=True)) == {"claims-en 1.1 (signals 1.0)"}


def test_scorer_that_cannot_be_loaded_is_named(settings: Any) -> None:
    settings.EXTRACTION_SCORER = "claims.extraction.checkworthiness.NoSuchScorer"
    with pytest.raises(ImproperlyConfigured, match="NoSuchScorer, and that cannot be loaded"):
        run_worker.warm_up()


def test_run_is_taken_once() -> None:
    run = queued()
    first = lease(ExtractionRun, run.pk)
    assert first is not None
    assert lease(ExtractionRun, run.pk) is None
    assert not read(run)


def test_reading_again_neither_doubles_nor_touches_what_was_decided(edo: User) -> None:
    run = queued()
    read(run)
    version = run.version
    accepted, dismissed, reworded, *rest = Candidate.objects.filter(version=version).order_by("pk")
    candidate_decisions.accept(candidate_id=accepted.pk, actor=edo)
    candidate_decisions.dismiss(candidate_id=dismissed.pk, reason="trivial", actor=edo)
    candidate_decisions.edit_wording(candidate_id=reworded.pk, statement="The council spends less.", actor=edo)
    before = list(Candidate.objects.filter(version=version).order_by("pk").values("pk", "state", "statement", "run"))

    again = run_queue.read_again(version_id=version.pk, actor=edo)
    assert again.pk != run.pk
    assert run_queue.read_again(version_id=version.pk, actor=edo).pk == again.pk
    read(again)

    after = list(Candidate.objects.filter(version=version).order_by("pk").values("pk", "state", "statement", "run"))
    assert [row["pk"] for row in after] == [row["pk"] for row in before]
    assert after[:3] == before[:3]
    assert {row["run"] for row in after[3:]} == ({again.pk} if rest else set())
    assert [event.action for event in AuditEvent.objects.filter(object_type="article")] == ["reading_requested"]


def test_killed_workers_run_is_taken_over_and_its_late_result_discarded() -> None:
    run = queued()
    dead = lease(ExtractionRun, run.pk)
    assert dead is not None
    silence(run)
    assert requeue(ExtractionRun.jobs().overdue()) == 1
    assert read(run)
    found = Candidate.objects.count()
    for act in (renew, lock_leased, finish):
        with pytest.raises(LeaseLost):
            act(dead)
    assert (fresh(run).state, fresh(run).attempts, Candidate.objects.count()) == (RunState.DONE, 2, found)


def test_run_cut_off_too_often_fails_with_a_reason_and_can_be_read_again(edo: User) -> None:
    run = queued()
    for _ in range(5):
        assert fresh(run).state == RunState.QUEUED
        assert lease(ExtractionRun, run.pk)
        silence(run)
        sweep()
    run = fresh(run)
    assert run.state == RunState.FAILED
    assert run.error.startswith("The reading was cut off 5 times, as if the worker had been killed.")
    read(run_queue.read_again(version_id=run.version_id, actor=edo))
    assert latest_run(run.version_id).state == RunState.DONE


class BrokenScorer:
    """A stage that fails on every text."""

    version = "broken 1"

    def score(self, sentences: Sequence[str]) -> list[Score]:
        """Fail."""
        raise RuntimeError("no weights")


def test_extractor_that_fails_every_time_fails_the_run_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_worker, "newsroom_pipeline", lambda: Pipeline(scorer=BrokenScorer()))
    run = queued()
    for _ in range(5):
        ExtractionRun.objects.update(due_at=Now())
        assert read(run)
    assert fresh(run).state == RunState.FAILED
    assert "(RuntimeError) in each of 5 attempts" in fresh(run).error
    assert not read(run)


def test_stop_ends_a_waiting_run_at_once_and_keeps_what_a_working_one_found(edo: User, ana: User) -> None:
    waiting = queued()
    with pytest.raises(NotAllowed):
        run_queue.stop(run_id=waiting.pk, actor=ana)
    assert run_queue.stop(run_id=waiting.pk, actor=edo).state == RunState.STOPPED
    with pytest.raises(WrongState, match="ended already"):
        run_queue.stop(run_id=waiting.pk, actor=edo)

    working = queued(LONG_STORY, stop_requested=True)
    read(working)
    working = fresh(working)
    assert working.state == RunState.STOPPED
    assert 0 < working.sentences_done < working.sentences_total == 70
    assert 0 < working.candidates_found == Candidate.objects.filter(version=working.version).count() < 70


def test_worker_told_to_stop_puts_its_run_back() -> None:
    run = queued(LONG_STORY)
    shutdown_asked.set()
    try:
        read(run)
    finally:
        shutdown_asked.clear()
    assert (fresh(run).state, fresh(run).attempts, fresh(run).sent_at) == (RunState.QUEUED, 0, None)
    read(run)
    assert (fresh(run).state, Candidate.objects.count()) == (RunState.DONE, fresh(run).candidates_found)


def test_lost_messages_are_sent_again_and_few_are_in_flight(edo: User) -> None:
    version = ArticleFactory().current
    article = version.article
    versions = ArticleVersion.objects.bulk_create(
        ArticleVersion(
            article=article, number=n, title="x", text="x", text_sha256=str(n), words=1, read_at=timezone.now()
        )
        for n in range(2, 302)
    )
    now = timezone.now()
    ExtractionRun.objects.bulk_create(ExtractionRun(version=each, queued_at=now, due_at=now) for each in versions)
    mine = RunFactory(version=version, state=RunState.QUEUED, requested_by=edo)

    first = take_for_sending(ExtractionRun, Queue.HEAVY)
    assert (first[0], len(first)) == (mine.pk, 200)
    assert take_for_sending(ExtractionRun, Queue.HEAVY) == []
    ExtractionRun.objects.filter(pk__in=first[:10]).update(state=RunState.DONE, finished_at=now, due_at=None)
    assert take_for_sending(ExtractionRun, Queue.HEAVY) == []
    ExtractionRun.objects.filter(pk__in=first[:30]).update(state=RunState.DONE, finished_at=now, due_at=None)
    assert len(take_for_sending(ExtractionRun, Queue.HEAVY)) == 30
    ExtractionRun.objects.update(sent_at=now - timedelta(seconds=61))
    assert take_for_sending(ExtractionRun, Queue.HEAVY) == first[30:] + list(
        ExtractionRun.objects.filter(pk__gt=first[-1]).order_by("pk").values_list("pk", flat=True)[:30]
    )


def test_article_a_person_waits_for_goes_before_the_rest_of_a_message(edo: User) -> None:
    bulk = [queued(), queued()]
    mine = queued(requested_by=edo, sent_at=timezone.now())
    running.register({ExtractionRun: run_worker.read}, {})
    running.work("claims.ExtractionRun", [run.pk for run in bulk])
    assert fresh(mine).finished_at < min(fresh(run).finished_at for run in bulk)


def test_everything_in_hand_goes_back_when_the_only_worker_starts() -> None:
    run, sent = queued(), queued(sent_at=timezone.now())
    assert lease(ExtractionRun, run.pk, by=f"{running.worker_name('heavy')}#1")
    running.recover(Queue.HEAVY)
    assert [(fresh(each).state, fresh(each).sent_at) for each in (run, sent)] == [(RunState.QUEUED, None)] * 2


def test_quote_that_is_not_in_the_text_never_becomes_a_candidate(monkeypatch: pytest.MonkeyPatch) -> None:
    run = queued()
    read(run)
    assert Candidate.objects.filter(state=CandidateState.PENDING).exists()
    other = queued("Something else entirely was written here by the council on Monday.")
    result = Pipeline().extract(STORY)
    monkeypatch.setattr(Pipeline, "extract", lambda *args, **kwargs: result)
    read(other)
    assert not Candidate.objects.filter(version=other.version).exists()
    assert fresh(other).state == RunState.QUEUED


def test_web_process_loads_no_model() -> None:
    """The whole site is imported, every address included, and no part of the extractor's machinery with it."""
    code = (
        "import sys; from factcheck.wsgi import application; from django.urls import get_resolver;"
        "get_resolver().url_patterns; import claims.intake.article_intake, claims.intake.run_queue;"
        "heavy = {'spacy', 'onnxruntime', 'tokenizers', 'claims.extraction.pipeline'} & set(sys.modules);"
        "sys.exit(f'loaded: {sorted(heavy)}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
