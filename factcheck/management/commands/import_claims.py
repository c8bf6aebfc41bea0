"""`manage.py import_claims FILE --as NAME`: claims out of a .csv, .jsonl or .zip file."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from claims.accounts.models import User
from claims.errors import Refusal
from claims.intake import imports
from claims.intake.claim_import import COLUMNS
from claims.tracking.enums import ImportKind, ImportState, RowOutcome
from claims.tracking.exports import IMPORT_COLUMNS, import_rows
from claims.tracking.tables import Format, write
from factcheck.preparation import DeskCommand


class Command(DeskCommand):
    """Imports claims; running it again imports nothing twice."""

    help = f"Import claims from .csv, .jsonl or a .zip of these, with the columns {', '.join(COLUMNS)}."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, whose claims they are, whether to try only, and where the result goes."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--as", dest="username", required=True, help="the person who adds them")
        parser.add_argument("--dry-run", action="store_true", help="say what would become of each row, change nothing")
        parser.add_argument("--result", type=Path, help="write what became of each row into this .csv file")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import each row here and now; exit with 1 when one could not be imported."""
        actor = User.objects.active().filter(username=options["username"]).first()
        if actor is None:
            raise CommandError(f"There is nobody with the user name {options['username']}.")
        try:
            batch = imports.receive(
                kind=ImportKind.CLAIMS,
                name=options["file"].name,
                data=options["file"].read_bytes(),
                actor=actor,
                dry_run=options["dry_run"],
                send_now=False,
            )
        except Refusal as error:
            raise CommandError(error.message) from error
        except OSError as error:
            raise CommandError(f"The file could not be read: {error.strerror}.") from error
        imports.work(batch.pk)
        batch.refresh_from_db()
        if batch.state == ImportState.FAILED:
            raise CommandError(batch.error)
        if batch.state == ImportState.CHECKED:
            imports.stop(batch_id=batch.pk, actor=actor)
        if options["result"]:
            options["result"].write_bytes(b"".join(write(Format.CSV, IMPORT_COLUMNS, import_rows(batch))))
        for row in batch.rows.filter(outcome=RowOutcome.FAILED):
            self.stdout.write(f"{row.place}: {row.message}")
        made = "would be added" if options["dry_run"] else "added"
        self.stdout.write(f"{batch.created} {made}, {batch.here} here already, {batch.failed} failed.")
        if batch.failed:
            sys.exit(1)
