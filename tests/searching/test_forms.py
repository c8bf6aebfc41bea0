"""Words in any form: what a plural, a past tense or the other spelling finds."""

import pytest

from claims.articles.models import Article
from claims.searching.forms import forms_of
from claims.tracking.models import Claim
from tests.factories import ArticleFactory, ClaimFactory


@pytest.mark.parametrize(
    ("asked", "finds"),
    [
        ("roads", "road"),
        ("road", "roads"),
        ("cities", "city"),
        ("city", "cities"),
        ("boxes", "box"),
        ("planting", "planted"),
        ("rise", "rising"),
        ("rising", "rise"),
        ("planning", "plan"),
        ("repairs", "repaired"),
        ("harbor", "harbour"),
        ("harbours", "harbor"),
        ("organised", "organize"),
        ("centre", "centers"),
    ],
)
def test_a_word_finds_its_other_forms(asked, finds):
    assert finds in forms_of(asked)


@pytest.mark.parametrize("word", ["bus", "22", "2021", "fc", "ß"])
def test_short_words_and_figures_stay_what_they_are(word):
    assert forms_of(word) == [word]


@pytest.mark.parametrize(
    ("word", "other"), [("press", "pres"), ("status", "statu"), ("crisis", "crisi"), ("king", "k")]
)
def test_an_ending_that_is_none_is_not_taken_off(word, other):
    assert other not in forms_of(word)


@pytest.mark.django_db
def test_claims_and_articles_are_found_by_any_form():
    claim = ClaimFactory(statement="The city spends more on road repairs than any other")
    article = ArticleFactory(version__text="A storm damaged the harbour wall in two cities.")

    for words in ("roads", "repairing the cities", "repair road spend"):
        assert list(Claim.objects.filter(search__words__begin=words)) == [claim]
    assert list(Article.objects.filter(search__words__begin="storms damage harbor city")) == [article]
    assert not Claim.objects.filter(search__words__begin="railroads").exists()
