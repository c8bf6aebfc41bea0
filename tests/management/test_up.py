"""`up` keeps its processes up, and waits for a slow web server as long as that lives."""

import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from factcheck.management.commands import up
from factcheck.supervisor import Child, Supervisor
from tests.processes.desk import wait_for

SLEEPING = [sys.executable, "-c", "import time; time.sleep(600)"]
FALLING = [sys.executable, "-c", "raise SystemExit(3)"]


class Kept:
    """A supervisor over some children, and all it said."""

    def __init__(self, *children: Child) -> None:
        self.said: list[str] = []
        self.supervisor = Supervisor(children, environment=dict(os.environ), say=self.said.append)
        self.supervisor.start(*[child.name for child in children])


@pytest.fixture
def keep() -> Iterator[list[Kept]]:
    """Supervisors put in here are stopped in the end."""
    kept: list[Kept] = []
    yield kept
    for each in kept:
        each.supervisor.stop()


def test_a_dead_child_is_started_again_and_the_others_are_left_alone(keep):
    first, second = Child("web", SLEEPING, is_vital=True), Child("worker", SLEEPING)
    keep.append(kept := Kept(first, second))
    dead, other = first.process, second.process
    os.kill(dead.pid, signal.SIGKILL)
    wait_for(lambda: kept.supervisor.look() and first.process not in (None, dead))
    assert second.process is other
    assert kept.said == ["The web was ended by SIGKILL. It is started again now."]


def test_workers_that_cannot_be_kept_up_do_not_stop_the_desk_and_a_web_server_does(keep):
    keep.append(Kept(Child("worker", FALLING), Child("web", SLEEPING, is_vital=True)))
    worker = keep[0]
    wait_for(lambda: worker.supervisor.look() and sum("exit code 3" in line for line in worker.said) == 3)
    keep.append(hopeless := Kept(Child("web", FALLING, is_vital=True)))
    wait_for(lambda: not hopeless.supervisor.look())
    assert hopeless.said[-1] == "The web stopped with exit code 3 5 times right after its start, so all is stopped."


def test_it_waits_for_a_web_server_that_lives_and_says_so_now_and_then(keep, settings, monkeypatch, capsys):
    """No time is too long: here the server answers once `up` has said twice that it waits."""
    said: list[str] = []

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()

        def log_message(self, *arguments: object) -> None:
            pass

    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, port=port, host="127.0.0.1")
    monkeypatch.setattr(up, "PATIENCE_SECONDS", 0.2)
    keep.append(kept := Kept(Child("web", SLEEPING, is_vital=True)))
    command = up.Command()
    answer = threading.Thread(target=lambda: said.append(str(command._wait_until_it_answers(kept.supervisor))))
    answer.start()
    printed = ""

    def told_twice() -> bool:
        nonlocal printed
        printed += capsys.readouterr().out
        return printed.count("Waiting for the web server, which has not answered for") >= 2

    wait_for(told_twice)
    assert said == []
    server = ThreadingHTTPServer(("127.0.0.1", port), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    answer.join()
    server.shutdown()
    server.server_close()
    assert said == ["True"]
