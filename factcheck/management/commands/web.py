"""`manage.py web`: the web server alone, for hosts that share a database with others."""

import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from factcheck import web_server
from factcheck.environment import BASE_DIR
from factcheck.one_host import warn_of_files_as_broker
from factcheck.private_files import keep_private


class Command(BaseCommand):
    """Becomes the web server; it changes nothing in the database, so `migrate` comes first."""

    help = "Run the web server alone, on HOST and PORT. Run `migrate` before it, and `worker` and `schedule` beside it."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How large it is."""
        parser.add_argument("--processes", type=int, default=web_server.PROCESSES, help="about one a processor core")
        parser.add_argument("--threads", type=int, default=web_server.THREADS, help="requests a process does at once")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until INT or TERM."""
        environment = settings.ENVIRONMENT
        keep_private(environment.data_dir)
        warn_of_files_as_broker(self.stderr.write)
        if not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
            call_command("collectstatic", verbosity=0, interactive=False)
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(web_server.begin_counting(environment))
        os.chdir(BASE_DIR)
        arguments = web_server.command(
            environment, "factcheck.wsgi:application", processes=options["processes"], threads=options["threads"]
        )
        os.execv(sys.executable, arguments)  # so that signals reach the server itself
