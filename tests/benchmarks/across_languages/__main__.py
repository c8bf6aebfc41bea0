"""How well a claim in one language finds the same claim in English, and what it costs: needs the extra `languages`.

    python -m tests.benchmarks.across_languages [--data DIR]

`claims.tsv` beside this file holds 40 invented claims in English and, worded as another newsroom would, in eight
further languages, all by the same author, so they flatter. The index holds the English ones and, with `--data`, the
10,389 of `DIR/clef2020_t2` (CheckThat! 2020 Task 2). For each language the table says how often the right claim stands
first and among the first five, how often it is called likely, and at least possible; then, with the right claim taken
out, how often anything is called likely, and possible. The thresholds were chosen while looking at all of these
languages, so none of them judges them. The last column is what MiniLM, which compares claims of one language, would
show on the same questions.
"""

import argparse
import csv
import resource
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from claims.extraction import encoder, multilingual
from claims.extraction.across import AcrossIndex
from claims.extraction.matching import Earlier, MatchIndex, Query

CLAIMS = Path(__file__).parent / "claims.tsv"
TOP = 5


def claims() -> dict[str, list[str]]:
    """The claims of each language, in the same order."""
    with CLAIMS.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
    return {code: [row[place] for row in rows] for place, code in enumerate(head)}


def others(data: Path | None) -> list[str]:
    """The claims of other newsrooms to be told apart from."""
    if data is None:
        return []
    with (data / "clef2020_t2" / "v3.0" / "verified_claims.docs.tsv").open(encoding="utf-8", newline="") as file:
        return [row[1] for row in list(csv.reader(file, delimiter="\t"))[1:]]


def shared(texts: Sequence[str]) -> list[bytes]:
    """The vectors across languages, as they are stored."""
    return [vector.astype(np.float16).tobytes() for vector in multilingual.embed(texts)]


def share(found: Sequence[bool]) -> float:
    """How many of these are so."""
    return sum(found) / len(found)


def row_of(index: AcrossIndex, code: str, texts: Sequence[str]) -> list[float]:
    """The figures of one language."""
    queries = [Query(text, language=code, across=made) for text, made in zip(texts, shared(texts), strict=True)]
    ranks, bands, wrong = [], [], []
    for place, found in enumerate(index.search_all(queries, top=TOP)):
        ids = [match.id for match in found]
        rank = ids.index(f"en{place}") if f"en{place}" in ids else TOP
        ranks.append(rank)
        bands.append(found[rank].band if rank < TOP else "none")
    for place, query in enumerate(queries):
        kept = english(place)
        index.remove(kept.id)
        (found,) = index.search_all([query], top=1)
        wrong.append(found[0].band if found else "none")
        index.add(kept)
    return [
        share([rank == 0 for rank in ranks]),
        share([rank < TOP for rank in ranks]),
        share([band == "likely" for band in bands]),
        share([band != "none" for band in bands]),
        share([band == "likely" for band in wrong]),
        share([band != "none" for band in wrong]),
    ]


_english: list[Earlier] = []


def english(place: int) -> Earlier:
    """One of the claims to be found."""
    return _english[place]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.across_languages", description=__doc__)
    parser.add_argument("--data", type=Path, help="folder with clef2020_t2/")
    data = parser.parse_args(arguments).data
    if not multilingual.is_installed():
        parser.exit(message="The extra `languages` is not installed: LANGUAGES=1 make setup\n")
    texts, further = claims(), others(data)

    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    multilingual.embed(["The council met on Monday."])
    loading = time.process_time() - started
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    started = time.process_time()
    vectors = shared(texts["en"] + further)
    each = 1000 * (time.process_time() - started) / len(vectors)

    _english[:] = [
        Earlier(f"en{place}", text, language="en", across=vectors[place]) for place, text in enumerate(texts["en"])
    ]
    index, alone = AcrossIndex(), MatchIndex()
    rest = zip(further, vectors[len(_english) :], strict=True)
    for row in [
        *_english,
        *(Earlier(f"o{place}", text, language="en", across=made) for place, (text, made) in enumerate(rest)),
    ]:
        index.add(row)
    alone.add_all([Earlier(row.id, row.claim) for row in _english])

    print(f"{len(index):,} English claims; each language asks {len(_english)} questions")
    print(
        f"{'':10}{'first':>9}{'in 5':>9}{'likely':>9}{'possible':>9}   {'wrongly likely':>15}{'possible':>9}   MiniLM"
    )
    for code, asked in texts.items():
        if code == "en":
            continue
        shown = [match.band for text in asked for match in alone.search(Query(text, vector=_own(text)), 1)]
        found = row_of(index, code, asked)
        note = "" if code in multilingual.READS else "   not read"
        print(
            f"{code:10}{found[0]:9.3f}{found[1]:9.3f}{found[2]:9.3f}{found[3]:9.3f}   {found[4]:15.3f}{found[5]:9.3f}"
            f"{share([band != 'none' for band in shown]):9.3f}{note}"
        )
    started = time.process_time()
    query = Query(texts["es"][0], language="es", across=shared(texts["es"][:1])[0])
    for _ in range(20):
        index.search_all([query], top=TOP)
    searching = 1000 * (time.process_time() - started) / 20
    print(f"\nprocessor time: {loading:.2f} s to load, {each:.1f} ms a sentence, {searching:.1f} ms a search")
    held = len(index) * (multilingual.DIMENSIONS + 4) / 1_048_576
    print(f"memory: {grown:.0f} MB at the peak of loading, {held:.1f} MB of vectors")


def _own(text: str) -> bytes:
    vector: bytes = encoder.embed([text])[0].astype(np.float16).tobytes()
    return vector


if __name__ == "__main__":
    main()
