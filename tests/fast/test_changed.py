"""The quick run picks the tests that are nearest to what changed."""

import subprocess
from pathlib import Path

import pytest

from tests.fast.changed import Choice, changed_paths, choose_tests, starting_point


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A repository of two rooms on a branch that left main after its first commit."""
    files = {
        "claims/triage/tips.py": "",
        "claims/review/evidence.py": "",
        "templates/desk/queue.html": "",
        "tests/test_architecture.py": "",
        "tests/triage/test_tips.py": "from claims.triage.tips import add_tip\n",
        "tests/triage/test_bulk.py": "",
        "tests/api/test_tips.py": "from claims.triage import tips\n",
        "tests/review/test_evidence.py": "from claims.review import evidence\n",
        "tests/desk/test_queue.py": "",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    who = ["-c", "user.name=Edo", "-c", "user.email=edo@desk.example"]
    for command in (
        ["init", "-q", "-b", "main"],
        ["add", "."],
        [*who, "commit", "-qm", "all"],
        ["switch", "-qc", "mine"],
    ):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    return tmp_path


def test_tests_that_name_a_changed_module_come_before_the_rest_of_its_room(checkout: Path):
    assert choose_tests(checkout, ["claims/triage/tips.py"]) == Choice(
        files=[
            "tests/test_architecture.py",
            "tests/api/test_tips.py",
            "tests/triage/test_tips.py",
            "tests/triage/test_bulk.py",
        ],
        rooms=["triage"],
        without_tests=[],
    )


def test_a_changed_template_runs_the_tests_of_its_face(checkout: Path):
    chosen = choose_tests(checkout, ["templates/desk/queue.html"])
    assert chosen.files == ["tests/test_architecture.py", "tests/desk/test_queue.py"]


def test_a_file_that_no_test_is_about_is_named(checkout: Path):
    assert choose_tests(checkout, ["Makefile"]).without_tests == ["Makefile"]


def test_what_is_committed_changed_or_new_since_main_counts(checkout: Path):
    (checkout / "claims/triage/tips.py").write_text("tips = 1\n")
    (checkout / "claims/triage/matches.py").write_text("")
    subprocess.run(["git", "rm", "-q", "tests/desk/test_queue.py"], cwd=checkout, check=True)
    assert changed_paths(checkout, starting_point(checkout)) == [
        "claims/triage/matches.py",
        "claims/triage/tips.py",
        "tests/desk/test_queue.py",
    ]
