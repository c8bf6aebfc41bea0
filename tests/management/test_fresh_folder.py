"""Commands on a data folder in which nothing has been prepared yet say what to do."""

import importlib
import os
import subprocess
import sys
from pathlib import Path

from django.core.management.base import BaseCommand

import factcheck.management.commands as folder
from factcheck.preparation import DeskCommand

NEED_NO_TABLES = {
    "gather_words",  # reads the code
    "import_all",  # makes the tables
    "restore",  # makes the tables
    "schedule",  # waits for them
    "state_diagram",  # reads the code
    "take_translations",  # reads files
    "untranslated",  # reads files
    "up",  # makes the tables
    "verify_pack",  # reads a file
    "web",  # its health says that they are missing
    "worker",  # waits for them
}


def test_every_command_looks_for_the_tables_unless_it_needs_none():
    names = {path.stem for path in Path(folder.__path__[0]).glob("[!_]*.py")}
    commands = {name: importlib.import_module(f"{folder.__name__}.{name}").Command for name in names}
    assert all(issubclass(command, BaseCommand) for command in commands.values())
    assert {name for name, command in commands.items() if not issubclass(command, DeskCommand)} == NEED_NO_TABLES


def test_one_sentence_instead_of_a_traceback(tmp_path):
    environment = os.environ | {"PLUMBLINE_DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "factcheck.settings"}
    environment.pop("DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "manage.py", "verify_audit"], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.strip() == (
        "CommandError: The desk's database is not prepared for this version."
        " Run `manage.py up` once, or `manage.py migrate`."
    )
