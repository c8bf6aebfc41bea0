"""Numbers in an address, which anybody can write anything into."""

from django.http import HttpRequest

LONGEST = 18


def number_in(request: HttpRequest, name: str) -> int | None:
    """A whole number from the query string; None where there is none or something else stands there."""
    given = request.GET.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) <= LONGEST else None
