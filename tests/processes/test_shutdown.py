"""A worker that is told to stop ends in any case."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.processes.desk import ROOT, Desk, wait_for

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("processes")]


@pytest.fixture
def desk(tmp_path) -> Iterator[Desk]:
    """A desk that is nothing but its worker for readings."""
    (tmp_path / "data").mkdir()
    desk = Desk(tmp_path)
    desk.process = subprocess.Popen(
        [sys.executable, str(ROOT / "manage.py"), "worker", "heavy"],
        env=desk.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    yield desk
    desk.process.kill()
    desk.process.wait()
    for pid in desk.processes():
        os.kill(pid, signal.SIGKILL)


def test_a_worker_ends_although_its_child_stands_still(desk):
    child = wait_for(lambda: list(desk.processes()), 120)[0]
    os.kill(child, signal.SIGSTOP)
    desk.process.terminate()
    assert desk.process.wait(60) == 1
    wait_for(lambda: not desk.processes())
