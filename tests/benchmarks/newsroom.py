"""Fifty people at work at once for a minute, through a real web server on PostgreSQL, and nothing lost afterwards.

    DATABASE_URL=postgres://... python -m tests.benchmarks.newsroom

Twenty review, fifteen edit, fifteen approve, on a few hundred claims, so that they meet. What the server acknowledged
is then looked for in the database: each remark, source, entry, draft and move. The exit code is 1 if anything is lost,
an answer was none of those a person can do something with, a claim is in a state the table does not know or not in the
one the record says, or a chain of the record is broken.
"""

# Django has to be set up before anything of the project is imported.
# ruff: noqa: E402
import argparse
import contextlib
import os
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence

DATA = tempfile.TemporaryDirectory(prefix="plumbline-newsroom-")
os.environ["PLUMBLINE_DATA_DIR"] = DATA.name
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")

import django

django.setup()

import httpx
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client

from claims.accounts.roles import Role
from claims.articles.models import Article
from claims.audit.models import AuditEvent
from claims.audit.services import verify
from claims.tracking.enums import ClaimState
from claims.tracking.models import Claim, Comment
from claims.verdicts.models import ClaimantContact, Evidence, Verdict
from factcheck.management.commands.up import WEB_THREADS, WEB_WORKERS
from tests.benchmarks.colleagues import Colleague, Write
from tests.benchmarks.rich import ratings
from tests.benchmarks.scratch import database, fill, person

CREW = {Role.REVIEWER: 20, Role.EDITOR: 15, Role.APPROVER: 15}
COUNTED = ("pick_up", "start", "resume", "submit", "approve", "request_changes", "assign", "candidate_accepted")


