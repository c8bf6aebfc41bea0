"""Server CPU of public pages with many publications, beside a minimal Django page of 50 rows, in one run.

    PLUMBLINE_DATA_DIR=/tmp/bench python -m tests.benchmarks.public_pages --count 100000
    DATABASE_URL=postgres://... python -m tests.benchmarks.public_pages --count 100000

Prints a table: milliseconds of CPU for one request, the ratio to the minimal page, and the same for a conditional hit;
then the memory the whole data feed takes while it streams. The limit is a ratio of 3.5, and of 5 for
words. The CPU is that of this process and, where PostgreSQL runs on the same machine, of its process that serves us.
The data folder or database must be empty.
"""

# Django has to be set up before anything of the project is imported.
# ruff: noqa: E402
import argparse
import datetime
import os
import random
import resource
import time
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")

import django

django.setup()

from django.core.management import call_command
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client, override_settings
from django.urls import path
from django.utils import timezone

from claims.public.views import lists
from claims.searching.words import words_of as words_in
from claims.tracking.enums import ClaimState
from claims.tracking.models import Claim
from claims.verdicts import snapshots
from claims.verdicts.facets import sidebar, words_of
from claims.verdicts.models import Facet, Filing, Publication
from claims.verdicts.site_settings import locked_newsroom
from factcheck.urls import urlpatterns as project

ROUNDS = 60
STEPS = ["true", "mostly-true", "half-true", "mostly-false", "false"]
WORDS = (
    "council budget buses harbour school nurse hospital rent housing energy wind water police thefts lights road "
    "repairs residents spending ridership ferry terminal breakfast vaccination estuary warming election turnout tax"
).split()
FLOOR = engines["django"].from_string(
    "<!doctype html><title>Rows</title><ul>{% for row in rows %}<li><a href='{{ row.pk }}'>{{ row.statement }}</a> "
    "{{ row.state }} {{ row.created_at|date:'j F Y' }}</li>{% endfor %}</ul>"
)


def minimal(request: HttpRequest) -> HttpResponse:
    """The floor: 50 rows by keyset, one query, one template."""
    rows = Claim.objects.filter(pk__lt=10**9).order_by("-pk")[:50]
    return HttpResponse(FLOOR.render({"rows": rows}))


minimal.login_required = False
urlpatterns = [path("minimal/", minimal), *project]


def page_of(number: int, chance: random.Random) -> dict[str, object]:
    """A page as publishing would store it, with text of a usual length."""
    step = chance.randrange(5)
    statement = " ".join(chance.choices(WORDS, k=11)).capitalize()
    topic, claimant = chance.randrange(24), int(chance.paretovariate(0.6)) % 5000
    at = (timezone.now() - datetime.timedelta(minutes=5 * number)).isoformat(timespec="seconds")
    rating = {
        "slug": STEPS[step],
        "label": STEPS[step].capitalize(),
        "definition": "What it means.",
        "tone": step + 1,
        "lean": 14 * step,
        "value": 5 - step,
        "worst": 1,
        "best": 5,
    }
    scale = [
        {**rating, "slug": slug, "label": slug.capitalize(), "tone": place + 1, "lean": 14 * place, "value": 5 - place}
        for place, slug in enumerate(STEPS)
    ]
    source = {
        "id": 1,
        "url": "https://source.example/a",
        "title": "Accounts of the year",
        "publisher": "Audit Office",
        "published_on": "2026-01-02",
        "kind": "primary",
        "kind_label": "Primary",
        "stance": "refutes",
        "stance_label": "Refutes",
        "quote": "Net spending rose by 5.7 per cent. " * 3,
        "note": "",
        "interest": "",
        "accessed_at": at,
        "copy": {"id": 1, "sha256": "ab" * 32, "copied_at": at, "content_type": "text/html", "size": 1},
        "copy_impossible": False,
    }
    appearance = {"url": "https://a.example/", "title": "A report", "published_at": at, "quote": "", "first": True}
    appearance["has_words_said"] = False
    person = {"name": f"Person {claimant}", "slug": f"person-{claimant}", "kind": "Person", "role": "", "same_as": ""}
    return {
        "format": 1,
        "id": f"tag:bench.example,2026:{number}",
        "number": f"FC-{number:04d}",
        "slug": f"FC-{number:04d}-{'-'.join(statement.lower().split()[:6])}",
        "publication": 1,
        "kind": "first",
        "note": "",
        "site": {"name": "Bench", "strapline": "", "about_line": "", "homepage": "", "language": "en"},
        "statement": statement,
        "first_published_at": at,
        "published_at": at,
        "history": [{"number": 1, "kind": "first", "label": "First published", "note": "", "at": at, "change": None}],
        "claimant": person,
        "said_on": "2026-01-03",
        "said_where": "Debate",
        "rating": rating,
        "scale": scale,
        "summary": " ".join(chance.choices(WORDS, k=30)),
        "explanation": "<p>" + " ".join(chance.choices(WORDS, k=350)) + "</p>",
        "evidence": [{**source, "anchor": f"source-{place}"} for place in range(1, 5)],
        "contacts": [],
        "reasons": [],
        "appearances": [{**appearance, "outlet": f"Outlet {chance.randrange(40)}"}],
        "topics": [{"slug": f"topic-{topic}", "name": f"Topic {topic}"}],
        "written_by": ["A"],
        "approved_by": ["B"],
        "found_by": "software",
        "content_hash": "cd" * 32,
    }


