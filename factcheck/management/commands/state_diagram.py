"""Prints the state diagram of a claim, drawn from the transition table."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from claims.workflow import diagram

STATES = Path(diagram.__file__).with_name("STATES.md")


class Command(BaseCommand):
    """Prints Mermaid text; with --write it also renews STATES.md beside the table."""

    help = "Print the states of a claim and the moves between them as a Mermaid diagram."

    def add_arguments(self, parser: CommandParser) -> None:
        """One option."""
        parser.add_argument("--write", action="store_true", help="renew claims/workflow/STATES.md as well")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print, and write where asked."""
        self.stdout.write(diagram.mermaid())
        if options["write"]:
            STATES.write_text(diagram.document(), encoding="utf-8")
