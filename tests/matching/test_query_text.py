"""What is looked up is what was claimed, not who claimed it."""

import pytest

from claims.matching.query_text import question_of


@pytest.mark.parametrize(
    ("statement", "cue", "question"),
    [
        ("Rents rose by a fifth, the mayor said on Monday.", "said", "Rents rose by a fifth"),
        ("Rents rose, she said, and wages fell by 4 per cent.", "said", "Rents rose, and wages fell by 4 per cent."),
        (
            "According to the trust, the roof was last replaced in 1988.",
            "according to",
            "the roof was last replaced in 1988.",
        ),
        ("“Nobody spends more on its roads,” she said.", "said", "Nobody spends more on its roads"),
        (
            '"No city," he said, "spends more on roads than ours does."',
            "said",
            "No city, spends more on roads than ours does",
        ),
        ("He said that the ferry costs £310,000 a year", "said", "He said that the ferry costs £310,000 a year"),
        ("The “Lantern” club opened in 2023.", "", "The “Lantern” club opened in 2023."),
        ("It fell, he said.", "said", "It fell, he said."),
        ("", "", ""),
    ],
)
def test_the_words_of_citing_are_left_out(statement, cue, question):
    assert question_of(statement, cue) == question
