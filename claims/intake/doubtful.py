"""Articles that were read doubtfully: whoever added one is told, and it is dropped, or its text pasted.

`read_again` takes it as it is.
"""

from django.db import transaction

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.articles.enums import Standing
from claims.articles.models import Article, ArticleVersion
from claims.articles.reading import Unreadable, read_pasted
from claims.articles.services import add_text
from claims.audit.services import record
from claims.delivery.enums import NotificationKind
from claims.delivery.services import notify
from claims.errors import Blocked, NotAllowed, WrongState
from claims.intake.run_queue import queue_run, stop_run
from claims.sentences import say
from claims.tracking import store_candidates
from claims.tracking.models import ImportBatch
from claims.tracking.run_store import live_run

TITLE_LIMIT = 120


def drop(*, article_id: int, actor: User) -> None:
    """Say that a doubtful article is none; it stays in the list as dropped, and can be taken after all."""
    _require(actor)
    with transaction.atomic():
        article, version = _held(article_id)
        if version.standing == Standing.DROPPED:
            raise WrongState(say("This article was dropped already."))
        version.standing = Standing.DROPPED
        version.save(update_fields=["standing"])
        record(actor=actor, action="article_dropped", target=article, data={"version": version.pk})


def paste(*, article_id: int, text: str, actor: User) -> ArticleVersion:
    """Give a doubtful article the text that a person sees at its address: a new version, read for claims."""
    _require(actor)
    try:
        document = read_pasted(text)
    except Unreadable as error:
        raise Blocked(error.message) from error
    with transaction.atomic():
        article, previous = _held(article_id)
        version = add_text(article=article, document=document)
        if live := live_run(previous.pk):
            stop_run(live.pk)
        carried = store_candidates.carry_candidates(previous=previous, version=version)
        run = queue_run(version=version, actor=actor)
        record(
            actor=actor,
            action="article_changed",
            target=article,
            data={"version": version.pk, "number": version.number, "run": run.pk, "anchors": dict(carried)},
        )
    return version


def _held(article_id: int) -> tuple[Article, ArticleVersion]:
    article = Article.objects.select_for_update(of=("self",)).select_related("current").filter(pk=article_id).first()
    if article is None or article.current is None:
        raise WrongState(say("This article is not here. Reload the page."))
    if article.current.standing == Standing.TAKEN:
        raise WrongState(say("This article was taken already. Reload the page."))
    return article, article.current


def _require(actor: User) -> None:
    if not actor.may(Right.ARTICLES):
        raise NotAllowed(say("Your role does not let you decide on articles. Ask an editor."))


def tell_of_doubt(*, version: ArticleVersion, person: User) -> None:
    """Tell the person who added it about one article, in the caller's transaction."""
    text = say("“%(title)s” was read doubtfully and waits for a yes", title=version.title[:TITLE_LIMIT])
    notify(recipient=person, kind=NotificationKind.DOUBTFUL, article=version.article, actor=None, text=text)


def tell_of_doubts_in(batch: ImportBatch) -> None:
    """Tell whoever handed in a file how many of its articles wait for a yes, in the caller's transaction."""
    rows = batch.rows.filter(article__isnull=False).values("article")
    doubtful = Article.objects.filter(pk__in=rows, current__standing=Standing.DOUBTFUL)
    count = doubtful.count()
    first = doubtful.select_related("current").order_by("pk").first()
    if first is None or first.current is None:
        return
    if count == 1:
        tell_of_doubt(version=first.current, person=batch.person)
        return
    text = say(
        "%(count)s articles of “%(name)s” were read doubtfully and wait for a yes, the first of them “%(title)s”",
        count=count,
        name=batch.name,
        title=first.current.title[:TITLE_LIMIT],
    )
    notify(recipient=batch.person, kind=NotificationKind.DOUBTFUL, article=first, actor=None, text=text)
