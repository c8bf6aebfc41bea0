"""Giving a reader one changed file after another, until the time is over."""

import random
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

from tests.fuzz.mutate import mutated
from tests.fuzz.targets import Target

SECONDS_A_FILE = 10.0


class Hangs(Exception):
    """A reader did not come to an end."""


@dataclass
class Found:
    """How many files were read and refused, and those that the reader has no sentence for, with its error."""

    read: int = 0
    refused: int = 0
    faults: list[tuple[bytes, Exception]] = field(default_factory=list)


def fuzz(target: Target, *, seed: int, enough: Callable[[int], bool], most_faults: int = 5) -> Found:
    """Read changed files until `enough` says so of their number; the same seed gives the same files again."""
    chance, found, done = random.Random(f"{target.name} {seed}"), Found(), 0
    while not enough(done) and len(found.faults) < most_faults:
        data = mutated(chance.choice(target.seeds), chance)
        done += 1
        try:
            _in_time(target, data)
            found.read += 1
        except target.refusals:
            found.refused += 1
        except Exception as error:
            found.faults.append((data, error))
    return found


def within(seconds: float) -> Callable[[int], bool]:
    """Enough when so much time has passed."""
    until = time.monotonic() + seconds
    return lambda done: time.monotonic() > until


def _in_time(target: Target, data: bytes) -> None:
    def stop(number: int, frame: FrameType | None) -> None:
        raise Hangs(f"It is not read after {SECONDS_A_FILE:.0f} s of processor time.")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS_A_FILE)
    try:
        target.read(data)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
