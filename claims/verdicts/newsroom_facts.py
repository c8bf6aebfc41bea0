"""What networks of fact-checkers ask a newsroom to tell its readers, as single facts: owners, money by year, people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import groupby
from typing import Any, Final

from claims.verdicts import normalise_input
from claims.verdicts.models import Newsroom

FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "owners": ("name", "share", "note"),
    "funders": ("year", "name", "amount", "currency", "kind"),
    "team": ("name", "role", "background"),
    "memberships": ("name", "code", "since", "complaints"),
}
"""The lists of a newsroom, and what stands in a row of each; a row without its name is none."""


@dataclass(frozen=True)
class Year:
    """One year's money: who gave what, the most first, and the sum where all of it is in one currency."""

    year: int
    funders: tuple[Mapping[str, Any], ...]
    total: str
    currency: str


def tidy_rows(name: str, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows of a list as they are kept: its own fields alone, without those that name nobody."""
    kept = ({field: _tidy(row.get(field, "")) for field in FIELDS[name]} for row in rows)
    return [row for row in kept if row["name"]]


def years_of(room: Newsroom) -> list[Year]:
    """What was paid, the latest year first."""
    rows = sorted(room.funders, key=lambda row: (-int(row["year"]), -_amount(row), row["name"]))
    return [_year(year, tuple(group)) for year, group in groupby(rows, key=lambda row: int(row["year"]))]


def as_data(room: Newsroom) -> dict[str, Any]:
    """All of it as plain data, for programs."""
    return {
        "name": room.name,
        "homepage": room.homepage,
        "email": room.email,
        "address": room.address,
        "legal_form": room.legal_form,
        "ownership": room.ownership,
        "owners": room.owners,
        "funding": room.funding,
        "funders": room.funders,
        "position": room.position,
        "team": room.team,
        "memberships": room.memberships,
    }


def _year(year: int, funders: tuple[Mapping[str, Any], ...]) -> Year:
    currencies = {row["currency"] for row in funders}
    one = len(currencies) == 1 and all(row["amount"] for row in funders)
    total = str(sum(_amount(row) for row in funders)) if one else ""
    return Year(year, funders, total, currencies.pop() if one else "")


def _amount(row: Mapping[str, Any]) -> Decimal:
    try:
        return Decimal(row["amount"] or 0)
    except InvalidOperation:
        return Decimal(0)


def _tidy(value: Any) -> Any:  # a text, or a number as it was typed
    if isinstance(value, str):
        return normalise_input.lines(value).strip()
    return value if isinstance(value, int) else "" if value is None else str(value)
