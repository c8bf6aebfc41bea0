"""What every kind of import gives and takes: rows one after another, what would become of some, and making it so."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
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


type Row[P: Prepared] = tuple[str, Callable[[], P]]
"""Where a row stands, and how to read it; reading raises Unusable."""


@dataclass(frozen=True)
class Rows[P: Prepared]:
    """The rows of a file, and what is done with some of them at once.

    `outlooks` says what would become of each now, and changes nothing. `carry_out` makes it so, inside the caller's
    transaction: what is refused is a result that says why, and rows that are the same lead to the same. Both give one
    result a row, in the order of the rows.
    """

    rows: Iterator[Row[P]]
    outlooks: Callable[[Sequence[P]], list[Result]]
    carry_out: Callable[[Sequence[P], User], list[Result]]
    at_once: int = 200
    """How many rows at most are one transaction; fewer where each of them costs much."""


def key_of(*parts: str) -> str:
    """SHA-256 over parts that are kept apart."""
    return hashlib.sha256("\x00".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
