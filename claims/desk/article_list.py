"""What the list of articles shows: each with its run, its candidates and the next thing to do with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from claims.articles.enums import Standing
from claims.articles.models import Article, Outlet
from claims.articles.queries import articles_page
from claims.desk.polling import poll
from claims.tracking.enums import RunState
from claims.tracking.models import ExtractionRun
from claims.tracking.run_store import CandidateCounts, candidate_counts, latest_runs
from claims.tracking.shortlist import (
    Prospect,
    being_read,
    not_readable,
    prospects,
    reading_counts,
    waiting_for_yes,
    with_fresh_candidates,
)

STATUSES = {
    "fresh": _("With fresh candidates"),
    "reading": _("Being read"),
    "failed": _("Could not be read"),
    "doubtful": _("Waits for a yes"),
}
FILTERS = {"fresh": with_fresh_candidates, "reading": being_read, "failed": not_readable, "doubtful": waiting_for_yes}
NOBODY = 0


@dataclass(frozen=True)
class Row:
    """One article of the list."""

    article: Article
    run: ExtractionRun | None
    counts: CandidateCounts
    prospect: Prospect

    @property
    def status(self) -> str:
        """Which of the list's sentences fits: live, failed, doubtful, dropped, fresh, done, none or unread."""
        if self.article.current and self.article.current.standing != Standing.TAKEN:
            return str(self.article.current.standing)
        if self.run and self.run.is_live:
            return "live"
        if self.run and self.run.state == RunState.FAILED:
            return "failed"
        if self.prospect.pending:
            return "fresh"
        if self.counts.total:
            return "done"
        return "none" if self.run else "unread"


@dataclass(frozen=True)
class ReadingList:
    """One page of articles and where it goes on."""

    rows: list[Row]
    older: int | None
    newer: int | None

    @property
    def live(self) -> list[Row]:
        """Those being read at this moment."""
        return [row for row in self.rows if row.status == "live"]

    @property
    def live_ids(self) -> str:
        """Their ids, as the page asks for them again."""
        return ",".join(str(row.article.pk) for row in self.live)

    @property
    def poll(self) -> str:
        """When the page asks again."""
        return poll(max((row.run for row in self.live if row.run), key=lambda run: run.queued_at, default=None))


def reading_list(
    *, query: str = "", outlet_id: int | None = None, status: str = "", before: int | None, after: int | None
) -> ReadingList:
    """A page of the list, newest first: four queries however many rows there are."""
    among = in_status(status)
    page = articles_page(query=query, outlet_id=outlet_id, among=among, before=before, after=after)
    return ReadingList(_rows(page.rows), page.older, page.newer)


def in_status(status: str) -> Q:
    """The articles of one of the list's statuses; all for what is none."""
    return FILTERS[status]() if status in FILTERS else Q()


def rows_of(article_ids: Sequence[int]) -> list[Row]:
    """Some articles of the list again, after their runs went on: four queries."""
    articles = (
        Article.objects.filter(pk__in=article_ids, current__isnull=False)
        .select_related("outlet", "current")
        .defer("current__text", "current__author_note")
    )
    return _rows(list(articles))


def outlets() -> list[Outlet]:
    """The outlets to choose from: one query."""
    return list(Outlet.objects.all())


def summary() -> tuple[int, int, int]:
    """How many articles there are, are being read, and could not be read: three counts."""
    return Article.objects.filter(current__isnull=False).count(), *reading_counts()


def _rows(articles: list[Article]) -> list[Row]:
    version_ids = [article.current_id for article in articles if article.current_id]
    runs, counts, waiting = latest_runs(version_ids), candidate_counts(version_ids), prospects(version_ids)
    return [
        Row(
            article,
            runs.get(article.current_id or NOBODY),
            counts.get(article.current_id or NOBODY, CandidateCounts()),
            waiting.get(article.current_id or NOBODY, Prospect()),
        )
        for article in articles
    ]
