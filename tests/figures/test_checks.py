"""Sixty figures worked out by hand come out of the language as they are, and agree with the words of a text."""

from decimal import Decimal

import pytest

from claims.figures.computing import Value, compute
from claims.figures.errors import FormulaError
from claims.figures.units import unit_of, unit_text
from claims.figures.written import check, plain
from tests.figures.checks import CHECKS, Check


def cells_of(written: dict[str, str]) -> dict[str, list[Value]]:
    cells = {}
    for name, text in written.items():
        numbers, _, unit = text.rpartition(" ")
        cells[name] = [Value(Decimal(number.strip()), unit_of(unit)) for number in numbers.split(";")]
    return cells


def test_there_are_sixty() -> None:
    assert len(CHECKS) == 60


@pytest.mark.parametrize("case", CHECKS, ids=lambda case: f"{case.formula}={case.shown}")
def test_a_figure_is_what_was_worked_out_by_hand(case: Check) -> None:
    value = compute(case.formula, cells_of(case.cells))
    assert (plain(value.number), unit_text(value.unit)) == (case.result, case.unit)
    check(case.shown, value, case.scale)


@pytest.mark.parametrize("case", CHECKS, ids=lambda case: f"{case.formula}={case.shown}")
def test_another_figure_in_the_text_is_found(case: Check) -> None:
    value = compute(case.formula, cells_of(case.cells))
    with pytest.raises(FormulaError):
        check("987.6543", value, case.scale)
