"""`manage.py export_pack FC-0012 FILE`: one claim with its evidence, as one file that can be checked elsewhere."""

import re
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from claims.public.check_evidence_pack import check_pack, sha256_of
from claims.public.evidence_pack import write_pack
from claims.tracking.models import Claim
from claims.verdicts.signing import NoKey, current_key
from claims.verdicts.stamping import readable_certificates
from factcheck.preparation import DeskCommand


class Command(DeskCommand):
    """Writes an evidence pack."""

    help = "Write the evidence pack of a claim: what was published, submitted and approved, the copies, the record."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The claim's number and the file to write."""
        parser.add_argument("claim", help="The claim's number, such as FC-0012.")
        parser.add_argument("file", type=Path, nargs="?", help="Where to write; by default FC-0012.zip here.")
        parser.add_argument(
            "--internal",
            action="store_true",
            help="Also unpublished verdicts, every copy and the internal notes: for the newsroom's own archive.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write, and say how much."""
        match = re.fullmatch(r"(?:FC-)?0*([1-9][0-9]{0,14})", options["claim"], re.IGNORECASE)
        claim = Claim.objects.filter(pk=int(match[1])).first() if match else None
        if claim is None:
            raise CommandError(f"There is no claim {options['claim']}.")
        file = options["file"] or Path(f"{claim.number}.zip")
        if file.exists():
            raise CommandError(f"{file} is there already. Choose another name.")
        try:
            count = write_pack(claim, file, internal=options["internal"])
        except NoKey as error:
            file.unlink(missing_ok=True)
            raise CommandError(str(error)) from error
        except OSError as error:
            file.unlink(missing_ok=True)
            raise CommandError(f"A file of this claim could not be read or written: {error}.") from error
        faults = check_pack(file, {current_key().public}, certificates=readable_certificates()).faults
        if faults:
            raise CommandError("\n".join([f"{file} was written, but what the desk keeps does not hold:", *faults]))
        scope = "with the newsroom's internal notes" if options["internal"] else "to be handed on"
        self.stdout.write(f"{file} holds {count} files, {scope}. SHA-256 of the whole: {sha256_of(file)}")
        self.stdout.write("Its README says how anybody can check it, with this software or without.")
