"""What it costs to compare one candidate with everything that was checked before.

    python -m tests.benchmarks.matching --rows 20000 200000
    DATABASE_URL=postgres://... python -m tests.benchmarks.matching --rows 20000

Makes a scratch database, fills it with claims whose words are drawn at random (Zipf) and whose vectors are random unit
vectors, and prints a table, each figure processor time of this process and the median of its repetitions: seconds, and
megabytes, to read the index once; milliseconds to take in what is new (nothing, and one reworded claim);
milliseconds to compare one candidate, whose vector is made already, with the others of its article and by itself; and,
beside it, to make that vector and to read one page of 50 claims.
"""

# Django has to be set up before anything of the project is imported.
# ruff: noqa: E402
import argparse
import os
import resource
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from statistics import median

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")

import django

django.setup()

import numpy as np
from django.utils import timezone

from claims.extraction.encoder import DIMENSIONS
from claims.extraction.matching import Query
from claims.matching.earlier import EarlierChecks
from claims.matching.material import VECTOR_BYTES, vectors_of
from claims.matching.models import MatchIndexEntry
from claims.tracking.enums import ClaimState
from claims.tracking.models import Claim
from tests.benchmarks.scratch import database

VOCABULARY = 30_000
WORDS = (9, 22)
BATCH = 2_000
REPETITIONS = 40


def sentences(count: int, random: np.random.Generator) -> list[str]:
    """Sentences of words whose frequencies fall as in a language."""
    lengths = random.integers(*WORDS, size=count)
    drawn = np.minimum(random.zipf(1.25, size=int(lengths.sum())), VOCABULARY)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    return [
        " ".join(f"word{number}" for number in drawn[left:right])
        for left, right in zip(starts[:-1], starts[1:], strict=True)
    ]


def fill(rows: int, random: np.random.Generator) -> None:
    """So many claims, each with its row in the index."""
    now = timezone.now()
    for start in range(0, rows, BATCH):
        texts = sentences(min(BATCH, rows - start), random)
        claims = Claim.objects.bulk_create(
            Claim(statement=text, state=ClaimState.QUEUED, state_since=now, created_at=now) for text in texts
        )
        vectors = random.standard_normal((len(texts), DIMENSIONS)).astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        MatchIndexEntry.objects.bulk_create(
            MatchIndexEntry(
                claim=claim,
                statement=claim.statement,
                vectors=vector.astype(np.float16).tobytes(),
                encoder="random",
                content_hash=str(claim.pk),
                due=False,
                indexed_at=now,
            )
            for claim, vector in zip(claims, vectors, strict=True)
        )


def milliseconds(work: Callable[[int], object], repetitions: int = REPETITIONS) -> float:
    """The median of so many runs; each is told its number."""
    spent = []
    for number in range(repetitions):
        started = time.process_time()
        work(number)
        spent.append(time.process_time() - started)
    return median(spent) * 1000


def reworded(number: int) -> None:
    """As if a worker had just indexed one claim anew."""
    pk = MatchIndexEntry.objects.values_list("pk", flat=True).order_by("pk")[number]
    MatchIndexEntry.objects.filter(pk=pk).update(content_hash=f"again {number}", indexed_at=timezone.now())


def measure(rows: int) -> list[tuple[str, float]]:
    """All figures for a desk with so many earlier claims."""
    random = np.random.default_rng(20_260_317)
    MatchIndexEntry.objects.all().delete()
    Claim.objects.all().delete()
    fill(rows, random)
    # What was indexed minutes ago is not news.
    MatchIndexEntry.objects.update(indexed_at=timezone.now() - timedelta(hours=1))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    earlier = EarlierChecks()
    started = time.process_time()
    earlier.refresh()
    loading = time.process_time() - started
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory) / 1024
    questions = [
        Query(text, vector=vector.tobytes())
        for text, vector in zip(
            sentences(REPETITIONS, random),
            random.standard_normal((REPETITIONS, DIMENSIONS)).astype(np.float16),
            strict=True,
        )
    ]

    def take_in(number: int) -> None:
        reworded(number)
        earlier.refresh()

    made = vectors_of([["The council has cut its spending by a fifth since 2021."]])[0]
    if len(made) != VECTOR_BYTES:
        raise RuntimeError("One sentence has one vector.")
    return [
        ("s to read the index once", loading),
        ("MB more at the peak", grown),
        ("ms to look for news, none there", milliseconds(lambda number: earlier.refresh())),
        ("ms to take in one reworded claim", milliseconds(take_in)),
        ("ms to compare one candidate of 40", milliseconds(lambda number: earlier.nearest(questions, top=3), 5) / 40),
        ("ms to compare one candidate alone", milliseconds(lambda number: earlier.nearest(questions[:1], top=3))),
        ("ms to make its vector", milliseconds(lambda number: vectors_of([[f"Spending fell by {number} per cent."]]))),
        ("ms to read 50 claims", milliseconds(lambda number: list(Claim.objects.order_by("-pk")[:50]))),
    ]


def table(sizes: Sequence[int]) -> None:
    """Measure each size and print a column for it."""
    columns = [measure(rows) for rows in sizes]
    print(f"{'earlier claims':36}" + "".join(f"{rows:>12,}" for rows in sizes))
    for number, (name, _) in enumerate(columns[0]):
        print(f"{name:36}" + "".join(f"{column[number][1]:>12.2f}" for column in columns))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, nargs="+", default=[20_000])
    with database():
        table(parser.parse_args().rows)
