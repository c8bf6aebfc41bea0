"""`pytest -p tests.only_database`: leaves out the tests that never ask for the database.

They have run on SQLite already, and what they try is the same on PostgreSQL.
"""

import pytest

DATABASE = {"db", "transactional_db", "django_db_setup", "live_server"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep what uses the database or another service."""
    kept, left_out = [], []
    for item in items:
        (kept if _asks_for_it(item) else left_out).append(item)
    items[:] = kept
    config.hook.pytest_deselected(items=left_out)


def _asks_for_it(item: pytest.Item) -> bool:
    marks = ("django_db", "services")
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(fixtures & DATABASE) or any(item.get_closest_marker(name) for name in marks)
