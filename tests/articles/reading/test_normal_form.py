"""One form of text, whatever came in."""

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from claims.articles.reading import normalise, text_sha256

ANYTHING = st.text(st.characters(), max_size=200)  # lone surrogates included
NASTY = st.text(
    st.sampled_from(
        "a\u0301\u0344\u0300 \t\n\r\v\f\x00\x1c\x85\u2028\u2029\u200b\u200c\u200d\u202e\ufeff\xad\ud800"
        "\u0915\u094d\u0627\u3000\xa0👩🔬\ufe0fé\u1100\u1161\u0bc6\u0bbe\ufffe"
    ),
    max_size=200,
)


@settings(deadline=None)
@given(ANYTHING | NASTY)
@example("क\u200d\u200dष")
@example("a" + "\u0344" * 70)
def test_normalising_again_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@settings(deadline=None)
@given(ANYTHING | NASTY)
def test_what_comes_out_is_clean(text: str) -> None:
    clean = normalise(text)
    assert unicodedata.is_normalized("NFC", clean)
    assert not [c for c in clean if c != "\n" and unicodedata.category(c) in {"Cc", "Cs"}]
    assert not set(clean) & set("\u200b\xad\ufeff\u202e\u2066\ufffe")
    assert "\n\n\n" not in clean
    assert "  " not in clean
    assert clean == clean.strip()
    clean.encode("utf-8")


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("cafe\u0301", "café"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("one\n \n\t\n\ntwo", "one\n\ntwo"),
        ("one\u2029two\u2028three", "one\n\ntwo\nthree"),
        ("a\tb\xa0c\u3000d", "a b c d"),
        ("\ufeffzero\u200bwidth so\xadft \x00nul", "zerowidth soft nul"),
        ("evil\u202egpj.exe\u202c", "evilgpj.exe"),
        ("lone \ud83d surrogate", "lone \ufffd surrogate"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),
        ("👩\u200d🔬 👩🏽\u200d⚕\ufe0f", "👩\u200d🔬 👩🏽\u200d⚕\ufe0f"),
        ("la\u200dtin and \u200cstray", "latin and stray"),
        ("שָׁלוֹם \u200fעולם", "שָׁלוֹם \u200fעולם"),
        ("hidden\U000e0041\U000e0042 words", "hidden words"),
    ],
)
def test_each_kind_of_dirt(raw: str, clean: str) -> None:
    assert normalise(raw) == unicodedata.normalize("NFC", clean)


@pytest.mark.parametrize("code", [0xFFFE, 0xFFFF, 0x1FFFE, 0x1FFFF, 0x2FFFE, 0x10FFFE, 0x10FFFF, 0xFDD0, 0xFDEF])
def test_what_stands_for_no_letter_is_left_out(code: int) -> None:
    assert normalise(f"a{chr(code)}b") == "ab"


@pytest.mark.parametrize("word", ["\ufb2a\u200dא", "\ufdf0\u200dا", "\ufe8e\u200dا", "\U00010a00\u200d\U00010a10",
                                  "\U00011013\u200d\U00011014"])  # fmt: skip
def test_joiners_stay_between_letters_of_scripts_that_join(word: str) -> None:
    assert normalise(word) == unicodedata.normalize("NFC", word)


@pytest.mark.parametrize("text", ["\u0300\u09cd\u200c\u0590", "\u0300\u09cd\u200d\u0316\u09cd\u200c" * 20 + "\u0590"])
def test_marks_that_change_places_leave_no_joiner_astray(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


def test_endless_combining_marks_are_cut_not_sorted_for_ever() -> None:
    assert len(normalise("a" + "\u0300\u0316" * 500_000 + "b")) < 40


def test_hash_is_of_the_text_in_utf8() -> None:
    assert text_sha256("é") == "4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c"
