"""A newsroom's hour in a few minutes: stories told and pages read, while one thing after another goes wrong."""

import json
import logging
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

import boto3
import httpx
from moto.server import ThreadedMotoServer

from tests.processes.desk import ROOT, free_port, wait_for
from tests.rehearsal.counts import Counts, record_is_whole
from tests.rehearsal.line import Line
from tests.rehearsal.outside import Outside
from tests.rehearsal.requests import Failure, Program, Proxy
from tests.rehearsal.roles import Role, all_roles
from tests.rehearsal.stories import Newsroom, Story
from tests.rehearsal.troubles import Trouble, Troubles
from tests.services.servers import USUAL_REDIS, database, empty_redis, listens, rabbit_host, rabbit_is_ours
from tests.with_postgres import USUAL, reachable

TELLERS = 4
READERS = 2
SETTLED_SECONDS = 240.0
PAGES = ("/checks/", "/checks/feed.atom", "/health/live", "/accounts/sign-in/")
KEY, SECRET, BUCKET = "rehearsal", "a-secret-of-the-rehearsal", "desk"
BROKERS = {"redis": empty_redis, "amqp": rabbit_host}

type Say = Callable[[str], None]


@dataclass
class Outcome:
    """What came of it; `wrong` are sentences, and empty where nothing was lost, double or unexplained."""

    stories: int = 0
    publications: int = 0
    answered: int = 0
    slowest_seconds: float = 0.0
    settled_seconds: float = 0.0
    letters_twice: int = 0
    messages_twice: int = 0
    troubles: list[Trouble] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    unexplained: list[Failure] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


@dataclass
class Site:
    """All that the processes of one rehearsal share, and where each begins."""

    folder: Path
    database_url: str
    lines: dict[str, Line]
    outside: Outside
    settings: dict[str, str]
    tokens: dict[str, str] = field(default_factory=dict)
    reviewer: int = 0
    stories: list[Story] = field(default_factory=list)


def rehearse(folder: Path, *, seconds: float, brokers: list[str], seed: int, say: Say = lambda line: None) -> Outcome:
    """Run the hour in an empty folder, the same share of it on each broker; all that is drawn comes from the seed."""
    outcome, chance = Outcome(), Random(seed)
    with _site(folder) as site:
        for broker in brokers:
            with BROKERS[broker]() as url, _roles(site, url) as roles:
                say(f"Six processes work on PostgreSQL and {broker}.")
                _share(site, roles, seconds / len(brokers), chance, outcome, say)
                last = broker == brokers[-1]
                _settle(site, outcome)
                if last:
                    _look(site, roles, outcome)
    return outcome


@contextmanager
def _site(folder: Path) -> Iterator[Site]:
    with ExitStack() as stack:
        url = stack.enter_context(database())
        logging.getLogger("werkzeug").setLevel(logging.WARNING)
        files = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        files.start()
        stack.callback(files.stop)
        files_port = int(files.get_host_and_port()[1])
        where = f"http://127.0.0.1:{files_port}"
        boto3.client(
            "s3",
            endpoint_url=where,
            aws_access_key_id=KEY,
            aws_secret_access_key=SECRET,
            region_name="us-east-1",
        ).create_bucket(Bucket=BUCKET)
        outside = Outside()
        stack.callback(outside.close)
        lines = {"database": Line(urlsplit(url).port or 5432), "files": Line(files_port)}
        for line in lines.values():
            stack.callback(line.close)
        settings = {
            "DATABASE_URL": _through(url, lines["database"]),
            "FILES_URL": f"s3+http://{KEY}:{SECRET}@127.0.0.1:{lines['files'].port}/{BUCKET}?region=us-east-1",
            "SECRET_KEY": "the-same-for-all-roles-of-the-rehearsal-of-this-desk",
            "SIGNING_KEY_FILE": str(folder / "signing_key"),
            "PLUMBLINE_STATIC_DIR": str(folder / "static"),
            "FETCH_ALLOW_NETWORKS": "127.0.0.0/8",
            "PUBLIC_URL": f"http://127.0.0.1:{free_port()}",
        }
        site = Site(folder, url, lines, outside, settings)
        _furnish(site)
        yield site


