"""A year's evidence for an assessor of a fact-checkers' code: what each criterion asks, what shows it, what is missing.

The criteria are data: `criteria.json`, or a file of the newsroom's own. The report is in English, which the
assessors of the networks read.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from claims.publishing.code.evidence import EVIDENCE, Shown
from claims.publishing.code.year import Year

CRITERIA: Final = Path(__file__).with_name("criteria.json")


class NotCriteria(Exception):
    """A file of criteria that cannot be used; the message is a sentence."""


@dataclass(frozen=True)
class Criterion:
    """One criterion with the evidence that is there for it."""

    network: str
    number: str
    asks: str
    evidence: Mapping[str, Shown]

    @property
    def missing(self) -> list[str]:
        """Everything that is missing for it."""
        return [sentence for shown in self.evidence.values() for sentence in shown.missing]


@dataclass(frozen=True)
class Report:
    """The whole report."""

    newsroom: str
    year: int
    criteria: Sequence[Criterion]

    def as_data(self) -> dict[str, Any]:
        """As plain data; `missing` gathers what is missing for each criterion."""
        whole = asdict(self)
        for row, criterion in zip(whole["criteria"], self.criteria, strict=True):
            row["missing"] = criterion.missing
        return whole


def report(year: Year, criteria: Sequence[Mapping[str, Any]]) -> Report:
    """The evidence of a year for these criteria."""
    shown = {key: show(year) for key, show in EVIDENCE.items()}
    return Report(
        year.room.name,
        year.year,
        [
            Criterion(each["network"], each["number"], each["asks"], {key: shown[key] for key in each["shows"]})
            for each in criteria
        ],
    )


def read_criteria(file: Path = CRITERIA, *, network: str = "") -> list[Mapping[str, Any]]:
    """The criteria of a file, or those of one network; raises NotCriteria with what is wrong."""
    try:
        rows = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise NotCriteria(f"{file} cannot be read.") from error
    except ValueError as error:
        raise NotCriteria(f"{file} is not JSON: {error}.") from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise NotCriteria(f"{file} has to hold a list of criteria.")
    for number, row in enumerate(rows, 1):
        _check_row(file, number, row)
    found = [row for row in rows if not network or row["network"].casefold() == network.casefold()]
    if not found:
        raise NotCriteria(f"{file} has no criteria of {network}.")
    return found


def _check_row(file: Path, number: int, row: Mapping[str, Any]) -> None:
    if not all(isinstance(row.get(key), str) for key in ("network", "number", "asks")):
        raise NotCriteria(f"Criterion {number} of {file} needs network, number and asks as texts.")
    shows = row.get("shows")
    unknown = set(shows) - set(EVIDENCE) if isinstance(shows, list) and all(isinstance(s, str) for s in shows) else None
    if unknown is None:
        raise NotCriteria(f"Criterion {number} of {file} needs shows, a list of names of evidence.")
    if unknown:
        known = ", ".join(sorted(EVIDENCE))
        raise NotCriteria(f"Criterion {number} of {file} asks for {sorted(unknown)[0]}; there are {known}.")
