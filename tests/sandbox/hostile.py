"""What a hostile file makes of its reader, for the tests of its limits."""

import os
import re
import signal

from claims.articles.reading import Unreadable


def length(data: bytes) -> int:
    return len(data)


def never_ends() -> None:
    while True:
        pass


def holds_the_interpreter() -> None:
    re.match(r"(?:a|a)*$", "a" * 100 + "b")


def takes_memory() -> int:
    return len(bytearray(3_000_000_000))


def answers_at_length() -> str:
    return "a" * 2_000_000


def refuses() -> None:
    raise Unreadable("There is no story in it.")


def has_a_bug() -> None:
    raise KeyError("story")


def dies() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def answers_with_a_call() -> object:
    return os.system
