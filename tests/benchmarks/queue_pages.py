"""Server CPU of the desk, claims, the second review and the queue under each filter and order, beside a minimal page.

    python -m tests.benchmarks.queue_pages
    DATABASE_URL=postgres://... python -m tests.benchmarks.queue_pages

Makes a scratch database, fills it with claims and ten times as many candidates, and prints a table: the queries of a
page, milliseconds of CPU for one request in this process and, where it can be read, in PostgreSQL's, and the ratio to a
minimal page that renders 50 rows by keyset behind the same middleware; for a list's first page and for one 90 % deep.
The two take turns, so that whatever else the machine does weighs on both. The limit is a ratio of 3.5, and of 5 for a
topic, an outlet, words and a claim with a long record; the exit code is 1 where a page takes more.
"""

# Django has to be set up before anything of the project is imported.
# ruff: noqa: E402
import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
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
from django.test.utils import CaptureQueriesContext
from django.urls import path, reverse
from django.utils import timezone

from claims.accounts.models import User
from claims.accounts.roles import Role
from claims.desk.left_at import SINCE
from claims.tracking.enums import ClaimState
from claims.tracking.filters import QueueFilters, Sort
from claims.tracking.keyset import ORDERS, cursor_at
from claims.tracking.models import Claim
from claims.tracking.selection import matching
from factcheck.urls import urlpatterns as project
from tests.benchmarks.rich import rich_claim
from tests.benchmarks.scratch import arguments, database, fill, fill_record, person

LIMIT, DEARER_LIMIT = 3.5, 5.0
DEARER = ("topic", "outlet", "word", "no match", "rich claim")
ROW = "{:<34}{:<10}{:>8}{:>9}{:>7}{:>9}{:>7}"
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


@dataclass(frozen=True)
class Cost:
    """What a page costs: its queries, milliseconds of CPU, and how many minimal pages that is."""

    queries: int
    milliseconds: float
    ratio: float


class Meter:
    """CPU time of this process, and of the PostgreSQL process that serves it where that can be read."""

    def __init__(self, client: Client, rounds: int, *, reader: Client | None = None) -> None:
        self.client = client
        self.reader = reader or client
        """Who reads the minimal page."""
        self.rounds = rounds
        self.stat: Path | None = None
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                stat = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
            self.stat = stat if stat.exists() else None
        self.floors: list[float] = []

    def cost(self, address: str) -> Cost:
        """The page and the minimal page in turns; medians."""
        floors, pages = [], []
        for _ in range(2):
            self.time(self.client, address)
        with CaptureQueriesContext(connection) as asked:
            self.time(self.client, address)
        queries = len(asked)
        for _ in range(self.rounds):
            floors.append(self.time(self.reader, "/minimal/"))
            pages.append(self.time(self.client, address))
        self.floors += floors
        return Cost(queries, median(pages), median(pages) / median(floors))

    def time(self, client: Client, address: str) -> float:
        began = self._now()
        response = client.get(address)
        taken = self._now() - began
        if response.status_code != 200:
            raise SystemExit(f"{address} answered {response.status_code}.")
        return taken * 1000

    def _now(self) -> float:
        database = int(self.stat.read_text().split()[0]) / 1e9 if self.stat else 0.0
        return time.process_time() + database


def deep_cursor(filters: QueueFilters, viewer: User) -> str:
    """A cursor nine tenths down the list; found by counting, which the product itself never does."""
    order = ORDERS[filters.sort]
    rows = matching(filters, viewer, Claim.objects.all())
    names = [f"{'-' if order.descending else ''}{name}" for name in order.columns]
    place = int(rows.order_by().count() * 0.9)
    found = rows.order_by(*names)[place : place + 1].first()
    return cursor_at(order, [getattr(found, name) for name in order.columns]) if found else ""


