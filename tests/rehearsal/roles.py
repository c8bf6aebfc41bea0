"""The processes of a desk on several hosts: each role with a data folder of its own, killed and started again."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.processes.desk import ROOT, free_port

STARTED_SECONDS = 120.0


@dataclass
class Role:
    """One process and its children, as `manage.py COMMAND` starts them."""

    name: str
    command: tuple[str, ...]
    folder: Path
    settings: dict[str, str]
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """Of the settings, with a folder and a port of its own."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PLUMBLINE_", "DJANGO_"))}
        own = {"PLUMBLINE_DATA_DIR": str(self.folder / "data"), "PORT": str(self.port)}
        return {**kept, **self.settings, **own}

    @property
    def is_web(self) -> bool:
        """Whether people ask it for pages."""
        return self.command[0] == "web"

    def start(self) -> None:
        """Start it."""
        (self.folder / "data").mkdir(parents=True, exist_ok=True)
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-u", str(ROOT / "manage.py"), *self.command],
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )

    def kill(self) -> None:
        """Kill it and all it has started, as when its host loses power."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def stop(self) -> int:
        """Ask it to end, as whoever brings a new version does; its exit code."""
        assert self.process is not None
        self.process.terminate()
        return self.process.wait(90)

    def wait_until_it_answers(self) -> None:
        """Of a web server: until it makes pages."""
        until = time.monotonic() + STARTED_SECONDS
        while time.monotonic() < until:
            try:
                if httpx.get(f"http://127.0.0.1:{self.port}/health/live", timeout=5).status_code == 200:
                    return
            except httpx.HTTPError:
                pass
            time.sleep(0.1)
        raise AssertionError(
            f"{self.name} does not answer: {(self.folder / 'log').read_text(errors='replace')[-2000:]}"
        )


def all_roles(folder: Path, settings: dict[str, str]) -> list[Role]:
    """Two web servers, a worker for each queue, and one schedule."""
    commands = {
        "web 1": ("web", "--processes", "1"),
        "web 2": ("web", "--processes", "1"),
        "worker now": ("worker", "now"),
        "worker web": ("worker", "web"),
        "worker heavy": ("worker", "heavy"),
        "schedule": ("schedule",),
    }
    return [Role(name, command, folder / name.replace(" ", "-"), settings) for name, command in commands.items()]
