"""When in a recording a place of its transcript is said. No database."""

from bisect import bisect_right
from collections.abc import Sequence


def said_at(cues: Sequence[Sequence[int]], place: int) -> str:
    """The time at which the words at a place of the text begin, as "12:41" or "1:02:03"; empty for other texts.

    `cues` are pairs of a place and its second, in order, as a version keeps them.
    """
    found = bisect_right(cues, place, key=lambda cue: cue[0]) - 1
    if found < 0:
        return ""
    minutes, seconds = divmod(int(cues[found][1]), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
