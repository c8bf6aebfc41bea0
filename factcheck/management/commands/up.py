"""`manage.py up`: the whole desk with one command and no service to install."""

import contextlib
import errno
import fcntl
import hashlib
import http.client
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connections

from claims.accounts.models import User
from claims.demo import newsroom
from claims.jobs import running, schedule
from claims.jobs.models import Queue
from claims.people.first_admin import first_admin_link
from claims.verdicts import signing
from factcheck import broker, web_server
from factcheck.environment import BASE_DIR
from factcheck.health_answers import LIVE
from factcheck.parent_death import tie_to_parent, tied_to_this_process
from factcheck.private_files import keep_private
from factcheck.schedule import ROUTINES
from factcheck.supervisor import Child, Supervisor

PATIENCE_SECONDS = 20.0
WORKERS = {Queue.NOW: "now worker", Queue.WEB: "web worker", Queue.HEAVY: "heavy worker"}


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
        keep_private(settings.ENVIRONMENT.data_dir)
        with _sole_use_of(settings.ENVIRONMENT.data_dir):
            _check_address()
            os.environ["PLUMBLINE_WORKER"] = _worker_id(settings.ENVIRONMENT.data_dir)
            with _refusals_in_a_sentence():
                self._prepare()
            with self._loading_demo() as loading:
                with _refusals_in_a_sentence():
                    self._collect_static()
                self._run(began, loading)

    def _prepare(self) -> None:
        for folder in (settings.MEDIA_ROOT, settings.STATIC_ROOT):
            Path(folder).mkdir(parents=True, exist_ok=True)
        call_command("migrate", verbosity=0, interactive=False)
        self._make_signing_key()
        web_server.begin_counting(settings.ENVIRONMENT)
        broker.remove_remains(Path(settings.BROKER_DIR))
        for queue in WORKERS:
            _recover(queue)
        schedule.prepare(ROUTINES)
        connections.close_all()

    def _make_signing_key(self) -> None:
        """Have the key there before the first publication; where it cannot be had, say so and go on."""
        try:
            signing.current_key()
        except (signing.NoKey, OSError) as error:
            self.stderr.write(f"Nothing that is published can be signed. {error}")

    def _collect_static(self) -> None:
        """Collect the static files if any of them changed since the last start, unless they were built before."""
        if settings.ENVIRONMENT.static_dir is not None:
            return
        seen = Path(settings.ENVIRONMENT.data_dir) / "static.seen"
        now = _static_fingerprint()
        if seen.exists() and seen.read_text() == now:
            return
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        seen.write_text(now)

    @contextlib.contextmanager
    def _loading_demo(self) -> Iterator[subprocess.Popen[bytes] | None]:
        """The process that loads the demo newsroom meanwhile, unless this data folder's database has it.

        A process of its own, so that the models it loads are gone again afterwards.
        """
        loaded = _demo_mark()
        if not settings.ENVIRONMENT.demo or (loaded.exists() and User.objects.filter(is_demo=True).exists()):
            yield None
            return
        loaded.unlink(missing_ok=True)
        connections.close_all()
        self._say("Loading the demo newsroom ...")
        command = [sys.executable, str(BASE_DIR / "manage.py"), "load_demo", "--verbosity", "0"]
        process = subprocess.Popen(tied_to_this_process(command), env=_environment(), start_new_session=True)
        try:
            yield process
        finally:
            process.terminate()
            process.wait()

    def _run(self, began: float, loading: subprocess.Popen[bytes] | None) -> None:
        supervisor = Supervisor(_children(), environment=_environment(), say=self._say)
        supervisor.listen()
        # The workers come last, so that the person at the screen waits least.
        supervisor.start("web")
        try:
            up = self._wait_for_demo(supervisor, loading) and self._wait_until_it_answers(supervisor)
            if up:
                supervisor.start(*WORKERS.values())
                schedule.start()
                self._greet(time.monotonic() - began)
                up = supervisor.run()
        finally:
            self._say("Stopping ...")
            supervisor.stop()
            self._say("Stopped.")
        if not up and not supervisor.shutdown_asked:
            raise CommandError(
                "Plumbline stopped, because a part of it could not be kept running. See the lines above."
            )

    def _wait_for_demo(self, supervisor: Supervisor, loading: subprocess.Popen[bytes] | None) -> bool:
        """Until the demo newsroom is loaded; False when the desk stops before."""
        while loading is not None and loading.poll() is None:
            if supervisor.shutdown_asked or not supervisor.look():
                return False
            time.sleep(0.1)
        if loading is not None:
            if loading.returncode:
                raise CommandError(
                    "Plumbline cannot start. The demo newsroom could not be loaded; see the lines above."
                )
            _demo_mark().touch()
        return True

    def _wait_until_it_answers(self, supervisor: Supervisor) -> bool:
        """As long as its process lives, however busy the machine is; now and then it says what it waits for."""
        began = said = time.monotonic()
        while not supervisor.shutdown_asked:
            if not supervisor.look():
                return False
            if _answers():
                return True
            if time.monotonic() - said > PATIENCE_SECONDS:
                said = time.monotonic()
                self._say(f"Waiting for the web server, which has not answered for {said - began:.0f} seconds ...")
            time.sleep(0.1)
        return False

    def _greet(self, seconds: float) -> None:
        environment = settings.ENVIRONMENT
        self._say(f"Plumbline is ready at {_address()} after {seconds:.1f} seconds. Ctrl-C stops it.")
        self._say(f"Data folder: {environment.data_dir}")
        if settings.DEMO_SIGN_INS:
            self._say("\n".join(newsroom.sign_ins()))
        elif environment.demo:
            self._say("The demo people cannot sign in here, because this server can be reached from other machines.")
        link = first_admin_link()
        if link:
            self._say("Nobody looks after this desk yet. Make the first account here; the link works once, for a day:")
            self._say(f"  {link}")
        connections.close_all()

    def _say(self, line: str) -> None:
        # Whoever reads the output may have gone; that must not stop the desk.
        with contextlib.suppress(BrokenPipeError):
            self.stdout.write(line)
            self.stdout.flush()


