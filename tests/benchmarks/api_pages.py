"""Server CPU of API pages with many claims, beside a minimal Django page, and articles posted by eight clients at once.

    PLUMBLINE_DATA_DIR=/tmp/bench python -m tests.benchmarks.api_pages --count 100000
    DATABASE_URL=postgres://... python -m tests.benchmarks.api_pages --count 100000

Prints a table: queries and milliseconds of CPU of this process for one request, and the ratio to the minimal page. That
is a template that lists the same hundred claims from one query behind the same middleware. The data folder or database
must be empty or of an earlier run.
"""

# Django has to be set up before anything of the project is imported.
# ruff: noqa: E402
import argparse
import json
import os
import random
import threading
import time
from collections.abc import Callable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
os.environ.setdefault("CELERY_BROKER_URL", "memory://")
os.environ.setdefault("API_REQUESTS_PER_MINUTE", "10000000")

import django

django.setup()

from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import path
from django.utils import timezone

from claims.accounts.models import User
from claims.accounts.roles import Role
from claims.articles.models import Article
from claims.tracking.models import Claim, Claimant, Topic
from claims.workflow.tokens import issue
from factcheck.urls import urlpatterns as project

ROUNDS = 40
WORDS = "council budget buses harbour school nurse hospital rent housing energy wind water police lights road".split()
FLOOR = engines["django"].from_string(
    "<!doctype html><title>Claims</title><ul>{% for claim in claims %}<li>{{ claim.number }} {{ claim.statement }} "
    "{{ claim.state }} {{ claim.claimant.name }} {{ claim.due_at }}</li>{% endfor %}</ul>"
)


def floor(request: HttpRequest) -> HttpResponse:
    """The minimal page: a hundred claims by one query, in a bare template."""
    claims = Claim.objects.select_related("claimant").order_by("-id")[:100]
    return HttpResponse(FLOOR.render({"claims": claims}, request))


urlpatterns = [path("floor/", floor), *project]


def person() -> User:
    """An editor of the benchmark."""
    made, _ = User.objects.get_or_create(username="benchmark", defaults={"display_name": "Benchmark"})
    made.groups.set(Group.objects.filter(name=Role.EDITOR.value))
    return made


def fill(count: int) -> None:
    """So many claims in the queue, a thousand claimants, twenty topics."""
    if Claim.objects.count() >= count:
        return
    chance, now = random.Random(7), timezone.now()
    claimants = Claimant.objects.bulk_create(Claimant(name=f"Claimant {n}", slug=f"claimant-{n}") for n in range(1000))
    topics = Topic.objects.bulk_create(Topic(name=f"Topic {n}", slug=f"topic-{n}") for n in range(20))
    for start in range(0, count, 5000):
        made = Claim.objects.bulk_create(
            Claim(
                statement=f"The {' '.join(chance.choices(WORDS, k=8))} rose by {n} per cent",
                claimant=chance.choice(claimants),
                state_since=now,
                created_at=now,
                score=chance.random(),
                due_at=now if n % 3 else None,
            )
            for n in range(start, min(start + 5000, count))
        )
        filed = [Claim.topics.through(claim=claim, topic=chance.choice(topics)) for claim in made]
        Claim.topics.through.objects.bulk_create(filed)


def cpu(client: Client, address: str) -> tuple[float, int]:
    """Milliseconds of CPU of the median request, and its queries."""
    for _ in range(3):
        assert client.get(address).status_code == 200, address
    taken = []
    for _ in range(ROUNDS):
        before = time.process_time()
        client.get(address)
        taken.append(time.process_time() - before)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return sorted(taken)[ROUNDS // 2] * 1000, len(queries)


def post_articles(secret: str, clients: int, articles: int) -> tuple[float, dict[int, int]]:
    """Seconds for these articles by so many clients at once, and how often each status was answered."""
    statuses: dict[int, int] = {}
    lock, mark = threading.Lock(), random.Random().random()

    def work(number: int) -> None:
        client = Client(headers={"Authorization": f"Bearer {secret}"})
        for n in range(number, articles, clients):
            text = f"Run {mark}. Article {n} says that spending on buses rose by {n} per cent since 2021. " * 5
            answer = client.post(
                "/api/v1/articles/",
                json.dumps({"text": text, "title": f"Article {n}"}),
                content_type="application/json",
                headers={"Idempotency-Key": f"{mark}-{n}"},
            )
            with lock:
                statuses[answer.status_code] = statuses.get(answer.status_code, 0) + 1
        connection.close()

    threads: list[threading.Thread] = [threading.Thread(target=work, args=[number]) for number in range(clients)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - begun, statuses


def main() -> None:
    """Fill, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    fill(options.count)
    actor = person()
    secret = issue(actor=actor, name="benchmark", scopes=["read", "write"]).secret
    client = Client(headers={"Authorization": f"Bearer {secret}"})
    browser = Client()
    browser.force_login(actor)
    pages: list[tuple[str, Callable[[], tuple[float, int]]]] = [
        ("minimal page", lambda: cpu(browser, "/floor/")),
        ("100 claims", lambda: cpu(client, "/api/v1/claims/?limit=100")),
        ("100 claims, due first", lambda: cpu(client, "/api/v1/claims/?limit=100&sort=due&state=queued")),
        ("100 claims by words", lambda: cpu(client, "/api/v1/claims/?limit=100&q=harbour+nurse")),
        (
            "100 claims, 5 fields",
            lambda: cpu(client, "/api/v1/claims/?limit=100&fields=id,number,state,statement,due_at"),
        ),
        ("100 claims, expanded", lambda: cpu(client, "/api/v1/claims/?limit=100&expand=evidence,verdict,appearances")),
        ("a claim with its moves", lambda: cpu(client, f"/api/v1/claims/{Claim.objects.latest('id').pk}/")),
    ]
    print(f"{connection.vendor}, {Claim.objects.count():,} claims")
    with override_settings(ROOT_URLCONF="tests.benchmarks.api_pages", ALLOWED_HOSTS=["*"]):
        base = 0.0
        for name, measure in pages:
            milliseconds, queries = measure()
            base = base or milliseconds
            print(f"{name:26}{milliseconds:8.1f} ms {milliseconds / base:6.1f}x {queries:4} queries")
        before = Article.objects.count()
        seconds, statuses = post_articles(secret, 8, 1000)
        made = Article.objects.count() - before
        print(f"1,000 articles, 8 clients {seconds:8.1f} s, answers {statuses}, {made:,} new articles")


if __name__ == "__main__":
    main()
