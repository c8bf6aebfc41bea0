"""Doing the work of an extraction run: computed outside any transaction, finished in one."""

import time
from functools import cache
from threading import Lock

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from claims.articles.models import ArticleVersion
from claims.extraction.language import told_language
from claims.extraction.pipeline import Pipeline
from claims.extraction.types import ExtractionResult
from claims.jobs import services as jobs
from claims.jobs.shutdown import shutdown_asked
from claims.matching.services import look_up
from claims.tracking import store_candidates
from claims.tracking.enums import RunState
from claims.tracking.models import ExtractionRun

# Often enough for a person who watches, seldom enough for a database with one writer.
PROGRESS_EVERY_SECONDS = 0.3
RUN_SECONDS = 900.0

_loading = Lock()


def newsroom_pipeline() -> Pipeline:
    """The extractor with the scorer that the settings name; loaded once a process for each name."""
    with _loading:
        return _pipeline_with(settings.EXTRACTION_SCORER)


@cache
def _pipeline_with(scorer: str) -> Pipeline:
    try:
        return Pipeline(scorer=import_string(scorer)())
    except (ImportError, TypeError) as error:
        raise ImproperlyConfigured(f"EXTRACTION_SCORER is {scorer}, and that cannot be loaded: {error}.") from error


def warm_up() -> None:
    """Load the models, so that the first person's article does not wait for them.

    Not what tells languages apart: that is large, and a text in plain English does without.
    """
    words = "The council said on Monday that bus fares rose by 4 per cent in 2025."
    newsroom_pipeline().extract(words, language="en")


def read(run: ExtractionRun) -> None:
    """Read the version of a leased run and store its candidates."""
    version = ArticleVersion.objects.get(pk=run.version_id)
    watch = _Watch(run)
    language = version.language or told_language(version.text)
    pipeline = newsroom_pipeline()
    result = pipeline.extract(
        version.text,
        title=version.title,
        deck=version.deck,
        author=version.byline,
        language=language or None,
        progress=watch.progress,
        should_stop=watch.should_stop,
    )
    if result.stopped and not watch.stop_asked:
        jobs.release(run)
        return
    _finish(run, version, result, language)


def _finish(run: ExtractionRun, version: ArticleVersion, result: ExtractionResult, language: str) -> None:
    with transaction.atomic():
        held = jobs.lock_leased(run)
        store_candidates.store_found(run=held, version=version, found=result.candidates, extractor=result.extractor)
        if not version.language:
            ArticleVersion.objects.filter(pk=version.pk, language="").update(language=language[:8])
        if result.candidates:
            look_up(version.pk, urgent=run.urgent)
        done = {} if result.stopped else {"sentences_done": result.sentences_total}
        jobs.finish(
            run,
            state=RunState.STOPPED if result.stopped else RunState.DONE,
            finished_at=timezone.now(),
            extractor=result.extractor,
            sentences_total=result.sentences_total,
            candidates_found=len(result.candidates),
            **done,
        )


class _Watch:
    """Writes progress, prolongs the lease and looks for a request to stop, each a few times a second at most."""

    def __init__(self, run: ExtractionRun) -> None:
        self._run = run
        self._started = time.monotonic()
        self._looked = 0.0
        self.stop_asked = False

    def progress(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._looked < PROGRESS_EVERY_SECONDS:
            return
        self._looked = now
        if now - self._started > RUN_SECONDS:
            raise jobs.GiveUp(
                _("The article took longer than 15 minutes to read. Split it and add the parts one by one.")
            )
        jobs.renew(self._run, sentences_done=done, sentences_total=total)
        self.stop_asked = ExtractionRun.objects.filter(pk=self._run.pk, stop_requested=True).exists()

    def should_stop(self) -> bool:
        return self.stop_asked or shutdown_asked.is_set()
