"""Marks stand at their exact places, whatever overlaps whatever."""

from hypothesis import given
from hypothesis import strategies as st

from claims.desk.highlight import Span, highlight

TEXT = st.text(alphabet=st.sampled_from("ab é\u202e\u0301🜚<&\"'\n \t"), max_size=80)


@st.composite
def text_and_spans(draw):
    text = draw(TEXT)
    places = st.integers(-2, len(text) + 2)
    pairs = draw(st.lists(st.tuples(places, places), max_size=8))
    return text, [Span(key, start, end) for key, (start, end) in enumerate(pairs)]


@given(text_and_spans())
def test_pieces_say_where_they_stand_and_lose_nothing_but_blank_lines(drawn):
    text, spans = drawn
    paragraphs = highlight(text, spans)

    pieces = [piece for paragraph in paragraphs for piece in paragraph.pieces]
    assert all(text[piece.start : piece.start + len(piece.text)] == piece.text for piece in pieces)
    assert all(left.start + len(left.text) <= right.start for left, right in zip(pieces, pieces[1:], strict=False))
    assert "".join("".join(piece.text for piece in pieces).split()) == "".join(text.split())


@given(text_and_spans())
def test_each_span_is_covered_exactly(drawn):
    text, spans = drawn
    pieces = [piece for paragraph in highlight(text, spans) for piece in paragraph.pieces]

    for span in spans:
        lies_in_text = 0 <= span.start < span.end <= len(text)
        covered = "".join(piece.text for piece in pieces if span.key in piece.covers)
        expected = text[span.start : span.end] if lies_in_text else ""
        assert "".join(covered.split()) == "".join(expected.split())


def test_a_span_inside_another_comes_first_and_each_closes_once():
    (paragraph,) = highlight("one two three", [Span(1, 0, 13), Span(2, 4, 7)])

    assert [(piece.text, piece.covers, piece.closes) for piece in paragraph.pieces] == [
        ("one ", (1,), ()),
        ("two", (2, 1), (2,)),
        (" three", (1,), (1,)),
    ]


def test_paragraphs_are_what_stands_between_blank_lines():
    paragraphs = highlight("a title\nits second line\n\n \n\nthe body  \n", [])

    assert [[piece.text for piece in paragraph.pieces] for paragraph in paragraphs] == [
        ["a title\nits second line"],
        ["the body"],
    ]
