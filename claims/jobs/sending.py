"""Messages to the broker. They are hints: whatever it does not take within two seconds is left to the sweep.

A broker that refuses or keeps silent is left alone for a few seconds, so that it costs one request two seconds at most
and the next ones nothing.
"""

import logging
import threading
import time
from collections.abc import Iterable, Sequence
from itertools import batched
from typing import Final

from celery import current_app

from claims.jobs.models import Job, Queue

RUN: Final = "claims.jobs.tasks.run"
PATIENCE_SECONDS: Final = 2.0
PAUSE_SECONDS: Final = 5.0

logger = logging.getLogger(__name__)


class _Broker:
    """What this process knows of the broker: from when on it may be asked again."""

    def __init__(self) -> None:
        self._not_before = 0.0

    @property
    def may_be_asked(self) -> bool:
        """Whether it took what it was given last, or some seconds have passed since it did not."""
        return time.monotonic() >= self._not_before

    def give(self, task: str, args: Sequence[object], queue: Queue) -> bool:
        """Hand over one message; False when it was refused or not taken in time.

        The client library has time-outs of its own, but several in a row, and none for looking up a name; so it works
        in a thread that is waited for. One that is stuck ends by those time-outs.
        """
        taken = threading.Event()

        def publish() -> None:
            try:
                current_app.send_task(task, args=list(args), queue=queue.value, retry=False)
            except Exception as error:
                logger.warning("The broker did not take a message (%s); the sweep will send it again.", error)
                self._not_before = time.monotonic() + PAUSE_SECONDS
            else:
                taken.set()

        thread = threading.Thread(target=publish, name="send", daemon=True)
        thread.start()
        thread.join(PATIENCE_SECONDS)
        if thread.is_alive():
            logger.warning("The broker does not answer; the sweep will send the message again.")
            self._not_before = time.monotonic() + PAUSE_SECONDS
        return taken.is_set()


_broker = _Broker()


def send(model: type[Job], ids: Iterable[int], *, queue: Queue | None = None) -> list[int]:
    """Hand ids of jobs to the broker in coarse messages; the ids that it did not take."""
    left: list[int] = []
    for chunk in batched(ids, model.per_message):
        if not (_broker.may_be_asked and _broker.give(RUN, [model._meta.label, chunk], _queue(model, queue))):
            left += chunk
    return left


def tell_worker(task: str, args: Sequence[object], queue: Queue) -> bool:
    """Send a message that is not about one row's turn; False when the broker did not take it."""
    return _broker.may_be_asked and _broker.give(task, args, queue)


def _queue(model: type[Job], given: Queue | None) -> Queue:
    queue = given or model.queue
    if queue is None:
        raise ValueError(f"{model._meta.label} does not say which queue its jobs wait in.")
    return queue
