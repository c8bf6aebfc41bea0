"""Coverage is added up by room, the least covered first."""

from tests.repository.coverage_by_room import table


def test_files_of_a_room_are_added_up_and_the_least_covered_comes_first():
    files = {
        "claims/triage/tips.py": (100, 90),
        "claims/triage/matches.py": (300, 270),
        "claims/cursors.py": (20, 20),
        "factcheck/management/commands/up.py": (80, 40),
        "claims/desk/__init__.py": (0, 0),
    }
    assert table(files).splitlines() == [
        "room             lines     run  percent",
        "factcheck           80      40     50.0",
        "triage             400     360     90.0",
        "cursors             20      20    100.0",
        "all                500     420     84.0",
    ]
