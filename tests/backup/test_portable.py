"""The whole desk in one file and back: the same rows, keys, files and record, on SQLite and PostgreSQL."""

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZipFile

import psycopg
import pytest
from django.apps import apps as django_apps
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from claims.accounts.roles import Role, sync_groups
from claims.articles.enums import PollOutcome
from claims.articles.models import FeedPoll
from claims.backup.kept_files import Folder
from claims.backup.portable import NotPortable, export_all, import_all
from claims.intake.feeds import add_feed
from claims.people.tokens import issue
from claims.tracking.enums import ClaimState
from tests.factories import CandidateFactory, PersonFactory, RunFactory
from tests.with_postgres import postgres
from tests.workflow import stories

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def dump(db, tmp_path):
    """A desk with something in most drawers, exported."""
    # The groups of this desk have numbers that no fresh one has.
    Group.objects.all().delete()
    sync_groups(django_apps.get_app_config("accounts"))
    people = stories.crew()
    stories.claim_in(ClaimState.CORRECTING, people)
    RunFactory(version=CandidateFactory().version)
    editor = PersonFactory(roles=[Role.EDITOR], display_name="Žofie “Zo” Novák")
    issue(actor=editor, name="CMS", scopes=["read"])
    feed = add_feed(url="https://courier.example/feed", actor=editor)
    FeedPoll.objects.create(feed=feed, at=feed.added_at, outcome=PollOutcome.READ)
    media = tmp_path / "media"
    (media / "evidence" / "2026").mkdir(parents=True)
    (media / "evidence" / "2026" / "copy.bin").write_bytes(bytes(range(256)) * 1000)
    file = tmp_path / "desk.zip"
    report = export_all(file, media=Folder(media))
    assert report.rows > 30
    assert report.files == 1
    return file


def parts(file):
    with ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


RESTORE = """
import sys
import django
django.setup()
from django.core.management import CommandError, call_command
call_command("restore", sys.argv[1])
call_command("export_all", sys.argv[2])
try:
    call_command("import_all", sys.argv[1])
except CommandError as error:
    print(error)
"""
"""What another desk does with the file, in one process of its own."""


@pytest.mark.services
@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_restored_desk_is_the_same(dump, tmp_path, engine):
    if engine == "sqlite":
        restore_and_compare(dump, tmp_path, DATABASE_URL="")
        return
    with postgres() as (server, _), fresh_database(server) as address:
        restore_and_compare(dump, tmp_path, DATABASE_URL=address)


def restore_and_compare(dump, tmp_path, **environment):
    folder, again = tmp_path / "restored", tmp_path / "again.zip"
    variables = {**os.environ, "PLUMBLINE_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "factcheck.settings"}
    done = subprocess.run(
        [sys.executable, "-c", RESTORE, str(dump), str(again)],
        env={**variables, **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert (folder / "media/evidence/2026/copy.bin").stat().st_size == 256_000
    assert "whole" in done.stdout
    assert "not empty" in done.stdout
    first, second = parts(dump), parts(again)
    assert first.keys() == second.keys()
    assert [name for name in first if name != "manifest.json" and first[name] != second[name]] == []
    manifests = [json.loads(part["manifest.json"]) for part in (first, second)]
    assert manifests[0]["tables"] == manifests[1]["tables"]


@contextmanager
def fresh_database(server):
    """A database of its own on a PostgreSQL."""
    name = f"plumbline_portable_{os.getpid()}"
    with psycopg.connect(server.replace("postgres://", "postgresql://", 1), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
        yield server.rsplit("/", 1)[0] + f"/{name}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def rewritten(dump, tmp_path, change):
    """The same file with one part changed."""
    file, held = tmp_path / "changed.zip", parts(dump)
    change(held)
    with ZipFile(file, "w") as archive:
        for name, data in held.items():
            archive.writestr(name, data)
    return file


def with_manifest(held, **values):
    held["manifest.json"] = json.dumps({**json.loads(held["manifest.json"]), **values}).encode()


def test_a_file_that_is_none_is_refused_in_words(dump, tmp_path):
    nonsense = tmp_path / "nonsense.zip"
    nonsense.write_bytes(b"PK\x03\x04 nonsense")
    media = tmp_path / "other"
    for file, says in (
        (nonsense, "cannot be read"),
        (tmp_path / "missing.zip", "cannot be read"),
        (rewritten(dump, tmp_path, lambda held: held.pop("manifest.json")), "no file of export_all"),
    ):
        with pytest.raises(NotPortable, match=says):
            import_all(file, media=Folder(media))
    older = rewritten(dump, tmp_path, lambda held: with_manifest(held, migrations=[["claims", "0001_initial"]]))
    with pytest.raises(NotPortable, match="another version of Plumbline"):
        import_all(older, media=Folder(media))
    with pytest.raises(NotPortable, match="not empty"):
        import_all(dump, media=Folder(media))
    with pytest.raises(CommandError, match="not empty"):
        call_command("import_all", str(dump))


def test_an_export_that_breaks_off_leaves_no_file(db, tmp_path):
    with pytest.raises(FileNotFoundError):
        export_all(tmp_path / "no such folder" / "desk.zip", media=Folder(tmp_path))
    assert list(tmp_path.iterdir()) == []
