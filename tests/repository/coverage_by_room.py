"""`python -m tests.repository.coverage_by_room [TESTS...]`: run tests and report which part of each room they ran.

Leaves out tests that drive a browser or start processes of their own; coverage counts in this process only. Which
lines were missed is in `.coverage`: `.venv/bin/coverage report --show-missing`.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[2]


def room_of(path: str) -> str:
    """`claims/triage/tips.py` is in `triage`; a file beside the rooms is a room of its own; all else is `factcheck`."""
    parts = PurePosixPath(path).with_suffix("").parts
    return parts[1] if parts[0] == "claims" else parts[0]


def table(files: Mapping[str, tuple[int, int]]) -> str:
    """One line a room, the least covered first, and the whole: room, lines, lines that were run, percent.

    `files` gives for each path its number of lines that can run, and of those that did.
    """
    rooms: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for path, (lines, ran) in files.items():
        rooms[room_of(path)][0] += lines
        rooms[room_of(path)][1] += ran
    counted = {name: (lines, ran, 100 * ran / lines) for name, (lines, ran) in rooms.items() if lines}
    rows = sorted(counted.items(), key=lambda row: (row[1][2], row[0]))
    lines, ran = (sum(figures[index] for figures in counted.values()) for index in (0, 1))
    whole = ("all", (lines, ran, 100 * ran / lines if lines else 0.0))
    text = [f"{'room':<14}{'lines':>8}{'run':>8}{'percent':>9}"]
    text += [f"{name:<14}{lines:>8}{ran:>8}{percent:>9.1f}" for name, (lines, ran, percent) in (*rows, whole)]
    return "\n".join(text) + "\n"


def main() -> int:
    """Run pytest with coverage, print the table, and pass on pytest's exit code."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "coverage.json"
        command = [sys.executable, "-m", "pytest", "-q", "-m", "not browser and not processes", "--cov=claims"]
        command += ["--cov=factcheck", "--cov-report=", f"--cov-report=json:{report}"]
        processes = ["-n", os.environ.get("TEST_PROCESSES", "2"), "--dist", "loadgroup"]
        done = subprocess.run(
            [*command, *processes, *sys.argv[1:]], cwd=ROOT, env={**os.environ, "COVERAGE_CORE": "sysmon"}, check=False
        )
        if not report.exists():
            return done.returncode or 1
        found = json.loads(report.read_text(encoding="utf-8"))["files"]
    summaries = {path: file["summary"] for path, file in found.items() if "/migrations/" not in path}
    print(table({path: (one["num_statements"], one["covered_lines"]) for path, one in summaries.items()}), end="")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
