"""What every kind of import gives and takes: rows one after another, what would become of each, and making it so."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from claims.accounts.models import User
from claims.tracking.enums import RowOutcome


class Unusable(Exception):
    """A row that cannot be imported; the message says why, in sentences."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Result:
    """What became of a row, a sentence about it, and the article or claim it led to."""

    outcome: RowOutcome
    message: str
    article_id: int | None = None
    claim_id: int | None = None


class Prepared(Protocol):
    """A row that was read and found in order; rows with one `key` are the same thing."""

    @property
    def key(self) -> str:
        """SHA-256 over what the row is known by."""

    def outlook(self) -> Result:
        """What would become of it now; nothing is changed."""

    def carry_out(self, actor: User) -> Result:
        """Make it so, inside the caller's transaction; a WorkflowError where it is refused."""


type Row = tuple[str, Callable[[], Prepared]]
"""Where a row stands, and how to read it; reading raises Unusable."""

type Rows = Iterator[Row]


def key_of(*parts: str) -> str:
    """SHA-256 over parts that are kept apart."""
    return hashlib.sha256("\x00".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