@contextlib.contextmanager
def _refusals_in_a_sentence() -> Iterator[None]:
    """What the database or the disk refuses ends the command with one sentence instead of a traceback."""
    try:
        yield
    except DatabaseError as error:
        raise CommandError(f"Plumbline cannot start. The database refuses: {error}") from error
    except OSError as error:
        raise CommandError(f"Plumbline cannot start. {error.filename or 'A file'}: {error.strerror}.") from error


def _demo_mark() -> Path:
    """A file that says that the demo newsroom was loaded whole."""
    return Path(settings.ENVIRONMENT.data_dir) / "demo.loaded"


def _children() -> list[Child]:
    environment = settings.ENVIRONMENT
    web = web_server.command(
        environment,
        "factcheck.wsgi_with_parent:application",
        processes=web_server.PROCESSES,
        threads=web_server.THREADS,
    )
    workers = [
        Child(
            name,
            [sys.executable, str(BASE_DIR / "manage.py"), "worker", queue],
            before_restart=partial(_recover, queue),
        )
        for queue, name in WORKERS.items()
    ]
    return [Child("web", web, is_vital=True), *workers]


def _environment() -> dict[str, str]:
    """What the children see: this environment, with the data folder's full path and the project importable."""
    path = os.pathsep.join(filter(None, [str(BASE_DIR), os.environ.get("PYTHONPATH", "")]))
    return {
        **os.environ,
        "PLUMBLINE_DATA_DIR": str(settings.ENVIRONMENT.data_dir),
        "PYTHONPATH": path,
        "PYTHONUNBUFFERED": "1",
        "PROMETHEUS_MULTIPROC_DIR": str(web_server.counts_folder(settings.ENVIRONMENT)),
    }


def _recover(queue: Queue) -> None:
    """While this desk's worker of a queue is down it can have nothing in hand."""
    with contextlib.suppress(DatabaseError, OSError):
        broker.remove_remains(Path(settings.BROKER_DIR), queue)
        running.recover(queue)
    connections.close_all()


def _worker_id(data_dir: Path) -> str:
    """A name for the workers of this data folder, made on the first start."""
    file = data_dir / "worker.id"
    if not file.exists():
        file.write_text(secrets.token_hex(8))
    return file.read_text().strip()


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
        connection.request("GET", LIVE)
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
