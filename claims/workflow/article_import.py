"""Articles out of files: rows of tables, documents, and ZIPs of both."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from types import MappingProxyType
from typing import Final

from claims.accounts.models import User
from claims.articles.enums import Origin
from claims.articles.reading import Unreadable, text_sha256
from claims.articles.services import Outcome, foretell
from claims.articles.sources import COLUMNS, Given, Source, sources_in
from claims.tracking.enums import RowOutcome
from claims.workflow import intake
from claims.workflow.errors import WorkflowError
from claims.workflow.import_rows import Result, Rows, Unusable, key_of

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
        Outcome.CREATED: "“{title}” would be added.",
        Outcome.NEW_VERSION: "“{title}” is here with another text and would get a new version.",
        Outcome.EXISTING: "“{title}” is here already.",
    }
)


def article_rows(data: bytes, *, name: str, outlet: str = "") -> Rows:
    """The articles in a file; `outlet` is the one of those that name none."""
    for source in sources_in(BytesIO(data), name=name):
        yield source.name, partial(_prepare, source, outlet)


@dataclass(frozen=True)
class _Article:
    given: Given
    outlet: str
    address: str

    @property
    def key(self) -> str:
        return key_of(self.address or text_sha256(self.given.document.text))

    def outlook(self) -> Result:
        outcome = foretell(document=self.given.document, canonical_url=self.address)
        told = FORETOLD[outcome].format(title=self.given.document.title[:80])
        return Result(OUTCOMES[outcome], f"{told} {self.given.remark}".strip())

    def carry_out(self, actor: User) -> Result:
        added = intake.add_document(
            document=self.given.document,
            origin=Origin.IMPORTED,
            url=self.given.url,
            outlet_name=self.given.outlet or self.outlet,
            actor=actor,
            wait=False,
        )
        told = f"{added.message} {self.given.remark}".strip()
        return Result(OUTCOMES[added.outcome], told, article_id=added.article.pk)


def _prepare(source: Source, outlet: str) -> _Article:
    try:
        given = source.read()
        return _Article(given, outlet, intake.identity_of(given.document, given.url))
    except (Unreadable, WorkflowError) as error:
        raise Unusable(error.message) from error
