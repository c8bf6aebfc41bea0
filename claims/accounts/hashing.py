"""What a password costs: how it is hashed, and how many of a web process's threads may be at it at once."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.contrib.auth.hashers import Argon2PasswordHasher

AT_ONCE: Final = 1
WAITING: Final = 2
"""A sign-in waits for at most this many others, so that most threads of a process are always free for readers."""


class PasswordHasher(Argon2PasswordHasher):
    """Argon2id with the numbers RFC 9106 recommends where memory is scarce: 64 MiB, three passes, four lanes."""

    time_cost = 3
    memory_cost = 65_536
    parallelism = 4


class TooManyAtOnce(Exception):
    """So many people sign in at this moment that this one has to come back."""


class _Turns:
    def __init__(self) -> None:
        self._places = threading.BoundedSemaphore(AT_ONCE + WAITING)
        self._hashing = threading.BoundedSemaphore(AT_ONCE)

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Wait for one's turn, or raise TooManyAtOnce at once."""
        if not self._places.acquire(blocking=False):
            raise TooManyAtOnce
        try:
            with self._hashing:
                yield
        finally:
            self._places.release()


turns = _Turns()
"""Those of this process."""
