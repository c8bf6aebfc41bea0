"""Sentence boundaries on text that is hard to cut."""

import pytest

from claims.extraction.segment import segment
from tests.benchmarks.extraction.segmentation import boundaries


def test_hard_sentences_are_cut_where_they_end() -> None:
    marked, found, _ = boundaries()
    hits = len(marked & found)
    assert 2 * hits / (len(marked) + len(found)) >= 0.99


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One.\r\nTwo.\r\n", ["One.", "Two."]),
        ("- First item\n- Second item", ["- First item", "- Second item"]),
        ("Name\tAge\nAna\t41", ["Name\tAge", "Ana\t41"]),
        ("1. The bridge cost $4m\n2. It opened.", ["1. The bridge cost $4m", "2. It opened."]),
        ('Holt told a panel. "There were 12 cases."', ["Holt told a panel.", '"There were 12 cases."']),
        ("HARROW, Ohio (AP) — The bridge fell. It rose.", ["HARROW, Ohio (AP) — The bridge fell.", "It rose."]),
        ("HOLT: We won.\nODUM: You lost.", ["HOLT: We won.", "ODUM: You lost."]),
        ("The infor\u00admation was late. It came.", ["The infor\u00admation was late.", "It came."]),
        ("He won 😀. She lost.", ["He won 😀.", "She lost."]),
        ("This line of a wrapped mail goes on\nto the next one and ends here.", None),
    ],
)
def test_lines_tables_and_odd_characters(text: str, sentences: list[str] | None) -> None:
    assert [item.text for item in segment(text)] == (sentences or [text])
