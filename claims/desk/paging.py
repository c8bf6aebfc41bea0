"""Numbers in an address or a form, where anybody can write anything."""

from django.http import HttpRequest

MAX_DIGITS = 18


def number_in(request: HttpRequest, name: str) -> int | None:
    """A whole number from the query string; None where there is none or something else stands there."""
    return whole_number(request.GET.get(name, ""))


def whole_number(given: str) -> int | None:
    """The number that the text is, if it is one."""
    return int(given) if given.isascii() and given.isdigit() and len(given) <= MAX_DIGITS else None
