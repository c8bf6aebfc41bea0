"""The line that a rehearsal cuts, and which failures a trouble explains."""

import socket
import threading
import time

import pytest

from tests.rehearsal.line import Line
from tests.rehearsal.requests import Failure
from tests.rehearsal.troubles import Trouble


@pytest.fixture
def line():
    """A line to a server that gives back what it hears."""
    server = socket.create_server(("127.0.0.1", 0))

    def answer(near: socket.socket) -> None:
        while heard := near.recv(100):
            near.sendall(heard)

    def listen() -> None:
        while True:
            try:
                near, _address = server.accept()
            except OSError:
                return
            threading.Thread(target=answer, args=(near,), daemon=True).start()

    threading.Thread(target=listen, daemon=True).start()
    line = Line(server.getsockname()[1])
    yield line
    line.close()
    server.shutdown(socket.SHUT_RDWR)
    server.close()


def has_ended(call: socket.socket) -> bool:
    try:
        return call.recv(100) == b""
    except ConnectionError:
        return True


def test_what_is_said_comes_back_later_where_the_line_was_silent(line):
    with socket.create_connection(("127.0.0.1", line.port), timeout=5) as call:
        call.sendall(b"ahoy")
        assert call.recv(100) == b"ahoy"
        silence = threading.Thread(target=line.stand_still, args=(0.4,))
        silence.start()
        time.sleep(0.1)
        began = time.monotonic()
        call.sendall(b"again")
        assert call.recv(100) == b"again"
        assert time.monotonic() - began > 0.2
        silence.join()


def test_a_cut_ends_calls_and_refuses_new_ones_until_it_is_over(line):
    call = socket.create_connection(("127.0.0.1", line.port), timeout=5)
    call.sendall(b"ahoy")
    assert call.recv(100) == b"ahoy"
    cut = threading.Thread(target=line.be_cut, args=(0.4,))
    cut.start()
    time.sleep(0.1)
    assert has_ended(call)
    cut.join()
    with socket.create_connection(("127.0.0.1", line.port), timeout=5) as after:
        after.sendall(b"back")
        assert after.recv(100) == b"back"


def failure(began, ended, web="web 1"):
    return Failure(began, ended, web, "GET /", 503, True)


@pytest.mark.parametrize(
    ("trouble", "explained"),
    [
        (Trouble("database cut off", 95, 99, "all"), True),
        (Trouble("database cut off", 90, 94, "all"), False),
        (Trouble("database cut off", 103, 104, "all"), False),
        (Trouble("web 1 killed", 99, 105, "web 1"), True),
        (Trouble("web 2 killed", 99, 105, "web 2"), False),
        (Trouble("broker cut off", 99, 105, ""), False),
    ],
)
def test_a_trouble_explains_what_failed_in_its_seconds_and_a_few_after(trouble, explained):
    assert trouble.explains(failure(100, 102)) is explained
