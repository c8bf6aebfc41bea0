"""Any Unicode text: right offsets or no candidate, never an exception."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.extraction.cleaning import clean
from claims.extraction.layout import read_layout
from claims.extraction.pipeline import Pipeline, default_pipeline
from claims.extraction.segment import segment

_ANY_CHARACTER = st.characters(codec=None, categories=None)
_AWKWARD = st.sampled_from(
    ["\r\n", "\r", "\n\n", "\t", "\x00", "\ud800", "\u00ad", "\u200b", "\ufeff", "\u202e", "\u2028", "“", "”", '"', "’"]
    + [
        "She said.",
        " the mayor said ",
        "According to Ana Holt, ",
        "SMITH: ",
        "- ",
        "# ",
        "By Ana Holt",
        "…",
        " — ",
        "5 p.m. EST",
    ]
    + ["e\u0301", "אבג", "😀", "is said to have "]
)
ANY_TEXT = st.lists(st.one_of(_AWKWARD, st.text(_ANY_CHARACTER, max_size=12)), max_size=30).map("".join)


@given(ANY_TEXT)
@settings(max_examples=300, deadline=None)
def test_segments_are_what_they_say_and_never_overlap(text: str) -> None:
    end = 0
    for item in segment(text):
        assert end <= item.start < item.end <= len(text)
        assert text[item.start : item.end] == item.text
        assert item.text.strip()
        assert len(item.text) <= 4500
        end = item.end


@given(ANY_TEXT)
@settings(max_examples=200, deadline=None)
def test_segments_leave_out_nothing_that_can_be_read(text: str) -> None:
    covered = bytearray(len(text))
    for item in segment(text):
        covered[item.start : item.end] = b"x" * (item.end - item.start)
    assert not [character for character, seen in zip(text, covered, strict=True) if character.isalnum() and not seen]


@given(ANY_TEXT)
@settings(max_examples=30, deadline=None)
def test_candidates_quote_the_text_exactly(text: str) -> None:
    for with_layout in (False, True):
        spans = []
        for candidate in default_pipeline().extract(text, layout=with_layout).candidates:
            assert text[candidate.start : candidate.end] == candidate.text
            assert 0.0 <= candidate.score <= 1.0
            if candidate.speaker_span is not None:
                span = candidate.speaker_span
                assert text[span.start : span.end] == span.text
            spans.append((candidate.start, candidate.end))
        spans.sort()
        assert all(left[1] <= right[0] for left, right in zip(spans, spans[1:], strict=False))


@given(ANY_TEXT)
@settings(max_examples=30, deadline=None)
def test_attributions_quote_the_text_exactly(text: str) -> None:
    for item in Pipeline().attribute(text):
        for span in (item.cue, item.content, *item.parts, *((item.source,) if item.source else ())):
            assert text[span.start : span.end] == span.text
            assert span.start < span.end


@given(ANY_TEXT)
@settings(max_examples=100, deadline=None)
def test_layout_spans_stand_in_the_text(text: str) -> None:
    layout = read_layout(text)
    assert 0 <= layout.body_start <= layout.body_end <= len(text)
    for span in (layout.title_span, layout.deck_span, layout.byline_span, layout.author_note_span, *layout.furniture):
        if span is not None:
            assert text[span.start : span.end] == span.text


@given(ANY_TEXT)
@settings(max_examples=100, deadline=None)
def test_clean_text_leads_back_to_the_original(text: str) -> None:
    cleaned = clean(text)
    assert "\r" not in cleaned.text
    assert not any(0xD800 <= ord(character) <= 0xDFFF for character in cleaned.text)
    whole = cleaned.span(0, len(cleaned.text))
    assert text[whole.start : whole.end] == whole.text


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_windows_and_old_mac_newlines_give_the_same_sentences(newline: str) -> None:
    text = newline.join(["The bridge cost $4 million.", "", "It opened in May. It closed in June.", ""])
    assert [item.text for item in segment(text)] == [
        "The bridge cost $4 million.",
        "It opened in May.",
        "It closed in June.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "x" * 1_000_000,
        "word " * 200_000,
        "“a b. " * 60_000,
        '"' * 200_000,
        "\u200b" * 100_000,
        "\ud800" * 100_000,
        "A: " * 60_000,
        "a\n" * 60_000,
        "Mr. " * 60_000,
        '. "' * 60_000,
    ],
    ids=[
        "letters",
        "words",
        "open quotes",
        "marks",
        "invisible",
        "surrogates",
        "labels",
        "lines",
        "titles",
        "stray marks",
    ],
)
def test_a_huge_text_without_sense_is_survived(text: str) -> None:
    result = default_pipeline().extract(text)
    assert all(text[item.start : item.end] == item.text for item in result.candidates)
