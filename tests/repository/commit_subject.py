"""Commit subjects are `room: what it does now`.

`python -m tests.repository.commit_subject FILE` looks at a message that git is about to take (the commit-msg hook);
`--new` looks at every commit since the branch left main, or on main at the last one.
"""

import re
import subprocess
import sys
from pathlib import Path

from tests.fast.changed import starting_point

ROOT = Path(__file__).resolve().parents[2]
SUBJECT = re.compile(r"(?P<rooms>[a-z_]+(, [a-z_]+)*): (?P<what>\S.*)")
MAX_LENGTH = 120
NO_ROOM = frozenset({"build", "changelog", "docs", "migrations", "rooms", "seeds", "templates", "tests", "all"})
# What git writes by itself, and what it takes away again in a rebase.
BY_GIT = ("Merge ", "Revert ", "fixup! ", "squash! ", "amend! ")


def rooms() -> frozenset[str]:
    """The rooms of `claims`, `factcheck`, and the words for what lies outside them or in many."""
    inside = (path.stem for path in (ROOT / "claims").iterdir() if not path.name.startswith("_"))
    return NO_ROOM | {"factcheck"} | set(inside)


def fault(subject: str, known: frozenset[str]) -> str:
    """What is wrong with a subject, as a sentence that says what to write; empty where nothing is."""
    if subject.startswith(BY_GIT):
        return ""
    parts = SUBJECT.fullmatch(subject)
    if not parts:
        return "Begin with the room and say what it does now: `workflow: refuse a second publish`."
    unknown = [name for name in parts["rooms"].split(", ") if name not in known]
    if unknown:
        return f"There is no room {unknown[0]}. Take one of: {', '.join(sorted(known))}."
    if len(subject) > MAX_LENGTH:
        return f"It has {len(subject)} characters. Keep to {MAX_LENGTH} and put the reason below it."
    if subject.endswith("."):
        return "Leave out the full stop."
    return ""


def subject_of(message: str) -> str:
    """The first line that is text, as git takes it: comments are left out."""
    lines = (line.strip() for line in message.splitlines() if not line.startswith("#"))
    return next((line for line in lines if line), "")


def _new_subjects() -> list[str]:
    begin = starting_point(ROOT)
    if not begin:
        return []
    command = ["git", "log", "--format=%s", f"{begin}..HEAD"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()


def main(arguments: list[str]) -> int:
    """Print each subject with a fault, and what to write."""
    if arguments == ["--new"]:
        subjects = _new_subjects()
    else:
        subjects = [subject_of(Path(arguments[0]).read_text(encoding="utf-8"))]
    known = rooms()
    faults = {subject: found for subject in subjects if (found := fault(subject, known))}
    for subject, found in faults.items():
        print(f"{subject}\n  {found}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
