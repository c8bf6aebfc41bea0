"""Check-worthiness in languages that the trained model does not read: average precision on labelled sentences."""

import csv
from collections import Counter
from pathlib import Path

from claims.extraction.checkworthiness import NeutralScorer, Scorer
from claims.extraction.languages import CODES
from claims.extraction.ranked import ranked_scorer

SENTENCES = Path(__file__).parent / "languages"

PROTOCOL = (
    "40 sentences a language, half of them worth a check, of many kinds, invented and labelled by the author of the "
    "tables, so they flatter; no public set is among them. Average precision of the ranking by words, and of what "
    "needs none (figures, money, names); and the share of sentences that share theirs. Of equal scores, "
    "what is worth a check stands last."
)


def labelled(code: str) -> list[tuple[int, str]]:
    """Label and sentence, those that are not worth a check first, so that a tie earns nothing."""
    with (SENTENCES / f"{code}.tsv").open(encoding="utf-8", newline="") as file:
        rows = [(int(row[0]), row[1]) for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    return sorted(rows, key=lambda row: row[0])


def average_precision(scorer: Scorer, rows: list[tuple[int, str]]) -> float:
    """The mean of the precision at each sentence that is worth a check, best score first."""
    scores = [item.score for item in scorer.score([text for _, text in rows])]
    ranked = [rows[place][0] for place in sorted(range(len(rows)), key=lambda place: -scores[place])]
    hits = [place for place, label in enumerate(ranked, start=1) if label]
    return sum(found / place for found, place in enumerate(hits, start=1)) / len(hits)


def tied(scorer: Scorer, rows: list[tuple[int, str]]) -> float:
    """The share of sentences whose score another one has too."""
    counts = Counter(item.score for item in scorer.score([text for _, text in rows]))
    return sum(count for count in counts.values() if count > 1) / len(rows)


def measure() -> list[tuple[str, float]]:
    """The figures of each language."""
    figures = []
    for code in CODES:
        rows = labelled(code)
        figures += [
            (f"{code}: average precision, ranked by words", average_precision(ranked_scorer(code), rows)),
            (f"{code}: average precision, without words", average_precision(NeutralScorer(), rows)),
            (f"{code}: share of tied scores, ranked by words", tied(ranked_scorer(code), rows)),
            (f"{code}: share of tied scores, without words", tied(NeutralScorer(), rows)),
        ]
    return figures
