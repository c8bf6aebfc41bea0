"""`pytest -p tests.only_database`: leaves out what PostgreSQL cannot change, since it has run on SQLite already.

That is a test that never asks for the database, and a test of a face (the desk, the back office, the API, the public
site) in whose own code nothing stands that the two databases could take differently. Behind the faces the same reads
and services are tried on both by the tests of their own rooms. `TELLING` says what keeps a face's test; the marker
`both_databases` keeps one in whose code it does not show. `make test-postgres` leaves no test of a face out.
"""

import inspect
import re

import pytest

DATABASE = {"db", "transactional_db", "django_db_setup", "live_server"}
FACES = ("tests/api/", "tests/backoffice/", "tests/desk/", "tests/public/")
TELLING = re.compile(
    r"""
      num_queries | CaptureQueries | \bquer(y|ies)\b              # the statements: every list has its own counted
    | \?(?!lang|as=|fields)\w+=                                  # what a list is asked for, and not how it is said
    | \bsearch | \bsort(?!ed\() | \border(ed|_by)?\b            # what is found, and in which order
    | \b(after|before|page)=                                     # where a page begins
    | transaction | \bconnection\b | Thread | \block(s|ed)?\b    # what is committed, and what waits
    | IntegrityError | (?<!")\bdelete | \bremov | \beras         # what is refused, and what hangs on a row that goes
    | hostile | \\x00 | \\0 | \\ud8 | \*\ ?\d\d | \d{9}           # what a column takes: characters, length, number
    | import_ | collat | casefold | upper\(\)                     # many rows at once, and letters that are the same
    """,
    re.VERBOSE | re.IGNORECASE,
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep what uses the database or another service, and could find another database different."""
    kept, left_out = [], []
    for item in items:
        stays = _asks_for_it(item) and (config.getoption("all_faces") or could_differ(item))
        (kept if stays else left_out).append(item)
    items[:] = kept
    config.hook.pytest_deselected(items=left_out)


def pytest_addoption(parser: pytest.Parser) -> None:
    """The whole on PostgreSQL stays one option away."""
    parser.addoption("--all-faces", action="store_true", help="leave out no test of a face that uses the database")


def could_differ(item: pytest.Item) -> bool:
    """Whether the test is no face's, or its own code has something that databases take differently."""
    if not item.nodeid.startswith(FACES) or item.get_closest_marker("both_databases"):
        return True
    return is_telling(inspect.getsource(item.function)) if isinstance(item, pytest.Function) else True


def is_telling(code: str) -> bool:
    """Whether something stands in a test's code that SQLite and PostgreSQL could take differently."""
    return TELLING.search(code) is not None


def _asks_for_it(item: pytest.Item) -> bool:
    marks = ("django_db", "services")
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(fixtures & DATABASE) or any(item.get_closest_marker(name) for name in marks)
