"""`manage.py import_factchecks FILE|URL --as NAME`: other newsrooms' fact-checks as material for matching."""

import csv
import sys
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from claims.accounts.models import User
from claims.claimreview.import_formats import MOST_BYTES, Entry
from claims.errors import Refusal
from claims.intake.fact_check_import import Imported, fetch_checks, import_checks, read_checks
from claims.tracking.enums import RowOutcome
from claims.tracking.tables import escaped
from factcheck.preparation import DeskCommand

RESULT_COLUMNS = ("place", "outcome", "message")


class Command(DeskCommand):
    """Imports fact-checks; running it again brings only what has changed."""

    help = (
        "Import other newsrooms' fact-checks: ClaimReview in pages, JSON-LD and DataFeeds, and answers of the Fact "
        "Check Tools API, from a file or an address. Candidates and claims are then compared with them."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where they are, who imports them, whether to try only, and where the result goes."""
        parser.add_argument("source", help="a file, or an address that begins with http:// or https://")
        parser.add_argument("--as", dest="username", required=True, help="the person who imports them")
        parser.add_argument("--dry-run", action="store_true", help="say what would become of each, change nothing")
        parser.add_argument("--result", type=Path, help="write what became of each into this .csv file")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import each, name those that failed; exit with 1 when one could not be imported."""
        actor = User.objects.active().filter(username=options["username"]).first()
        if actor is None:
            raise CommandError(f"There is nobody with the user name {options['username']}.")
        source = options["source"]
        try:
            results = list(import_checks(_entries(source), source=source, actor=actor, dry_run=options["dry_run"]))
        except Refusal as error:
            raise CommandError(error.message) from error
        except OSError as error:
            raise CommandError(f"The file could not be read: {error.strerror}.") from error
        if options["result"]:
            _write(options["result"], results)
        for row in results:
            if row.result.outcome is RowOutcome.FAILED:
                self.stdout.write(f"{row.place}: {row.result.message}")
        counts = Counter(row.result.outcome for row in results)
        would = "would be " if options["dry_run"] else ""
        self.stdout.write(
            f"{counts[RowOutcome.CREATED]:,} {would}added, {counts[RowOutcome.CHANGED]:,} {would}changed, "
            f"{counts[RowOutcome.HERE]:,} here already, {counts[RowOutcome.FAILED]:,} failed."
        )
        if counts[RowOutcome.FAILED]:
            sys.exit(1)


def _entries(source: str) -> list[Entry]:
    if source.startswith(("http://", "https://")):
        return fetch_checks(source)
    with Path(source).open("rb") as file:
        # One byte more than is ever read, so that a file that is too large is known for it.
        return read_checks(file.read(MOST_BYTES + 1))


def _write(path: Path, results: list[Imported]) -> None:
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.writer(file)
        writer.writerow(RESULT_COLUMNS)
        for row in results:
            writer.writerow([escaped(row.place), row.result.outcome.value, escaped(row.result.message)])
