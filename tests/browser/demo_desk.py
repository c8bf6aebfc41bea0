"""The demo newsroom's desk at one fixed moment, for pictures.

`python -m tests.browser.demo_desk` prints its address and its screens as one line of JSON, and serves until its
standard input ends.
"""

import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
os.environ["PLUMBLINE_DEMO"] = "1"

import django

django.setup()

from dataclasses import asdict

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.management import call_command
from django.test.testcases import LiveServerThread

import factcheck.tasks  # noqa: F401  # says what does the work of each kind of job
from claims.demo.moments import at
from claims.jobs.running import run_one
from claims.jobs.sweeping import job_models
from tests.browser.screens import MOMENT, screens


def main() -> None:
    """Load the newsroom, do what waits to be done, and serve."""
    call_command("migrate", verbosity=0, run_syncdb=True)
    with at(MOMENT):
        call_command("load_demo", verbosity=0)
        for model in job_models():
            for pk in list(model.jobs().due().values_list("pk", flat=True)):
                run_one(model, pk)
        server = LiveServerThread("127.0.0.1", StaticFilesHandler)
        server.daemon = True
        server.start()
        server.is_ready.wait()
        said = {"address": f"http://127.0.0.1:{server.port}", "screens": [asdict(each) for each in screens()]}
        print(json.dumps(said), flush=True)
        sys.stdin.read()
        server.terminate()


if __name__ == "__main__":
    main()
