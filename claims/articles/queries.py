"""Named reads of articles; each says in its docstring how many queries it makes."""

from dataclasses import dataclass

from django.db.models import Q

from claims.articles.models import Article, ArticleVersion


@dataclass(frozen=True)
class ArticlePage:
    """One page of the list, newest first; `older` and `newer` are the ids to go on from, None at either end."""

    rows: list[Article]
    older: int | None
    newer: int | None


def articles_page(
    *,
    query: str = "",
    outlet_id: int | None = None,
    among: Q | None = None,
    before: int | None = None,
    after: int | None = None,
    size: int = 50,
) -> ArticlePage:
    """Articles newest first with outlet and current version (without its text): one query, keyset by id.

    `query` looks for each of its words in title, deck, byline, text, address and outlet, at a word's beginning.
    `among` is a further condition, for what other rooms know of an article. `before` and `after` are
    the ids that the page before gave as `older` and `newer`.
    """
    rows = (
        Article.objects.filter(current__isnull=False)
        .select_related("outlet", "current")
        .defer("current__text", "current__author_note")
    )
    if query.strip():
        rows = rows.filter(search__words__begin=query)
    if outlet_id is not None:
        rows = rows.filter(outlet_id=outlet_id)
    if among is not None:
        rows = rows.filter(among)
    if after is not None:
        found = list(rows.filter(pk__gt=after).order_by("pk")[: size + 1])
        page = found[:size][::-1]
        return ArticlePage(page, older=page[-1].pk if page else None, newer=page[0].pk if len(found) > size else None)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: size + 1])
    page = found[:size]
    return ArticlePage(
        page,
        older=page[-1].pk if len(found) > size else None,
        newer=page[0].pk if page and before is not None else None,
    )


def article(*, article_id: int) -> Article | None:
    """One article with its outlet, its current version and who added it: one query."""
    return Article.objects.select_related("outlet", "current", "added_by").filter(pk=article_id).first()


def versions_of(*, article_id: int) -> list[ArticleVersion]:
    """All versions of an article, newest first, without their text: one query."""
    return list(ArticleVersion.objects.filter(article_id=article_id).defer("text", "author_note").order_by("-number"))
