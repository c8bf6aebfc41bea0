"""What keeps background work going without anybody's message: the sweep every few seconds, and routines' rows."""

import logging
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db import DatabaseError, connections
from django.db.models.functions import Now

from claims.jobs.models import SIGN_OF_LIFE, Queue, Routine
from claims.jobs.sweeping import sweep

SWEEP_SECONDS: Final = 5.0

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Every:
    """How often a routine is done, and by which workers."""

    pause: timedelta
    queue: Queue = Queue.NOW


def prepare(routines: Mapping[str, Every]) -> None:
    """Have a row for each routine, due at once where it is new, and none for what is no longer one."""
    signs = {SIGN_OF_LIFE.format(queue): Every(timedelta(seconds=10), queue) for queue in Queue}
    wanted = {**routines, **signs}
    Routine.objects.exclude(name__in=wanted).delete()
    for name, every in wanted.items():
        values = {"in_queue": every.queue, "every": every.pause}
        Routine.objects.update_or_create(name=name, defaults=values, create_defaults={**values, "due_at": Now()})


def run_for_ever() -> None:
    """Sweep every few seconds, whatever happens."""
    while True:
        try:
            sweep()
        except DatabaseError:
            logger.exception("The sweep was interrupted; it goes on in a moment.")
        connections.close_all()
        time.sleep(SWEEP_SECONDS)


def start() -> None:
    """Sweep from a thread of this process."""
    threading.Thread(target=run_for_ever, name="schedule", daemon=True).start()
