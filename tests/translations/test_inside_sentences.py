"""Labels and lists inside sentences, in the way of the language in use."""

import pytest
from django.utils.translation import override

from claims import formats
from claims.tracking.enums import AnchorOutcome
from claims.tracking.store_candidates import in_words


@pytest.mark.parametrize(("language", "shown"), [("en", "in review"), ("fr", "in review"), ("de", "In Review")])
def test_a_label_is_small_inside_a_sentence_but_for_languages_with_capital_nouns(language, shown):
    with override(language):
        assert formats.inside("In Review") == shown


@pytest.mark.parametrize(
    ("words", "shown"),
    [([], ""), (["rating"], "rating"), (["rating", "note"], "rating, note"), (["a", "b", "c"], "a, b, c")],
)
def test_a_list_in_english_has_commas(words, shown):
    with override("en"):
        assert formats.listed(words) == shown


def test_how_candidates_were_carried_over_is_a_sentence_that_can_be_said_again():
    told = in_words({AnchorOutcome.EXACT: 12, AnchorOutcome.MOVED: 2, AnchorOutcome.LOST: 1})
    assert told == "12 in the same place, 2 same words, moved, 1 no longer in the text"
    assert told.kept.startswith('{"say":"%(some)s, %(last)s"')
    assert in_words({AnchorOutcome.LOST: 1}) == "1 no longer in the text"
    assert in_words({}) == ""
