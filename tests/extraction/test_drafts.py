"""What is read of a draft: figures in digits, and whether a sentence says where one is from."""

import pytest

from claims.extraction.drafts import read_draft
from claims.extraction.figures import figures_in


@pytest.mark.parametrize(
    ("sentence", "figures"),
    [
        ("Ridership fell by 41 per cent since 2019.", [("41 per cent", 41.0, "share")]),
        ("It cost £3.5m, or 1,200 euros a head.", [("£3.5m", 3_500_000.0, "money"), ("1,200 euros", 1200.0, "money")]),
        ("2 million, up 3 percentage points", [("2 million", 2e6, "number"), ("3 percentage points", 3, "points")]),
        ("Die Stadt zahlte 4,5 Mrd. Euro.", [("4,5 Mrd. Euro", 4.5e9, "money")]),
        ("Il a coûté 1 234 567 francs.", [("1 234 567 francs", 1_234_567.0, "money")]),
        ("A rate of 0.125 is 1,234.50 dollars.", [("0.125", 0.125, "number"), ("1,234.50 dollars", 1234.5, "money")]),
        ("On 18 March 2026 at 10:30 the 4th G20 meeting read FC-1042 on page https://a.example/12.", []),
        ("The tax of 2019-2024 and 2025-03-18 [3] in den 1990er Jahren", []),
        ("He rose 5%, then 5 per cent.", [("5%", 5.0, "share")]),
    ],
)  # fmt: skip
def test_figures_are_what_is_counted_and_not_dates_names_or_notes(sentence, figures):
    assert [(one.text, one.value, one.kind) for one in figures_in(sentence)] == figures


def test_a_share_is_no_number_of_the_same_digits():
    share, number = figures_in("9 per cent of 9 buses")
    assert (share.kind, number.kind) == ("share", "number")
    assert not share.is_like(number)


@pytest.mark.parametrize(
    ("draft", "sourced"),
    [
        ("The budget is 40 million euros.", [False]),
        ("The budget is 40 million euros, according to the accounts.", [True]),
        ("The mayor said the budget is 40 million euros.", [True]),
        ("Figures from the audit office put it at 40 million euros.", [True]),
        ("The budget is 40 million euros [2].", [True]),
        ("“The budget is 40 million euros.” So said the mayor on Monday.", [True, True]),
        ("The budget is 40 million euros.\n\nThe mayor said nothing on Monday.", [False, True]),
        ("Der Haushalt der Stadt ist auf 40 Millionen Euro gestiegen, und das ist nicht wenig.", [False]),
        ("Der Haushalt der Stadt ist laut Kämmerei auf 40 Millionen Euro gestiegen, und das ist nicht wenig.", [True]),
        ("市の予算は四千万ユーロである。", [None]),
    ],
)
def test_a_sentence_says_where_its_figure_is_from_or_not(draft, sourced):
    assert [sentence.has_source for sentence in read_draft(draft)] == sourced


def test_places_are_those_of_the_draft_as_it_was_given():
    draft = "First.\r\n\r\n\u200bThe second\u00ad one costs £5."
    last = read_draft(draft)[-1]
    assert draft[last.start : last.end].endswith("costs £5.")
    assert last.text == "The second one costs £5."
