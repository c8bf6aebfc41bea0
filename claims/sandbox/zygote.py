"""A process that has loaded the readers and does nothing but fork: each child reads one file and ends.

It has no threads, since a fork takes one thread along. A request is a datagram that names the function and its limits,
with a socket for the child to read the arguments from and answer to.
"""

import contextlib
import gc
import importlib
import json
import logging
import os
import pickle
import resource
import select
import signal
import socket
import traceback
from typing import Any, Final

from claims.sandbox.frames import DIED, DONE, FAILED, OUT_OF_MEMORY, RAISED, TOO_MUCH, everything, frame
from claims.sandbox.results import dump

_LONGEST_REQUEST: Final = 4096


def serve(control_fd: int) -> None:
    """Fork a child for each request until the parent is gone; say how a child died where it could not."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent's end ends this one
    logging.disable(logging.ERROR)  # the readers' remarks on broken files are of no use to anybody
    control = socket.socket(fileno=control_fd)
    woken, wake = os.pipe()
    os.set_blocking(woken, False)
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    children: dict[int, socket.socket] = {}
    while True:
        ready, _, _ = select.select([control_fd, woken], [], [])
        if woken in ready:
            with contextlib.suppress(BlockingIOError):
                os.read(woken, 4096)
            _bury(children)
        if control_fd in ready:
            asked, fds, _, _ = socket.recv_fds(control, _LONGEST_REQUEST, 1)
            if not asked:
                os._exit(0)
            _fork(json.loads(asked), socket.socket(fileno=fds[0]), children, control)


def _fork(
    asked: dict[str, Any], answer: socket.socket, children: dict[int, socket.socket], control: socket.socket
) -> None:
    _load(asked["module"])
    pid = os.fork()
    if pid:
        children[pid] = answer
        return
    try:
        for other in (control, *children.values()):
            other.close()
        _limit(asked)
        answer.sendall(_answer(asked, everything(answer)))
    except BaseException:  # the parent hears of the end of this process
        os._exit(1)
    os._exit(0)


def _load(module: str) -> None:
    """Import the module of a function before the fork, and call its `warm_up`, so that its children need not."""
    if module not in _loaded:
        _loaded.add(module)
        with contextlib.suppress(Exception):  # the child will fail in the same way, and say so
            getattr(importlib.import_module(module), "warm_up", lambda: None)()
        gc.collect()
        gc.freeze()


_loaded: set[str] = set()


def _limit(asked: dict[str, Any]) -> None:
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    seconds = int(asked["cpu_seconds"])
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    signal.setitimer(signal.ITIMER_REAL, 3 * seconds + 5)
    # What the process has already is counted too.
    most = _data_bytes() + int(asked["memory_bytes"])
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    resource.setrlimit(resource.RLIMIT_DATA, (most if hard == resource.RLIM_INFINITY else min(most, hard),) * 2)


def _data_bytes() -> int:
    try:
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmData:"))
    except (OSError, StopIteration):
        return 500_000_000  # no Linux: what the readers take, generously


def _answer(asked: dict[str, Any], sent: bytes) -> bytes:
    try:
        arguments = pickle.loads(sent)  # noqa: S301  # from our own parent
        result = getattr(importlib.import_module(asked["module"]), asked["name"])(**arguments)
        body = dump(result)
    except MemoryError:
        return frame(OUT_OF_MEMORY, b"")
    except Exception as error:  # a person must hear of it, not this process's log
        if type(error).__module__.startswith("claims."):
            return frame(RAISED, dump(error))
        return frame(FAILED, traceback.format_exc()[-4000:].encode("utf-8", "replace"))
    return frame(DONE, body) if len(body) <= asked["output_bytes"] else frame(TOO_MUCH, b"")


def _bury(children: dict[int, socket.socket]) -> None:
    while children:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not pid:
            return
        with children.pop(pid) as answer:
            if status:
                number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
                with contextlib.suppress(OSError):
                    answer.send(frame(DIED, str(number).encode()), socket.MSG_DONTWAIT)
