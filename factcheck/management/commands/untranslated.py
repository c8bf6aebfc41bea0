"""Prints what a language lacks, for whoever translates it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from factcheck import catalogs, exchange, languages
from factcheck.translations import messages


class Command(BaseCommand):
    """Prints sentences without a translation as JSON lines, which `take_translations` reads once they are filled in."""

    help = "Print the sentences that a language lacks, one JSON object a line. Fill in `text` and take_translations it."

    def add_arguments(self, parser: CommandParser) -> None:
        """One language, and whether all of it is wanted."""
        parser.add_argument("language", metavar="LANG", help="such as: es, pt_BR")
        parser.add_argument("--all", action="store_true", help="also what is translated already")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a line for each sentence."""
        code = options["language"]
        path = catalogs.path_of(languages.LOCALE, code)
        catalog = catalogs.renewed(code, messages(), catalogs.read(path) if path.exists() else None)
        for message in catalog:
            if message.id and (options["all"] or not catalogs.is_translated(message)):
                self.stdout.write(exchange.line_of(message))
