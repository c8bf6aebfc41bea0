"""Web, workers and schedule as commands of their own, as on several hosts: each is seen, and people sign in."""

import subprocess
import sys
from collections.abc import Iterator

import httpx
import pytest

from tests.processes.desk import ROOT, Desk, wait_for

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("processes")]
ROLES = (["web", "--processes", "1"], ["worker", "now"], ["worker", "heavy"], ["schedule"])


@pytest.fixture
def desk(tmp_path) -> Iterator[Desk]:
    """A desk whose parts were started one by one."""
    desk = Desk(tmp_path)
    desk.furnish()
    log = (tmp_path / "roles.log").open("wb")
    parts = [
        subprocess.Popen(
            [sys.executable, "-u", str(ROOT / "manage.py"), *role],
            env=desk.environment,
            cwd=tmp_path,
            stdout=log,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
        )
        for role in ROLES
    ]
    yield desk
    for part in parts:
        part.terminate()
    codes = [part.wait(30) for part in parts]
    log.close()
    assert all(code in (0, -15) for code in codes), (tmp_path / "roles.log").read_text()


def is_ready(desk: Desk) -> bool:
    try:
        parts = httpx.get(f"{desk.url}/health/ready", timeout=5).json()["parts"]
    except (httpx.HTTPError, ValueError):
        return False
    return parts.get("queue now") == parts.get("queue heavy") == "ok"


def test_the_parts_find_each_other(desk):
    wait_for(lambda: is_ready(desk), 150)
    desk.sign_in().close()
