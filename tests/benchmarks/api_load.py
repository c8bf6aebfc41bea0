"""Articles posted by many programs at once to a whole desk: none lost, none twice.

    python -m tests.benchmarks.api_load --articles 1000 --clients 8
    DATABASE_URL=postgres://... python -m tests.benchmarks.api_load

Starts a desk in a folder of its own (with DATABASE_URL on that database, which must be empty), posts each article from
two clients with the same Idempotency-Key, so that each is sent twice, often at one moment, and counts what is there.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from itertools import chain
from pathlib import Path

import httpx

from tests.processes.desk import ROOT, Desk

TOKEN = (
    "import django; django.setup();"
    "from claims.accounts.models import User; from claims.people.tokens import issue;"
    "print(issue(actor=User.objects.get(username='hana'), name='load', scopes=['read', 'write']).secret)"
)


def token_of(desk: Desk) -> str:
    """A token of hana's."""
    environment = {**desk.environment, "DJANGO_SETTINGS_MODULE": "factcheck.settings"}
    made = subprocess.run([sys.executable, "-c", TOKEN], cwd=ROOT, env=environment, check=True, capture_output=True)
    return made.stdout.decode().split()[-1]


def post_all(url: str, secret: str, mine: list[int], answers: list[tuple[int, int, int, float]]) -> None:
    """Post some articles; for each its number, the status, the article it became, and the seconds it took."""
    with httpx.Client(base_url=url, headers={"Authorization": f"Bearer {secret}"}, timeout=60) as client:
        for number in mine:
            text = f"Article {number} says that spending on buses rose by {number} per cent since 2021. " * 5
            began = time.perf_counter()
            answer = client.post(
                "/api/v1/articles/",
                json={"text": text, "title": f"Article {number}"},
                headers={"Idempotency-Key": f"article-{number}"},
            )
            found = answer.json()["article"]["id"] if answer.status_code in (200, 201) else 0
            answers.append((number, answer.status_code, found, time.perf_counter() - began))


def main() -> None:
    """Post, count, print; 1 where an article is missing or there twice."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--clients", type=int, default=8)
    options = parser.parse_args()
    settings = {"API_REQUESTS_PER_MINUTE": "1000000"}
    if "DATABASE_URL" in os.environ:
        settings["DATABASE_URL"] = os.environ["DATABASE_URL"]
    with tempfile.TemporaryDirectory(prefix="plumbline-load-") as folder:
        desk = Desk(Path(folder), settings=settings)
        desk.furnish()
        try:
            desk.start()
            secret = token_of(desk)
            answers: list[tuple[int, int, int, float]] = []
            pairs = max(1, options.clients // 2)
            shares = [list(range(start, options.articles, pairs)) for start in range(pairs)]
            threads = [
                threading.Thread(target=post_all, args=(desk.url, secret, share, answers))
                for share in chain(shares, shares)
            ]
            began = time.perf_counter()
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            seconds = time.perf_counter() - began
            [(stored,)] = desk.rows("SELECT count(*) FROM articles_article")
            [(versions,)] = desk.rows("SELECT count(*) FROM articles_articleversion")
        finally:
            desk.end()
    statuses = Counter(status for _, status, _, _ in answers)
    apart = {number for number, _, found, _ in answers} - {number for number, _, found, _ in answers if found}
    split = sum(len({found for number, _, found, _ in answers if number == each}) > 1 for each in range(25))
    times = sorted(taken for *_, taken in answers)
    print(f"{len(answers):,} posts by {len(threads)} clients in {seconds:.1f} s, answers {dict(statuses)}")
    print(f"the median answer took {times[len(times) // 2] * 1000:.0f} ms, the slowest {times[-1] * 1000:.0f} ms")
    print(f"{stored:,} articles with {versions:,} versions for {options.articles:,}; {len(apart)} never taken in")
    sys.exit(not (stored == versions == options.articles and not apart and not split))


if __name__ == "__main__":
    main()
