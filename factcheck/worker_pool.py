"""The children of a worker, and what happens when one of them is killed while it waits for work.

Children of one worker wait in turn for a message, under a lock that they share. One that is killed while it waits,
by the system for want of memory, say, takes the lock with it, and no other child gets a message again. Nobody can
tell from outside whether it held the lock, so the worker ends, and whatever keeps it up starts it anew.
"""

import logging
import os
import signal
from typing import Any

from billiard import active_children
from billiard.pool import Pool as BlockingPool
from celery.concurrency.prefork import TaskPool

logger = logging.getLogger(__name__)


def use() -> None:
    """Have this process make its children by `Pool`, where the broker's client has no event loop of its own.

    With one, each child has a pipe to itself, and there is nothing to share.
    """
    TaskPool.BlockingPool = Pool


def end_now() -> None:
    """End this worker and its children, whatever they do."""
    for child in active_children():
        os.kill(child.pid, signal.SIGKILL)
    os._exit(1)


class Pool(BlockingPool):  # type: ignore[misc]
    """Celery's own, which ends with an idle child that was killed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, on_process_down=self._end_if_it_was_idle, **kwargs)

    def _end_if_it_was_idle(self, child: Any) -> None:
        if child.exitcode >= 0 or child.pid in self._pids_with_work():
            return
        logger.warning("A child was killed while it waited for work. This worker ends, to be started anew.")
        if self._pids_with_work():
            os.kill(os.getpid(), signal.SIGTERM)  # the others finish what they have in hand, within the usual time
        else:
            end_now()

    def _pids_with_work(self) -> set[int]:
        return {pid for job in list(self._cache.values()) if not job.ready() for pid in job.worker_pids()}
