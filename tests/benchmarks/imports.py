"""How many rows a second an import of claims or articles brings in, on a desk that has 100,000 claims already.

    python -m tests.benchmarks.imports [--rows 5000] [--desk 100000]
    DATABASE_URL=postgres://... python -m tests.benchmarks.imports

Each kind is imported from a CSV file by what the worker does, with the check for what is here already, the audit record
and the search index: in chunks, then one row a transaction, then once more where everything is here already. The floor
is `bulk_create` of the bare rows and their search index by the triggers, with nothing checked and no record. Meanwhile
a colleague saves something small again and again, and how long that takes is told. The aim is 2,000 rows a second of
processor time; the exit code is 1 below it. Afterwards the whole audit record is verified.
"""

# Django has to be set up before anything of the project is imported.
# ruff: noqa: E402
import contextlib
import csv
import hashlib
import io
import multiprocessing
import os
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")

import django

django.setup()

from django.db import connection, transaction
from django.utils import timezone

from claims.accounts.models import User
from claims.accounts.roles import Role
from claims.articles.enums import Origin
from claims.articles.models import Article, ArticleVersion
from claims.audit.services import verify
from claims.intake import imports
from claims.tracking.enums import ImportKind
from claims.tracking.models import Claim, ImportBatch
from tests.benchmarks.scratch import WORDS, arguments, database, fill, person

AIM = 2000
FLOOR_CHUNK = 500
LINE = "{:<44}{:>8}{:>10}{:>12}{:>12}"


def main() -> int:
    """Fill a scratch desk, import, and print the table."""
    parser = arguments(__doc__)
    parser.add_argument("--rows", type=int, default=5000)
    parser.add_argument("--desk", type=int, default=100_000)
    options = parser.parse_args()
    with database():
        edo = person("edo", Role.EDITOR)
        fill(options.desk, [person(f"r{n}", Role.REVIEWER) for n in range(8)], candidates=False)
        chance = random.Random(3)
        print(f"{connection.vendor}, {options.desk:,} claims, {options.rows:,} rows")
        print(LINE.format("", "rows", "wall s", "rows/s", "rows/CPU s"))
        reached = [
            measure(kind, options.rows, make, floor, edo, chance)
            for kind, make, floor in (
                (ImportKind.CLAIMS, claim_table, claim_floor),
                (ImportKind.ARTICLES, article_table, article_floor),
            )
        ]
        checked = verify()
        print(f"Record: {checked.events:,} events, {checked.broken or 'every chain whole'}")
    return int(min(reached) < AIM or checked.broken is not None)


