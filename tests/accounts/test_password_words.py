"""A password is no common word that was only dressed up."""

import time

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from claims.accounts.password_words import DressedUpPasswordValidator

refuse = DressedUpPasswordValidator().validate


@pytest.mark.parametrize(
    "password",
    [
        "Summer2026!!!",
        "P4ssw0rd2026!",
        "!!dragon-1987",
        "football_____",
        "monkeymonkey1",
        "letmein-letmein-2",
        "Plumbline2026",
        "Newsroom12345",
        "...November26",
        "qwerty1234567890",
    ],
)
def test_a_common_word_with_digits_and_signs_is_refused(password):
    with pytest.raises(ValidationError, match="Take three or four words that do not go together"):
        refuse(password)


@pytest.mark.parametrize(
    "password",
    [
        "ink-and-paper-42",
        "a-plumb-line-hangs",
        "9f3c-e07a-11bd",
        "correct horse battery staple",
        "summer rain on tin",
        "1234567890123",
    ],
)
def test_words_that_do_not_go_together_are_taken(password):
    refuse(password)


def test_the_rule_is_asked_where_passwords_are_chosen():
    with pytest.raises(ValidationError) as refused:
        validate_password("Summer2026!!!")
    assert [error.code for error in refused.value.error_list] == ["password_dressed_up"]


def test_a_hostile_password_costs_nothing():
    began = time.monotonic()
    for password in ("ab" * 2000 + "x", "a" * 4096, "aab" * 42, "-" * 4096, "abc-" * 30 + "x"):
        refuse(password)
    assert time.monotonic() - began < 0.5
