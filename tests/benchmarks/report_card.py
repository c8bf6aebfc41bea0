"""CPU and time of the extractor's report card and of the threshold's sentence at a million candidates.

    python -m tests.benchmarks.report_card --rows 100000
    DATABASE_URL=postgres://... python -m tests.benchmarks.report_card --rows 100000

Makes a scratch database of so many claims and ten times as many candidates, four in ten of them decided over the last
two years, and prints for each read and page the median of wall time and its ratio to a minimal page of 50 rows behind
the same middleware.
"""

# Django has to be set up before anything of the project is imported.
# ruff: noqa: E402
import os
import time
from collections.abc import Callable
from statistics import median

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")

import django

django.setup()

from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from claims.accounts.roles import Role
from claims.articles.models import Article
from claims.tracking.decisions import cost_of
from claims.tracking.enums import DismissReason
from claims.tracking.report_card import PERIODS, report_card
from tests.benchmarks import queue_pages
from tests.benchmarks.scratch import arguments, database, fill, person

DAYS = 730


def decide() -> None:
    """Decide on four candidates of each ten, the accepted ones among them, evenly over two years."""
    reasons = " ".join(f"WHEN {place} THEN '{reason.value}'" for place, reason in enumerate(DismissReason))
    minutes = f"(id % {DAYS * 1440})"
    at = (
        f"strftime('%Y-%m-%d %H:%M:%S', 'now', '-' || {minutes} || ' minutes')"
        if connection.vendor == "sqlite"
        else f"now() - {minutes} * interval '1 minute'"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE claims_candidate SET state = 'dismissed',"  # noqa: S608 - made of this module's constants
            f" dismiss_reason = CASE (id / 10) % {len(DismissReason)} {reasons} END"
            " WHERE state = 'pending' AND id % 10 IN (2, 3, 4)"
        )
        cursor.execute(f"UPDATE claims_candidate SET decided_at = {at} WHERE state <> 'pending'")  # noqa: S608
        cursor.execute("ANALYZE")


def timed(act: Callable[[], object], rounds: int) -> float:
    """The median of some rounds after a first one, in milliseconds."""
    act()
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        act()
        times.append(time.perf_counter() - began)
    return median(times) * 1000


def main() -> None:
    """Fill, measure, print."""
    parser = arguments(__doc__ or "")
    parser.add_argument("--rows", type=int, default=100_000, help="claims; there are ten times as many candidates")
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    settings.ROOT_URLCONF = queue_pages.__name__
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with database():
        editor = person("edo", Role.EDITOR)
        fill(options.rows, [editor])
        decide()
        client = Client()
        client.force_login(editor)
        floor = timed(queue_pages.get(client, "/minimal/"), options.rounds * 3)
        article = reverse("article", args=[Article.objects.order_by("pk").values_list("pk", flat=True)[:1].get()])
        acts: dict[str, Callable[[], object]] = {
            f"the card of {weeks} weeks": lambda weeks=weeks: report_card(weeks) for weeks in PERIODS
        }
        acts["what a threshold of 0.43 would have hidden"] = lambda: cost_of(0.43)
        acts["page: report card"] = queue_pages.get(client, reverse("report-card"))
        acts["page: report card of 26 weeks"] = queue_pages.get(client, f"{reverse('report-card')}?weeks=26")
        acts["page: an article at threshold 0.43"] = queue_pages.get(client, f"{article}?threshold=0.43")
        acts["page: articles"] = queue_pages.get(client, reverse("articles"))
        acts["page: articles with fresh candidates"] = queue_pages.get(client, f"{reverse('articles')}?status=fresh")
        print(f"{connection.vendor}, {options.rows * 10:,} candidates. The minimal page takes {floor:.1f} ms.\n")
        print(f"{'what':<46} {'ms':>9} {'ratio':>7}")
        for name, act in acts.items():
            cost = timed(act, options.rounds)
            print(f"{name:<46} {cost:>9.1f} {cost / floor:>7.1f}", flush=True)


if __name__ == "__main__":
    main()
