"""Which files differ from where a branch began, and which tests are about them: plain data in and out."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

ALWAYS = "tests/test_architecture.py"


@dataclass(frozen=True)
class Choice:
    """Test files in the order to run them, the rooms they belong to, and changed paths that no test here is about."""

    files: list[str]
    rooms: list[str]
    without_tests: list[str]


def _git(root: Path, *arguments: str) -> str:
    answer = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=False)
    return answer.stdout.strip() if answer.returncode == 0 else ""


def starting_point(root: Path) -> str:
    """The commit to compare with: where the branch left main, or on main itself the commit before the last.

    Empty where git knows neither, as in a copy without history.
    """
    head = _git(root, "rev-parse", "HEAD")
    for main in ("origin/main", "main"):
        base = _git(root, "merge-base", "HEAD", main)
        if base and base != head:
            return base
    return _git(root, "rev-parse", "--verify", "--quiet", "HEAD~")


def changed_paths(root: Path, since: str) -> list[str]:
    """Paths that were changed, added or deleted since a commit, with what is not committed or not yet known to git."""
    compared = _git(root, "diff", "--name-only", since or "HEAD", "--").splitlines()
    unknown = _git(root, "ls-files", "--others", "--exclude-standard").splitlines()
    return sorted({*compared, *unknown})


def room_of(path: str) -> str:
    """The room that a source file, a template or a test belongs to by its folder; empty for everything else.

    The folder of a room's tests has the name of the room, and so has the folder of a face's templates.
    """
    parts = path.split("/")
    if len(parts) > 2 and parts[0] in ("claims", "templates", "tests"):
        return parts[1]
    return "factcheck" if parts[0] == "factcheck" else ""


def _module_of(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _names_one(text: str, modules: list[str]) -> bool:
    for module in modules:
        package, _, name = module.rpartition(".")
        if re.search(rf"\b{re.escape(module)}\b", text):
            return True
        if re.search(rf"^from {re.escape(package)} import .*\b{re.escape(name)}\b", text, re.MULTILINE):
            return True
    return False


def choose_tests(root: Path, paths: list[str]) -> Choice:
    """Choose tests: first those that were changed, then those that name a changed module, then the rest of its room.

    `paths` are relative to `root`. The house rules are always among them.
    """
    every = {str(path.relative_to(root)): path for path in sorted((root / "tests").rglob("test_*.py"))}
    changed = [name for name in every if name in paths]
    modules = [
        _module_of(path) for path in paths if path.startswith(("claims/", "factcheck/")) and path.endswith(".py")
    ]
    naming = [name for name, path in every.items() if _names_one(path.read_text(encoding="utf-8"), modules)]
    rooms = sorted({room for path in paths if (room := room_of(path))})
    same_room = [name for name in every if room_of(name) in rooms]
    without = [
        path
        for path in paths
        if not path.startswith("tests/")
        and room_of(path) not in {room_of(name) for name in same_room}
        and not (
            path.endswith(".py") and any(_names_one(every[name].read_text(), [_module_of(path)]) for name in naming)
        )
    ]
    return Choice(list(dict.fromkeys([*changed, ALWAYS, *naming, *same_room])), rooms, without)
