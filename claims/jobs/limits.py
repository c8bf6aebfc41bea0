"""The time limit of a job in a worker's child process: the kernel ends a child that got no further.

Python alone could not: neither a signal handler nor a thread runs while a library's loop holds the interpreter.
"""

import faulthandler
import resource
import signal
import sys
from datetime import timedelta
from typing import Final

MARGIN_SECONDS: Final = 5.0
"""So long before its lease runs out the child ends, so that no two ever work on one job."""

_is_on = False


def turn_on(*, data_bytes: int) -> None:
    """From now on jobs of this process have limits: of time, and of memory together. For worker children only."""
    global _is_on
    _is_on = True
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    resource.setrlimit(resource.RLIMIT_DATA, (data_bytes, hard))


def begin(lease_for: timedelta) -> None:
    """Allow this job as much time as its lease; called again when the lease is renewed."""
    if not _is_on:
        return
    seconds = lease_for.total_seconds() - MARGIN_SECONDS
    # The pool's own handler is Python and would never run; without one the kernel acts.
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    # Where it stood goes to the worker's log, from a thread that needs no interpreter.
    faulthandler.dump_traceback_later(max(seconds - 1, 1), file=sys.__stderr__ or 2)


def end() -> None:
    """The job has ended: no limit until the next."""
    if not _is_on:
        return
    signal.setitimer(signal.ITIMER_REAL, 0)
    faulthandler.cancel_dump_traceback_later()
