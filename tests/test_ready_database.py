"""The migrated database that test processes copy: whole, without people, and made anew when what made it changes."""

import json
import sqlite3

from tests.ready_database import RECORD, ROOT, copy_file, made_of


def test_a_copy_is_migrated_and_knows_what_it_was_made_of(tmp_path):
    copy_file(tmp_path / "data" / "desk.sqlite3")

    with sqlite3.connect(tmp_path / "data" / "desk.sqlite3") as base:
        applied = {f"{app}/{name}" for app, name in base.execute("SELECT app, name FROM django_migrations")}
        assert base.execute("SELECT count(*) FROM accounts_user").fetchone() == (0,)
    assert {"accounts/0001_initial", "audit/0001_initial", "claims/0001_initial"} <= applied
    record = json.loads(RECORD.read_text())
    assert {"tests/settings.py", "claims/audit/append_only.py", "claims/accounts/roles.py"} <= record["files"].keys()
    assert {name for name in record["migrations"] if not name.endswith("__init__.py")} <= record["files"].keys()
    assert not [name for name in record["files"] if "/views/" in name or name.startswith(".venv")]


def test_another_word_in_a_file_or_a_file_that_is_gone_makes_another_record(tmp_path):
    file = tmp_path / "models.py"
    file.write_text("one")
    before = made_of([str(file)])
    file.write_text("two")
    after = made_of([str(file)])
    file.unlink()

    assert before != after
    assert made_of([str(file)])["files"] == {str(file): "gone"}
    assert before["migrations"] == sorted(before["migrations"])
    assert all((ROOT / name).exists() for name in before["migrations"])
