"""A broker that accepts connections and says nothing: people are answered all the same, and their work is kept."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from claims.jobs import sending

PEOPLE = 12

AT_THE_DESK = f"""
import os, sys, json
os.environ["DJANGO_SETTINGS_MODULE"] = "factcheck.settings"
import django
django.setup()
from concurrent.futures import ThreadPoolExecutor
from django.core.management import call_command
from django.test import Client
from claims.accounts.roles import Role
from claims.tracking.models import ExtractionRun
from tests.factories import PersonFactory
call_command("migrate", verbosity=0)
edo = PersonFactory(username="edo", roles=[Role.EDITOR])

def paste(number):
    client = Client(headers={{"host": "localhost"}})
    client.force_login(edo)
    text = f"The ferry carried {{number}} thousand people last year, the harbour office said on Monday."
    form = {{"how": "text", "title": f"Ferry {{number}}", "text": text}}
    return client.post("/articles/add/", form).status_code, client.get("/api/v1/articles/").status_code

one_by_one = [paste(number) for number in range(3)]
with ThreadPoolExecutor({PEOPLE}) as people:
    at_once = list(people.map(paste, range(10, 10 + {PEOPLE})))
rows = ExtractionRun.jobs().due()
print(json.dumps([one_by_one, at_once, rows.count(), rows.filter(sent_at=None).count()]))
sys.stdout.flush()
os._exit(0)
"""


class Silent:
    """Something that listens, accepts, and never says a word; it counts who came."""

    def __init__(self) -> None:
        self.came = 0
        self._kept: list[socket.socket] = []
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=64)
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self._listening.getsockname()[1])

    def close(self) -> None:
        for each in (self._listening, *self._kept):
            each.close()

    def _accept(self) -> None:
        while True:
            try:
                self._kept.append(self._listening.accept()[0])
            except OSError:
                return
            self.came += 1


@pytest.fixture
def silent() -> Iterator[Silent]:
    broker = Silent()
    yield broker
    broker.close()


@pytest.mark.parametrize("kind", ["redis", "amqp"])
def test_a_silent_broker_costs_a_request_two_seconds_at_most_and_loses_nothing(
    silent: Silent, kind: str, tmp_path: Path
) -> None:
    environment = {
        **os.environ,
        "PLUMBLINE_DATA_DIR": str(tmp_path),
        "CELERY_BROKER_URL": f"{kind}://127.0.0.1:{silent.port}/0",
    }
    environment.pop("DATABASE_URL", None)
    # Without the two seconds this would go on for ever.
    asked = subprocess.run(
        [sys.executable, "-c", AT_THE_DESK], env=environment, capture_output=True, text=True, check=False, timeout=240
    )
    every_time = ", ".join(["[302, 200]"] * 3), ", ".join(["[302, 200]"] * PEOPLE)
    assert asked.stdout.strip() == f"[[{every_time[0]}], [{every_time[1]}], 15, 15]", asked.stderr[-3000:]
    assert silent.came > 0
    assert "The broker does not answer; the sweep will send the message again." in asked.stderr


def test_who_finds_the_broker_silent_waits_two_seconds_and_the_next_ones_do_not_wait() -> None:
    assert sending.PATIENCE_SECONDS == 2
    assert sending.PAUSE_SECONDS == 5
