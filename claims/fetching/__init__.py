"""One guarded way to the outside: safe against requests that lead inwards, endless answers and bombs."""

from claims.fetching.answers import Fetched, Limits
from claims.fetching.client import fetch
from claims.fetching.errors import (
    BadStatus,
    FetchError,
    Refused,
    TooLarge,
    TooSlow,
    Unreachable,
    WrongType,
)
from claims.fetching.urls import canonical_url, check_url

__all__ = [
    "BadStatus",
    "FetchError",
    "Fetched",
    "Limits",
    "Refused",
    "TooLarge",
    "TooSlow",
    "Unreachable",
    "WrongType",
    "canonical_url",
    "check_url",
    "fetch",
]
