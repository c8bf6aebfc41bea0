"""`python -m tests.fast`: the quick tests of what changed, in less than half a minute.

It compares with where the branch left main (or with the commit before, on main), and with what is not committed yet.
FAST_SECONDS is the time it may take, 30 by default.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

from tests.fast import time_limit
from tests.fast.changed import changed_paths, choose_tests, starting_point

ROOT = Path(__file__).resolve().parents[2]
SLOW_KINDS = ("browser", "processes", "services", "faces")
MAX_FILES = 20
"""Collecting more would take the time that their tests need."""
TO_FINISH = 6.0  # seconds kept for the tests that have begun and for taking the database down


def main() -> int:
    """Run the chosen tests, say what is left out, and pass on pytest's exit code."""
    until = time.time() + float(os.environ.get("FAST_SECONDS", "30")) - TO_FINISH
    since = starting_point(ROOT)
    paths = changed_paths(ROOT, since)
    choice = choose_tests(ROOT, paths)
    print(
        f"{len(paths)} files changed since {since[:10] or 'the last commit'}; "
        f"rooms: {', '.join(choice.rooms) or 'none'}."
    )
    chosen, left_out = choice.files[:MAX_FILES], choice.files[MAX_FILES:]
    print(f"Runs {len(chosen)} test files, those nearest to the changes first.")
    print(
        f"Leaves out: PostgreSQL, lint and types, tests marked {', '.join(SLOW_KINDS)}, and rooms that only use these."
    )
    if left_out:
        print(f"Leaves out {len(left_out)} more of these rooms: {', '.join(left_out)}.")
    if choice.without_tests:
        print(f"No test of a room is about: {', '.join(choice.without_tests)}.")
    sys.stdout.flush()
    kinds = " and ".join(f"not {kind}" for kind in SLOW_KINDS)
    # One process: two more would need 13 of the 30 seconds to start.
    command = ["-m", "pytest", "-q", "-r", "fE", "-p", "tests.fast.time_limit", "-m", kinds]
    done = subprocess.run(
        [sys.executable, *command, *sys.argv[1:], *chosen],
        cwd=ROOT,
        env={**os.environ, time_limit.UNTIL: str(until)},
        check=False,
    )
    print("make test runs everything.")
    return 0 if done.returncode == 5 else done.returncode  # 5: every chosen test is of a kind that is left out


if __name__ == "__main__":
    sys.exit(main())
