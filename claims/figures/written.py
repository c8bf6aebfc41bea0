"""Numbers as they are written in tables and texts, and whether one in a text is what a formula comes to."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

from claims.figures.computing import Value
from claims.figures.errors import FormulaError
from claims.figures.units import PERCENT, unit_text
from claims.sentences import say

LONGEST: Final = 60
MOST_DIGITS: Final = 24
_SPACES: Final = " \u00a0\u202f\u2009'’"
_MINUS: Final = "-−–"
_SHOWN: Final = 40
_WIDE: Final = Context(prec=80)


@dataclass(frozen=True)
class Reading:
    """One way to read a written number: what it is, and to how many decimals it is given."""

    number: Decimal
    decimals: int


def number_in_cell(text: str, decimal_sign: str = ".") -> Decimal:
    """The number of a cell such as 1,234.5 or (12) or € 3 or 7 %; raises FormulaError."""
    core, is_negative = _core(text)
    grouping = "," if decimal_sign == "." else "."
    whole, _, rest = core.replace(grouping, "").partition(decimal_sign)
    if decimal_sign in rest or grouping in core.partition(decimal_sign)[2]:
        raise _no_number(text)
    number = Decimal(f"{whole or '0'}.{rest or '0'}")
    return number.copy_negate() if is_negative else number


def readings(text: str) -> list[Reading]:
    """The ways to read the one number of a text such as “€1,234” or “12.5 %”; raises FormulaError."""
    core, is_negative = _core(text)
    return [Reading(one.number.copy_negate() if is_negative else one.number, one.decimals) for one in _unsigned(core)]


def check(shown: str, value: Value, scale: int = 0) -> None:
    """Whether the figure in a text is what the formula comes to, rounded as the text rounds; else FormulaError.

    `scale` is the power of ten that a word in the text stands for: 6 for “1.2 million”. A figure without a sign may
    stand for a fall, as in “fell by 12 %”.
    """
    found = readings(shown)
    if "%" in shown and value.unit != PERCENT:
        raise FormulaError(
            say(
                "“%(shown)s” is in per cent, and the formula gives %(unit)s. Use percent_change or share.",
                shown=_cut(shown),
                unit=unit_text(value.unit) or say("a bare number"),
            )
        )
    if not any(_fits(one, shown, value, scale) for one in found):
        raise FormulaError(
            say(
                "“%(shown)s” is not what the formula gives: %(result)s. Mend the text, the formula or the cells.",
                shown=_cut(shown),
                result=result_text(value, found[0].decimals, scale),
            )
        )


def rounded(number: Decimal, decimals: int) -> Decimal:
    """A number to so many decimals; a half goes up, away from zero."""
    return number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP, context=_WIDE)


def result_text(value: Value, decimals: int, scale: int = 0) -> str:
    """What a formula gives, in plain digits with its unit: -12.5 %."""
    number = rounded(value.number.scaleb(-scale, _WIDE), decimals)
    unit = unit_text(value.unit)
    thousand = f"{number:,f}" + (f"×10^{scale}" if scale else "")
    return f"{thousand} {unit}" if unit else thousand


def brief(number: Decimal, unit: str) -> str:
    """A number as people are told it: grouped digits, at most 4 decimals, and its unit."""
    whole, point, decimals = f"{rounded(number, 4):,f}".partition(".")
    decimals = decimals.rstrip("0")
    text = f"{whole}{point if decimals else ''}{decimals}"
    return f"{'0' if text == '-0' else text} {unit}".rstrip()


def plain(number: Decimal) -> str:
    """A number as it is kept: plain digits, at most 12 decimals, no zeros at their end."""
    text = f"{rounded(number, 12):f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("", "-0") else text


def _fits(reading: Reading, shown: str, value: Value, scale: int) -> bool:
    result = rounded(value.number.scaleb(-scale, _WIDE), reading.decimals)
    if any(sign in shown for sign in f"{_MINUS}+"):
        return result == reading.number
    return result.copy_abs() == reading.number


def _core(text: str) -> tuple[str, bool]:
    """The digits of the one number in a text with the signs between them, and whether it is below zero."""
    text = text.strip()
    if len(text) > LONGEST:
        raise FormulaError(say("“%(text)s” is longer than a figure. Give only the figure itself.", text=_cut(text)))
    places = [place for place, sign in enumerate(text) if "0" <= sign <= "9"]
    if not places:
        raise _no_number(text)
    core = text[places[0] : places[-1] + 1]
    for space in _SPACES:
        core = core.replace(space, "")
    if not all("0" <= sign <= "9" or sign in ".," for sign in core) or len(core) > MOST_DIGITS:
        raise _no_number(text)
    before = text[: places[0]].strip()
    in_parentheses = before.endswith("(") and text[places[-1] + 1 :].strip().startswith(")")
    return core, in_parentheses or any(sign in before for sign in _MINUS)


def _unsigned(core: str) -> list[Reading]:
    last = max(core.rfind("."), core.rfind(","))
    if last < 0:
        return [Reading(Decimal(core), 0)]
    sign = core[last]
    digits, after = core.replace(".", "").replace(",", ""), len(core) - last - 1
    with_decimals = Reading(Decimal(digits).scaleb(-after), after)
    whole = Reading(Decimal(digits), 0)
    if core.count(sign) > 1:
        return [whole]
    if len(core.replace(sign, "")) < len(core) - 1:  # both signs: the last one divides the decimals
        return [with_decimals]
    is_grouping = after == 3 and 0 < last <= 3 and core[0] != "0"
    return [whole, with_decimals] if is_grouping else [with_decimals]


def _no_number(text: str) -> FormulaError:
    return FormulaError(
        say("“%(text)s” holds no single number. Choose a cell or a figure such as 1,234.5 or 12 %%.", text=_cut(text))
    )


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
