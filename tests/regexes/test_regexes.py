"""No regular expression of ours may take for ever: each is found, and timed on texts made to hurt it."""

import re

import pytest

from tests.regexes.find import find_patterns
from tests.regexes.hostile import worst_growth


@pytest.mark.parametrize(
    ("pattern", "asked"),
    [
        (r"(?:<!--.*?-->\s*)*<html", "match"),  # exponential
        (r"(\w+)-$", "search"),  # quadratic: begun anew at each letter
        (r"\s+\n\s*$", "search"),  # two neighbours that take the same
        (r"<title>.*?</title>", "search"),  # one beginning after another without its end
        (rb"(a|b|ab)*c", "match"),
    ],
)
def test_a_pattern_that_can_hurt_is_told(pattern, asked):
    assert worst_growth(re.compile(pattern), frozenset({asked}))


@pytest.mark.parametrize(
    ("pattern", "asked"),
    [(r"\w+", "search"), (r"[^\W_]+(?:[.,]\d+)*", "search"), (r"\s+\n", "match"), (r"<!--.{0,9}-->", "search")],
)
def test_a_pattern_that_grows_with_its_text_passes(pattern, asked):
    assert worst_growth(re.compile(pattern), frozenset({asked})) == ""


def test_every_pattern_is_found():
    found, unknown = find_patterns()
    assert unknown == []
    places = {one.place.split()[0].split(":")[0] for one in found}
    assert {
        "claims/extraction/checkworthiness.py",
        "claims/articles/reading/read.py",
        "claims/fetching/urls.py",
    } <= places
    assert len(found) > 150


def test_no_pattern_grows_worse_than_its_text():
    faults = {one.place: fault for one in find_patterns()[0] if (fault := worst_growth(one.pattern, one.asked))}
    assert faults == {}
