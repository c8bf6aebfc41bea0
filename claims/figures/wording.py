"""A formula said in words, for readers who were never taught its signs."""

from collections.abc import Mapping
from typing import Final

from claims.figures.parsing import Called, Joined, Name, Negated, Node, Number
from claims.figures.written import plain
from claims.sentences import mark, say

_FUNCTIONS: Final[Mapping[str, str]] = {
    "percent_change": mark("the change from %(first)s to %(second)s in per cent"),
    "points": mark("the difference between %(first)s and %(second)s in percentage points"),
    "share": mark("%(first)s as a share of %(second)s in per cent"),
    "per_head": mark("%(first)s for each of %(second)s"),
    "real": mark("%(first)s in real terms, with the price index going from %(second)s to %(third)s"),
    "sum": mark("the sum of %(all)s"),
    "mean": mark("the average of %(all)s"),
    "min": mark("the smallest of %(all)s"),
    "max": mark("the largest of %(all)s"),
}
_SIGNS: Final[Mapping[str, str]] = {
    "+": mark("%(left)s plus %(right)s"),
    "-": mark("%(left)s minus %(right)s"),
    "*": mark("%(left)s times %(right)s"),
    "/": mark("%(left)s divided by %(right)s"),
}


def in_words(tree: Node) -> str:
    """The formula as part of a sentence: the change from jobs 2019 to jobs 2024 in per cent."""
    match tree:
        case Number(value):
            return plain(value)
        case Name(name):
            return name.replace("_", " ")
        case Negated(of):
            return say("minus %(value)s", value=_inner(of))
        case Joined(sign, left, right):
            return say(_SIGNS[sign], left=_inner(left), right=_inner(right))
        case Called(function, arguments):
            words = [in_words(argument) for argument in arguments]
            places = dict(zip(("first", "second", "third"), words, strict=False))
            return say(_FUNCTIONS[function], **places, all=", ".join(words))


def _inner(tree: Node) -> str:
    words = in_words(tree)
    return words if isinstance(tree, Number | Name) else f"({words})"
