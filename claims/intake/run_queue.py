"""Asking for extraction runs and stopping them. Nothing here loads the extractor, so the web process may call it."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.articles.enums import Standing
from claims.articles.models import Article, ArticleVersion
from claims.audit.services import record
from claims.errors import NotAllowed, WrongState
from claims.jobs import services as jobs
from claims.sentences import say
from claims.tracking.enums import RunState
from claims.tracking.models import ExtractionRun
from claims.tracking.run_store import live_run


def queue_run(*, version: ArticleVersion, actor: User | None, wait: bool = True) -> ExtractionRun:
    """A run for a version inside the caller's transaction; with `wait`, its message leaves right after the commit.

    Without `wait` nobody is waiting: the sweep sends it when its turn comes.
    """
    person = actor if wait else None
    run = ExtractionRun(version=version, requested_by=person, queued_at=timezone.now())
    return jobs.enqueue(run, urgent=person is not None, send_now=wait)


def queue_runs(*, versions: Sequence[ArticleVersion]) -> list[ExtractionRun]:
    """A run for each of these versions, inside the caller's transaction; nobody is waiting for them."""
    now = timezone.now()
    runs = [ExtractionRun(version=version, queued_at=now) for version in versions]
    jobs.enqueue_all(runs)
    return runs


def read_again(*, version_id: int, actor: User) -> ExtractionRun:
    """Have a version read again, after a failure or by a newer extractor; a live run of it is returned as it is.

    Of a version that waits for a yes, or was dropped, this is the yes: it is taken as it is.
    """
    _require(actor, say("Your role does not let you have articles read. Ask an editor."))
    try:
        with transaction.atomic():
            version = ArticleVersion.objects.filter(pk=version_id).first()
            if version is None:
                raise WrongState(say("This version of the article is not here. Reload the page."))
            article = Article.objects.select_for_update(of=("self",)).get(pk=version.article_id)
            live = live_run(version_id)
            if live is not None:
                return live
            run = queue_run(version=version, actor=actor)
            is_yes = version.standing != Standing.TAKEN
            if is_yes:
                version.standing = Standing.TAKEN
                version.save(update_fields=["standing"])
            record(
                actor=actor,
                action="article_taken" if is_yes else "reading_requested",
                target=article,
                data={"run": run.pk, "version": version.pk},
            )
            return run
    except IntegrityError:
        live = live_run(version_id)
        if live is None:
            raise
        return live


def stop(*, run_id: int, actor: User) -> ExtractionRun:
    """Stop a run: a queued one at once, a running one at its next batch; what it has found by then is kept."""
    _require(actor, say("Your role does not let you stop a reading. Ask an editor."))
    with transaction.atomic():
        run = ExtractionRun.objects.select_related("version").filter(pk=run_id).first()
        if run is None:
            raise WrongState(say("This reading is not here. Reload the page."))
        article = Article.objects.select_for_update(of=("self",)).get(pk=run.version.article_id)
        if not stop_run(run_id):
            raise WrongState(say("This reading had ended already."))
        record(actor=actor, action="reading_stopped", target=article, data={"run": run.pk})
    run.refresh_from_db()
    return run


def stop_run(run_id: int) -> bool:
    """Stop a queued run at once and ask a running one to; False when it had ended already."""
    queued = ExtractionRun.jobs().filter(pk=run_id, state=RunState.QUEUED)
    stopped = jobs.stop(queued, state=RunState.STOPPED, finished_at=timezone.now(), stop_requested=True)
    return bool(stopped or ExtractionRun.objects.filter(pk=run_id, state=RunState.RUNNING).update(stop_requested=True))


def _require(actor: User, refusal: str) -> None:
    if not actor.may(Right.ARTICLES):
        raise NotAllowed(refusal)
