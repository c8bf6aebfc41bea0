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
from claims.fetching.same_page import canonical_url, is_front_page, same_site
from claims.fetching.urls import check_url, escaped_url

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
    "escaped_url",
    "fetch",
    "is_front_page",
    "same_site",
]
