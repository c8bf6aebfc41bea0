"""A whole desk as a person would start it: `manage.py up` on a folder of its own, used over HTTP."""

import atexit
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import psycopg

from tests.ready_database import copy_file

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "ink-and-paper-42"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


def wait_for[T](what: Callable[[], T], seconds: float = 60) -> T:
    """The first answer that is true, or an AssertionError when none comes in time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        answer = what()
        if answer:
            return answer
        time.sleep(0.05)
    raise AssertionError(f"{what} did not come true within {seconds} seconds")


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Desk:
    """One running desk; `log` is everything it said."""

    folder: Path
    port: int = field(default_factory=free_port)
    settings: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> str:
        return (self.folder / "up.log").read_text(errors="replace")

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PLUMBLINE_", "DJANGO_"))}
        for name in ("DATABASE_URL", "CELERY_BROKER_URL", "HOST"):
            kept.pop(name, None)
        return {**kept, "PLUMBLINE_DATA_DIR": str(self.folder / "data"), "PORT": str(self.port), **self.settings}

    def furnish(self) -> None:
        """Make the database, with hana, an editor, in it."""
        if "DATABASE_URL" not in self.settings:
            shutil.copytree(furnished_data(), self.folder / "data", dirs_exist_ok=True)
        else:
            self.migrate()

    def migrate(self) -> None:
        """The same, and everything that is missing in the database."""
        code = (
            "import django; django.setup();"
            "from django.core.management import call_command; call_command('migrate', verbosity=0);"
            "from claims.accounts.models import User; from django.contrib.auth.models import Group;"
            f"hana = User.objects.create_user('hana', 'hana@desk.example', '{PASSWORD}', display_name='Hana Whitlock');"
            "hana.groups.add(Group.objects.get(name='editor'))"
        )
        environment = {**self.environment, "DJANGO_SETTINGS_MODULE": "factcheck.settings"}
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, check=True)

    def start(self) -> float:
        """Start it and wait until it is ready; the seconds that took."""
        began = time.monotonic()
        with (self.folder / "up.log").open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-u", str(ROOT / "manage.py"), "up"],
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
            )
        wait_for(lambda: "is ready" in self.log or self.process and self.process.poll() is not None, 300)
        assert "is ready" in self.log, self.log
        return time.monotonic() - began

    def processes(self) -> dict[int, str]:
        """Every process of this desk but `up` itself, with its command line; told by its data folder."""
        mark = f"PLUMBLINE_DATA_DIR={self.folder / 'data'}".encode()
        found = {}
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit() or (self.process and int(entry.name) == self.process.pid):
                continue
            try:
                if mark in (entry / "environ").read_bytes().split(b"\0"):
                    found[int(entry.name)] = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
        return {pid: line for pid, line in found.items() if line}

    def pid_of(self, part: str) -> int:
        """The first process whose command line has this part, such as `celery --quiet --app factcheck worker`."""
        return min(wait_for(lambda: [pid for pid, line in self.processes().items() if part in line]))

    def end(self, with_signal: int = signal.SIGINT) -> int:
        """Send `up` a signal and wait for its end; its exit code."""
        assert self.process is not None
        self.process.send_signal(with_signal)
        return self.process.wait(30)

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """What a query finds in the desk's own database."""
        if url := self.settings.get("DATABASE_URL"):
            with psycopg.connect(url.replace("postgres://", "postgresql://", 1)) as base:
                return base.execute(query.replace("?", "%s").encode(), values).fetchall()
        with sqlite3.connect(
            f"file:{self.folder / 'data' / 'plumbline.sqlite3'}?mode=rw", uri=True, timeout=20
        ) as base:
            return base.execute(query, values).fetchall()

    def sign_in(self, username: str = "hana") -> httpx.Client:
        """A browser-like client signed in as somebody."""
        client = httpx.Client(base_url=self.url, follow_redirects=True, timeout=30)
        form = client.get("/accounts/sign-in/").text
        answer = client.post(
            "/accounts/sign-in/",
            data={"username": username, "password": PASSWORD, "csrfmiddlewaretoken": token_in(form)},
        )
        assert answer.status_code == 200, answer.text
        assert "sign-in" not in str(answer.url)
        return client

    def paste(self, client: httpx.Client, text: str, title: str = "") -> int:
        """Paste an article as a person would; its id."""
        form = client.get("/articles/add/").text
        answer = client.post(
            "/articles/add/",
            data={"how": "text", "text": text, "title": title, "csrfmiddlewaretoken": token_in(form)},
        )
        found = re.search(r"/articles/(\d+)/", str(answer.url))
        assert found, answer.text
        return int(found[1])

    def run_of(self, article_id: int) -> dict[str, Any]:
        """The newest run of an article."""
        columns = "r.id, r.state, r.error, r.attempts, r.sentences_done, r.sentences_total, r.candidates_found"
        row = self.rows(
            f"SELECT {columns} FROM claims_extractionrun r JOIN articles_articleversion v ON v.id = r.version_id"  # noqa: S608
            " WHERE v.article_id = ? ORDER BY r.id DESC LIMIT 1",
            article_id,
        )[0]
        return dict(zip([name.removeprefix("r.") for name in columns.split(", ")], row, strict=True))

    def candidates(self, article_id: int) -> list[tuple[int, int]]:
        """The spans of an article's candidates."""
        return self.rows(
            'SELECT c.start, c."end" FROM claims_candidate c JOIN articles_articleversion v ON v.id = c.version_id'
            " WHERE v.article_id = ? ORDER BY c.start",
            article_id,
        )


@cache
def furnished_data() -> Path:
    """The data folder of a furnished desk, for every desk on SQLite to begin with a copy of."""
    folder = Path(tempfile.mkdtemp(prefix="plumbline-furnished-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    copy_file(folder / "data" / "plumbline.sqlite3")
    Desk(folder).migrate()
    return folder / "data"


def token_in(page: str) -> str:
    """The form token of a page."""
    found = TOKEN.search(page)
    assert found, page
    return found[1]
