"""Doing the work of an extraction run: claimed by a lease, computed outside any transaction, finished in one."""

import logging
import threading
import time
from collections.abc import Iterable
from functools import cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, transaction
from django.utils.module_loading import import_string

from claims.articles.models import ArticleVersion
from claims.extraction.pipeline import Pipeline
from claims.extraction.types import ExtractionResult
from claims.matching.services import look_up
from claims.tracking import findings, runs

# Often enough for a person who watches, seldom enough for a database with one writer.
PROGRESS_EVERY_SECONDS = 0.3
# After this a message's remaining runs go back, so that other work gets its turn.
MESSAGE_SECONDS = 10.0
RUN_SECONDS = 900.0

logger = logging.getLogger(__name__)

told_to_stop = threading.Event()
"""Set when the worker shuts down: what it reads goes back into the queue at once."""


class LeaseLost(Exception):
    """Somebody else has the run now; whatever was computed is discarded."""


class TookTooLong(Exception):
    """The run went on beyond any article's due."""


def newsroom_pipeline() -> Pipeline:
    """The extractor with the scorer that the settings name; loaded once a process for each name."""
    return _pipeline_with(settings.EXTRACTION_SCORER)


@cache
def _pipeline_with(scorer: str) -> Pipeline:
    try:
        return Pipeline(scorer=import_string(scorer)())
    except (ImportError, TypeError) as error:
        raise ImproperlyConfigured(f"EXTRACTION_SCORER is {scorer}, and that cannot be loaded: {error}.") from error


def warm_up() -> None:
    """Load the models, so that the first person's article does not wait for them."""
    newsroom_pipeline().extract("The council said on Monday that bus fares rose by 4 per cent in 2025.")


def run_message(run_ids: Iterable[int]) -> None:
    """Work through the runs of one message; a person's article that comes in meanwhile goes first."""
    until = time.monotonic() + MESSAGE_SECONDS
    ids = list(run_ids)
    while ids and not told_to_stop.is_set() and time.monotonic() < until:
        waiting = runs.next_for_person()
        if waiting is not None and run_one(waiting):
            continue
        run_one(ids.pop(0))
    runs.not_sent(ids)


def run_one(run_id: int) -> bool:
    """Read one version and store its candidates; False when the run was not there to be taken."""
    lease = runs.claim(run_id)
    if lease is None:
        return False
    try:
        _work(lease)
    except LeaseLost:
        logger.warning("Run %d was taken over meanwhile; its results are discarded.", run_id)
    except TookTooLong:
        runs.fail(lease, "The article took longer than 15 minutes to read. Split it and add the parts one by one.")
    except DatabaseError:
        # The row cannot be trusted to take a failure note either; the lease runs out and the sweep tries again.
        logger.exception("The database refused the results of run %d; it will be tried again.", run_id)
    except Exception as error:
        logger.exception("Run %d ended with an error.", run_id)
        runs.fail_or_retry(
            lease,
            f"The extractor stopped with an error ({type(error).__name__}) in each of {runs.MAX_ATTEMPTS} attempts. "
            "Read the article again; if it happens again, ask whoever runs the server to look at the worker's log.",
        )
    return True


def _work(lease: runs.Lease) -> None:
    version = ArticleVersion.objects.get(pk=lease.version_id)
    watch = _Watch(lease)
    pipeline = newsroom_pipeline()
    result = pipeline.extract(
        version.text,
        title=version.title,
        deck=version.deck,
        author=version.byline,
        language=version.language or None,
        progress=watch.progress,
        should_stop=watch.should_stop,
    )
    if result.stopped and not watch.stop_asked:
        runs.put_back(lease)
        return
    _finish(lease, version, result, pipeline.version)


def _finish(lease: runs.Lease, version: ArticleVersion, result: ExtractionResult, extractor: str) -> None:
    with transaction.atomic():
        run = runs.hold(lease)
        if run is None:
            raise LeaseLost
        findings.store_found(run=run, version=version, found=result.candidates, extractor=extractor)
        if result.candidates:
            look_up(version.pk)
        runs.finish(
            lease,
            extractor=extractor,
            sentences=result.sentences_total,
            found=len(result.candidates),
            stopped=result.stopped,
        )


class _Watch:
    """Writes progress, prolongs the lease and looks for a request to stop, each a few times a second at most."""

    def __init__(self, lease: runs.Lease) -> None:
        self._lease = lease
        self._started = time.monotonic()
        self._looked = 0.0
        self.stop_asked = False

    def progress(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._looked < PROGRESS_EVERY_SECONDS:
            return
        self._looked = now
        if now - self._started > RUN_SECONDS:
            raise TookTooLong
        if not runs.progress(self._lease, done=done, total=total):
            raise LeaseLost
        self.stop_asked = runs.stop_asked(self._lease)

    def should_stop(self) -> bool:
        return self.stop_asked or told_to_stop.is_set()
