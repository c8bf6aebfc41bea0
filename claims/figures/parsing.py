"""A formula as a tree, by recursive descent, no deeper and no larger than anybody would write."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from claims.figures.errors import FormulaError
from claims.figures.tokens import Token, number_of, tokens_of
from claims.sentences import say

DEEPEST: Final = 20
MOST_ARGUMENTS: Final = 50
SIGNATURES: Final = {
    "percent_change": 2,
    "points": 2,
    "share": 2,
    "per_head": 2,
    "real": 3,
    "sum": 0,
    "mean": 0,
    "min": 0,
    "max": 0,
}
"""The functions, and how many values each takes; 0 stands for one or more cells."""


@dataclass(frozen=True)
class Number:
    """A number written in the formula."""

    value: Decimal


@dataclass(frozen=True)
class Name:
    """A named cell, or a named range of cells."""

    name: str


@dataclass(frozen=True)
class Negated:
    """The same with the other sign."""

    of: "Node"


@dataclass(frozen=True)
class Joined:
    """Two values and the sign between them."""

    sign: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True)
class Called:
    """A function and what it is applied to."""

    function: str
    arguments: tuple["Node", ...]


type Node = Number | Name | Negated | Joined | Called


def parse(formula: str) -> Node:
    """The tree of a formula; raises FormulaError."""
    reader = _Reader(tokens_of(formula))
    tree = reader.sum(0)
    if reader.now.kind != "end":
        raise FormulaError(
            say("“%(text)s” does not belong there. Put a sign between two values.", text=reader.now.text)
        )
    return tree


def names_in(tree: Node) -> list[str]:
    """The names a formula uses, each once, in the order they come in."""
    match tree:
        case Name(name):
            return [name]
        case Negated(of):
            return names_in(of)
        case Joined(_, left, right):
            return list(dict.fromkeys([*names_in(left), *names_in(right)]))
        case Called(_, arguments):
            return list(dict.fromkeys(name for argument in arguments for name in names_in(argument)))
        case Number():
            return []


class _Reader:
    """Reads pieces one after the other; each level of parentheses or minus signs is one deeper."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.at = 0

    @property
    def now(self) -> Token:
        return self.tokens[self.at]

    def sum(self, depth: int) -> Node:
        left = self.product(depth)
        while self.now.text in ("+", "-"):
            sign = self.step().text
            left = Joined(sign, left, self.product(depth))
        return left

    def product(self, depth: int) -> Node:
        left = self.value(depth)
        while self.now.text in ("*", "/"):
            sign = self.step().text
            left = Joined(sign, left, self.value(depth))
        return left

    def value(self, depth: int) -> Node:
        if depth > DEEPEST:
            raise FormulaError(
                say("The parentheses are more than %(limit)s deep. Split it into several figures.", limit=DEEPEST)
            )
        token = self.step()
        if token.kind == "number":
            return Number(number_of(token))
        if token.kind == "name":
            return self.call(token.text, depth) if self.now.text == "(" else Name(token.text)
        if token.text == "-":
            return Negated(self.value(depth + 1))
        if token.text == "(":
            inner = self.sum(depth + 1)
            self.close()
            return inner
        if token.kind == "end":
            raise FormulaError(say("The formula stops in the middle. Add the value that is missing at its end."))
        raise FormulaError(say("A value is missing before “%(text)s”. Add a name or a number there.", text=token.text))

    def call(self, function: str, depth: int) -> Node:
        if function not in SIGNATURES:
            raise FormulaError(
                say(
                    "“%(name)s” is no function. There are: %(names)s.",
                    name=function,
                    names=", ".join(SIGNATURES),
                )
            )
        self.step()
        arguments: list[Node] = []
        while self.now.text != ")" or arguments:
            arguments.append(self.sum(depth + 1))
            if self.now.text != ",":
                break
            self.step()
        self.close()
        _ask_for_count(function, len(arguments))
        return Called(function, tuple(arguments))

    def close(self) -> None:
        if self.now.text != ")":
            raise FormulaError(say("A closing parenthesis is missing. Add the “)” that belongs to the “(”."))
        self.step()

    def step(self) -> Token:
        token = self.now
        if token.kind != "end":
            self.at += 1
        return token


def _ask_for_count(function: str, count: int) -> None:
    wanted = SIGNATURES[function]
    if wanted and count != wanted:
        raise FormulaError(
            say(
                "%(name)s takes %(wanted)s values and has %(count)s. Separate the values with commas.",
                name=function,
                wanted=wanted,
                count=count,
            )
        )
    if not count or count > MOST_ARGUMENTS:
        raise FormulaError(say("%(name)s takes between 1 and %(most)s cells.", name=function, most=MOST_ARGUMENTS))
