"""Seals outside the database: how one is written down, and whether the record still agrees with those that were kept.

Whoever owns the database can rewrite the record and compute every hash anew. What they cannot change is a seal that
somebody else has kept: from then on the record either leads to that very hash, or it is not what it was.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from claims.audit.models import AuditSeal


class NotASeal(Exception):
    """A line that is no seal; the message is a sentence."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class KeptSeal:
    """A seal as somebody outside kept it."""

    number: int
    last_event: int
    hash: str


def line_of(seal: AuditSeal) -> str:
    """One seal as a line of JSON, the way it leaves the house."""
    said = {
        "seal": seal.pk,
        "at": seal.at.isoformat(),
        "last_event": seal.last_event_id,
        "chains": seal.chains,
        "previous": seal.previous_hash,
        "hash": seal.hash,
    }
    return json.dumps(said, separators=(", ", ": "))


def read_seals(text: str) -> list[KeptSeal]:
    """The seals of a file, of a letter or of the public page: every line that is one; NotASeal where there is none."""
    found = [_seal(line) for line in text.splitlines() if line.strip().startswith("{")]
    if not found:
        raise NotASeal('There is no seal in this file. A seal is a line such as {"seal": 12, ... "hash": "9f3c..."}.')
    return found


def disagreements(kept: Iterable[KeptSeal]) -> list[str]:
    """A sentence for each seal kept outside that the database does not have as it was."""
    outside = sorted(kept, key=lambda seal: seal.number)
    here = {seal.pk: seal for seal in AuditSeal.objects.filter(pk__in=[each.number for each in outside])}
    found = []
    for seal in outside:
        stored = here.get(seal.number)
        if stored is None:
            found.append(f"Seal {seal.number} was kept outside, and the record does not have it any longer.")
        elif (stored.hash, stored.last_event_id) != (seal.hash, seal.last_event):
            found.append(
                f"Seal {seal.number} is not the one that was kept outside: what happened up to event"
                f" {seal.last_event} was rewritten after the seal had left."
            )
    return found


def _seal(line: str) -> KeptSeal:
    try:
        said: Any = json.loads(line.strip().rstrip(","))
        kept = KeptSeal(number=said["seal"], last_event=said["last_event"], hash=said["hash"])
    except (ValueError, KeyError, TypeError) as error:
        raise NotASeal(f"This line is no seal: {line.strip()[:80]}") from error
    if not (isinstance(kept.number, int) and isinstance(kept.last_event, int) and isinstance(kept.hash, str)):
        raise NotASeal(f"This line is no seal: {line.strip()[:80]}")
    return kept
