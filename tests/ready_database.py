"""A migrated database that each test process copies, since migrating one of its own takes seconds of work.

On SQLite it is a file under `build/`, right for as long as no migration was added and none of the modules that
migrating loads has changed. On PostgreSQL it is a template that `tests.with_postgres` names and, in the end, drops.
"""

import fcntl
import hashlib
import json
import os
import platform
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.db import connection

from tests.with_postgres import TEMPLATE

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "build" / "ready_database"
FILE, RECORD = FOLDER / "ready.sqlite3", FOLDER / "made_of.json"


def take_a_copy() -> Callable[[], None]:
    """Point Django at a migrated test database of this process's own; what drops it again."""
    creation, product_name = connection.creation, connection.settings_dict["NAME"]
    template = os.environ.get(TEMPLATE, "")  # without a name, a process on PostgreSQL migrates for itself
    if connection.vendor == "postgresql" and not template:
        creation.create_test_db(verbosity=0, autoclobber=True)
    else:
        name = creation._get_test_db_name()
        if connection.vendor == "sqlite":
            creation._create_test_db(verbosity=0, autoclobber=True)
            copy_file(Path(name))
        else:
            with _one_process_at_a_time():
                if not _exists(template):
                    _have_made(template)
                connection.settings_dict["TEST"]["TEMPLATE"] = template
                creation._create_test_db(verbosity=0, autoclobber=True)
        connection.close()
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
    return lambda: creation.destroy_test_db(product_name, verbosity=0)


def copy_file(place: Path) -> None:
    """Put a migrated SQLite file there, on whichever database the tests run."""
    with _one_process_at_a_time():
        if not _is_right():
            _have_made(str(FILE), DATABASE_URL="")
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(FILE, place)


def made_of(files: Iterable[str]) -> dict[str, Any]:
    """What a ready database depends on: these files as they are now, the name of every migration, the tools."""
    return {
        "tools": [platform.python_version(), sqlite3.sqlite_version, _digest(ROOT / "uv.lock")],
        "migrations": sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("claims/**/migrations/*.py")),
        "files": {name: _digest(ROOT / name) for name in sorted(files)},
    }


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else "gone"


def _is_right() -> bool:
    try:
        record = json.loads(RECORD.read_text())
    except (OSError, ValueError):
        return False
    return FILE.exists() and bool(record == made_of(record["files"]))


def _exists(database: str) -> bool:
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
        return cursor.fetchone() is not None


def _have_made(name: str, **environment: str) -> None:
    """In a process of its own, whose modules are those that migrating needs and no other."""
    command = [sys.executable, "-m", "tests.ready_database", name]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=True)


@contextmanager
def _one_process_at_a_time() -> Iterator[None]:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def make(name: str) -> None:
    """Migrate a database beside the name and put it there once it is whole."""
    django.setup()
    unfinished = f"{name}_unfinished"
    connection.settings_dict["TEST"]["NAME"] = unfinished
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    connection.close()
    if connection.vendor == "postgresql":
        with connection.creation._nodb_cursor() as cursor:
            cursor.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')
        return
    RECORD.unlink(missing_ok=True)
    os.replace(unfinished, name)
    RECORD.write_text(json.dumps(made_of(_loaded()), indent=1))


def _loaded() -> set[str]:
    """The project's files that this process has loaded, from its folder."""
    places = {Path(module.__file__) for module in list(sys.modules.values()) if getattr(module, "__file__", None)}
    inside = {place.relative_to(ROOT) for place in places if place.is_relative_to(ROOT)}
    return {str(place) for place in inside if place.parts[0] != ".venv"}


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    make(sys.argv[1])
