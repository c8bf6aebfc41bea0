"""Sentence boundaries on the project's own hard sentences."""

from pathlib import Path

from claims.extraction.segment import segment

SENTENCES = Path(__file__).parents[2] / "extraction" / "hard_sentences.txt"

PROTOCOL = (
    "The sentences of tests/extraction/hard_sentences.txt, written for this project: those of a paragraph joined by "
    "spaces, paragraphs by blank lines. F1 over sentence ends; the ends of paragraphs are not counted, they are given."
)


def paragraphs() -> list[list[str]]:
    """The sentences, by paragraph."""
    blocks = SENTENCES.read_text(encoding="utf-8").strip().split("\n\n")
    return [block.split("\n") for block in blocks]


def boundaries() -> tuple[set[int], set[int], str]:
    """Marked and found sentence ends inside paragraphs, and the text they are in."""
    text = ""
    marked: set[int] = set()
    given: set[int] = set()
    for sentences in paragraphs():
        for place, sentence in enumerate(sentences):
            text += sentence
            (given if place == len(sentences) - 1 else marked).add(len(text))
            text += "\n\n" if place == len(sentences) - 1 else " "
    found = {item.end for item in segment(text)} - given
    return marked, found, text


def measure() -> list[tuple[str, float]]:
    """Precision, recall and F1 of the sentence ends."""
    marked, found, _ = boundaries()
    hits = len(marked & found)
    precision, recall = hits / len(found), hits / len(marked)
    sentences = sum(len(block) for block in paragraphs())
    return [
        ("sentences", float(sentences)),
        ("boundary precision", precision),
        ("boundary recall", recall),
        ("boundary F1", 2 * precision * recall / (precision + recall)),
    ]
