"""What the language refuses, how soon, and with which sentence; and what holds for any formula."""

import time
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.figures.computing import Value, compute
from claims.figures.errors import FormulaError
from claims.figures.parsing import names_in, parse
from claims.figures.tokens import name_of
from claims.figures.units import unit_of, unit_text
from claims.figures.wording import in_words
from claims.figures.written import Reading, check, number_in_cell, readings

CELLS = {
    "money": [Value(Decimal("12"), unit_of("EUR"))],
    "people": [Value(Decimal("3"), unit_of("people"))],
    "nothing": [Value(Decimal("0"), unit_of("EUR"))],
    "row": [Value(Decimal("1"), unit_of("EUR")), Value(Decimal("2"), unit_of("EUR"))],
    "fall": [Value(Decimal("-4"), unit_of("EUR"))],
}

HOSTILE = (
    ("", "Write a formula, such as percent_change(jobs_2019, jobs_2024)."),
    ("(" * 400 + "1" + ")" * 400, "The formula is longer than 500 characters. Split it into several figures."),
    ("(" * 200 + "1" + ")" * 200, "The parentheses are more than 20 deep. Split it into several figures."),
    ("-" * 300 + "1", "The parentheses are more than 20 deep. Split it into several figures."),
    ("sum(" * 120, "The parentheses are more than 20 deep. Split it into several figures."),
    ("1+" * 100_000 + "1", "The formula is longer than 500 characters. Split it into several figures."),
    ("9" * 400, "The number 99999999999999999999… has too many digits. Use at most 20."),
    ("9**9**9**9", "A formula has no powers. Multiply the cells with * instead."),
    ("9^9^9", "A formula has no powers. Multiply the cells with * instead."),
    ("*".join(["99999999999999999999"] * 20), "The number becomes larger than anything is counted in. Check the cells"),
    ("1e99", "“1” runs into a letter. Put a sign such as * between a number and a name."),
    ("1.2.3", "“1.2.3” is no number. Write 1234.5, with one point and no signs between."),
    ("x" * 400, "The name xxxxxxxxxxxxxxxxxxxx… is too long. Names have up to 40 characters."),
    ("secret", "No cell is called “secret”. Name that cell first, or mend the name."),
    ("exec(money)", "“exec” is no function. There are: percent_change, points, share"),
    ("__import__('os')", "“_” has no meaning in a formula. Use names, numbers, + - * / and parentheses."),
    ("money.real", "“.” has no meaning in a formula. Use names, numbers, + - * / and parentheses."),
    ("money; people", "“,” does not belong there. Put a sign between two values."),
    ("money / nothing", "This divides by zero. Choose another cell to divide by, or check the one that is zero."),
    ("percent_change(nothing, money)", "This divides by zero. Choose another cell to divide by, or check"),
    ("percent_change(fall, money)", "A change in per cent from a number below zero means nothing. Give the difference"),
    ("money + people", "EUR and people cannot be added or compared. Use cells that are counted in the same unit."),
    ("money + 1", "A bare number and EUR cannot be added or compared. Name a cell for it and give it that unit."),
    ("row + money", "“row” names several cells. Put it into sum, mean, min or max."),
    ("per_head(money, money)", "per_head takes an amount and a number of people. Give that cell the unit people."),
    ("points(money, money)", "points takes two cells in per cent. Give each of them the percent sign as its unit."),
    ("percent_change(money)", "percent_change takes 2 values and has 1. Separate the values with commas."),
    ("sum()", "sum takes between 1 and 50 cells."),
    ("sum(" + ",".join(["1"] * 200) + ")", "sum takes between 1 and 50 cells."),
    ("real(money, nothing, nothing)", "A price index is above zero. Check the cells that hold the index."),
    ("money * " * 12 + "money", "The same unit is multiplied too often. Check which cells belong into the formula."),
    ("money +", "The formula stops in the middle. Add the value that is missing at its end."),
    ("(money", "A closing parenthesis is missing. Add the “)” that belongs to the “(”."),
    ("* money", "A value is missing before “*”. Add a name or a number there."),
    ("10 %", "Write no % in a formula. Use percent_change or share, or give the cell the unit %."),
)


