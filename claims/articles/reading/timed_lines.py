"""Transcripts as plain text with times: "[00:12:41] Ana Holt: words", or a line of time and lines of words below it."""

import re
from collections.abc import Iterator
from typing import Final

from claims.articles.reading.cues import Said, draft_of, seconds_of
from claims.articles.reading.document import Draft

_TIME: Final = re.compile(
    r"(?P<mark>[\[(])?(?P<time>(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?)[\])]?(?=[\s–—|-]|$)\s*+(?:[-–—|]\s++)?",
    re.ASCII,
)
_SPEAKER: Final = re.compile(r"(?P<name>[^\W\d_][\w.'’ -]{0,50}):\s++(?=\S)")
_EARLY: Final = 300
"""A recording begins by this second; lists of times of day, which have no such marks either, do not."""
_FEWEST: Final = 3
_SHARE: Final = 0.3


def read_timed_lines(text: str) -> Draft | None:
    """The words of a transcript with the seconds they begin at; None where the lines of a text have no such times."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    marks = [found for line in lines if (found := _TIME.match(line))]
    times = [seconds_of(found["time"]) for found in marks]
    if times and times[0] > _EARLY and not all(found["mark"] or found["time"].count(":") == 2 for found in marks):
        return None
    if len(times) < _FEWEST or len(times) < _SHARE * len(lines) or times != sorted(times):
        return None
    return draft_of(_said(lines))


def _said(lines: list[str]) -> Iterator[Said]:
    start, speaker = 0.0, ""
    for line in lines:
        if found := _TIME.match(line):
            start, line = seconds_of(found["time"]), line[found.end() :]
            speaker = ""
        if named := _SPEAKER.match(line):
            speaker, line = named["name"], line[named.end() :]
        if line:
            yield Said(start, line, speaker)
