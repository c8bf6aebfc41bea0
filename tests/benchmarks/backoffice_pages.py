"""Server CPU of the back office's pages, beside a plain list of Django's admin and a minimal page.

    python -m tests.benchmarks.backoffice_pages
    python -m tests.benchmarks.backoffice_pages --rows 20000 --only claims

Makes a scratch database, fills it with claims and ten times as many candidates, and prints a table: the queries of a
page, milliseconds of CPU for one request, and the ratio to two pages measured in turns with it: the list of claims that
Django's own `ModelAdmin` makes of seven columns, and one that renders 50 rows by keyset behind the same middleware. A
list of claims may cost 60 ms; the exit code is 1 where one takes more.
"""

# Django has to be set up before anything of the project is imported.
# ruff: noqa: E402
import os
import sys
from collections.abc import Iterator
from html import unescape
from statistics import median

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")

import django

django.setup()

from django.conf import settings
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import path, reverse
from django.utils import timezone

from claims.accounts.roles import Role
from claims.tracking.enums import ClaimState
from claims.tracking.models import Candidate, Claim, SavedView
from factcheck.urls import urlpatterns as project
from tests.benchmarks.queue_pages import Meter, browser, minimal
from tests.benchmarks.scratch import arguments, database, fill, fill_record, person

LIMIT = 60.0
"""Milliseconds of CPU that a list of claims may cost on the machine the project was measured on."""
ROW = "{:<38}{:>8}{:>9}{:>10}{:>10}"


class PlainSite(admin.AdminSite):
    """Django's admin as it comes, open to whoever is signed in."""

    def has_permission(self, request: object) -> bool:
        """Everybody."""
        return True


class PlainClaims(admin.ModelAdmin):  # type: ignore[type-arg]  # Django takes no arguments for it at run time
    """The list a programmer would write first: seven columns, no filter, no count of everything."""

    list_display = ["pk", "statement", "state", "claimant", "reviewer", "due_at", "score"]
    list_select_related = ["claimant", "reviewer"]
    show_full_result_count = False

    def has_view_permission(self, request: object, obj: object = None) -> bool:
        """Everybody."""
        return True


plain = PlainSite(name="plain")
plain.register(Claim, PlainClaims)
urlpatterns = [path("minimal/", minimal), path("plain/", plain.urls), *project]


def pages(view: SavedView) -> Iterator[tuple[str, str, bool]]:
    """Each page: its name, its address, and whether the limit of a list of claims holds for it."""
    claims, candidates = reverse("admin:claims_claim_changelist"), reverse("admin:claims_candidate_changelist")
    yield "front page", reverse("admin:index"), False
    yield "claims", claims, True
    yield "claims, 2nd page", "next", True
    yield "claims in one state", f"{claims}?state__exact=queued", True
    yield "claims by due date", f"{claims}?o=6", True
    yield "claims by score, highest first", f"{claims}?o=-7", True
    yield "late claims", f"{claims}?due=late", True
    yield "claims of a topic", f"{claims}?topic=3", True
    yield "claims of a saved view", f"{claims}?view={view.pk}", True
    yield "claims of a month", f"{claims}?state_since__year={timezone.now().year}&state_since__month=3", True
    yield "claims with a common word", f"{claims}?q=council", True
    yield "claims with three words", f"{claims}?q=council+tram+bridge", True
    yield "candidates", candidates, False
    yield "acts", reverse("admin:audit_auditevent_changelist"), False
    held = Claim.objects.filter(state=ClaimState.IN_REVIEW).order_by("pk")[0]
    yield "a claim", reverse("admin:claims_claim_change", args=[held.pk]), False


def main() -> None:
    """Fill, measure, print."""
    parser = arguments(__doc__ or "")
    parser.add_argument("--rows", type=int, default=100_000, help="claims; there are ten times as many candidates")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--only", default="", help="measure only pages with these words in their names")
    options = parser.parse_args()
    settings.ROOT_URLCONF = __name__
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with database():
        people = [person(f"person{n}", Role.EDITOR, Role.APPROVER, Role.ADMIN) for n in range(20)]
        fill(options.rows, people)
        fill_record(people)
        view = SavedView.objects.create(owner=people[0], name="Mine", query="assignee=me&state=any")
        meter = Meter(browser(people[0]), options.rounds)
        base = meter.cost("/plain/claims/claim/")
        print(f"{connection.vendor}, {Claim.objects.count():,} claims, {Candidate.objects.count():,} candidates\n")
        print(ROW.format("page", "queries", "ms", "x plain", "x minimal"))
        print(
            ROW.format("a plain list of claims", base.queries, f"{base.milliseconds:.1f}", "1.0", f"{base.ratio:.1f}")
        )
        over = 0
        for name, address, limited in pages(view):
            if options.only in name:
                over += shown(meter, name, address, limited)
    sys.exit(over > 0)


def shown(meter: Meter, name: str, address: str, limited: bool) -> bool:
    """Measure a page and print its line; whether it takes more than it may."""
    if address == "next":
        address = reverse("admin:claims_claim_changelist")
        html = meter.client.get(address).content.decode()
        address += unescape(html.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0])
    times, plains, minimals = [], [], []
    for _ in range(2):
        meter.time(meter.client, address)
    with CaptureQueriesContext(connection) as asked:
        meter.time(meter.client, address)
    queries = len(asked)
    for _ in range(meter.rounds):
        minimals.append(meter.time(meter.client, "/minimal/"))
        plains.append(meter.time(meter.client, "/plain/claims/claim/"))
        times.append(meter.time(meter.client, address))
    taken = median(times)
    numbers = (f"{taken:.1f}", f"{taken / median(plains):.2f}", f"{taken / median(minimals):.1f}")
    print(ROW.format(name, queries, *numbers), flush=True)
    return limited and taken > LIMIT


if __name__ == "__main__":
    main()
