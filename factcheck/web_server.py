"""How the web server is started, by `manage.py up` and by `manage.py web` alike."""

import shutil
import sys
from pathlib import Path
from typing import Final

from factcheck.environment import Environment

PROCESSES: Final = 2
THREADS: Final = 8


def command(environment: Environment, application: str, *, processes: int, threads: int) -> list[str]:
    """The command line of granian for a WSGI application, on HOST and PORT."""
    granian = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--log-level", "error"]
    address = ["--host", environment.host, "--port", str(environment.port)]
    size = ["--workers", str(processes), "--blocking-threads", str(threads)]
    lasting = ["--respawn-failed-workers", "--workers-kill-timeout", "4"]
    return [*granian, *address, *size, *lasting, application]


def counts_folder(environment: Environment) -> Path:
    """Where the web server's processes count requests together."""
    return environment.data_dir / "metrics"


def begin_counting(environment: Environment) -> Path:
    """An empty folder for the counts of the processes that are about to start."""
    folder = counts_folder(environment)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
