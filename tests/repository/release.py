"""`python -m tests.repository.release`: tag the version that pyproject.toml names, with what CHANGELOG.md says of it.

Nothing is pushed. Refuses, with what to do, unless everything about the release agrees and is committed on main.
"""

import re
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VERSION = re.compile(r"\d+\.\d+\.\d+((a|b|rc)\d+)?")
HEADING = re.compile(r"^## (?P<version>\S+)(?: - (?P<day>\S+))?\s*$", re.MULTILINE)


class NotReady(Exception):
    """What is missing for a release, and what to do about it."""


def section(changelog: str, version: str) -> str:
    """What the changelog says of a version, without its heading; raises NotReady where that is nothing or undated."""
    headings = list(HEADING.finditer(changelog))
    for heading, following in zip(headings, [*headings[1:], None], strict=True):
        if heading["version"] != version:
            continue
        try:
            date.fromisoformat(heading["day"] or "")
        except ValueError:
            raise NotReady(f"Write the day into CHANGELOG.md: ## {version} - YYYY-MM-DD.") from None
        text = changelog[heading.end() : following.start() if following else None].strip()
        if not text:
            raise NotReady(f"CHANGELOG.md says nothing about {version}. Write what newsrooms can do with it.")
        return text
    raise NotReady(f"CHANGELOG.md has no section for {version}. Begin one: ## {version} - YYYY-MM-DD.")


def version_of(pyproject: str, lock: str) -> str:
    """The version that both files name; raises NotReady where they differ or it is none such as 1.4.0 or 1.4.0rc1."""
    version = str(tomllib.loads(pyproject)["project"]["version"])
    locked = {package["name"]: package.get("version") for package in tomllib.loads(lock)["package"]}
    if not VERSION.fullmatch(version):
        raise NotReady(f"The version in pyproject.toml is {version!r}. Write one such as 1.4.0 or 1.4.0rc1.")
    if locked["plumbline"] != version:
        raise NotReady(f"uv.lock holds version {locked['plumbline']}. Run uv lock and commit it.")
    return version


def _git(root: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotReady(f"git {arguments[0]} failed: {done.stderr.strip()}")
    return done.stdout.strip()


def release(root: Path) -> str:
    """Make the tag and give its name; raises NotReady and makes none where something is missing."""
    files = (root / name for name in ("pyproject.toml", "uv.lock", "CHANGELOG.md"))
    pyproject, lock, changelog = (path.read_text(encoding="utf-8") for path in files)
    version = version_of(pyproject, lock)
    text = section(changelog, version)
    if _git(root, "status", "--porcelain"):
        raise NotReady("Some changes are not committed. Commit them or put them aside.")
    if (branch := _git(root, "branch", "--show-current")) != "main":
        raise NotReady(f"Releases are made on main, and this is {branch or 'no branch'}.")
    tag = f"v{version}"
    if _git(root, "tag", "--list", tag):
        raise NotReady(f"{tag} was released before. Raise the version in pyproject.toml and run uv lock.")
    # A line of the changelog that begins with # is part of the message and no comment.
    _git(root, "tag", "--annotate", "--cleanup=verbatim", tag, "--message", f"Plumbline {version}\n\n{text}\n")
    return tag


def main() -> int:
    """Release this checkout."""
    try:
        tag = release(ROOT)
    except NotReady as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Tagged {tag}. When `make test` has passed on this commit: git push origin {tag}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
