"""Looking for one passage in a page's words: what is the same, moved, reworded or gone."""

import pytest

from claims.verdicts.rereading import Passage, look_for

QUOTE = "The city spent 9 per cent less than in 2021. The figures were audited in January."
BEFORE, AFTER = "Accounts of the city, 2025.", "Staff costs fell for the fourth year."
PASSAGE = Passage(QUOTE, BEFORE, AFTER)


@pytest.mark.parametrize(
    "text",
    [
        f"{BEFORE} {QUOTE} {AFTER}",
        f"Menu Home\n\n{BEFORE}\n\n{QUOTE}\n\nAdvert: garden chairs.",
        f"{BEFORE} The city spent 9 per cent less than in 2021.\n\nRead also: bicycles.\n\n"
        f"The figures were audited in January. {AFTER}",
        f"{BEFORE} THE CITY SPENT 9 PER CENT LESS THAN IN 2021 — the figures were audited in January. {AFTER}",
    ],
)
def test_the_same_words(text):
    assert look_for(PASSAGE, text).outcome == "same"


def test_the_same_words_elsewhere_have_moved():
    assert look_for(PASSAGE, f"Archive. Older pages follow. {QUOTE} Write to us.").outcome == "moved"


@pytest.mark.parametrize(
    ("was", "now"),
    [("9 per cent", "8 per cent"), ("spent", "has not spent"), ("2021", "2012"), ("9 per cent", "-9 per cent")],
)
def test_changed_words_are_reworded_with_their_likeness(was, now):
    found = look_for(PASSAGE, f"{BEFORE} {QUOTE.replace(was, now)} {AFTER}")
    assert found.outcome == "reworded"
    assert now.split()[0] in found.words
    assert 0.75 <= found.likeness < 1


def test_a_sum_in_another_currency_is_not_the_same():
    found = look_for(Passage("It cost £500 to build, the council said."), "It cost €500 to build, the council said.")
    assert found.outcome == "reworded"


def test_words_that_a_person_took_for_the_same_are_looked_for_too():
    reworded = QUOTE.replace("less", "fewer")
    accepted = Passage(QUOTE, BEFORE, AFTER, accepted=reworded)
    assert look_for(accepted, f"{BEFORE} {reworded} {AFTER}").words == reworded


def test_gone():
    assert look_for(PASSAGE, "Nothing here speaks of money at all, only of the weather by the sea.").outcome == "gone"
    assert look_for(PASSAGE, "").outcome == "gone"
