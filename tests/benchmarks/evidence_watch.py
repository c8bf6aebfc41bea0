"""Whether the evidence watch flags lost passages and nothing else, and what it costs a worker.

    python -m tests.benchmarks.evidence_watch --sources 10000

Makes a scratch database, a web server of its own and so many made-up sources by seed (`tests/watching/fake_web.py`),
half of which later change cosmetically and half of which lose their passage. Each is read by the watch as a worker does
it, over a real connection and in a child process: once as it was quoted, then as it has become, again and again until
it is due no sooner than its planned day. Prints, by what became of the source, how many were flagged, and the hours by
the plan from the change to the alarm; then processor time a reading, children included, and the sums for 100,000.
"""

# Django has to be set up before anything of the project is imported.
# ruff: noqa: E402
import os
import resource
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")

import django

django.setup()

from django.conf import settings
from django.utils import timezone

from claims.accounts.roles import Role
from claims.jobs.running import run_one
from claims.verdicts.models import Evidence, WatchedHost, WatchedPassage, WatchedSource
from claims.verdicts.passages import around, page_words
from claims.verdicts.watching import CONFIRM_AFTER, pause
from claims.watching.reading import look
from tests.benchmarks.scratch import arguments, database, person
from tests.factories import ClaimFactory
from tests.fetching.local_site import Site, start_site
from tests.watching.fake_web import LOST, Answer, FakeSource, web

AROUND = 240
MOST_READINGS = 4
"""After so many sightings the last kind of loss becomes an alarm."""
AGES = ((30, 0.05), (182, 0.15), (730, 0.40), (3650, 0.40))
"""An archive's sources by the age of their checks: up to so many days, and their share."""
WATCHED = 100_000
DAY_SECONDS = 86_400


def main() -> int:
    """Have a made-up web read, and say what was flagged and what it cost."""
    parser = arguments(__doc__ or "")
    parser.add_argument("--sources", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=20_26)
    asked = parser.parse_args()
    fakes = web(asked.sources, asked.seed)
    with tempfile.TemporaryDirectory(prefix="plumbline-watch-") as folder, database():
        settings.MEDIA_ROOT, settings.FETCH_ALLOW_NETWORKS = folder, ("127.0.0.0/8",)
        settings.WATCH_DAILY_BUDGET = asked.sources * (MOST_READINGS + 1)
        site = start_site()
        sources = _sources(fakes, site)
        spent = _cpu()
        readings = _read(sources, fakes, site)
        spent = _cpu() - spent
    return _report(fakes, readings, spent)


def _sources(fakes: Sequence[FakeSource], site: Site) -> list[WatchedSource]:
    someone = person("apa", Role.APPROVER)
    claim, now = ClaimFactory(), timezone.now()
    made = []
    for fake in fakes:
        url = _serve(site, fake, fake.first())
        before, after = around(fake.quote, page_words(fake.first().body, "text/html", "utf-8"), AROUND)
        key = f"{fake.number:064d}"
        source = WatchedSource.objects.create(url=url, url_key=key, host="127.0.0.1", cited_at=now, due_at=now)
        evidence = Evidence.objects.create(
            claim=claim,
            url=url,
            title=f"Accounts {fake.number}",
            position=fake.number,
            quote=fake.quote,
            accessed_at=now,
            added_at=now,
            added_by=someone,
        )
        WatchedPassage.objects.create(
            source=source, evidence=evidence, claim=claim, quote=fake.quote, before=before, after=after
        )
        made.append(source)
    return made


def _read(sources: Sequence[WatchedSource], fakes: Sequence[FakeSource], site: Site) -> dict[int, int]:
    """How many readings after its change each source was flagged, 0 for never."""
    site.page("/", fakes[0].first().body, Content_Type="text/html; charset=utf-8")
    flagged = {}
    for source, fake in zip(sources, fakes, strict=True):
        _look(source)
        _serve(site, fake, fake.later())
        flagged[fake.number] = 0
        for reading in range(1, MOST_READINGS + 1):
            _look(source)
            source.refresh_from_db()
            if source.alarm_since is not None:
                flagged[fake.number] = reading
                break
            if source.due_at is None or source.due_at > timezone.now() + 2 * CONFIRM_AFTER:
                break
        if fake.number % 500 == 499:
            print(f"{fake.number + 1:,} sources", file=sys.stderr, flush=True)
    return flagged


def _look(source: WatchedSource) -> None:
    WatchedHost.objects.update(free_at=timezone.now() - timedelta(seconds=1))
    WatchedSource.objects.filter(pk=source.pk).update(due_at=timezone.now() - timedelta(seconds=1))
    run_one(WatchedSource, source.pk, run=look)


def _serve(site: Site, fake: FakeSource, answer: Answer) -> str:
    headers = {"Location": site.url(answer.location)} if answer.location else {}
    kind = "text/html; charset=utf-8"
    return site.page(f"/accounts/{fake.number}", answer.body, status=answer.status, Content_Type=kind, **headers)


def _report(fakes: Sequence[FakeSource], flagged: dict[int, int], spent: float) -> int:
    count, found, latest = Counter[str](), Counter[str](), defaultdict[str, int](int)
    for fake in fakes:
        count[fake.fate] += 1
        found[fake.fate] += flagged[fake.number] > 0
        latest[fake.fate] = max(latest[fake.fate], flagged[fake.number])
    print(f"{'what became of it':<20}{'sources':>9}{'flagged':>9}{'hours to the alarm, at most':>30}")
    hours = CONFIRM_AFTER.total_seconds() / 3600
    for fate in sorted(count, key=lambda each: (each in LOST, each)):
        waits = f"{(latest[fate] - 1) * hours:.0f} after its day's reading" if latest[fate] else ""
        print(f"{fate:<20}{count[fate]:>9}{found[fate]:>9}{waits:>30}")
    lost = [fate for fate in count if fate in LOST]
    fine = [fate for fate in count if fate not in LOST]
    caught = sum(found[fate] for fate in lost) / max(1, sum(count[fate] for fate in lost))
    false = sum(found[fate] for fate in fine) / max(1, sum(count[fate] for fate in fine))
    # Each was read once before; one that is flagged was then read so often, any other once.
    each = spent / sum(1 + max(1, flagged[fake.number]) for fake in fakes)
    print(f"lost and flagged {caught:.4f} (aim .98), cosmetic and flagged {false:.4f} (at most .01)")
    now = timezone.now()
    daily = sum(
        WATCHED * share / pause(now - timedelta(days=days - 1), now, changed=False).days for days, share in AGES
    )
    print(f"{1000 * each:.0f} ms of processor time a reading, the child process included")
    print(
        f"{WATCHED:,} sources of an archive's ages: {daily:,.0f} readings a day,"
        f" {daily * each / DAY_SECONDS:.1%} of one worker's day"
    )
    return int(caught < 0.98 or false > 0.01)


def _cpu() -> float:
    """Seconds of processor time of this process and of its children, those that still live and theirs included."""
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ended = sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, whose))
    ticks = 0
    for pid in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split():
        # After the name in brackets: proc_pid_stat(5), utime, stime, cutime and cstime.
        ticks += sum(map(int, Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:15]))
    return ended + ticks / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    sys.exit(main())