def pages(people: Sequence[User]) -> Iterator[tuple[str, str, Client]]:
    """The pages that are no lists: name, address, and the browser of who looks."""
    holder, second = people[0], people[1]
    mine = Claim.objects.filter(state=ClaimState.IN_REVIEW, reviewer=holder).order_by("pk")
    plain = Claim.objects.filter(is_open=True).order_by("pk")
    claim = reverse("claim", args=[mine[0].pk])
    yield "desk", reverse("desk"), browser(holder)
    yield "desk, after three days", reverse("desk"), browser(holder, away=timedelta(days=3))
    yield "claim", reverse("claim", args=[plain[0].pk]), browser(holder)
    yield "claim in hand", claim, browser(holder)
    yield "claim in hand, of a view", f"{claim}?in=", browser(holder)
    yield "rich claim", reverse("claim", args=[rich_claim(people, ClaimState.IN_REVIEW).pk]), browser(holder)
    submitted = rich_claim(people, ClaimState.SUBMITTED)
    yield "rich claim's second review", reverse("claim-review", args=[submitted.pk]), browser(second)


def lists(viewer: User, sorts: Sequence[Sort]) -> Iterator[tuple[str, Sort, str, str]]:
    """The queue under each filter and order: name, order, address, and the cursor of a page 90 % deep."""
    for name, filters in FILTERS.items():
        for sort in sorts:
            chosen = replace(filters, sort=sort)
            if chosen.assignee == "1":
                chosen = replace(chosen, assignee=str(viewer.pk))
            yield name, sort, f"{reverse('queue')}?{chosen.query_string()}", deep_cursor(chosen, viewer)


def browser(person: User, away: timedelta | None = None) -> Client:
    """A browser this person is signed in with; `away` is how long ago they left."""
    client = Client()
    client.force_login(person)
    if away:
        session = client.session
        session[SINCE] = (timezone.now() - away).isoformat()
        session.save()
    return client


def limit_of(name: str) -> float:
    """How many minimal pages this one may cost; its second review is held to the lower limit."""
    dearer = any(word in name for word in DEARER) and "second review" not in name
    return DEARER_LIMIT if dearer else LIMIT


def main() -> None:
    """Fill, measure, print."""
    parser = arguments(__doc__ or "")
    parser.add_argument("--rows", type=int, default=100_000, help="claims; there are ten times as many candidates")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--sorts", default=",".join(Sort), help="such as due,score")
    parser.add_argument("--only", default="", help="measure only pages with these words in their names")
    options = parser.parse_args()
    settings.ROOT_URLCONF = __name__
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with database():
        people = [person(f"person{n}", Role.EDITOR, Role.APPROVER) for n in range(20)]
        fill(options.rows, people)
        fill_record(people)
        sorts = [Sort(name) for name in options.sorts.split(",")]
        load = os.getloadavg()[0]
        print(f"{connection.vendor}, {options.rows:,} claims; load before {load:.1f}\n")
        print(ROW.format("page", "sort", "queries", "ms", "ratio", "deep ms", "ratio"))
        ratios: list[tuple[float, float]] = []
        for name, address, client in pages(people):
            if options.only in name:
                meter = Meter(client, options.rounds)
                cost = meter.cost(address)
                numbers = (cost.queries, f"{cost.milliseconds:.1f}", f"{cost.ratio:.1f}")
                print(ROW.format(name, "", *numbers, "", ""), flush=True)
                ratios.append((cost.ratio, limit_of(name)))
        meter = Meter(browser(people[0]), options.rounds)
        for name, sort, address, cursor in lists(people[0], sorts):
            if options.only in f"queue: {name}":
                first, deep = meter.cost(address), meter.cost(f"{address}&page={cursor}")
                numbers = (f"{cost:.1f}" for page in (first, deep) for cost in (page.milliseconds, page.ratio))
                print(ROW.format(f"queue: {name}", sort.value, first.queries, *numbers), flush=True)
                ratios += [(first.ratio, limit_of(name)), (deep.ratio, limit_of(name))]
        over = sum(ratio > limit for ratio, limit in ratios)
        floor = f"The minimal page takes {median(meter.floors):.1f} ms. " if meter.floors else ""
        worst = max(ratio for ratio, _ in ratios)
        print(f"\n{floor}{over} of {len(ratios)} pages take more than they may; the dearest {worst:.1f} times as much.")
    sys.exit(over > 0)


if __name__ == "__main__":
    main()
