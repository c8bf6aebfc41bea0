"""Takes translated sentences from JSON lines into a language's file."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from factcheck import catalogs, exchange, languages
from factcheck.translations import messages


class Command(BaseCommand):
    """Takes what is right, says what is wrong with the rest, and leaves that untranslated."""

    help = (
        "Take a file of JSON lines as `untranslated` prints them, with `text` filled in, into the language's file. "
        "A sentence whose placeholders, tags or plural forms are wrong is named and left out."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The language and the file."""
        parser.add_argument("language", metavar="LANG", help="such as: es, pt_BR")
        parser.add_argument("file", type=Path, help="JSON lines; - reads them from the standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take them, write the file, and end with an error where something was left out."""
        code, file = options["language"], options["file"]
        path = catalogs.path_of(languages.LOCALE, code)
        catalog = catalogs.renewed(code, messages(), catalogs.read(path) if path.exists() else None)
        text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
        taken = 0
        wrong = []
        for place, line in enumerate(text.splitlines(), 1):
            if line.strip():
                problem = exchange.take(catalog, line)
                taken += not problem
                wrong += [f"line {place}: {problem}"] if problem else []
        catalogs.write(catalog, path)
        languages.compile_stale()
        self.stdout.write(f"{code}: {taken} sentences taken. {path}")
        if wrong:
            raise CommandError("\n".join([*wrong, f"{len(wrong)} sentences were left out."]))
