"""Brings the files of translations up to date with the sentences in the code."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from factcheck import catalogs, languages
from factcheck.translations import messages


class Command(BaseCommand):
    """Writes claims/locale/LANG/LC_MESSAGES/django.po, for a new language as well."""

    help = (
        "Bring the translations up to date with the code: new sentences are added, translations kept, and sentences "
        "that are gone dropped. A language that has no folder yet gets one."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The languages; all that are there where none is named."""
        parser.add_argument("languages", nargs="*", metavar="LANG", help="such as: es, pt_BR; all where none is named")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write each file and say how much of it is translated."""
        gathered = messages()
        for code in options["languages"] or languages.folders():
            path = catalogs.path_of(languages.LOCALE, code)
            try:
                catalog = catalogs.renewed(code, gathered, catalogs.read(path) if path.exists() else None)
            except ValueError as error:
                raise CommandError(f"{code} is no language that Babel knows. Name it as in: es, pt_BR, zh.") from error
            catalogs.write(catalog, path)
            done = sum(catalogs.is_translated(message) for message in catalog if message.id)
            self.stdout.write(f"{code}: {done} of {len(catalog)} sentences are translated. {path}")
        languages.compile_stale()
