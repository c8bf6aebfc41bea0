"""Rounds of work under faults, all of them drawn from one seed."""

import signal
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.faults.broker import Redis
from tests.faults.kinds import Fault, faults_for
from tests.faults.newsroom import Newsroom
from tests.processes.desk import Desk, wait_for

SETTLED_EVERY = 6
"""After so many rounds all has to be done; fewer, and faults would never fall on each other's repairs."""
SETTLED_SECONDS = 150.0
LONGEST_PAUSE_SECONDS = 1.5
ARTICLES_A_ROUND = 2

type Say = Callable[[str], None]


@dataclass
class Outcome:
    """What came of it: the faults by their names, and whatever was lost, double or stuck."""

    faults: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    letters_twice: int = 0
    articles: int = 0
    publications: int = 0


def run(
    folder: Path,
    *,
    rounds: int,
    seed: int,
    with_redis: bool = False,
    database_url: str = "",
    say: Say = lambda line: None,
) -> Outcome:
    """Run a desk in an empty folder through so many rounds; it ends at the first thing that is wrong."""
    settings = {"DJANGO_SETTINGS_MODULE": "tests.faults.settings"}
    with ExitStack() as stack:
        redis = None
        if with_redis:
            redis = Redis()
            redis.start()
            stack.callback(redis.stop)
            settings["CELERY_BROKER_URL"] = redis.url
        if database_url:
            settings["DATABASE_URL"] = database_url
        desk = Desk(folder, settings=settings)
        stack.callback(_kill, desk)
        newsroom = Newsroom(desk)
        newsroom.furnish(rounds)
        desk.start()
        outcome = Outcome()
        _rounds(newsroom, faults_for(redis), rounds, Random(seed), outcome, say)
        return outcome


def _rounds(
    newsroom: Newsroom, faults: dict[str, Fault], rounds: int, chance: Random, outcome: Outcome, say: Say
) -> None:
    desk = newsroom.desk
    for number in range(1, rounds + 1):
        name = chance.choice(sorted(faults))
        began = time.monotonic()
        work = newsroom.work([number * ARTICLES_A_ROUND + place for place in range(ARTICLES_A_ROUND)])
        time.sleep(chance.uniform(0, LONGEST_PAUSE_SECONDS))
        outcome.faults[name] += 1
        try:
            faults[name](desk, chance)
        except AssertionError as error:
            outcome.wrong.append(f"The desk did not start again: {error}")
        work.join()
        if desk.process is None or desk.process.poll() is not None:
            outcome.wrong.append(f"The desk has stopped: {desk.log[-2000:]}")
        elif number % SETTLED_EVERY == 0 or number == rounds:
            _settle(newsroom, outcome)
        say(f"{number:4} {name:40} {time.monotonic() - began:5.1f} s")
        if outcome.wrong or newsroom.unanswered:
            outcome.wrong += newsroom.unanswered
            outcome.wrong.append(f"The last fault, in round {number}, was: {name}.")
            return
    _end(newsroom, outcome)


def _settle(newsroom: Newsroom, outcome: Outcome) -> None:
    """Wait until nothing is left to do, and look whether all of it was done once."""
    try:
        wait_for(lambda: not newsroom.unfinished(), SETTLED_SECONDS)
    except AssertionError:
        outcome.wrong.append(f"Stuck for {SETTLED_SECONDS:.0f} seconds: {', '.join(newsroom.unfinished())}.")
    outcome.wrong += newsroom.lost_or_double()


def _end(newsroom: Newsroom, outcome: Outcome) -> None:
    """Stop the desk in good order, and look at what stays."""
    desk, letters = newsroom.desk, newsroom.letters()
    outcome.articles, outcome.publications = len(newsroom.articles), len(newsroom.timed)
    outcome.letters_twice = sum(count - 1 for count in letters.values())
    if len(letters) != len(newsroom.timed):
        outcome.wrong.append(f"{len(letters)} publications were told by e-mail, and {len(newsroom.timed)} went out.")
    # Between the mail server's yes and the end of the row's transaction a kill may have a letter sent again.
    killed = sum(count for name, count in outcome.faults.items() if "now worker" in name or name.startswith("up "))
    if outcome.letters_twice > killed:
        outcome.wrong.append(f"{outcome.letters_twice} letters left twice, and only {killed} faults can explain one.")
    if code := desk.end(signal.SIGINT):
        outcome.wrong.append(f"The desk ended with exit code {code}.")
    if left := desk.processes():
        outcome.wrong.append(f"Processes stay behind: {left}.")


def _kill(desk: Desk) -> None:
    if desk.process is not None and desk.process.poll() is None:
        desk.process.kill()
        desk.process.wait()
    wait_for(lambda: not desk.processes())
