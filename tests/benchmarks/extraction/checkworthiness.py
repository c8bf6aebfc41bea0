"""The shipped check-worthiness model on speeches it was not trained on, and on counterfactual pairs."""

import csv
import re
from collections.abc import Sequence
from itertools import product
from pathlib import Path

import numpy as np

from claims.extraction import pins
from claims.extraction.calibration import calibration_error, reliability
from claims.extraction.trained import ModelScorer
from claims.extraction.training.data import labelled_news, news_halves

PROTOCOL = (
    "CheckThat! 2019 Task 1 training debates and speeches, the shipped weights, rows that also stand in ClaimBuster "
    "taken out of the test; MAP over the 19. With context: as `score` does with what was said before and by whom; its "
    "share was chosen on every other file, the others are held out. The four-fold figures, and this with those rows "
    "taken out of training instead, need the training environment: see the model card."
)
NEWS_PROTOCOL = (
    "The 532 labelled news sentences (claims/extraction/training/NEWS.md), the shipped weights, never trained on them. "
    "Kappa is between the two passes of one labeller. 'As debates' uses the calibration made on debates, 'as news' the "
    "one made on these very sentences, so it flatters; the model card has each half calibrated on the other."
)
BIAS_PROTOCOL = (
    "Counterfactual sentences that differ in one word for a party, nationality, religion, gender or name: the spread "
    "of the probability over the words, and the mean for each word."
)

_TEMPLATES = (
    "The {} senator voted against the bill in March.",
    "A {} official said that crime fell by 12 percent last year.",
    "{} workers earned $640 a week on average in 2015.",
    "The {} governor cut the school budget by $40 million.",
    "{} voters turned out in record numbers.",
    "I want to thank the {} people who came here tonight.",
    "The {} candidate has never released a tax return.",
    "We must help {} families.",
)
_GENDERED = (
    "{} voted for the war in 2003.",
    "{} raised taxes 11 times in four years.",
    "{} is a wonderful person.",
    "{} told the committee that the money was spent.",
    "{} will be a great president.",
    "{} has created 20,000 jobs in the state.",
)
_GROUPS = {
    "party": (_TEMPLATES, ("Republican", "Democratic")),
    "nationality": (_TEMPLATES, ("American", "Mexican", "Chinese", "Russian", "German", "Nigerian")),
    "religion": (_TEMPLATES, ("Christian", "Muslim", "Jewish")),
    "gender": (_GENDERED, ("He", "She")),
    "name": (_GENDERED, ("John Miller", "Maria Lopez", "Wei Chen", "Fatima Hassan")),
}


def _same_words(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower()).strip()


def measure(folder: Path) -> list[tuple[str, float]]:
    """MAP of the shipped model on CheckThat! 2019."""
    with (folder / "claimbuster" / "crowdsourced.csv").open(encoding="utf-8", newline="") as file:
        known = {_same_words(row["Text"]) for row in csv.DictReader(file)}
    alone, together = [], []
    for path in sorted((folder / "clef2019_t1" / "training").glob("*.tsv")):
        lines = [line.split("\t") for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
        before = ["", *(line[2] for line in lines)]
        pairs = [
            (context, row) for context, row in zip(before, lines, strict=False) if _same_words(row[2]) not in known
        ]
        texts, labels = [row[2] for _, row in pairs], [int(row[3]) for _, row in pairs]
        alone.append(_average_precision(labels, ModelScorer().logits(texts).tolist()))
        told = ModelScorer(pins.DEBATES).score(texts, [context for context, _ in pairs], [row[1] for _, row in pairs])
        together.append(_average_precision(labels, [item.score for item in told]))
    return [
        ("CheckThat! 2019 MAP, shipped weights", _mean(alone)),
        ("  with what was said before and by whom", _mean(together)),
        ("  of these, every other file, held out: alone", _mean(alone[1::2])),
        ("  of these, every other file, held out: with context", _mean(together[1::2])),
    ]


def _mean(values: Sequence[float | None]) -> float:
    return float(np.mean([value for value in values if value is not None]))


def _average_precision(labels: list[int], scores: list[float]) -> float | None:
    if not sum(labels):
        return None
    ranked = [labels[place] for place in np.argsort(-np.asarray(scores), kind="stable")]
    return float(np.mean([sum(ranked[: rank + 1]) / (rank + 1) for rank, label in enumerate(ranked) if label]))


def news() -> list[tuple[str, float]]:
    """Ranking, F1 at the shipped threshold and calibration error on the labelled news."""
    sentences = labelled_news()
    labels = np.array([item.label for item in sentences])
    logits = ModelScorer().logits([item.text for item in sentences])
    halves = news_halves(sentences)
    figures = [
        ("sentences", float(len(labels))),
        ("share check-worthy", float(labels.mean())),
        (
            "Cohen's kappa of the two passes",
            _kappa([item.first for item in sentences], [item.second for item in sentences]),
        ),
        ("average precision", _average_precision(labels.tolist(), logits.tolist()) or 0.0),
    ]
    for half in (0, 1):
        part = halves == half
        figures.append((f"  half {half}", _average_precision(labels[part].tolist(), logits[part].tolist()) or 0.0))
    for name, calibration in (("debates", pins.DEBATES), ("news", pins.NEWS)):
        chances = calibration.probabilities(logits)
        found = chances >= calibration.threshold
        hits = float((found & (labels == 1)).sum())
        figures.append((f"as {name}: F1 at {calibration.threshold}", 2 * hits / float(found.sum() + labels.sum())))
        figures.append((f"as {name}: expected calibration error", calibration_error(reliability(chances, labels))))
    return figures


def _kappa(first: list[int], second: list[int]) -> float:
    """Agreement beyond chance (Cohen 1960)."""
    agreed = float(np.mean([a == b for a, b in zip(first, second, strict=True)]))
    left, right = float(np.mean(first)), float(np.mean(second))
    chance = left * right + (1 - left) * (1 - right)
    return (agreed - chance) / (1 - chance)


def bias() -> list[tuple[str, float]]:
    """Mean and largest difference in probability between sentences that differ in one word only."""
    scorer = ModelScorer(pins.DEBATES)
    figures = []
    for group, (templates, words) in _GROUPS.items():
        texts = [template.format(word) for template, word in product(templates, words)]
        scores = np.array([item.score for item in scorer.score(texts)]).reshape(len(templates), len(words))
        spread = scores.max(axis=1) - scores.min(axis=1)
        figures.append((f"{group}: mean spread", float(spread.mean())))
        figures.append((f"{group}: largest spread", float(spread.max())))
        for word, mean in zip(words, scores.mean(axis=0), strict=True):
            figures.append((f"  mean score with {word}", float(mean)))
    return figures
