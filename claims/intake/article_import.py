"""Articles out of files: rows of tables, documents, and ZIPs of both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from io import BytesIO
from types import MappingProxyType
from typing import Final

from claims.accounts.models import User
from claims.articles.enums import Origin
from claims.articles.many import Handed, sort_out
from claims.articles.reading import Unreadable
from claims.articles.services import Outcome, foretell
from claims.articles.sources import COLUMNS, Source, sources_in
from claims.errors import Refusal
from claims.intake import article_intake
from claims.intake.import_rows import Result, Rows, Unusable, key_of
from claims.sentences import mark, say, together
from claims.tracking.enums import RowOutcome

__all__ = ["COLUMNS", "article_rows"]

OUTCOMES: Final[Mapping[Outcome, RowOutcome]] = MappingProxyType(
    {
        Outcome.CREATED: RowOutcome.CREATED,
        Outcome.NEW_VERSION: RowOutcome.CHANGED,
        Outcome.EXISTING: RowOutcome.HERE,
    }
)
FORETOLD: Final[Mapping[Outcome, str]] = MappingProxyType(
    {
        Outcome.CREATED: mark("“%(title)s” would be added."),
        Outcome.NEW_VERSION: mark("“%(title)s” is here with another text and would get a new version."),
        Outcome.EXISTING: mark("“%(title)s” is here already."),
    }
)


@dataclass(frozen=True)
class ArticleRow:
    """One document of a file, in order by itself, and a sentence about what was left out of it."""

    handed: Handed
    remark: str

    @cached_property
    def key(self) -> str:
        """SHA-256 over its address or, where it has none, its text."""
        return key_of(self.handed.canonical_url or self.handed.digest)


def article_rows(data: bytes, *, name: str, outlet: str = "") -> Rows[ArticleRow]:
    """The articles in a file; `outlet` is the one of those that name none."""
    rows = ((source.name, partial(_prepare, source, outlet)) for source in sources_in(BytesIO(data), name=name))
    return Rows(rows, _foretell, _store)


def _foretell(rows: Sequence[ArticleRow]) -> list[Result]:
    sorted_out = sort_out([row.handed for row in rows])
    results = []
    for number, row in enumerate(rows):
        handed = row.handed
        if number in sorted_out.new:
            outcome = Outcome.CREATED
        elif number in sorted_out.here:
            outcome = Outcome.EXISTING
        else:
            try:
                outcome = foretell(document=handed.document, url=handed.url, canonical_url=handed.canonical_url)
            except Refusal as refused:
                results.append(Result(RowOutcome.FAILED, refused.message))
                continue
        told = say(FORETOLD[outcome], title=handed.document.title[:80])
        results.append(Result(OUTCOMES[outcome], together(told, row.remark)))
    return results


def _store(rows: Sequence[ArticleRow], actor: User) -> list[Result]:
    added = article_intake.add_documents(documents=[row.handed for row in rows], origin=Origin.IMPORTED, actor=actor)
    return [_result(row, one) for row, one in zip(rows, added, strict=True)]


def _result(row: ArticleRow, one: article_intake.Added | Refusal) -> Result:
    if isinstance(one, Refusal):
        return Result(RowOutcome.FAILED, one.message)
    return Result(OUTCOMES[one.outcome], f"{one.message} {row.remark}".strip(), article_id=one.article.pk)


def _prepare(source: Source, outlet: str) -> ArticleRow:
    try:
        given = source.read()
        address = article_intake.identity_of(given.document, given.url)
    except (Unreadable, Refusal) as error:
        raise Unusable(error.message) from error
    named = given.outlet or outlet or given.document.site_name
    return ArticleRow(Handed(given.document, given.url or address, address, named), given.remark)
