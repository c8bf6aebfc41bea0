"""A formula cut into numbers, names and signs, within limits of length."""

import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from claims.figures.errors import FormulaError
from claims.sentences import say

LONGEST: Final = 500
MOST_DIGITS: Final = 20
LONGEST_NAME: Final = 40
_SIGNS: Final = {"+": "+", "-": "-", "−": "-", "–": "-", "*": "*", "×": "*", "·": "*", "/": "/", "÷": "/"}
_MARKS: Final = {"(": "(", ")": ")", ",": ",", ";": ","}
_SHOWN: Final = 20

type Kind = Literal["number", "name", "sign", "end"]


@dataclass(frozen=True)
class Token:
    """One piece of a formula, and where it begins."""

    kind: Kind
    text: str
    at: int


def tokens_of(formula: str) -> list[Token]:
    """The pieces of a formula, the end last; raises FormulaError."""
    formula = formula.strip()
    if not formula:
        raise FormulaError(say("Write a formula, such as percent_change(jobs_2019, jobs_2024)."))
    if len(formula) > LONGEST:
        raise FormulaError(
            say("The formula is longer than %(limit)s characters. Split it into several figures.", limit=LONGEST)
        )
    formula = unicodedata.normalize("NFC", formula)
    found: list[Token] = []
    at = 0
    while at < len(formula):
        if formula[at].isspace():
            at += 1
            continue
        token = _token(formula, at)
        found.append(token)
        at += len(token.text) if token.kind != "sign" else 1
    return [*found, Token("end", "", len(formula))]


def number_of(token: Token) -> Decimal:
    """What a number in a formula stands for; a point divides its decimals."""
    return Decimal(token.text)


def name_of(text: str) -> str:
    """A name as it is kept: small letters, digits and underscores, a letter first; raises FormulaError."""
    name = unicodedata.normalize("NFC", text.strip()).lower().replace(" ", "_").replace("-", "_")
    if not name or not name[0].isalpha() or not all(_in_name(sign) for sign in name):
        raise FormulaError(say("Begin the name with a letter and use only letters, digits and _, as in jobs_2024."))
    if len(name) > LONGEST_NAME:
        raise FormulaError(say("Keep the name under %(limit)s characters.", limit=LONGEST_NAME))
    return name


def _in_name(sign: str) -> bool:
    return sign.isalpha() or sign == "_" or (sign.isascii() and sign.isdigit())


def _is_digit(sign: str) -> bool:
    return sign.isascii() and sign.isdigit()


def _token(formula: str, at: int) -> Token:
    sign = formula[at]
    if _is_digit(sign) or (sign == "." and _is_digit(formula[at + 1 : at + 2])):
        return _number(formula, at)
    if sign.isalpha():
        return _name(formula, at)
    if sign == "^" or formula.startswith("**", at):
        raise FormulaError(say("A formula has no powers. Multiply the cells with * instead."))
    if sign in _SIGNS:
        return Token("sign", _SIGNS[sign], at)
    if sign in _MARKS:
        return Token("sign", _MARKS[sign], at)
    if sign == "%":
        raise FormulaError(say("Write no % in a formula. Use percent_change or share, or give the cell the unit %."))
    raise FormulaError(
        say("“%(sign)s” has no meaning in a formula. Use names, numbers, + - * / and parentheses.", sign=sign)
    )


def _number(formula: str, at: int) -> Token:
    end = at
    while end < len(formula) and (_is_digit(formula[end]) or formula[end] == "."):
        end += 1
    text = formula[at:end]
    if text.count(".") > 1 or text.endswith("."):
        raise FormulaError(
            say("“%(text)s” is no number. Write 1234.5, with one point and no signs between.", text=_cut(text))
        )
    if len(text) > MOST_DIGITS:
        raise FormulaError(
            say("The number %(text)s has too many digits. Use at most %(limit)s.", text=_cut(text), limit=MOST_DIGITS)
        )
    if end < len(formula) and _in_name(formula[end]):
        raise FormulaError(
            say("“%(text)s” runs into a letter. Put a sign such as * between a number and a name.", text=_cut(text))
        )
    return Token("number", text, at)


def _name(formula: str, at: int) -> Token:
    end = at
    while end < len(formula) and _in_name(formula[end]):
        end += 1
    text = formula[at:end]
    if len(text) > LONGEST_NAME:
        raise FormulaError(say("The name %(text)s is too long. Names have up to 40 characters.", text=_cut(text)))
    return Token("name", text.lower() if len(text.lower()) == len(text) else text, at)


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
