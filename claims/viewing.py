"""Who is looking: the person of a request, nobody, or the software itself, which sees everything.

A face of the desk says once, at the start of a request, on whose behalf the database is read; `claims.restrictions`
holds back from that person what is kept to others. Workers and commands say nothing and see everything. A service says
`as_the_software()` around a read that must not depend on who asks: whether an address or a name is taken, say.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

THE_SOFTWARE: Final = 0
NOBODY: Final = -1
"""A visitor who is not signed in."""

_viewer: ContextVar[int] = ContextVar("viewer", default=THE_SOFTWARE)


def viewer() -> int:
    """The id of the person who is looking, or one of the two above."""
    return _viewer.get()


def look_as(person_id: int) -> None:
    """From here on this person is looking, until the request that is under way has ended."""
    _viewer.set(person_id)


@contextmanager
def looking_as(person_id: int) -> Iterator[None]:
    """Read on behalf of this person."""
    before = _viewer.set(person_id)
    try:
        yield
    finally:
        _viewer.reset(before)


@contextmanager
def as_the_software() -> Iterator[None]:
    """Read everything, whoever asks."""
    with looking_as(THE_SOFTWARE):
        yield


def each_as[Part](person_id: int, parts: Iterable[Part]) -> Iterator[Part]:
    """The parts of an answer that is still being made while it is sent, each made on behalf of this person."""
    going_on = iter(parts)
    while True:
        with looking_as(person_id):
            try:
                part = next(going_on)
            except StopIteration:
                return
        yield part
