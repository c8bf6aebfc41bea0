"""Server CPU of the desk, the queue under each filter and order, and a claim's page, beside a minimal Django page.

    python -m tests.benchmarks.queue_pages --rows 100000
    DATABASE_URL=postgres://... python -m tests.benchmarks.queue_pages --rows 100000

Makes a scratch database, fills it with claims and ten times as many candidates, and prints a table: milliseconds of CPU
for one request in this process and, where it can be read, in PostgreSQL's; the ratio to a minimal page that renders 50
rows by keyset behind the same middleware; for the first page and for one 90 % deep. The aim is a ratio of 3 at most.
"""

# Django has to be set up before anything of the project is imported.
# ruff: noqa: E402
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")

import django

django.setup()

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client
from django.urls import path, reverse

from claims.accounts.models import User
from claims.accounts.roles import Role
from claims.tracking import queue
from claims.tracking.enums import ClaimState
from claims.tracking.models import Claim
from claims.tracking.queue import QueueFilters, Sort
from factcheck.urls import urlpatterns as project
from tests.benchmarks.scratch import arguments, database, fill, person

AIM = 3.0
FLOOR = engines["django"].from_string(
    "<!doctype html><title>Rows</title><ul>{% for row in rows %}<li><a href='{{ row.pk }}'>{{ row.statement }}</a> "
    "{{ row.state }} {{ row.created_at|date:'j F Y' }}</li>{% endfor %}</ul>"
)


def minimal(request: HttpRequest) -> HttpResponse:
    """The floor: 50 rows by keyset, one query, one template."""
    rows = Claim.objects.filter(pk__lt=10**9).order_by("-pk")[:50]
    return HttpResponse(FLOOR.render({"rows": rows}))


urlpatterns = [path("minimal/", minimal), *project]

FILTERS = {
    "all open": QueueFilters(),
    "one state": QueueFilters(states=(ClaimState.QUEUED,)),
    "published": QueueFilters(states=(ClaimState.PUBLISHED,)),
    "two states": QueueFilters(states=(ClaimState.QUEUED, ClaimState.SUBMITTED)),
    "any state": QueueFilters(all_states=True),
    "mine": QueueFilters(assignee="me"),
    "nobody's": QueueFilters(assignee="nobody"),
    "one person's, any state": QueueFilters(assignee="1", all_states=True),
    "late": QueueFilters(due="late"),
    "due in 7 days": QueueFilters(due="week"),
    "topic": QueueFilters(topic="topic-3"),
    "topic, any state": QueueFilters(topic="topic-3", all_states=True),
    "score 0.7 or more": QueueFilters(min_score=0.7),
    "outlet": QueueFilters(outlet=1),
    "outlet, any state": QueueFilters(outlet=1, all_states=True),
    "claimant": QueueFilters(claimant="speaker-3"),
    "a common word": QueueFilters(text="council"),
    "common word, any state": QueueFilters(text="council", all_states=True),
    "three words": QueueFilters(text="council tram bridge", all_states=True),
    "no match": QueueFilters(text="zeppelin", all_states=True),
}


class Meter:
    """CPU time of this process, and of the PostgreSQL process that serves it where that can be read."""

    def __init__(self) -> None:
        self.stat: Path | None = None
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                stat = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
            self.stat = stat if stat.exists() else None

    def database(self) -> float:
        """Seconds the database's process has worked."""
        return int(self.stat.read_text().split()[0]) / 1e9 if self.stat else 0.0

    def measure(self, act: Callable[[], object], rounds: int) -> tuple[float, float]:
        """Milliseconds of CPU for one act: the median here, the mean in the database."""
        act()
        act()
        before, times = self.database(), []
        for _ in range(rounds):
            began = time.process_time()
            act()
            times.append(time.process_time() - began)
        return median(times) * 1000, (self.database() - before) / rounds * 1000


def get(client: Client, address: str) -> Callable[[], object]:
    """One request that has to succeed."""

    def act() -> None:
        response = client.get(address)
        if response.status_code != 200:
            raise SystemExit(f"{address} answered {response.status_code}.")

    return act


def deep_cursor(filters: QueueFilters, viewer: User) -> str:
    """A cursor nine tenths down the list; found by counting, which the product itself never does."""
    order = queue.ORDERS[filters.sort]
    rows = queue._matching(filters, viewer, queue._sets(filters), few=True, base=str)
    names = [f"{'-' if order.descending else ''}{name}" for name in order.columns]
    place = int(rows.order_by().count() * 0.9)
    found = rows.order_by(*names)[place : place + 1].first()
    return queue._cursor([getattr(found, name) for name in order.columns]) if found else ""


def main() -> None:
    """Fill, measure, print."""
    parser = arguments(__doc__ or "")
    parser.add_argument("--rows", type=int, default=100_000, help="claims; there are ten times as many candidates")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--sorts", default=",".join(Sort), help="such as due,score")
    parser.add_argument("--only", default="", help="measure only pages with these words in their names")
    options = parser.parse_args()
    settings.ROOT_URLCONF = __name__
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with database():
        people = [person(f"person{n}", Role.EDITOR, Role.APPROVER) for n in range(20)]
        fill(options.rows, people)
        viewer = people[0]
        client = Client()
        client.force_login(viewer)
        meter = Meter()
        floor = sum(meter.measure(get(client, "/minimal/"), options.rounds * 2))
        print(f"{connection.vendor}, {options.rows:,} claims. The minimal page takes {floor:.1f} ms of CPU.\n")
        print(f"{'page':<42} {'sort':<9} {'first ms':>9} {'ratio':>6} {'deep ms':>9} {'ratio':>6}")
        worst = 0.0
        pages = {
            "desk": reverse("desk"),
            "claim": reverse("claim", args=[Claim.objects.filter(is_open=True).first().pk]),
        }
        for name, address in pages.items():
            if options.only not in name:
                continue
            cost = sum(meter.measure(get(client, address), options.rounds))
            worst = max(worst, cost / floor)
            print(f"{name:<42} {'':<9} {cost:>9.1f} {cost / floor:>6.1f}", flush=True)
        for name, filters in FILTERS.items():
            if options.only not in f"queue: {name}":
                continue
            for sort in map(Sort, options.sorts.split(",")):
                chosen = QueueFilters(**{**filters.__dict__, "sort": sort})
                if chosen.assignee == "1":
                    chosen = QueueFilters(**{**chosen.__dict__, "assignee": str(viewer.pk)})
                base = f"{reverse('queue')}?{chosen.query_string()}"
                first = sum(meter.measure(get(client, base), options.rounds))
                cursor = deep_cursor(chosen, viewer)
                deep = sum(meter.measure(get(client, f"{base}&page={cursor}"), options.rounds))
                worst = max(worst, first / floor, deep / floor)
                print(
                    f"{'queue: ' + name:<42} {sort.value:<9} {first:>9.1f} {first / floor:>6.1f} {deep:>9.1f} "
                    f"{deep / floor:>6.1f}{'  over' if max(first, deep) / floor > AIM else ''}",
                    flush=True,
                )
        print(f"\nThe highest ratio is {worst:.1f}; the aim is {AIM:.0f} at most.")
        sys.exit(worst > AIM)


if __name__ == "__main__":
    main()
