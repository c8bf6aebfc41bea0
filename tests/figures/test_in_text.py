"""Figures with a formula as they stand in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.figures.in_text import Written, figures_in, places_in, without_formulas


def test_figures_are_found_in_their_order_with_their_places() -> None:
    text = "Jobs rose by [[12.5 % = percent_change(a, b)]] to [[ 9,000=b ]]."
    assert figures_in(text) == [Written("12.5 %", "percent_change(a, b)"), Written("9,000", "b")]
    assert without_formulas(text) == "Jobs rose by 12.5 % to 9,000."
    assert [without_formulas(text)[place:][:5] for place in places_in(text)] == ["12.5 ", "9,000"]


@pytest.mark.parametrize(
    "text",
    ["[[Category = list]]", "[[12]]", "[[12 = ]]", "[[= a]]", "[[1 = a = b]]", "[[1 =\na]]", "[1 = a]", "[[[[1 = ", ""],
)
def test_what_is_no_figure_stays_as_it_is(text: str) -> None:
    assert (figures_in(text), without_formulas(text), places_in(text)) == ([], text, [])


def test_a_question_mark_asks_what_the_formula_gives() -> None:
    assert figures_in("[[? = a + b]]") == [Written("?", "a + b")]


@given(st.text(alphabet="[]=1a% \n?", max_size=200))
def test_any_text_keeps_its_figures_where_they_are_said_to_be(text: str) -> None:
    shorter = without_formulas(text)
    for figure, place in zip(figures_in(text), places_in(text), strict=True):
        assert shorter[place:].startswith(figure.shown)
