"""Asking for text in any case by an index over LOWER(), with plain values."""

import string
from collections.abc import Iterable
from typing import Final

_ASCII: Final = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


def lower_forms(texts: Iterable[str]) -> set[str]:
    """How the databases may write these in lower case: SQLite and PostgreSQL's C collation know ASCII letters only."""
    return {form for text in texts for form in (text.translate(_ASCII), text.lower())}
