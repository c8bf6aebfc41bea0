"""Opens a restricted claim to the whole desk, where all whom it is kept to have left."""

import re
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from claims.errors import Refusal
from claims.restrictions.people import restriction_of
from claims.review import restricting
from claims.tracking.models import Claim
from factcheck.preparation import DeskCommand


class Command(DeskCommand):
    """Says what it opened; the act stands in the claim's history as the software's."""

    help = "Open a claim that is kept to named people to the whole desk again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The claim's number."""
        parser.add_argument("number", help="such as FC-1042")

    def handle(self, *args: Any, **options: Any) -> None:
        """Open it."""
        match = re.fullmatch(r"(?:FC-)?0*([1-9][0-9]{0,8})", options["number"].strip(), re.IGNORECASE)
        claim = Claim.objects.select_related("restriction").filter(pk=int(match[1])).first() if match else None
        if claim is None:
            raise CommandError(f"There is no claim {options['number']}. A number looks like FC-1042.")
        if restriction_of(claim) is None:
            self.stdout.write(f"{claim.number} is open to the whole desk already.")
            return
        try:
            restricting.lift(claim_id=claim.pk, actor=None)
        except Refusal as error:
            raise CommandError(error.message) from error
        self.stdout.write(self.style.SUCCESS(f"{claim.number} is open to the whole desk again."))
