"""Cursors: where a page of a list goes on, as a short text that an address can carry."""

import base64
import json
from collections.abc import Sequence


def written_cursor(values: Sequence[object]) -> str:
    """JSON values as letters that need no quoting in an address."""
    text = json.dumps(list(values), separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def values_of_cursor(cursor: str) -> list[object]:
    """The values that `written_cursor` was given; ValueError for any other text."""
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except RecursionError as error:
        raise ValueError(cursor) from error
    if not isinstance(values, list):
        raise ValueError(cursor)
    return values
