"""`manage.py code_report YEAR`: a year's evidence for an assessor of a fact-checkers' code."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from claims.publishing.code.formats import FORMATS
from claims.publishing.code.report import CRITERIA, NotCriteria, read_criteria, report
from claims.publishing.code.year import gather
from factcheck.preparation import DeskCommand

FIRST_YEAR = 1990
LAST_YEAR = 9998


class Command(DeskCommand):
    """Prints what was published, corrected and answered in a year, by the criteria of a code, and what is missing."""

    help = "List a year's evidence for the code of a fact-checkers' network, and what is missing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The year, the form, and which criteria."""
        parser.add_argument("year", type=int)
        parser.add_argument("--format", choices=sorted(FORMATS), default="text")
        parser.add_argument("--network", default="", help="only the criteria of this network, such as IFCN")
        ours = "a file of criteria in place of the software's"
        parser.add_argument("--criteria", type=Path, default=CRITERIA, metavar="FILE", help=ours)

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the report, or say in a sentence why there is none."""
        if not FIRST_YEAR <= options["year"] <= LAST_YEAR:
            raise CommandError(f"{options['year']} is no year of a newsroom. Write it in four figures: 2026.")
        try:
            criteria = read_criteria(options["criteria"], network=options["network"])
        except NotCriteria as error:
            raise CommandError(str(error)) from error
        self.stdout.write(FORMATS[options["format"]](report(gather(options["year"]), criteria)), ending="")
