"""Whoever added an article hears that its reading is doubtful and waits for a yes; of a file's articles only once."""

from claims.accounts.models import User
from claims.articles.enums import Standing
from claims.articles.models import Article, ArticleVersion
from claims.delivery.enums import NotificationKind
from claims.delivery.services import notify
from claims.sentences import say
from claims.tracking.models import ImportBatch

TITLE_LIMIT = 120


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
