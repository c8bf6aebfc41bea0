"""A commit's subject begins with its room."""

from pathlib import Path

import pytest

from tests.repository.commit_subject import fault, main, rooms

KNOWN = frozenset({"workflow", "review", "docs"})


@pytest.mark.parametrize(
    "subject",
    [
        "workflow: refuse a second publish",
        "review, workflow: name who may not approve",
        "docs: say why there is no single-page application",
        'Revert "workflow: refuse a second publish"',
        "fixup! workflow: refuse a second publish",
    ],
)
def test_subjects_that_are_fine(subject: str):
    assert fault(subject, KNOWN) == ""


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        ("", "Begin with the room"),
        ("Refuse a second publish", "Begin with the room"),
        ("workflow:refuse", "Begin with the room"),
        ("Workflow: refuse", "Begin with the room"),
        ("utils: refuse", "There is no room utils. Take one of: docs, review, workflow."),
        ("workflow: refuse a second publish.", "Leave out the full stop."),
        ("workflow: " + "a" * 111, "It has 121 characters."),
    ],
)
def test_subjects_with_a_fault_are_told_what_to_write(subject: str, said: str):
    assert fault(subject, KNOWN).startswith(said)


def test_the_rooms_are_those_of_the_tree():
    assert {"triage", "workflow", "cursors", "factcheck", "docs"} <= rooms()
    assert not {"utils", "__init__", "__pycache__"} & rooms()


def test_the_hook_reads_the_first_line_that_is_no_comment(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    message = tmp_path / "COMMIT_EDITMSG"
    message.write_text("# Please enter the message\n\ntriage: undo a merge\n\nIt was one way.\n")
    assert main([str(message)]) == 0
    message.write_text("Undo a merge\n")
    assert main([str(message)]) == 1
    assert capsys.readouterr().err.startswith("Undo a merge\n  Begin with the room")
