"""A matcher that starts anew with each test, as a worker does."""

import pytest

from claims.matching.earlier import earlier_checks
from claims.triage import find_matches


@pytest.fixture(autouse=True)
def fresh_worker() -> None:
    """Nothing in memory is left of the test before."""
    earlier_checks.cache_clear()
    find_matches._checked_for.clear()
