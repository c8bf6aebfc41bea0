"""What numbers are counted in: money, per cent, people, years, and what comes of multiplying and dividing them."""

from collections.abc import Iterable
from typing import Final

from claims.figures.errors import FormulaError
from claims.sentences import say

type Unit = tuple[tuple[str, int], ...]
"""Units with their powers, sorted by name; none is a bare number."""

BARE: Final[Unit] = ()
PERCENT: Final[Unit] = (("%", 1),)
POINTS: Final[Unit] = (("percentage points", 1),)
PEOPLE: Final[Unit] = (("people", 1),)
LONGEST: Final = 40
_MOST_POWER: Final = 9
_SAME: Final = {
    "€": "EUR",
    "euro": "EUR",
    "euros": "EUR",
    "$": "USD",
    "£": "GBP",
    "person": "people",
    "persons": "people",
    "inhabitants": "people",
    "residents": "people",
    "percent": "%",
    "per cent": "%",
    "percentage point": "percentage points",
    "pp": "percentage points",
    "year": "years",
}


def unit_of(text: str) -> Unit:
    """A unit as a person writes it: EUR, %, people, EUR/people; raises FormulaError."""
    text = " ".join(text.split())
    if len(text) > LONGEST:
        raise FormulaError(say("Keep the unit under %(limit)s characters.", limit=LONGEST))
    above, *below = text.split("/")
    if len(below) > 1 or any(sign.isdigit() for sign in text):
        raise FormulaError(say("Write the unit in one word, such as EUR or people, or as EUR/people."))
    parts = [(above, 1), *((part, -1) for part in below)]
    return _unit((_named(name), power) for name, power in parts if name.strip())


def unit_text(unit: Unit) -> str:
    """A unit as it is kept and shown: EUR/people."""
    above = "·".join(_times(name, power) for name, power in unit if power > 0)
    below = "·".join(_times(name, -power) for name, power in unit if power < 0)
    return f"{above or '1'}/{below}" if below else above


def multiplied(left: Unit, right: Unit) -> Unit:
    """The unit of a product."""
    return _unit([*left, *right])


def divided(left: Unit, right: Unit) -> Unit:
    """The unit of a quotient."""
    return _unit([*left, *((name, -power) for name, power in right)])


def _unit(parts: Iterable[tuple[str, int]]) -> Unit:
    powers: dict[str, int] = {}
    for name, power in parts:
        powers[name] = powers.get(name, 0) + power
    if any(abs(power) > _MOST_POWER for power in powers.values()):
        raise FormulaError(say("The same unit is multiplied too often. Check which cells belong into the formula."))
    return tuple(sorted((name, power) for name, power in powers.items() if power))


def _named(text: str) -> str:
    name = text.strip()
    if name.startswith("per ") and name != "per cent":
        name = name[4:]
    if len(name) == 3 and name.isalpha() and name.isascii() and name.upper() in {"EUR", "USD", "GBP", "CHF", "PLN"}:
        return name.upper()
    return _SAME.get(name.casefold(), name)


def _times(name: str, power: int) -> str:
    return name if power == 1 else f"{name}^{power}"