def measure(
    kind: ImportKind,
    rows: int,
    make: Callable[[random.Random, int], bytes],
    floor: Callable[[random.Random, int], None],
    edo: User,
    chance: random.Random,
) -> float:
    """Print the lines of one kind; the rows a second of processor time in chunks."""
    few = max(100, rows // 20)
    _told(f"{kind}: bare rows (floor)", rows, lambda: floor(chance, rows))
    data = make(chance, rows)
    with colleague(edo):
        reached = _told(f"{kind}: imported", rows, lambda: _import(kind, data, edo))
    _told(f"{kind}: imported again, all here", rows, lambda: _import(kind, data, edo))
    alone = make(chance, few)
    _told(f"{kind}: a row a transaction", few, lambda: _import(kind, alone, edo, chunk=1))
    return reached


def _import(kind: ImportKind, data: bytes, edo: User, chunk: int | None = None) -> None:
    usual = getattr(imports, "ROWS_A_CHUNK", 1)
    if chunk:
        imports.ROWS_A_CHUNK = chunk
    try:
        batch = imports.receive(kind=kind, name="list.csv", data=data, actor=edo, dry_run=False, send_now=False)
        while imports.work(batch.pk):
            pass
    finally:
        imports.ROWS_A_CHUNK = usual
    batch.refresh_from_db()
    assert batch.failed == 0, list(ImportBatch.objects.get(pk=batch.pk).rows.values_list("message", flat=True)[:3])


@contextlib.contextmanager
def colleague(person: User) -> Iterator[None]:
    """Somebody who saves something small every 50 ms meanwhile, in a process of its own; then how long that took."""
    connection.close()
    fork = multiprocessing.get_context("fork")
    ended, (mine, theirs) = fork.Event(), fork.Pipe()
    process = fork.Process(target=_save_again_and_again, args=(person.pk, ended, theirs))
    process.start()
    try:
        yield
    finally:
        ended.set()
        waits = sorted(mine.recv())
        process.join()
    median, worst = waits[len(waits) // 2], waits[-1]
    print(f"  a colleague's {len(waits)} saves meanwhile: median {1000 * median:.0f} ms, worst {1000 * worst:.0f} ms")


def _save_again_and_again(person_id: int, ended: Event, pipe: Connection) -> None:
    waits = []
    while not ended.wait(0.05):
        begun = time.monotonic()
        with transaction.atomic():
            User.objects.filter(pk=person_id).update(max_open=10 + len(waits) % 5)
        waits.append(time.monotonic() - begun)
    connection.close()
    pipe.send(waits)


def _told(name: str, rows: int, act: Callable[[], None]) -> float:
    wall, cpu = time.monotonic(), time.process_time()
    act()
    wall, cpu = time.monotonic() - wall, time.process_time() - cpu
    print(LINE.format(name, rows, f"{wall:.2f}", f"{rows / wall:,.0f}", f"{rows / cpu:,.0f}"), flush=True)
    return rows / cpu


def claim_table(chance: random.Random, rows: int) -> bytes:
    """Claims of eleven words by some of the desk's claimants and some new ones."""
    return _csv(
        ("statement", "claimant", "said_on", "said_where", "topics", "priority"),
        [
            (
                " ".join(chance.choices(WORDS, k=11)).capitalize() + f" {chance.randrange(10**9)}",
                f"Speaker {chance.randrange(4000)}",
                "2026-03-18",
                f"Debate {chance.randrange(500)}",
                f"Topic {chance.randrange(24)}",
                "normal",
            )
            for _ in range(rows)
        ],
    )


def article_table(chance: random.Random, rows: int) -> bytes:
    """Articles of 120 words in five paragraphs, each at an address of its own."""
    return _csv(
        ("title", "text", "url", "author", "date", "outlet"),
        [
            (
                f"Report {chance.randrange(10**9)} on {chance.choice(WORDS)}",
                _story(chance),
                f"https://paper.example/{chance.randrange(10**12)}",
                "Ana Holt",
                "2026-03-18",
                f"Outlet {chance.randrange(60)}",
            )
            for _ in range(rows)
        ],
    )


def claim_floor(chance: random.Random, rows: int) -> None:
    """Bare claims."""
    now = timezone.now()
    for _ in range(0, rows, FLOOR_CHUNK):
        with transaction.atomic():
            Claim.objects.bulk_create(
                Claim(statement=" ".join(chance.choices(WORDS, k=12)), state_since=now, created_at=now)
                for _ in range(FLOOR_CHUNK)
            )


def article_floor(chance: random.Random, rows: int) -> None:
    """Bare articles with a version each."""
    now = timezone.now()
    for _ in range(0, rows, FLOOR_CHUNK):
        with transaction.atomic():
            made = Article.objects.bulk_create(Article(origin=Origin.IMPORTED) for _ in range(FLOOR_CHUNK))
            versions = [_version(article, _story(chance), now) for article in made]
            for article, version in zip(made, ArticleVersion.objects.bulk_create(versions), strict=True):
                article.current = version
            Article.objects.bulk_update(made, ["current"])


def _version(article: Article, text: str, now: object) -> ArticleVersion:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return ArticleVersion(
        article=article, number=1, title="Report", text=text, text_sha256=digest, words=120, read_at=now
    )


def _story(chance: random.Random) -> str:
    return "\n\n".join(" ".join(chance.choices(WORDS, k=24)).capitalize() + "." for _ in range(5))


def _csv(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode()


if __name__ == "__main__":
    sys.exit(main())
