"""`manage.py import_claims FILE --as NAME`: claims out of a .csv, .jsonl or .zip file."""

import csv
import sys
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims.accounts.models import User
from claims.tracking.tables import NotATable, escaped, read
from claims.workflow.claim_import import COLUMNS, Imported, Outcome, import_claims
from claims.workflow.errors import WorkflowError

RESULT_COLUMNS = ("place", "outcome", "number", "message")


class Command(BaseCommand):
    """Imports claims; running it again imports nothing twice."""

    help = f"Import claims from .csv, .jsonl or a .zip of these, with the columns {', '.join(COLUMNS)}."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, whose claims they are, whether to try only, and where the result goes."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--as", dest="username", required=True, help="the person who adds them")
        parser.add_argument("--dry-run", action="store_true", help="say what would become of each row, change nothing")
        parser.add_argument("--result", type=Path, help="write what became of each row into this .csv file")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import each row; exit with 1 when one could not be imported."""
        actor = User.objects.active().filter(username=options["username"]).first()
        if actor is None:
            raise CommandError(f"There is nobody with the user name {options['username']}.")
        try:
            lines = read(options["file"].read_bytes(), name=options["file"].name)
            results = list(import_claims(lines, actor=actor, dry_run=options["dry_run"]))
        except (NotATable, WorkflowError) as error:
            raise CommandError(error.message) from error
        except OSError as error:
            raise CommandError(f"The file could not be read: {error.strerror}.") from error
        if options["result"]:
            _write(options["result"], results)
        for row in results:
            if row.outcome is Outcome.FAILED:
                self.stdout.write(f"{row.place}: {row.message}")
        counts = Counter(row.outcome for row in results)
        made = "would be added" if options["dry_run"] else "added"
        self.stdout.write(
            f"{counts[Outcome.CREATED]} {made}, {counts[Outcome.HERE]} here already, {counts[Outcome.FAILED]} failed."
        )
        if counts[Outcome.FAILED]:
            sys.exit(1)


def _write(path: Path, results: list[Imported]) -> None:
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.writer(file)
        writer.writerow(RESULT_COLUMNS)
        writer.writerows([escaped(getattr(row, column)) for column in RESULT_COLUMNS] for row in results)
