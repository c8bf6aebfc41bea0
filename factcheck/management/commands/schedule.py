"""`manage.py schedule`: what keeps background work going, alone; one is enough, and two do no harm."""

import signal
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand

from claims.jobs import schedule
from factcheck.database import WORKER, be_patient
from factcheck.one_host import warn_of_files_as_broker
from factcheck.schedule import ROUTINES


class Command(BaseCommand):
    """Sweeps every few seconds: hands out what waits, and takes back what lost its worker."""

    help = "Run the schedule alone: it hands out what waits and what comes again and again to the workers."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until INT or TERM."""
        be_patient(WORKER)
        warn_of_files_as_broker(self.stderr.write)
        signal.signal(signal.SIGTERM, _end)
        signal.signal(signal.SIGINT, _end)
        schedule.prepare(ROUTINES)
        self.stdout.write("The schedule runs. Ctrl-C stops it.")
        self.stdout.flush()
        schedule.run_for_ever()


def _end(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)
