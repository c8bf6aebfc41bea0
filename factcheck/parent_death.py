"""Ties a process to the life of its parent, so that nothing is left behind when the parent is killed.

Run as a file, `python parent_death.py PARENT_PID COMMAND...`, it ties itself and then becomes the command. The standard
library alone is used: this file is also started without the project on its path.
"""

import ctypes
import os
import signal
import sys
import threading
import time
from collections.abc import Sequence

PR_SET_PDEATHSIG = 1
TIED = "PLUMBLINE_TIED_PROCESS"
"""Names, to what a tied process makes, that process: whoever asks for a parent late may get another answer."""


def tie_to_parent(parent: int, with_signal: int = signal.SIGKILL) -> None:
    """Have the kernel send this process a signal when its parent ends; at once if the parent is gone already.

    The tie survives exec and is not inherited by children. On systems other than Linux nothing happens.
    """
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, with_signal, 0, 0, 0)
    if os.getppid() != parent:
        os.kill(os.getpid(), with_signal)


def tied_to_this_process(command: Sequence[str]) -> list[str]:
    """The command line that runs a command which ends when this process does."""
    return [sys.executable, "-I", "-S", __file__, str(os.getpid()), *command]


def maker() -> int:
    """The process that made this one, though it may have ended before this one could ask."""
    return int(os.environ.get(TIED) or os.getppid())


def end_with_parent() -> None:
    """End this process within a second of its parent's end, from a thread.

    For children that a thread of their parent made: to the kernel that thread is the parent, and it may end before.
    """
    parent = maker()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch, name="parent", daemon=True).start()


if __name__ == "__main__":
    tie_to_parent(int(sys.argv[1]))
    os.environ[TIED] = str(os.getpid())
    os.execvp(sys.argv[2], sys.argv[2:])  # noqa: S606
