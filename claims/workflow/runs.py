"""Asking for extraction runs, stopping them, and sending their messages.

The row is the truth and the message a hint: a message that the broker refuses or loses is sent again by the sweep.
Tasks are named, not imported, so that the web process never loads the extractor.
"""

import logging
from collections.abc import Sequence
from itertools import batched

from celery import current_app
from django.db import IntegrityError, transaction
from django.utils import timezone
from kombu.exceptions import KombuError

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.articles.models import Article, ArticleVersion
from claims.audit.services import record
from claims.tracking import runs as rows
from claims.tracking.models import ExtractionRun
from claims.workflow.errors import NotAllowed, WrongState

EXTRACT = "claims.workflow.tasks.extract"
RUNS_IN_A_MESSAGE = 25

logger = logging.getLogger(__name__)


def queue_run(*, version: ArticleVersion, actor: User | None, wait: bool = True) -> ExtractionRun:
    """A run for a version inside the caller's transaction; with `wait`, its message leaves right after the commit.

    Without `wait` nobody is waiting: `dispatch` or the sweep sends it when its turn comes.
    """
    if not wait:
        return rows.queue(version=version, requested_by=None)
    run = rows.queue(version=version, requested_by=actor, sent_at=timezone.now())
    transaction.on_commit(lambda: send([run.pk]), robust=True)
    return run


def read_again(*, version_id: int, actor: User) -> ExtractionRun:
    """Have a version read again, after a failure or by a newer extractor; a live run of it is returned as it is."""
    _require(actor, "have articles read")
    try:
        with transaction.atomic():
            version = ArticleVersion.objects.filter(pk=version_id).first()
            if version is None:
                raise WrongState("This version of the article is not here. Reload the page.")
            article = Article.objects.select_for_update(of=("self",)).get(pk=version.article_id)
            live = rows.live_run(version_id)
            if live is not None:
                return live
            run = queue_run(version=version, actor=actor)
            record(actor=actor, action="reading_requested", target=article, data={"run": run.pk, "version": version.pk})
            return run
    except IntegrityError:
        live = rows.live_run(version_id)
        if live is None:
            raise
        return live


def stop(*, run_id: int, actor: User) -> ExtractionRun:
    """Stop a run: a queued one at once, a running one at its next batch; what it has found by then is kept."""
    _require(actor, "stop a reading")
    with transaction.atomic():
        run = ExtractionRun.objects.select_related("version").filter(pk=run_id).first()
        if run is None:
            raise WrongState("This reading is not here. Reload the page.")
        article = Article.objects.select_for_update(of=("self",)).get(pk=run.version.article_id)
        if not rows.stop(run_id):
            raise WrongState("This reading had ended already.")
        record(actor=actor, action="reading_stopped", target=article, data={"run": run.pk})
    run.refresh_from_db()
    return run


def dispatch() -> int:
    """Send a message for every queued run that needs one now; how many runs that were."""
    run_ids = rows.take_for_sending()
    send(run_ids)
    return len(run_ids)


def sweep() -> None:
    """Put back what a silent worker held, and send what was never delivered."""
    overdue = rows.take_back_overdue()
    if overdue:
        logger.warning("%d readings were overdue and went back into the queue.", overdue)
    dispatch()


def recover() -> None:
    """Put back everything in hand; for the moment when no worker can be alive, such as the start of the only one."""
    taken = rows.take_back_all()
    if taken:
        logger.warning("%d readings were cut off and went back into the queue.", taken)


def send(run_ids: Sequence[int]) -> None:
    """Hand run ids to the broker in coarse messages; what it refuses is left to the sweep."""
    connection = current_app.connection_for_write()
    refusals = (*connection.connection_errors, *connection.channel_errors, KombuError, OSError)
    for chunk in batched(run_ids, RUNS_IN_A_MESSAGE):
        try:
            current_app.send_task(EXTRACT, args=[list(chunk)], retry=False)
        except refusals as error:
            logger.warning("The broker did not take a message (%s); the sweep will send it again.", error)
            rows.not_sent(chunk)


def _require(actor: User, what: str) -> None:
    if not actor.may(Right.ARTICLES):
        raise NotAllowed(f"Your role does not let you {what}. Ask an editor.")
