"""At which moments the demo's story happened: the clock that its services are asked by, and the newsroom's hours."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from django.utils import timezone

OPENS: Final = time(8, 40)
OPEN_FOR: Final = timedelta(hours=9)
BETWEEN_TWO: Final = timedelta(minutes=4)
JUST_NOW: Final = timedelta(minutes=1)


@dataclass(frozen=True)
class Step:
    """One act of a story: about when it happened, and the call that does it."""

    wanted: datetime
    act: Callable[[], object]


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """While it lasts, whoever asks Django for the time in this process is told this moment.

    Services take no time from their callers, so that nobody can backdate an act. The demo is loaded by a process of
    its own in which nothing else runs, and what the database's clock says (leases, what is due) stays true.
    """
    real = timezone.now
    timezone.now = lambda: moment
    try:
        yield
    finally:
        timezone.now = real


def play(stories: Iterable[Sequence[Step]], *, now: datetime) -> None:
    """Do the steps of all stories in the order of their moments, each at its own."""
    steps = [each for story in stories for each in _dated(story, now)]
    for moment, act in sorted(steps, key=lambda each: each[0]):
        with at(moment):
            act()


def in_office_hours(wanted: datetime) -> datetime:
    """The moment that lies in the day's office hours as `wanted` lies in its 24; a daily works at weekends too."""
    local = timezone.localtime(wanted)
    passed = timedelta(hours=local.hour, minutes=local.minute, seconds=local.second)
    return timezone.make_aware(datetime.combine(local.date(), OPENS)) + OPEN_FOR * (passed / timedelta(days=1))


def _dated(story: Sequence[Step], now: datetime) -> list[tuple[datetime, Callable[[], object]]]:
    """The steps with moments in their order, some minutes apart, and none of them still to come."""
    moments = sorted(in_office_hours(step.wanted) for step in story)
    for place in range(1, len(moments)):
        moments[place] = max(moments[place], moments[place - 1] + BETWEEN_TWO)
    latest = now
    for place in reversed(range(len(moments))):
        latest = moments[place] = min(moments[place], latest - JUST_NOW)
    return list(zip(moments, [step.act for step in story], strict=True))
