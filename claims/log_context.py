"""What every line of the log carries: which request or which job it belongs to."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

_FIELDS: Final[ContextVar[dict[str, str]]] = ContextVar("log_fields", default={})  # noqa: B039 - never changed in place


def fields() -> dict[str, str]:
    """The fields of this thread's lines at the moment, such as {"request": "4f2a..."}."""
    return _FIELDS.get()


@contextmanager
def bound(**values: str) -> Iterator[None]:
    """Have lines carry these fields, too, until the block ends."""
    token = _FIELDS.set({**_FIELDS.get(), **values})
    try:
        yield
    finally:
        _FIELDS.reset(token)
