"""What a formula comes to over named cells, with its unit: exact decimals, and no number beyond all measure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, DecimalException
from typing import Final

from claims.figures import units
from claims.figures.errors import FormulaError
from claims.figures.parsing import Called, Joined, Name, Negated, Node, Number, parse
from claims.figures.units import BARE, PEOPLE, PERCENT, POINTS, Unit, unit_text
from claims.sentences import say

LARGEST: Final = Decimal("1e24")
_HUNDRED: Final = Decimal(100)
_EXACT: Final = Context(prec=40)


@dataclass(frozen=True)
class Value:
    """A number and what it is counted in."""

    number: Decimal
    unit: Unit = BARE


type Cells = Mapping[str, Sequence[Value]]
"""What stands in the named cells; a name for several cells has several."""


def compute(formula: str, cells: Cells) -> Value:
    """What a formula comes to; raises FormulaError with a sentence that says what to do."""
    return value_of(parse(formula), cells)


def value_of(tree: Node, cells: Cells) -> Value:
    """What the tree of a formula comes to; raises FormulaError."""
    try:
        return _within(_value(tree, cells))
    except DecimalException as error:
        raise FormulaError(say("This cannot be worked out. Check the cells and the signs between them.")) from error


def _value(tree: Node, cells: Cells) -> Value:
    match tree:
        case Number(number):
            return Value(number)
        case Name(name):
            return _one(name, cells)
        case Negated(of):
            inner = _value(of, cells)
            return Value(inner.number.copy_negate(), inner.unit)
        case Joined(sign, left, right):
            return _within(_joined(sign, _value(left, cells), _value(right, cells)))
        case Called(function, arguments):
            return _within(_called(function, arguments, cells))


def _one(name: str, cells: Cells) -> Value:
    values = _named(name, cells)
    if len(values) != 1:
        raise FormulaError(say("“%(name)s” names several cells. Put it into sum, mean, min or max.", name=name))
    return values[0]


def _named(name: str, cells: Cells) -> Sequence[Value]:
    if name not in cells:
        raise FormulaError(say("No cell is called “%(name)s”. Name that cell first, or mend the name.", name=name))
    return cells[name]


def _joined(sign: str, left: Value, right: Value) -> Value:
    if sign in "+-":
        return _added(sign, left, right)
    if sign == "*":
        left, right = _fraction(left), _fraction(right)
        return Value(_EXACT.multiply(left.number, right.number), units.multiplied(left.unit, right.unit))
    if left.unit != right.unit:
        left, right = _fraction(left), _fraction(right)
    return Value(_divided(left.number, right.number), units.divided(left.unit, right.unit))


def _added(sign: str, left: Value, right: Value) -> Value:
    number = _EXACT.add(left.number, right.number if sign == "+" else right.number.copy_negate())
    if left.unit == PERCENT and right.unit == POINTS:
        return Value(number, PERCENT)
    if left.unit != right.unit:
        _refuse_unlike(left.unit, right.unit)
    return Value(number, POINTS if sign == "-" and left.unit == PERCENT else left.unit)


def _refuse_unlike(left: Unit, right: Unit) -> None:
    if not left or not right:
        raise FormulaError(
            say(
                "A bare number and %(unit)s cannot be added or compared. Name a cell for it and give it that unit.",
                unit=unit_text(left or right),
            )
        )
    raise FormulaError(
        say(
            "%(one)s and %(other)s cannot be added or compared. Use cells that are counted in the same unit.",
            one=unit_text(left),
            other=unit_text(right),
        )
    )


def _fraction(value: Value) -> Value:
    """Per cent are hundredths where they multiply or divide something else."""
    return Value(_EXACT.divide(value.number, _HUNDRED)) if value.unit == PERCENT else value


def _divided(above: Decimal, below: Decimal) -> Decimal:
    if not below:
        raise FormulaError(
            say("This divides by zero. Choose another cell to divide by, or check the one that is zero.")
        )
    return _EXACT.divide(above, below)


def _called(function: str, arguments: Sequence[Node], cells: Cells) -> Value:
    if function in ("sum", "mean", "min", "max"):
        return _over(function, [value for node in arguments for value in _several(node, cells)])
    values = [_value(argument, cells) for argument in arguments]
    match function:
        case "percent_change":
            return _percent_change(*values)
        case "points":
            return _points(*values)
        case "share":
            _ask_alike(*values)
            return Value(_EXACT.multiply(_divided(values[0].number, values[1].number), _HUNDRED), PERCENT)
        case "per_head":
            return _per_head(*values)
        case _:
            return _real(*values)


def _several(node: Node, cells: Cells) -> Sequence[Value]:
    return _named(node.name, cells) if isinstance(node, Name) else [_value(node, cells)]


def _over(function: str, values: Sequence[Value]) -> Value:
    for value in values[1:]:
        _ask_alike(values[0], value)
    numbers = [value.number for value in values]
    if function in ("min", "max"):
        return Value(min(numbers) if function == "min" else max(numbers), values[0].unit)
    total = Decimal(0)
    for number in numbers:
        total = _EXACT.add(total, number)
    return Value(total if function == "sum" else _EXACT.divide(total, Decimal(len(numbers))), values[0].unit)


def _percent_change(before: Value, after: Value) -> Value:
    _ask_alike(before, after)
    if before.number < 0:
        raise FormulaError(
            say("A change in per cent from a number below zero means nothing. Give the difference instead.")
        )
    change = _EXACT.subtract(after.number, before.number)
    return Value(_EXACT.multiply(_divided(change, before.number), _HUNDRED), PERCENT)


def _points(before: Value, after: Value) -> Value:
    if before.unit != PERCENT or after.unit != PERCENT:
        raise FormulaError(say("points takes two cells in per cent. Give each of them the percent sign as its unit."))
    return Value(_EXACT.subtract(after.number, before.number), POINTS)


def _per_head(amount: Value, people: Value) -> Value:
    if people.unit != PEOPLE:
        raise FormulaError(say("per_head takes an amount and a number of people. Give that cell the unit people."))
    amount = _fraction(amount)
    return Value(_divided(amount.number, people.number), units.divided(amount.unit, PEOPLE))


def _real(amount: Value, index_then: Value, index_now: Value) -> Value:
    """In real terms: the amount times the index of the year it is told in, over that of its own year."""
    _ask_alike(index_then, index_now)
    if index_then.number <= 0 or index_now.number <= 0:
        raise FormulaError(say("A price index is above zero. Check the cells that hold the index."))
    told = _EXACT.multiply(amount.number, _divided(index_now.number, index_then.number))
    return Value(told, amount.unit)


def _ask_alike(one: Value, other: Value) -> None:
    if one.unit != other.unit:
        _refuse_unlike(one.unit, other.unit)


def _within(value: Value) -> Value:
    if not value.number.is_finite() or value.number.copy_abs() > LARGEST:
        raise FormulaError(say("The number becomes larger than anything is counted in. Check the cells and the signs."))
    return value
