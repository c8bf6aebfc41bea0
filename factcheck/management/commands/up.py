"""`manage.py up`: the whole desk with one command and no service to install."""

import contextlib
import errno
import fcntl
import hashlib
import http.client
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from celery import current_app
from celery.beat import Scheduler, Service
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connections
from django.urls import reverse

from claims.accounts.models import User
from claims.workflow import copying, runs
from factcheck import broker, demo
from factcheck.environment import BASE_DIR
from factcheck.supervisor import Child, Supervisor
from factcheck.tether import tie_to_parent

WEB_WORKERS = 2
WEB_THREADS = 8
ANSWER_SECONDS = 60.0
BEAT_PAUSE_SECONDS = 5.0

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Prepares the data folder and the database, then runs web server, worker and schedule until it is stopped."""

    help = "Run the desk: web server, worker and schedule, on HOST and PORT (127.0.0.1:8000). Ctrl-C stops all of it."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--demo` for the demo newsroom, `--with-parent` for Makefiles and scripts."""
        parser.add_argument("--demo", action="store_true", help="load the demo newsroom once (or PLUMBLINE_DEMO=1)")
        parser.add_argument("--with-parent", action="store_true", help="stop when the process that started it ends")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until INT, TERM or HUP."""
        if options["with_parent"]:
            tie_to_parent(os.getppid(), signal.SIGTERM)
        began = time.monotonic()
        with _sole_use_of(settings.ENVIRONMENT.data_dir):
            _check_address()
            self._prepare()
            self._run(began)

    def _prepare(self) -> None:
        for folder in (settings.MEDIA_ROOT, settings.STATIC_ROOT):
            Path(folder).mkdir(parents=True, exist_ok=True)
        try:
            call_command("migrate", verbosity=0, interactive=False)
            self._collect_static()
            if settings.ENVIRONMENT.demo:
                self._load_demo()
        except DatabaseError as error:
            raise CommandError(f"Plumbline cannot start. The database refuses: {error}") from error
        except OSError as error:
            raise CommandError(f"Plumbline cannot start. {error.filename or 'A file'}: {error.strerror}.") from error
        _recover()

    def _collect_static(self) -> None:
        """Collect the static files if any of them changed since the last start."""
        seen = Path(settings.ENVIRONMENT.data_dir) / "static.seen"
        now = _static_fingerprint()
        if seen.exists() and seen.read_text() == now:
            return
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        seen.write_text(now)

    def _load_demo(self) -> None:
        """Load the demo newsroom unless this data folder's database has it."""
        loaded = Path(settings.ENVIRONMENT.data_dir) / "demo.loaded"
        if loaded.exists() and User.objects.filter(is_demo=True).exists():
            return
        self._say("Loading the demo newsroom ...")
        # In a process of its own, so that the models it loads are gone again afterwards.
        command = [sys.executable, str(BASE_DIR / "manage.py"), "load_demo", "--verbosity", "0"]
        if subprocess.run(command, env=_environment(), check=False).returncode:
            raise CommandError("Plumbline cannot start. The demo newsroom could not be loaded; see the lines above.")
        loaded.touch()

    def _run(self, began: float) -> None:
        supervisor = Supervisor(_children(), environment=_environment(), say=self._say)
        supervisor.listen()
        # The web server has the processors to itself first, so that the person at the screen waits least.
        supervisor.start("web")
        try:
            up = self._wait_until_it_answers(supervisor)
            if up:
                supervisor.start("worker")
                _start_beat()
                self._greet(time.monotonic() - began)
                up = supervisor.run()
        finally:
            self._say("Stopping ...")
            supervisor.stop()
            self._say("Stopped.")
        if not up and not supervisor.told_to_stop:
            raise CommandError(
                "Plumbline stopped, because a part of it could not be kept running. See the lines above."
            )

    def _wait_until_it_answers(self, supervisor: Supervisor) -> bool:
        until = time.monotonic() + ANSWER_SECONDS
        while time.monotonic() < until and not supervisor.told_to_stop:
            if not supervisor.look():
                return False
            if _answers():
                return True
            time.sleep(0.1)
        if not supervisor.told_to_stop:
            self._say(f"The web server did not answer within {ANSWER_SECONDS:.0f} seconds.")
        return False

    def _greet(self, seconds: float) -> None:
        environment = settings.ENVIRONMENT
        self._say(f"Plumbline is ready at {_address()} after {seconds:.1f} seconds. Ctrl-C stops it.")
        self._say(f"Data folder: {environment.data_dir}")
        if not environment.demo:
            if not User.objects.active().exists():
                self._say("Nobody can sign in yet. Make the first person with: manage.py createsuperuser")
        elif settings.DEMO_SIGN_INS:
            self._say("\n".join(demo.sign_ins()))
        else:
            self._say("The demo people cannot sign in here, because this server can be reached from other machines.")
        connections.close_all()

    def _say(self, line: str) -> None:
        # Whoever reads the output may have gone; that must not stop the desk.
        with contextlib.suppress(BrokenPipeError):
            self.stdout.write(line)
            self.stdout.flush()


