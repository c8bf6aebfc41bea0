"""The labelled sentences that the weights may be trained on, and how they are split.

ClaimBuster (Arslan, Hassan, Li and Tremayne, ICWSM 2020; CC BY 4.0, Zenodo 3836810):
`crowdsourced.csv` and the cleaner-labelled `2.5xNCS_without_groundtruth.json` (Meng et al. 2020).
"""

import csv
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

SEED = 7
NEWS = Path(__file__).with_name("news.tsv")


@dataclass(frozen=True)
class Example:
    """A sentence: `label` 1 where it is worth a check; `clean` where it is one of the 2.5xNCS rows."""

    text: str
    label: int
    debate: str
    clean: bool


def claimbuster(folder: Path) -> list[Example]:
    """All of ClaimBuster: the 2.5xNCS rows in file order, then the other crowdsourced rows."""
    with (folder / "crowdsourced.csv").open(encoding="utf-8", newline="") as file:
        crowd = {int(row["Sentence_id"]): row for row in csv.DictReader(file)}
    rows = json.loads((folder / "2.5xNCS_without_groundtruth.json").read_text(encoding="utf-8"))
    clean = [Example(row["text"], int(row["label"]), crowd[row["sentence_id"]]["File_id"], True) for row in rows]
    taken = {row["sentence_id"] for row in rows}
    rest = [
        Example(row["Text"], int(row["Verdict"] == "1"), row["File_id"], False)
        for number, row in crowd.items()
        if number not in taken
    ]
    return clean + rest


@dataclass(frozen=True)
class NewsSentence:
    """A sentence of the labelled news (NEWS.md beside this file): two passes and the label they came to."""

    article: str
    text: str
    first: int
    second: int
    label: int


def labelled_news() -> list[NewsSentence]:
    """The labelled news sentences, article by article."""
    with NEWS.open(encoding="utf-8", newline="") as file:
        return [
            NewsSentence(row["article"], row["text"], int(row["first"]), int(row["second"]), int(row["label"]))
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]


def news_halves(sentences: Sequence[NewsSentence]) -> np.ndarray:
    """0 or 1 for each sentence: whole articles, taken in turn by name."""
    articles = sorted({item.article for item in sentences})
    return np.array([articles.index(item.article) % 2 for item in sentences])


def folds(examples: list[Example], *, by: str, count: int = 4) -> np.ndarray:
    """A fold number for each example: `by` "sentence" (stratified by label) or "debate" (whole debates together)."""
    random = np.random.default_rng(SEED)
    numbers = np.zeros(len(examples), dtype=int)
    if by == "sentence":
        for label in (0, 1):
            places = random.permutation([place for place, item in enumerate(examples) if item.label == label])
            numbers[places] = np.arange(len(places)) % count
        return numbers
    debates = sorted({item.debate for item in examples}, key=lambda debate: (-_size(examples, debate), debate))
    filled = [0] * count
    for debate in debates:
        fold = filled.index(min(filled))
        filled[fold] += _size(examples, debate)
        for place, item in enumerate(examples):
            if item.debate == debate:
                numbers[place] = fold
    return numbers


def _size(examples: list[Example], debate: str) -> int:
    return sum(item.debate == debate for item in examples)


def same_words(text: str) -> str:
    """A key under which a sentence equals its copies in other data sets."""
    return re.sub(r"\W+", " ", text.lower()).strip()


def checkthat_2019(folder: Path) -> list[list[tuple[str, int]]]:
    """CheckThat! 2019 Task 1: (text, label) of each line, one list a debate. For measuring only."""
    debates = []
    for path in sorted((folder / "training").glob("*.tsv")):
        lines = (line.split("\t") for line in path.read_text(encoding="utf-8").split("\n") if line.strip())
        debates.append([(row[2], int(row[3])) for row in lines])
    return debates