@contextlib.contextmanager
def server() -> Iterator[str]:
    """The desk behind its own web server, on the scratch database; the address it answers at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kept = connection.settings_dict
    where = f"{kept['USER']}:{kept['PASSWORD']}@{kept['HOST'] or '127.0.0.1'}:{kept['PORT'] or 5432}"
    environment = {
        **os.environ,
        "DATABASE_URL": f"postgres://{where}/{kept['NAME']}",
        "SECRET_KEY": settings.SECRET_KEY,
    }
    size = ["--workers", str(WEB_WORKERS), "--blocking-threads", str(WEB_THREADS), "--log-level", "error"]
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        *size,
    ]
    process = subprocess.Popen([*command, "factcheck.wsgi:application"], env=environment)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(100):
            with contextlib.suppress(httpx.HTTPError):
                if httpx.get(f"{address}/accounts/sign-in/").status_code == 200:
                    break
            time.sleep(0.3)
        yield address
    finally:
        process.terminate()
        process.wait(20)


def hire(address: str) -> list[Colleague]:
    """The crew, signed in."""
    people = [(person(f"{role.value}{n}".lower(), role), role) for role, count in CREW.items() for n in range(count)]
    reviewers = [each.pk for each, role in people if role is Role.REVIEWER]
    articles = list(Article.objects.values_list("pk", flat=True))
    crew = []
    for each, role in people:
        session = Client()
        session.force_login(each)
        cookies = {settings.SESSION_COOKIE_NAME: session.cookies[settings.SESSION_COOKIE_NAME].value}
        browser = httpx.Client(base_url=address, cookies=cookies, timeout=60)
        crew.append(Colleague(each.pk, role, browser, reviewers, articles, random.Random(each.pk)))
    return crew


def lost(written: Sequence[Write]) -> list[str]:
    """What the server acknowledged and the database does not hold."""
    found = []
    remarks = Counter(Comment.objects.values_list("body", flat=True))
    sources = Counter(Evidence.objects.values_list("title", flat=True))
    entries = Counter(ClaimantContact.objects.values_list("whom", flat=True))
    marked = {"comment_added": remarks, "evidence_added": sources, "contact_logged": entries}
    verdicts = Verdict.objects.in_bulk(field_name="claim_id")
    events = AuditEvent.objects.values_list("actor_id", "object_id", "action")
    recorded = Counter(events.filter(action__in=COUNTED))
    drafts = {
        (row_id, data["version"]): actor
        for row_id, actor, data in AuditEvent.objects.filter(action="draft_saved").values_list(
            "object_id", "actor_id", "data"
        )
    }
    acknowledged = Counter((write.person_id, write.row_id, write.act) for write in written if write.act in COUNTED)
    for act, number in acknowledged.items():
        if recorded[act] != number:
            found.append(f"{act}: acknowledged {number} times, recorded {recorded[act]} times")
    for write in written:
        if write.act in marked and marked[write.act][write.mark] != 1:
            found.append(f"{write.act}: “{write.mark}” is there {marked[write.act][write.mark]} times")
        if write.act == "draft_saved":
            verdict = verdicts.get(write.row_id)
            if drafts.get((write.row_id, write.version)) != write.person_id:
                found.append(f"Version {write.version} of the draft on {write.row_id} is not recorded for who saved it")
            elif verdict and verdict.lock_version == write.version and write.mark not in verdict.summary:
                found.append(f"Version {write.version} of the draft on {write.row_id} holds other words")
    return found


def astray() -> list[str]:
    """Claims in a state the table does not know, or in another than the record says."""
    found = []
    moves = AuditEvent.objects.filter(object_type="claim").exclude(to_state="").order_by("id")
    last = dict(moves.values_list("object_id", "to_state"))
    for pk, state in Claim.objects.values_list("pk", "state"):
        if state not in set(ClaimState):
            found.append(f"Claim {pk} is {state}, which is no state")
        elif last.get(pk, state) != state:
            found.append(f"Claim {pk} is {state}, and by the record {last[pk]}")
    return found


def work(crew: Sequence[Colleague], seconds: float) -> None:
    """Everybody at once."""
    threads = [threading.Thread(target=each.work, args=[seconds]) for each in crew]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def report(crew: Sequence[Colleague], seconds: float) -> bool:
    """Print what was done and what was found; whether all of it is in order."""
    waits = sorted(wait for each in crew for wait in each.waits)
    written = [write for each in crew for write in each.written]
    acts = Counter(write.act for write in written)
    answers = sum((each.answers for each in crew), Counter[int]())
    failures = [failure for each in crew for failure in each.failures]
    record, gone, wrong = verify(), lost(written), astray()
    middle, slow, worst = (waits[len(waits) * part // 100 - 1] * 1000 for part in (50, 95, 100))
    rows = [
        ("requests", f"{len(waits):,}, {len(waits) / seconds:.0f} a second"),
        ("wait", f"median {middle:.0f} ms, 95 % {slow:.0f} ms, worst {worst:.0f} ms"),
        ("answers", ", ".join(f"{status}: {number:,}" for status, number in sorted(answers.items()))),
        ("acts done", ", ".join(f"{act} {number}" for act, number in acts.most_common())),
        ("failures", str(len(failures))),
        ("writes lost", f"{len(gone)} of {len(written):,}"),
        ("claims astray", f"{len(wrong)} of {Claim.objects.count():,}"),
        ("record", f"{record.events:,} events, {record.broken or 'every chain whole'}"),
    ]
    for name, words in rows:
        print(f"{name:<15}{words}")
    for sentence in [*dict.fromkeys(failures), *gone, *wrong][:20]:
        print(f"  {sentence}")
    return not (failures or gone or wrong or record.broken)


def main() -> None:
    """Fill, open the newsroom for a minute, look at what is left."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rows", type=int, default=400, help="claims in the queue; ten times as many candidates")
    options = parser.parse_args()
    if connection.vendor != "postgresql":
        sys.exit("This is about PostgreSQL; set DATABASE_URL.")
    settings.ALLOWED_HOSTS = ["testserver"]
    with database():
        fill(options.rows, [person("filler", Role.REVIEWER)])
        Claim.objects.update(state=ClaimState.QUEUED, reviewer=None, close_reason="")
        ratings()
        call_command("collectstatic", interactive=False, verbosity=0)
        with server() as address:
            crew = hire(address)
            print(f"{len(crew)} people for {options.seconds:.0f} s; load before {os.getloadavg()[0]:.1f}")
            work(crew, options.seconds)
        fine = report(crew, options.seconds)
    sys.exit(not fine)


if __name__ == "__main__":
    main()