def _children() -> list[Child]:
    environment = settings.ENVIRONMENT
    address = ["--host", environment.host, "--port", str(environment.port)]
    size = ["--workers", str(WEB_WORKERS), "--blocking-threads", str(WEB_THREADS)]
    granian = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--log-level", "error"]
    lasting = ["--respawn-failed-workers", "--workers-kill-timeout", "4"]
    web = [*granian, *address, *size, *lasting, "factcheck.tethered_wsgi:application"]
    # In a container the worker may well be root; what it takes is JSON only, so Celery's alarm says nothing new.
    celery = [sys.executable, "-W", "ignore:You're running the worker", "-m", "celery", "--quiet", "--app", "factcheck"]
    alone = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    worker = [*celery, "worker", "--pool", "solo", "--loglevel", "WARNING", *alone]
    return [Child("web", web), Child("worker", worker, before_restart=_recover)]


def _environment() -> dict[str, str]:
    """What the children see: this environment, with the data folder's full path and the project importable."""
    path = os.pathsep.join(filter(None, [str(BASE_DIR), os.environ.get("PYTHONPATH", "")]))
    return {
        **os.environ,
        "PLUMBLINE_DATA_DIR": str(settings.ENVIRONMENT.data_dir),
        "PYTHONPATH": path,
        "PYTHONUNBUFFERED": "1",
    }


def _start_beat() -> None:
    """Send what the schedule says from a thread of this process: a message every few seconds needs no more."""
    threading.Thread(target=_beat, name="beat", daemon=True).start()


def _beat() -> None:
    while True:
        try:
            # The plain scheduler keeps no file that could be lost or damaged.
            Service(app=current_app, scheduler_cls=Scheduler).start()
        except Exception:
            logger.exception("The schedule was interrupted; it goes on in a moment.")
        time.sleep(BEAT_PAUSE_SECONDS)


def _recover() -> None:
    """With the embedded broker there is one worker, and while it is down nothing can be in hand."""
    if not settings.CELERY_BROKER_URL.startswith("filesystem"):
        return
    with contextlib.suppress(DatabaseError, OSError):
        broker.remove_remains(Path(settings.BROKER_DIR))
        runs.recover()
        copying.recover()
    connections.close_all()


@contextlib.contextmanager
def _sole_use_of(data_dir: Path) -> Any:
    """Hold the data folder's lock, or say who does."""
    try:
        lock = (data_dir / "up.lock").open("a+")
    except OSError as error:
        raise CommandError(f"Plumbline cannot start. {data_dir} cannot be written to: {error.strerror}.") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.seek(0)
            raise CommandError(
                f"Plumbline runs on {data_dir} already (process {lock.read().strip()}). Stop it first, or set "
                "PLUMBLINE_DATA_DIR to another folder."
            ) from error
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def _check_address() -> None:
    host, port = settings.ENVIRONMENT.host, settings.ENVIRONMENT.port
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except socket.gaierror as error:
        raise CommandError(f"Plumbline cannot start. HOST is {host!r}, and no such address is known.") from error
    except OSError as error:
        reasons = {
            errno.EADDRINUSE: f"Port {port} on {host} is in use. Stop what uses it, or set PORT to another number.",
            errno.EADDRNOTAVAIL: f"HOST is {host!r}, and this machine does not have that address.",
            errno.EACCES: f"Port {port} is kept for the system. Set PORT to a number above 1023.",
        }
        reason = reasons.get(error.errno or 0, f"{host}:{port} cannot be listened on: {error.strerror}.")
        raise CommandError(f"Plumbline cannot start. {reason}") from error


def _answers() -> bool:
    host = settings.ENVIRONMENT.host
    here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    connection = http.client.HTTPConnection(here, settings.ENVIRONMENT.port, timeout=5)
    try:
        connection.request("GET", reverse(settings.LOGIN_URL))
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def _address() -> str:
    host, port = settings.ENVIRONMENT.host, settings.ENVIRONMENT.port
    if host in ("0.0.0.0", "::"):
        return f"http://127.0.0.1:{port}/ and this machine's other addresses"
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


def _static_fingerprint() -> str:
    digest = hashlib.sha256(str(settings.STATIC_ROOT).encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            stat = os.stat(storage.path(path))
            digest.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
