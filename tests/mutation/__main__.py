"""`python -m tests.mutation ROOM`: change the room's code in small wrong ways, and see whether a test notices.

It works on a copy of the tree, in a folder that goes away. `--only REGEX` tries the mutants whose line it finds
something in, `--without REGEX` all but those, `--seconds N` begins no mutant after N seconds, `--processes N` runs so
many side by side, `--list` only lists them.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.mutation.mutants import mutants_of
from tests.mutation.rooms import ROOMS

ROOT = Path(__file__).resolve().parents[2]
LOOP = "from tests.mutation.loop import django_db_setup, pytest_runtestloop  # noqa: F401\n"


def main() -> int:
    """Run one room, and pass on whether every mutant was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("room", choices=sorted(ROOMS))
    parser.add_argument("--only", default="", metavar="REGEX")
    parser.add_argument("--without", default="", metavar="REGEX")
    parser.add_argument("--seconds", type=int, default=86400)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--out", default="", help="a file for the results, one JSON object a line")
    parser.add_argument("--list", action="store_true")
    asked = parser.parse_args()
    room = ROOMS[asked.room]
    if asked.list:
        for path in room.files:
            for mutant in mutants_of(path, (ROOT / path).read_text(encoding="utf-8")):
                print(mutant)
        return 0
    with tempfile.TemporaryDirectory(prefix="plumbline-mutation-") as folder:
        copy = Path(folder) / "tree"
        copy_tree(copy)
        (copy / "conftest.py").write_text(LOOP, encoding="utf-8")
        tests = [path for path in room.tests if (copy / path).exists()]
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--no-summary", "-s", *tests]
        more = {
            "MUTATION_ROOM": asked.room,
            "MUTATION_ONLY": asked.only,
            "MUTATION_WITHOUT": asked.without,
            "MUTATION_SECONDS": str(asked.seconds),
            "MUTATION_PROCESSES": str(asked.processes),
            "MUTATION_OUT": os.path.abspath(asked.out) if asked.out else "",
            "PLUMBLINE_TESTS_DIR": str(Path(folder) / "data"),
        }
        (Path(folder) / "data").mkdir()
        return subprocess.run(command, cwd=copy, env={**os.environ, **more}, check=False).returncode


def copy_tree(copy: Path) -> None:
    """Everything git knows or does not ignore, as it is in the working tree."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    for name in listed.stdout.decode().split("\0"):
        if name and (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, copy / name)


if __name__ == "__main__":
    sys.exit(main())
