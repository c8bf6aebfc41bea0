"""The caller's side: a warm process to fork children from, and what comes back from a child."""

import atexit
import contextlib
import json
import os
import pickle
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from claims.sandbox.frames import DIED, DONE, FAILED, OUT_OF_MEMORY, RAISED, TOO_MUCH, receive
from claims.sandbox.results import load
from claims.sentences import say

_START = "import sys; sys.path[:] = {path!r}; from claims.sandbox.zygote import serve; serve({control})"
_WAIT_SECONDS: Final = 15.0
"""Beyond three times the processor's seconds: a busy machine is not a hostile file."""


class TooCostly(Exception):
    """The child was ended by a limit, or died; `message` says so in a sentence that begins with "This file"."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = say(message)


@dataclass(frozen=True)
class Limits:
    """What a child may use: seconds of the processor, and bytes of memory beyond those it starts with and of answer."""

    cpu_seconds: int = 20
    memory_bytes: int = 1_000_000_000
    output_bytes: int = 50_000_000


def run_limited[T](function: Callable[..., T], limits: Limits, /, **arguments: Any) -> T:  # Any: of any function
    """Call a module's own function in a child process, and return what it returns or raise what it raises.

    Arguments are anything that can be pickled; what comes back is made of plain values, dates, and dataclasses and
    exceptions of `claims`. Raises TooCostly where the child was ended by a limit.
    """
    asked = json.dumps({"module": function.__module__, "name": function.__qualname__, **vars(limits)}).encode()
    sent = pickle.dumps(arguments)
    kind, body = _ask(asked, sent, limits)
    if (kind, body) == (DIED, b""):  # nobody was there to say how: the zygote itself had ended
        kind, body = _ask(asked, sent, limits)
    if kind == DONE:
        result: T = load(body)
        return result
    if kind == RAISED:
        raise load(body)
    if kind == FAILED:
        raise RuntimeError(f"{function.__module__}.{function.__qualname__} failed in its child: {body.decode()}")
    raise TooCostly(_sentence(kind, body, limits))


def _ask(asked: bytes, sent: bytes, limits: Limits) -> tuple[bytes, bytes]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.settimeout(3 * limits.cpu_seconds + _WAIT_SECONDS)
        _send(asked, theirs)
        theirs.close()
        try:
            # A child that was ended while it still listened has said why.
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                ours.sendall(sent)
                ours.shutdown(socket.SHUT_WR)
            return receive(ours, most=limits.output_bytes)
        except TimeoutError:
            return DIED, str(int(signal.SIGALRM)).encode()
        except ConnectionResetError:
            return DIED, b""


def _sentence(kind: bytes, body: bytes, limits: Limits) -> str:
    if kind == OUT_OF_MEMORY:
        return say("This file needs more than %(size)s MB of memory to be read.", size=limits.memory_bytes // 1_000_000)
    if kind == TOO_MUCH:
        return say("This file unpacks to more than %(size)s MB.", size=limits.output_bytes // 1_000_000)
    if kind == DIED and body in {str(int(number)).encode() for number in (signal.SIGXCPU, signal.SIGALRM)}:
        return say("This file needs more than %(seconds)s seconds to be read.", seconds=limits.cpu_seconds)
    return say("This file made its reader fail.")


class _Zygote:
    """The process that children are forked from; one a process, made when it is first needed and after its end."""

    def __init__(self) -> None:
        self.control, theirs = socket.socketpair(type=socket.SOCK_SEQPACKET)
        command = _START.format(path=sys.path, control=theirs.fileno())
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-c", command],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                # A thread of a numeric library would be missing in the children.
                env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
            )

    def close(self) -> None:
        """Let it go: it ends when nobody is left to ask it."""
        self.control.close()
        self.process.wait()


_zygote: _Zygote | None = None
_lock = threading.Lock()


def _send(asked: bytes, answer: socket.socket) -> None:
    """Hand a request to this process's zygote; a process that was forked makes one of its own."""
    global _zygote
    with _lock:
        for _ in range(2):
            if _zygote is None:
                _zygote = _Zygote()
            try:
                socket.send_fds(_zygote.control, [asked], [answer.fileno()])
                return
            except OSError:  # it was killed, by the machine's lack of memory for instance
                _close()
        raise RuntimeError("The process that reads files cannot be started.")


@atexit.register
def _close() -> None:
    global _zygote
    if _zygote is not None:
        _zygote.close()
        _zygote = None


def _after_fork() -> None:
    """The parent's zygote stays the parent's, and another thread may have held the lock at the moment of the fork."""
    global _lock, _zygote
    _lock = threading.Lock()
    if _zygote is not None:
        _zygote.control.close()
        _zygote = None


os.register_at_fork(after_in_child=_after_fork)
