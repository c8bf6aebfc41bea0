"""Server CPU of API pages with many claims, beside a minimal Django page.

    python -m tests.benchmarks.api_pages --rows 100000
    DATABASE_URL=postgres://... python -m tests.benchmarks.api_pages --rows 100000

Makes a scratch database, fills it as the benchmark of the queue does, and prints a table: queries, milliseconds of CPU
for one request in this process and, where it can be read, in PostgreSQL's, and the ratio to the same minimal page: 50
rows by keyset in a bare template, behind the same middleware. The limit for a page of 100 is a ratio of 3.5, and of 5
for words and a topic; the exit code is 1 where a page takes more.
"""

# Django has to be set up before anything of the project is imported.
# ruff: noqa: E402
import os
import sys
from statistics import median

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
os.environ.setdefault("CELERY_BROKER_URL", "memory://")
os.environ.setdefault("API_REQUESTS_PER_MINUTE", "10000000")

import django

django.setup()

from django.db import connection
from django.test import Client, override_settings

from claims.accounts.roles import Role
from claims.people.tokens import issue
from claims.tracking.models import Claim
from tests.benchmarks.queue_pages import Meter, browser, limit_of
from tests.benchmarks.scratch import arguments, database, fill, person

PAGES = {
    "100 claims": "limit=100",
    "100 open, due first": "limit=100&sort=due&state=queued",
    "100 by score": "limit=100&sort=score",
    "100 by one word": "limit=100&q=council",
    "100 by three words": "limit=100&q=council+tram+bridge",
    "100 by a rare word": "limit=100&q=zeppelin",
    "100 of a topic": "limit=100&topic=topic-3",
    "100, five fields": "limit=100&fields=id,number,state,statement,due_at",
}


def main() -> None:
    """Fill, measure, print; 1 where a page of 100 costs more than it may."""
    parser = arguments(__doc__ or "")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=25)
    options = parser.parse_args()
    with database(), override_settings(ROOT_URLCONF="tests.benchmarks.queue_pages", ALLOWED_HOSTS=["*"]):
        people = [person(f"reviewer{n}", Role.REVIEWER) for n in range(10)]
        editor = person("editor", Role.EDITOR)
        fill(options.rows, people)
        secret = issue(actor=editor, name="benchmark", scopes=["read"]).secret
        program = Client(headers={"Authorization": f"Bearer {secret}"})
        addresses = {name: f"/api/v1/claims/?{query}" for name, query in PAGES.items()}
        addresses["the next 100"] = program.get("/api/v1/claims/?limit=100").json()["next"]
        addresses["100 with relations"] = "/api/v1/claims/?limit=100&expand=evidence,verdict,appearances"
        addresses["a claim with its moves"] = f"/api/v1/claims/{Claim.objects.latest('id').pk}/"
        meter, over = Meter(program, options.rounds, reader=browser(editor)), []
        print(f"{connection.vendor}, {options.rows:,} claims; load before {os.getloadavg()[0]:.1f}")
        for name, address in addresses.items():
            cost = meter.cost(address)
            if "relations" not in name and cost.ratio > limit_of(name):
                over.append(name)
            print(f"{name:24}{cost.milliseconds:8.1f} ms{cost.ratio:7.2f}x{cost.queries:4} queries", flush=True)
        print(f"The minimal page takes {median(meter.floors):.1f} ms.")
    print(f"Over their limits: {', '.join(over) or 'none'}.")
    sys.exit(bool(over))


if __name__ == "__main__":
    main()
