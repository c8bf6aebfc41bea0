"""Lists of claims and articles as rows of a table."""

from collections.abc import Container, Iterator
from typing import Any, Final

from django.db.models import Q, prefetch_related_objects

from claims.accounts.models import User
from claims.articles.queries import articles_page
from claims.tracking.filters import QueueFilters
from claims.tracking.models import Claim, ImportBatch
from claims.tracking.queue import claims_for_queue
from claims.tracking.tables import Format, Row

CLAIM_COLUMNS: Final = (
    "number",
    "statement",
    "claimant",
    "said_on",
    "said_where",
    "language",
    "topics",
    "priority",
    "state",
    "reviewer",
    "due_at",
    "score",
    "rating",
    "close_reason",
    "created_at",
)
ARTICLE_COLUMNS: Final = (
    "id",
    "title",
    "byline",
    "outlet",
    "url",
    "published_at",
    "words",
    "language",
    "origin",
    "added_at",
)
IMPORT_COLUMNS: Final = ("place", "outcome", "message", "article", "claim")
FORMATS: Final = tuple((format.value, format.value.upper()) for format in Format)
PAGE: Final = 500


def claim_rows(filters: QueueFilters, viewer: User, *, sealed: Container[int]) -> Iterator[Row]:
    """Every claim that matches, in the order of the queue, read in pages; those in `sealed` without their rating."""
    cursor = ""
    while True:
        page = claims_for_queue(filters, viewer, cursor=cursor, size=PAGE)
        prefetch_related_objects(page.rows, "verdict__rating")
        yield from (_claim_row(claim, is_sealed=claim.pk in sealed) for claim in page.rows)
        cursor = page.next
        if not cursor:
            return


def article_rows(*, query: str = "", outlet_id: int | None = None, among: Q | None = None) -> Iterator[Row]:
    """Every article that matches, newest first, read in pages."""
    before: int | None = None
    while True:
        page = articles_page(query=query, outlet_id=outlet_id, among=among, before=before, size=PAGE)
        for article in page.rows:
            version = article.current
            yield {
                "id": article.pk,
                "title": version.title if version else "",
                "byline": version.byline if version else "",
                "outlet": article.outlet.name if article.outlet else "",
                "url": article.url,
                "published_at": _iso(version.published_at) if version else "",
                "words": version.words if version else None,
                "language": version.language if version else "",
                "origin": article.origin,
                "added_at": _iso(article.added_at),
            }
        before = page.older
        if before is None:
            return


def import_rows(batch: ImportBatch) -> Iterator[Row]:
    """What became of every row of an imported file, or would."""
    for row in batch.rows.order_by("position").select_related("claim").iterator(chunk_size=PAGE):
        yield {
            "place": row.place,
            "outcome": row.outcome,
            "message": row.message,
            "article": row.article_id,
            "claim": row.claim.number if row.claim else "",
        }


def _claim_row(claim: Claim, *, is_sealed: bool) -> Row:
    verdict = None if is_sealed else getattr(claim, "verdict", None)
    return {
        "number": claim.number,
        "statement": claim.statement,
        "claimant": claim.claimant.name if claim.claimant else "",
        "said_on": _iso(claim.said_on),
        "said_where": claim.said_where,
        "language": claim.language,
        "topics": "; ".join(topic.slug for topic in claim.topics.all()),
        "priority": claim.get_priority_display().lower(),
        "state": claim.state,
        "reviewer": claim.reviewer.username if claim.reviewer else "",
        "due_at": _iso(claim.due_at),
        "score": claim.score,
        "rating": verdict.rating.slug if verdict and verdict.rating else "",
        "close_reason": claim.close_reason,
        "created_at": _iso(claim.created_at),
    }


def _iso(moment: Any) -> str:  # a date, a datetime or None
    return moment.isoformat() if moment else ""
