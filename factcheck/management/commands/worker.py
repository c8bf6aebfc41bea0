"""`manage.py worker QUEUE`: one worker process, with children that have limits of time and memory."""

import os
import warnings
from argparse import ArgumentParser
from dataclasses import dataclass
from typing import Any

from celery import current_app
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection

from claims.jobs.models import Queue
from factcheck.database import WORKER, be_patient
from factcheck.one_host import warn_of_files_as_broker
from factcheck.private_files import keep_private
from factcheck.worker_pool import use as use_pool


@dataclass(frozen=True)
class Pool:
    """How many children work on a queue, how many messages wait with each, and how large one may grow (megabytes)."""

    children: int
    prefetch: int
    megabytes: int


POOLS = {
    Queue.NOW: Pool(children=2, prefetch=8, megabytes=250),
    Queue.WEB: Pool(children=3, prefetch=2, megabytes=300),
    Queue.HEAVY: Pool(children=1, prefetch=1, megabytes=700),
}


class Command(BaseCommand):
    """Works on one queue until it is stopped."""

    help = "Work on what waits in a queue: now (e-mail, the clock), web (feeds, copies, webhooks) or heavy (reading)."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The queue, and how many children work on it."""
        parser.add_argument("queue", choices=[queue.value for queue in Queue])
        parser.add_argument("--children", type=int, help="how many jobs are done at once")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until INT or TERM."""
        queue = Queue(options["queue"])
        pool = POOLS[queue]
        os.environ["PLUMBLINE_QUEUE"] = queue
        # What a worker may be told is JSON with ids, so Celery's alarm about running as root says nothing new.
        warnings.filterwarnings("ignore", message="You're running the worker")
        # The checks would load every page of the desk.
        os.environ["CELERY_SKIP_CHECKS"] = "1"
        # A child has one connection, and makes it after it was born.
        connection.settings_dict["OPTIONS"].pop("pool", None)
        keep_private(settings.ENVIRONMENT.data_dir)
        be_patient(WORKER)
        if "PLUMBLINE_WORKER" not in os.environ:  # not started by `up`
            warn_of_files_as_broker(self.stderr.write)
        use_pool()
        current_app.worker_main(
            [
                "--quiet",
                "worker",
                f"--hostname={queue}@%h",
                f"--queues={queue}",
                f"--concurrency={options['children'] or pool.children}",
                f"--prefetch-multiplier={pool.prefetch}",
                f"--max-memory-per-child={pool.megabytes * 1024}",
                "--loglevel=WARNING",
                "--without-gossip",
                "--without-mingle",
                "--without-heartbeat",
            ]
        )