def fill(count: int) -> None:
    """Write the publications in chunks, each as publishing would leave it."""
    chance = random.Random(7)
    facets: dict[tuple[str, str], Facet] = {}
    for first in range(1, count + 1, 2000):
        numbers = range(first, min(first + 2000, count + 1))
        with transaction.atomic():
            _write([page_of(number, chance) for number in numbers], list(numbers), facets)
    with transaction.atomic():
        room = locked_newsroom()
        for facet in facets.values():
            facet.save(update_fields=["count"])
        room.sequence, room.sidebar, room.name = count, sidebar(), "Bench"
        room.save()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _write(pages: list[dict], numbers: list[int], facets: dict[tuple[str, str], Facet]) -> None:
    now = timezone.now()
    Claim.objects.bulk_create(
        Claim(pk=n, statement=p["statement"], state=ClaimState.PUBLISHED, state_since=now, created_at=now)
        for n, p in zip(numbers, pages, strict=True)
    )
    published = Publication.objects.bulk_create(
        Publication(
            claim_id=number,
            number=1,
            kind="first",
            content={},
            content_hash="cd" * 32,
            published_at=datetime.datetime.fromisoformat(page["published_at"]),
            first_published_at=datetime.datetime.fromisoformat(page["published_at"]),
            slug=page["slug"],
            sequence=number,
            card=snapshots.card_of(page),
            page=page,
            page_hash=snapshots.page_hash(page),
            claim_review=snapshots.claim_review_text(page),
            base_url="http://127.0.0.1:8000",
        )
        for number, page in zip(numbers, pages, strict=True)
    )
    filings = []
    for publication, page in zip(published, pages, strict=True):
        for kind, slug, name, detail, tone, order in snapshots.facets_of(page):
            key = (kind, slug)
            if key not in facets:
                facets[key] = Facet.objects.create(
                    kind=kind, slug=slug, name=name, detail=detail, tone=tone, order=order
                )
            facets[key].count += 1
            filings.append(
                Filing(
                    facet=facets[key],
                    publication=publication,
                    sequence=publication.sequence,
                    published_at=publication.published_at,
                )
            )
    Filing.objects.bulk_create(filings, batch_size=2000)
    sql = {
        "sqlite": "INSERT INTO verdicts_publication_words (rowid, words) VALUES (%s, %s)",
        "postgresql": "INSERT INTO verdicts_publication_words VALUES (%s, to_tsvector('simple', %s))",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.executemany(sql, [(n, " ".join(words_in(words_of(p)))) for n, p in zip(numbers, pages, strict=True)])


def cpu_of(ask: Callable[[], object]) -> float:
    """The best third's mean of the CPU for one call, in milliseconds: this process's and its database process's."""
    for _ in range(5):
        ask()
    taken = []
    for _ in range(ROUNDS):
        began, database = time.process_time(), database_cpu()
        ask()
        taken.append((time.process_time() - began + database_cpu() - database) * 1000)
    best = sorted(taken)[: ROUNDS // 3]
    return sum(best) / len(best)


def database_cpu() -> float:
    """Seconds of CPU of the PostgreSQL process that serves us, so far; 0 where there is none or it is elsewhere."""
    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        process = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    return int(process.read_text().split()[0]) / 1e9 if process.exists() else 0.0


def addresses(count: int) -> Iterator[tuple[str, str]]:
    """What is measured, by name."""
    middle = Publication.objects.get(sequence=max(1, count // 2))
    yield "home", "/checks/"
    yield "list, 90 % deep", f"/checks/older/{max(2, count // 10)}/"
    yield "rating", "/checks/ratings/false/"
    yield "topic, 90 % deep", f"/checks/topics/topic-3/older/{max(2, count // 10)}/"
    yield "claimant", "/checks/claimants/person-1/"
    yield "rating and topic", "/checks/search/?rating=false&topic=topic-3"
    yield "two ratings, topic", "/checks/search/?rating=false&rating=true&topic=topic-3"
    yield "search, common word", "/checks/search/?q=council"
    yield "search, three words", "/checks/search/?q=council+budget+buses"
    yield "search and rating", "/checks/search/?q=ferry+terminal&rating=false"
    yield "verdict", f"/checks/{middle.slug}/"
    yield "Atom feed", "/checks/feed.atom"
    yield "data feed page", "/checks/claimreviews.json"


def main() -> None:
    """Fill if empty, measure, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=100_000)
    count = parser.parse_args().count
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if not Publication.objects.exists():
        fill(count)
    assert lists.PAGE == 20
    print(f"{Publication.objects.count():,} publications on {connection.vendor}; CPU, ms a request")
    with override_settings(ROOT_URLCONF="tests.benchmarks.public_pages", ALLOWED_HOSTS=["*"]):
        client = Client()
        floor = cpu_of(lambda: client.get("/minimal/"))
        print(f"{'page':<22}{'ms':>8}{'x floor':>9}{'304 ms':>9}{'x floor':>9}")
        print(f"{'minimal, 50 rows':<22}{floor:>8.2f}{1:>9.2f}")
        for name, address in addresses(count):
            answer = client.get(address)
            assert answer.status_code == 200, (name, answer.status_code)
            tag = answer.headers["ETag"]
            full = cpu_of(lambda a=address: client.get(a))
            hit = cpu_of(lambda a=address, t=tag: client.get(a, headers={"If-None-Match": t}))
            print(f"{name:<22}{full:>8.2f}{full / floor:>9.2f}{hit:>9.2f}{hit / floor:>9.2f}")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        began, size = time.process_time(), 0
        for piece in client.get("/checks/claimreviews-all.json").streaming_content:
            size += len(piece)
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        print(
            f"whole data feed: {size / 1e6:.0f} MB in {time.process_time() - began:.1f} s of CPU, "
            f"peak memory grew by {grown / 1024:.0f} MB"
        )


if __name__ == "__main__":
    main()
