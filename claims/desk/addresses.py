"""Addresses for pages that hold dozens of them: Django's own `reverse` costs as much as drawing what leads there."""

from functools import cache

from django.urls import reverse

_MARK = 7_000_000_000


def address(name: str, *parts: int | str) -> str:
    """The address of a route whose parts are ids or words of the code, such as a move's name."""
    return _shape(name, len(parts)).format(*parts)


@cache
def _shape(name: str, parts: int) -> str:
    """The route's address with a place for each part."""
    marks = [_MARK + place for place in range(parts)]
    shape = reverse(name, args=marks)
    for place, mark in enumerate(marks):
        shape = shape.replace(str(mark), f"{{{place}}}")
    return shape
