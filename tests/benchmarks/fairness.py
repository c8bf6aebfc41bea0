"""How long the ledger of fairness takes over 100,000 claims, and that its sums are those of a plain count.

    python -m tests.benchmarks.fairness --rows 100000
    DATABASE_URL=postgres://... python -m tests.benchmarks.fairness --rows 100000

Prints for each kind the seconds of CPU, those of this process and of the database's server where it runs on this
machine, before and after the database has gathered its statistics, and as a person from whom one claim is kept. Then
compares the claims, checks and dismissals of claimants with sums over the rows. The exit code is 1 where these differ,
or where a kind costs more than 1.5 s.
"""

# Django has to be set up before anything of the project is imported.
# ruff: noqa: E402
import argparse
import os
import sys
import time
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")

import django

django.setup()

from django.db import connection
from django.utils import timezone

from claims.restrictions.models import Restriction
from claims.tracking.models import Candidate, Claim
from claims.verdicts.fairness import By, ledger
from claims.verdicts.models import Publication
from claims.viewing import THE_SOFTWARE, looking_as
from tests.benchmarks.scratch import database, settle
from tests.factories import PersonFactory
from tests.verdicts.test_fairness import fill

LIMIT = 1.5
"""Seconds of CPU that one kind may cost."""


def cpu() -> float:
    """Seconds of CPU used so far, by this process and by the server's for this connection."""
    spent = time.process_time()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")
        if stat.exists():
            fields = stat.read_text().rpartition(")")[2].split()
            spent += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return spent


def measured(words: str, viewer: int) -> bool:
    """Print what each kind costs somebody who looks; whether one costs more than it may."""
    over = False
    for by in By:
        began, started = cpu(), time.perf_counter()
        with looking_as(viewer):
            lines = len(ledger(by, size=1_000).entries)
        spent = cpu() - began
        over |= spent > LIMIT
        print(f"{words}, {by.value}: {spent:.2f} s of CPU, {time.perf_counter() - started:.2f} s, {lines} lines")
    return over


def main() -> None:
    """Measure, compare and print."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--rows", type=int, default=100_000)
    rows = asked.parse_args().rows
    with database():
        fill(rows)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                # Else other processes do a part of the work, and their time is not seen.
                cursor.execute("SET max_parallel_workers_per_gather = 0")
        over = measured("without statistics", THE_SOFTWARE)
        settle()
        over |= measured("with statistics", THE_SOFTWARE)
        ana, nell = PersonFactory(), PersonFactory()
        kept = Restriction.objects.create(
            claim=Claim.objects.order_by("pk")[0], restricted_by=ana, restricted_at=timezone.now()
        )
        kept.people.add(ana)
        over |= measured("with a claim kept from the viewer", nell.pk)
        people = ledger(By.CLAIMANT, size=1_000).entries
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
        print(f"{connection.vendor}, {Claim.objects.count()} claims, {Candidate.objects.count()} candidates")
        print(f"claims, checks and dismissals by the ledger {sums}, by a plain count {counted}")
        if sums != counted:
            sys.exit("THEY DIFFER")
        sys.exit(over)


if __name__ == "__main__":
    main()