@pytest.mark.parametrize(("formula", "sentence"), HOSTILE, ids=[formula[:30] for formula, _ in HOSTILE])
def test_a_hostile_formula_is_refused_at_once_with_what_to_do(formula: str, sentence: str) -> None:
    best = 1.0
    for _ in range(3):
        start = time.perf_counter()
        with pytest.raises(FormulaError) as refused:
            compute(formula, CELLS)
        best = min(best, time.perf_counter() - start)
    assert str(refused.value).startswith(sentence)
    assert best < 0.010


def said_of(formula: str) -> str:
    """The result in digits, or the refusal."""
    try:
        return str(compute(formula, CELLS).number)
    except FormulaError as refused:
        return refused.sentence


@given(st.text(alphabet="0123456789.+-*/()abcemnopry,_ ^%§", max_size=600))
def test_any_text_is_a_number_or_a_refusal(formula: str) -> None:
    said = said_of(formula)
    assert said.endswith((".", "…")) or Decimal(said).is_finite()


@given(st.integers(-(10**9), 10**9), st.integers(-(10**9), 10**9), st.integers(1, 10**6))
def test_arithmetic_is_exact(one: int, other: int, third: int) -> None:
    cells = {name: [Value(Decimal(number))] for name, number in (("a", one), ("b", other), ("c", third))}
    assert compute("(a + b) * c - a", cells).number == (one + other) * third - one
    assert compute("a * c / c", cells).number == one


@given(st.text(max_size=80), st.sampled_from(".,"))
def test_any_cell_is_a_number_or_a_refusal(text: str, sign: str) -> None:
    with suppress(FormulaError):
        assert number_in_cell(text, sign).is_finite()


def test_numbers_of_cells_as_they_are_written() -> None:
    read = [str(number_in_cell(text)) for text in ("1,234.5", "€ 3", "(12)", "−7 %", "1 000", "0.50", "1'000'000")]
    assert read == ["1234.5", "3.0", "-12.0", "-7.0", "1000.0", "0.50", "1000000.0"]
    assert str(number_in_cell("1.234,5", ",")) == "1234.5"
    with pytest.raises(FormulaError, match="holds no single number"):
        number_in_cell("2019–2024")


def test_a_point_and_three_digits_may_be_read_two_ways() -> None:
    assert readings("1,234") == [Reading(Decimal(1234), 0), Reading(Decimal("1.234"), 3)]
    assert readings("0.123") == [Reading(Decimal("0.123"), 3)]
    assert readings("1,234,567") == [Reading(Decimal(1234567), 0)]


def test_a_figure_that_differs_says_what_the_formula_gives() -> None:
    with pytest.raises(FormulaError) as refused:
        check("12.6 %", Value(Decimal("12.5"), unit_of("%")))
    assert str(refused.value) == (
        "“12.6 %” is not what the formula gives: 12.5 %. Mend the text, the formula or the cells."
    )
    with pytest.raises(FormulaError, match="is in per cent, and the formula gives a bare number"):
        check("12.5 %", Value(Decimal("12.5")))


def test_a_formula_in_words() -> None:
    tree = parse("percent_change(real(wage_2010, cpi_2010, cpi_2024), wage_2024)")
    assert in_words(tree) == (
        "the change from wage 2010 in real terms, with the price index going from cpi 2010 to cpi 2024"
        " to wage 2024 in per cent"
    )
    assert in_words(parse("(a - b) * 2")) == "(a minus b) times 2"
    assert names_in(tree) == ["wage_2010", "cpi_2010", "cpi_2024", "wage_2024"]


def test_names_and_units_as_people_write_them() -> None:
    assert name_of(" Jobs 2024 ") == "jobs_2024"
    assert unit_text(unit_of("€/inhabitants")) == "EUR/people"
    with pytest.raises(FormulaError, match="Begin the name with a letter"):
        name_of("2024")
