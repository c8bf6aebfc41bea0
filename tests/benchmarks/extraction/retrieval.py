"""Finding earlier claims: MAP@5 on CheckThat! 2020-2, and the time of a search."""

import csv
import time
from pathlib import Path

import numpy as np

from claims.extraction.encoder import DIMENSIONS
from claims.extraction.matching import Earlier, MatchIndex, Query

PROTOCOL = (
    "CheckThat! 2020 Task 2: the 200 test tweets against all claims (claim and title), MAP@5. The weight of "
    "word overlap and the bands were chosen on the train and dev queries. Search time: random vectors and words."
)


def measure(folder: Path) -> list[tuple[str, float]]:
    """MAP@5 of the test queries."""
    base = folder / "clef2020_t2"
    with (base / "v3.0" / "verified_claims.docs.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t"))[1:]
    index = MatchIndex.build(Earlier(row[0], row[1], row[2]) for row in rows)
    wanted: dict[str, set[str]] = {}
    for line in (base / "tweet-vclaim-pairs.qrels").read_text(encoding="utf-8").splitlines():
        query, _, claim, _ = line.split()
        wanted.setdefault(query, set()).add(claim)
    with (base / "tweets.queries.tsv").open(encoding="utf-8", newline="") as file:
        queries = list(csv.reader(file, delimiter="\t"))[1:]
    precisions = [
        _average_precision([match.id for match in index.search(Query(text), 5)], wanted[number])
        for number, text in queries
        if number in wanted
    ]
    return [("MAP@5", float(np.mean(precisions)))]


def _average_precision(found: list[str], wanted: set[str]) -> float:
    hits = 0
    total = 0.0
    for rank, claim in enumerate(found, start=1):
        if claim in wanted:
            hits += 1
            total += hits / rank
    return total / min(len(wanted), 5)


def search_times() -> list[tuple[str, float]]:
    """Milliseconds of one search among 20,000 and 200,000 claims, the query's vector given (median of 20)."""
    random = np.random.default_rng(7)
    words = [f"word{number}" for number in range(30_000)]
    index = MatchIndex()
    figures = []
    for size in (20_000, 200_000):
        missing = size - len(index)
        vectors = random.standard_normal((missing, DIMENSIONS)).astype(np.float16)
        picked = random.zipf(1.3, (missing, 15)) % len(words)
        index.add_all(
            [
                Earlier(
                    f"{size}-{place}", " ".join(words[word] for word in picked[place]), vector=vectors[place].tobytes()
                )
                for place in range(missing)
            ]
        )
        spent = []
        for place in range(20):
            query = Query(" ".join(words[word] for word in picked[place]), vector=vectors[place].tobytes())
            started = time.perf_counter()
            index.search(query, 5)
            spent.append(1_000 * (time.perf_counter() - started))
        figures.append((f"ms a search among {size:,} claims", float(np.median(spent))))
    return figures
