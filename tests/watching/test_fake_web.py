"""The made-up web, read again in a child process: what is lost is flagged, and nothing else is."""

import random

import pytest

from claims.verdicts.passages import around, page_words
from claims.verdicts.rereading import Passage, reread
from tests.watching.fake_web import COSMETIC, LOST, FakeSource

BY_STATUS = ("403", "404", "410", "500", "front_page")
SEEN_IN_THE_PAGE = [fate for fate in LOST if fate not in BY_STATUS]
EACH = 12


def outcome(source: FakeSource) -> str:
    text = page_words(source.first().body, "text/html", "utf-8")
    before, after = around(source.quote, text, 240)
    found = reread(
        data=source.later().body,
        content_type="text/html",
        url="https://accounts.example/part",
        charset="utf-8",
        passages=[Passage(source.quote, before, after)],
    )
    return found.found[0].outcome


@pytest.mark.parametrize("fate", COSMETIC)
def test_a_cosmetic_change_raises_no_alarm(fate):
    numbers = random.Random(fate).sample(range(100_000), EACH)
    assert {outcome(FakeSource(number, fate)) for number in numbers} <= {"same", "moved"}


@pytest.mark.parametrize("fate", SEEN_IN_THE_PAGE)
def test_a_lost_passage_is_flagged(fate):
    numbers = random.Random(fate).sample(range(100_000), EACH)
    found = {outcome(FakeSource(number, fate)) for number in numbers}
    # Made-up sentences are so alike that one of them may pass for the new form of another.
    allowed = {"gone", "reworded"} if LOST[fate] == "gone" else {LOST[fate]}
    assert found <= allowed
