"""Asks a fresh process what the settings become in a given environment."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "PLUMBLINE_PRODUCTION": "1",
    "ALLOWED_HOSTS": "desk.example.org",
    "PUBLIC_URL": "https://desk.example.org",
    "EMAIL_URL": "smtp://desk:secret@mail.example.org:587/?tls=True",
    "TRUSTED_PROXIES": "1",
}


def run(*command: str, folder: Path, **given: str) -> subprocess.CompletedProcess[str]:
    """Run a command of manage.py with this environment alone; a value of None takes a setting of PRODUCTION away."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TMPDIR")}
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *command],
        env={**kept, "PLUMBLINE_DATA_DIR": str(folder), **given},
        capture_output=True,
        text=True,
        check=False,
    )
