"""Figures as they are written into a text: [[12.5 % = percent_change(jobs_2019, jobs_2024)]]."""

import re
from dataclasses import dataclass
from typing import Final

PATTERN: Final = re.compile(
    r"\[\[(?P<shown>[^\[\]=\n]{1,60}?)[^\S\n]{0,9}=[^\S\n]{0,9}(?P<formula>[^\[\]=\s][^\[\]=\n]{0,599})\]\]"
)
"""What readers see, the sign =, and the formula; without a digit it is no figure, as in [[Kind = list]]."""
ASKED: Final = "?"
"""In place of what readers see: what does the formula give?"""


@dataclass(frozen=True)
class Written:
    """One figure of a text: what readers see of it, and its formula."""

    shown: str
    formula: str


def is_figure(found: re.Match[str]) -> bool:
    """Whether what the pattern found is a figure."""
    return found["shown"].strip() == ASKED or any(sign.isdigit() for sign in found["shown"])


def figures_in(text: str) -> list[Written]:
    """The figures of a text, in their order."""
    return [written(found) for found in PATTERN.finditer(text) if is_figure(found)]


def written(found: re.Match[str]) -> Written:
    """The figure that the pattern found."""
    return Written(found["shown"].strip(), found["formula"].strip())


def without_formulas(text: str) -> str:
    """The text as readers see it: each figure alone, without its formula."""
    return PATTERN.sub(lambda found: found["shown"].strip() if is_figure(found) else found[0], text)


def places_in(text: str) -> list[int]:
    """Where each figure begins in the text as readers see it."""
    places: list[int] = []
    shorter = 0
    for found in PATTERN.finditer(text):
        if is_figure(found):
            places.append(found.start() - shorter)
            shorter += len(found[0]) - len(found["shown"].strip())
    return places
