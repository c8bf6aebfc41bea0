"""Bars as numbers: where each begins and how tall it is, in per cent of the drawing, so that no style is needed."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

LABELS = 5
FLOOR = 82.0
CEILING = 8.0


@dataclass(frozen=True)
class Bar:
    """One column of a chart, with the dot of a second series over it; all in per cent."""

    x: float
    width: float
    y: float
    height: float
    dot_x: float
    dot_y: float
    label: str
    value: int
    other: int
    is_labelled: bool


@dataclass(frozen=True)
class Chart:
    """Columns, the line through the dots, and the grid."""

    bars: Sequence[Bar]
    steps: Sequence[tuple[float, int]]

    @property
    def lines(self) -> list[tuple[Bar, Bar]]:
        """Neighbouring columns, to be joined by a line."""
        return list(zip(self.bars, self.bars[1:], strict=False))


def columns(rows: Sequence[tuple[str, int, int]], *, top: int = 1) -> Chart:
    """A chart of (label, value, other) rows: the value as a column, the other as a dot; it reaches `top` at least."""
    top = max([top, *(max(value, other) for _, value, other in rows)])
    every = math.ceil(len(rows) / LABELS) or 1
    slot = 94.0 / max(1, len(rows))
    bars = [
        Bar(
            x=_round(5 + place * slot),
            width=_round(slot * 0.6),
            y=_height(value, top),
            height=_round(FLOOR - _height(value, top)),
            dot_x=_round(5 + place * slot + slot * 0.3),
            dot_y=_height(other, top),
            label=label,
            value=value,
            other=other,
            is_labelled=place % every == 0,
        )
        for place, (label, value, other) in enumerate(rows)
    ]
    marks = sorted({round(top * part / 3) for part in (1, 2, 3)} - {0})
    return Chart(bars, [(_height(mark, top), mark) for mark in marks])


def percent_of(value: float, top: float) -> float:
    """The length of a bar; something small is still seen."""
    return _round(max(1.0, 100 * value / top)) if value and top else 0.0


def _height(value: int, top: int) -> float:
    return _round(FLOOR - (FLOOR - CEILING) * value / top)


def _round(value: float) -> float:
    return round(value, 1)
