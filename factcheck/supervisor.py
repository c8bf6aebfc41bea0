"""Runs a few processes as one: starts them, passes on what they say, starts again what falls, stops all at once."""

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType
from typing import IO

from factcheck.parent_death import tied_to_this_process

LOOK_EVERY_SECONDS = 0.2
STOP_SECONDS = 6.0
STEADY_SECONDS = 10.0
LONGEST_PAUSE_SECONDS = 30.0
# A process that never stayed up this often in a row will not, and the person who started it should hear so.
HOPELESS_STARTS = 5


@dataclass
class Child:
    """One process to keep running; `before_restart` is called before each start but the first.

    Without a vital one that cannot be kept up, the others are not worth running.
    """

    name: str
    command: Sequence[str]
    before_restart: Callable[[], None] | None = None
    is_vital: bool = False
    process: subprocess.Popen[str] | None = field(default=None, init=False)
    started: float = field(default=0.0, init=False)
    start_at: float = field(default=0.0, init=False)
    short_lives: int = field(default=0, init=False)
    was_steady: bool = field(default=False, init=False)


class Supervisor:
    """Keeps children alive until told to stop. Each has its own session, and dies with this process in any case."""

    def __init__(
        self, children: Sequence[Child], *, environment: Mapping[str, str], say: Callable[[str], None]
    ) -> None:
        self._children = list(children)
        self._environment = dict(environment)
        self._say = say
        self._stop = False
        self._hurry = False

    @property
    def shutdown_asked(self) -> bool:
        """Whether a signal has asked for the end."""
        return self._stop

    def listen(self) -> None:
        """Take INT, TERM and HUP as a request to stop; a second one stops without waiting."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)

    def start(self, *names: str) -> None:
        """Start the children of these names; from then on they are kept up."""
        for child in self._children:
            if child.name in names:
                self._start(child)

    def look(self) -> bool:
        """Start again what has fallen; False when a child cannot be kept up."""
        now = time.monotonic()
        for child in self._children:
            if not child.started:
                continue
            if child.process is None:
                if now >= child.start_at:
                    if child.before_restart:
                        child.before_restart()
                    self._start(child)
            elif child.process.poll() is not None:
                if not self._fallen(child, now):
                    return False
            elif now - child.started > STEADY_SECONDS:
                child.short_lives, child.was_steady = 0, True
        return True

    def run(self) -> bool:
        """Look after the children until told to stop; False when one could not be kept up."""
        while not self._stop:
            if not self.look():
                return False
            time.sleep(LOOK_EVERY_SECONDS)
        return True

    def stop(self) -> None:
        """Ask every child to end, wait a few seconds, and kill what is left, its own children included."""
        running = [child.process for child in self._children if child.process is not None]
        for process in running:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
        until = time.monotonic() + STOP_SECONDS
        while time.monotonic() < until and not self._hurry and any(each.poll() is None for each in running):
            time.sleep(0.05)
        for process in running:
            _kill_session(process)
            process.wait()

    def _start(self, child: Child) -> None:
        child.started = time.monotonic()
        child.process = subprocess.Popen(
            tied_to_this_process(child.command),
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        if child.process.stdout is not None:
            threading.Thread(target=self._pass_on, args=(child.name, child.process.stdout), daemon=True).start()

    def _fallen(self, child: Child, now: float) -> bool:
        process = child.process
        if process is None:
            return True
        child.process = None
        _kill_session(process)
        child.short_lives = child.short_lives + 1 if now - child.started < STEADY_SECONDS else 1
        how = _how_it_ended(process.returncode)
        if child.is_vital and child.short_lives >= HOPELESS_STARTS and not child.was_steady:
            self._say(f"The {child.name} {how} {child.short_lives} times right after its start, so all is stopped.")
            return False
        pause = min(LONGEST_PAUSE_SECONDS, 2.0 ** (child.short_lives - 1) - 1)
        when = f"in {pause:.0f} seconds" if pause else "now"
        self._say(f"The {child.name} {how}. It is started again {when}.")
        child.start_at = now + pause
        return True

    def _pass_on(self, name: str, lines: IO[str]) -> None:
        for line in lines:
            if line.strip():
                self._say(f"{name:>12} | {line.rstrip()}")

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._hurry = self._stop
        self._stop = True


def _kill_session(process: subprocess.Popen[str]) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _how_it_ended(code: int) -> str:
    if code < 0:
        return f"was ended by {signal.Signals(-code).name}"
    return "stopped by itself" if code == 0 else f"stopped with exit code {code}"
