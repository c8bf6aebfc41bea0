"""How long a draft of 1,000 words takes to be looked over, beside so many published checks.

    python -m tests.benchmarks.before_print --checks 5000
    DATABASE_URL=postgres://... python -m tests.benchmarks.before_print --checks 5000

Prints the seconds of the first draft of a process, which reads the checks, and of those after it. The limit is 1 s.
"""

# Django has to be set up before anything of the project is imported.
# ruff: noqa: E402
import argparse
import os
import random
import resource
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")

import django

django.setup()

from django.utils import timezone

from claims.tracking.enums import ClaimState
from claims.tracking.models import Claim
from claims.verdicts.before_print import look_over
from claims.verdicts.models import Publication
from tests.benchmarks.scratch import WORDS, database

PLACES = [f"{start}{end}" for start in ("Nor", "Har", "Wes", "Ell", "Brin") for end in ("port", "wick", "ery", "ham")]


def sentence(chance: random.Random) -> str:
    """A claim of fourteen words with a figure."""
    words = " ".join(chance.choices(WORDS, k=8))
    return (
        f"{chance.choice(PLACES)} {words} fell by {chance.randint(2, 95)} per cent since {chance.randint(2001, 2025)}"
    )


def publish(checks: int, chance: random.Random) -> None:
    """So many published checks, each with a claim and a short answer."""
    now = timezone.now()
    claims = Claim.objects.bulk_create(
        Claim(statement=sentence(chance), state=ClaimState.PUBLISHED, created_at=now, state_since=now)
        for _ in range(checks)
    )
    Publication.objects.bulk_create(
        (
            Publication(
                claim=claim, number=1, kind="first", content={}, content_hash="0" * 64, published_at=now,
                sequence=place, slug=f"check-{place}",
                card={"statement": claim.statement, "summary": f"{sentence(chance)}.", "rating": None},
            )
            for place, claim in enumerate(claims, 1)
        ),
        batch_size=1_000,
    )  # fmt: skip


def draft(chance: random.Random, checks: int) -> str:
    """A draft of 1,000 words, of which one sentence in ten is a check's claim."""
    known = list(Claim.objects.values_list("statement", flat=True)[: min(checks, 500)])
    written: list[str] = []
    while sum(len(each.split()) for each in written) < 1_000:
        written.append(chance.choice(known) if chance.random() < 0.1 else sentence(chance))
    return "\n\n".join(". ".join(written[start : start + 4]) + "." for start in range(0, len(written), 4))


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--checks", type=int, default=5_000)
    checks = asked.parse_args().checks
    chance = random.Random(7)
    with database():
        publish(checks, chance)
        texts = [draft(chance, checks) for _ in range(6)]
        times = []
        for text in texts:
            began = time.perf_counter()
            found = look_over(text)
            times.append(time.perf_counter() - began)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{checks} checks, {found.words} words in {found.sentences} sentences, {len(found.remarks)} remarks")
        print(f"first draft of the process: {times[0]:.2f} s; those after it: {max(times[1:]):.2f} s; {memory:.0f} MiB")
        print("within 1 s" if max(times[1:]) <= 1 else "OVER 1 s")


if __name__ == "__main__":
    main()
