"""`manage.py verify_pack FILE`: whether an evidence pack is what the newsroom put together."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from claims.fetching import FetchError
from claims.public.check_evidence_pack import Checked, check_pack, is_imported, keys_in, sha256_of
from claims.public.compare_with_site import differences_from, keys_of
from claims.verdicts.ssh_signatures import fingerprint
from claims.verdicts.time_stamps import certificates_in


class Command(BaseCommand):
    """Checks an evidence pack; needs no database."""

    help = "Check every hash, signature, approval and record in an evidence pack, and compare it with its site."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The pack, and where the newsroom's keys are known from."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--site", default="", help="The newsroom's site, such as https://checks.example.")
        parser.add_argument(
            "--keys", type=Path, help="A file with the newsroom's public keys, as it stands on its site."
        )
        parser.add_argument(
            "--timestamp-certificates",
            type=Path,
            default=settings.TIMESTAMP_CERTIFICATES,
            help="A file in PEM with the certificates of whoever gave the time stamps; by default your own setting.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, and name each fault."""
        site = str(options["site"]).rstrip("/")
        try:
            keys = keys_of(site) if site else None
            if options["keys"]:
                keys = keys_in(options["keys"].read_text(encoding="utf-8")) | (keys or set())
        except (FetchError, OSError, ValueError) as error:
            raise CommandError(f"The newsroom's keys could not be read: {error}") from error
        checked = check_pack(options["file"], keys, certificates=_certificates(options["timestamp_certificates"]))
        faults = [*checked.faults, *(differences_from(site, checked) if site and not checked.faults else ())]
        if faults:
            raise CommandError("\n".join(faults))
        self._tell(checked, options["file"], site=site, known=keys is not None)

    def _tell(self, checked: Checked, file: Path, *, site: str, known: bool) -> None:
        self.stdout.write(f"{file} is sound: {checked.files} files, every hash, approval and event holds.")
        if checked.withheld:
            self.stdout.write(
                f"Of {checked.withheld} events the words are left out, as the README says; their places hold."
            )
        for publication in filter(is_imported, checked.published):
            imported = publication["content"]["imported"]
            who = imported["checked_by"] or "nobody named"
            self.stdout.write(
                f"Number 1 was imported from {imported['address']}, where it was checked by {who};"
                " nobody approved it here."
            )
        for name, stamp in checked.stamps.items():
            held = "its signature holds." if stamp.compared else "whose stamp it is was not looked at."
            self.stdout.write(f"{name} says that what was signed was there at {stamp.at.isoformat()}; {held}")
        if not all(stamp.compared for stamp in checked.stamps.values()):
            self.stdout.write(
                "Get the certificates of whoever gave the time stamps, and check again: "
                f"verify_pack {file} --timestamp-certificates FILE"
            )
        self.stdout.write(f"It is signed with the key {fingerprint(checked.signer)}.")
        if not known:
            self.stdout.write(
                "Whether that is the newsroom's key, a pack cannot say: anybody can make one with a key of their own. "
                f"Compare it with the site: verify_pack {file} --site {checked.site}"
            )
        elif site:
            self.stdout.write(f"The key is the newsroom's, and {site} shows these words.")
        else:
            self.stdout.write("The key is the newsroom's.")
        self.stdout.write(f"SHA-256 of the whole: {sha256_of(file)}")


def _certificates(file: Path | None) -> bytes:
    try:
        text = file.read_bytes() if file else b""
        certificates_in(text)
    except (OSError, ValueError) as error:
        raise CommandError(f"The certificates of {file} could not be read: {error}") from error
    return text