def _furnish(site: Site) -> None:
    """Make the tables, the people and the static files, as whoever sets up a desk does before its processes start."""
    role = Role("set-up", (), site.folder / "set-up", site.settings)
    (role.folder / "data").mkdir(parents=True)
    made = subprocess.run(
        [sys.executable, "-m", "tests.rehearsal.furnish", f"{site.outside.url}/hook"],
        cwd=ROOT,
        env=role.environment,
        stdout=subprocess.PIPE,
        check=True,
    )
    found = json.loads(made.stdout)
    site.tokens, site.reviewer = found["tokens"], found["reviewer"]
    collect = [sys.executable, str(ROOT / "manage.py"), "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(collect, env=role.environment, check=True)


@contextmanager
def _roles(site: Site, broker_url: str) -> Iterator[list[Role]]:
    """The six processes on this broker; all of them are gone afterwards."""
    line = Line(urlsplit(broker_url).port or 0)
    site.lines["broker"] = line
    settings = {**site.settings, "CELERY_BROKER_URL": _through(broker_url, line)}
    roles = all_roles(site.folder, settings)
    try:
        for role in roles:
            role.start()
        for role in roles[:2]:
            role.wait_until_it_answers()
        yield roles
    finally:
        for role in roles:
            role.kill()
        line.close()


def _share(site: Site, roles: list[Role], seconds: float, chance: Random, outcome: Outcome, say: Say) -> None:
    """Stories are told and pages read on one broker, in trouble, until the time is over and the stories are told."""
    proxy = Proxy([role for role in roles if role.is_web], Random(chance.random()))
    newsroom = Newsroom(
        {name: Program(proxy, token) for name, token in site.tokens.items()}, site.reviewer, site.outside.url
    )
    troubles = Troubles(roles, site.lines, Random(chance.random()))
    end, ended = time.monotonic() + seconds, threading.Event()
    numbers = iter(range(len(site.stories) + 1, 1_000_000))
    lock = threading.Lock()

    def tell() -> None:
        while time.monotonic() < end:
            with lock:
                story = Story(next(numbers))
                site.stories.append(story)
            newsroom.tell(story)

    def read() -> None:
        with httpx.Client(timeout=30) as client:
            while not ended.wait(0.2):
                proxy.ask(client, "GET", chance.choice(PAGES), headers={})

    with ThreadPoolExecutor(TELLERS + READERS) as pool:
        told = [pool.submit(tell) for _ in range(TELLERS)]
        reading = [pool.submit(read) for _ in range(READERS)]
        try:
            troubles.go_on_until(end)
            troubles.restart_in_turn()
            for each in told:
                if error := each.exception():
                    outcome.wrong.append(f"A story came to no end: {error}")
        finally:
            ended.set()
        outcome.wrong += [f"The readers could not go on: {each.exception()}" for each in reading if each.exception()]
    _note(proxy, troubles, outcome)
    for trouble in troubles.happened:
        say(f"  {trouble.name:24} {trouble.ended - trouble.began:5.1f} s")


def _note(proxy: Proxy, troubles: Troubles, outcome: Outcome) -> None:
    outcome.answered += proxy.answered
    outcome.slowest_seconds = max(outcome.slowest_seconds, proxy.slowest_seconds)
    outcome.troubles += troubles.happened
    outcome.failures += proxy.failures
    outcome.unexplained += troubles.unexplained(proxy.failures)
    outcome.wrong += [
        f"{each.web} answered {each.request} with {each.status} and no sentence."
        for each in proxy.failures
        if not each.says_why
    ]


def _settle(site: Site, outcome: Outcome) -> None:
    """Wait until nothing is left to do."""
    counts, began = Counts(site.database_url, site.stories), time.monotonic()
    try:
        wait_for(lambda: not counts.waiting(), SETTLED_SECONDS)
    except AssertionError:
        outcome.wrong.append(f"Stuck for {SETTLED_SECONDS:.0f} seconds: {', '.join(counts.waiting())}.")
    outcome.settled_seconds = max(outcome.settled_seconds, time.monotonic() - began)


def _look(site: Site, roles: list[Role], outcome: Outcome) -> None:
    """Count what is there, and compare with what was promised."""
    counts, webs = Counts(site.database_url, site.stories), [role for role in roles if role.is_web]
    outcome.stories = len(site.stories)
    outcome.publications = sum(story.publications for story in site.stories)
    letters, outcome.letters_twice = counts.of_the_letters([role.folder for role in roles])
    messages, outcome.messages_twice = counts.of_the_messages(site.outside)
    outcome.wrong += [
        *counts.of_the_database(),
        *letters,
        *messages,
        *counts.of_the_copies(webs, site.tokens["apa"]),
        *counts.of_the_readers(webs),
        *record_is_whole(roles[0]),
    ]
    happened = Counter(trouble.name for trouble in outcome.troubles)
    # Between somebody else's yes and the end of the row's transaction, a kill or a cut line has it sent again.
    cut = happened["database cut off"] + happened["database silent"]
    for what, twice, worker in (
        ("letters", outcome.letters_twice, "worker now killed"),
        ("messages", outcome.messages_twice, "worker web killed"),
    ):
        if twice > cut + happened[worker]:
            outcome.wrong.append(f"{twice} {what} left twice, and only {cut + happened[worker]} troubles explain one.")


def _through(url: str, line: Line) -> str:
    """The address of a server, by way of a line."""
    parts = urlsplit(url)
    user = f"{parts.netloc.rpartition('@')[0]}@" if "@" in parts.netloc else ""
    return parts._replace(netloc=f"{user}127.0.0.1:{line.port}").geturl()


def missing(brokers: list[str]) -> str:
    """Why a rehearsal can't be held on this machine; empty where it can."""
    given = os.environ.get("TEST_POSTGRES_URL", "")
    if not reachable(given if given.startswith("postgres") else USUAL):
        return "No PostgreSQL answers at 127.0.0.1:5432, and TEST_POSTGRES_URL names none."
    if "redis" in brokers and not listens(os.environ.get("TEST_REDIS_URL", USUAL_REDIS)):
        return "No Redis answers at 127.0.0.1:6379, and TEST_REDIS_URL names none."
    if "amqp" in brokers and not rabbit_is_ours():
        return "No RabbitMQ on which `rabbitmqctl` may make a virtual host answers at 127.0.0.1:5672."
    return ""
