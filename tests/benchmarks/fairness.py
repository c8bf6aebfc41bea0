"""How long the ledger of fairness takes over 100,000 claims, and that its sums are those of a plain count.

    python -m tests.benchmarks.fairness --rows 100000
    DATABASE_URL=postgres://... python -m tests.benchmarks.fairness --rows 100000

Prints the seconds of each kind, then compares the claims, checks and dismissals of claimants with sums over the rows.
"""

# Django has to be set up before anything of the project is imported.
# ruff: noqa: E402
import argparse
import os
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")

import django

django.setup()

from claims.tracking.models import Candidate, Claim
from claims.verdicts.fairness import By, ledger
from claims.verdicts.models import Publication
from tests.benchmarks.scratch import database
from tests.verdicts.test_fairness import fill


def main() -> None:
    """Measure, compare and print."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--rows", type=int, default=100_000)
    rows = asked.parse_args().rows
    with database():
        fill(rows)
        found = {}
        for by in By:
            began = time.perf_counter()
            found[by] = ledger(by, size=1_000).entries
            print(f"{by.value}: {time.perf_counter() - began:.2f} s, {len(found[by])} lines")
        people = found[By.CLAIMANT]
        sums = (
            sum(entry.claims for entry in people),
            sum(entry.checked for entry in people),
            sum((entry.dismissed or {}).total() for entry in people if entry.dismissed),
        )
        names = ("person 1", "Person 2", "PERSON 11")
        counted = (
            Claim.objects.filter(claimant__isnull=False).count(),
            Publication.objects.filter(claim__claimant__isnull=False).exclude(kind="retraction").count(),
            Candidate.objects.filter(state="dismissed", speaker__in=names).count(),
        )
        print(f"{Claim.objects.count()} claims, {Candidate.objects.count()} candidates")
        print(f"claims, checks and dismissals by the ledger {sums}, by a plain count {counted}")
        if sums != counted:
            sys.exit("THEY DIFFER")


if __name__ == "__main__":
    main()
