"""A release is a tag whose message is what the changelog says; whatever disagrees stops it."""

import subprocess
from pathlib import Path

import pytest

from tests.repository.release import NotReady, release

CHANGELOG = """# Changelog

## Unreleased

- Something to come.

## 1.4.0 - 2026-12-01

- Editors can send a verdict back with a note.

## 1.3.0 - 2026-10-01

- The first one.
"""


def git(checkout: Path, *arguments: str) -> str:
    who = ["-c", "user.name=Edo", "-c", "user.email=edo@desk.example"]
    done = subprocess.run(["git", *who, *arguments], cwd=checkout, capture_output=True, text=True, check=True)
    return done.stdout


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Version 1.4.0, committed on main and described."""
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "Edo")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "edo@desk.example")
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "plumbline"\nversion = "1.4.0"\n')
    (tmp_path / "uv.lock").write_text('[[package]]\nname = "plumbline"\nversion = "1.4.0"\n')
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG)
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "all: begin")
    return tmp_path


def test_the_tag_says_what_the_changelog_says(checkout: Path):
    assert release(checkout) == "v1.4.0"
    assert git(checkout, "tag", "--list", "--format=%(contents)", "v1.4.0").strip() == (
        "Plumbline 1.4.0\n\n- Editors can send a verdict back with a note."
    )


def test_a_version_is_released_once(checkout: Path):
    release(checkout)
    with pytest.raises(NotReady, match=r"v1\.4\.0 was released before"):
        release(checkout)


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("CHANGELOG.md", "## 1.4.0 - 2026-12-01", "## 1.4.1 - 2026-12-01", "no section for 1.4.0"),
        ("CHANGELOG.md", "## 1.4.0 - 2026-12-01", "## 1.4.0", "Write the day into CHANGELOG.md"),
        ("CHANGELOG.md", "## 1.4.0 - 2026-12-01", "## 1.4.0 - December", "Write the day into CHANGELOG.md"),
        ("CHANGELOG.md", "- Editors can send a verdict back with a note.\n", "", "says nothing about 1.4.0"),
        ("uv.lock", "1.4.0", "1.3.0", "uv.lock holds version 1.3.0"),
        ("pyproject.toml", "1.4.0", "1.4", "Write one such as 1.4.0"),
    ],
)
def test_files_that_disagree_stop_it(checkout: Path, name: str, old: str, new: str, said: str):
    (checkout / name).write_text((checkout / name).read_text().replace(old, new))
    git(checkout, "commit", "-qam", "all: change")
    with pytest.raises(NotReady, match=said):
        release(checkout)
    assert git(checkout, "tag") == ""


def test_what_is_not_committed_or_not_on_main_stops_it(checkout: Path):
    (checkout / "new.txt").write_text("")
    with pytest.raises(NotReady, match="not committed"):
        release(checkout)
    (checkout / "new.txt").unlink()
    git(checkout, "switch", "-qc", "mine")
    with pytest.raises(NotReady, match="this is mine"):
        release(checkout)
    assert git(checkout, "tag") == ""
