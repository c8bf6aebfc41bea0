"""`python -m tests.rehearsal --minutes 5 --seed 1`: a desk on many hosts, in trouble; exit code 1 where it failed.

Two web servers, three workers and the schedule, each with a data folder of its own, on this machine's PostgreSQL, first
with Redis and then with RabbitMQ (`--broker` for one of them), and an object storage. Every few seconds a process is
killed, or the line to a server is cut, silent or slow. Databases of our own are made and removed; no server is touched.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.rehearsal.hour import BROKERS, Outcome, missing, rehearse
from tests.rehearsal.troubles import ALLOWANCE_SECONDS


def main() -> int:
    """Hold the rehearsal and print what came of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.rehearsal", description=__doc__)
    parser.add_argument("--minutes", type=float, default=4.0, help="of trouble, all brokers together")
    parser.add_argument("--broker", choices=sorted(BROKERS), help="only this one")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    brokers = [asked.broker] if asked.broker else ["redis", "amqp"]
    if reason := missing(brokers):
        print(reason)
        return 2
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="plumbline-rehearsal-", ignore_cleanup_errors=True) as folder:
        outcome = rehearse(
            Path(folder),
            seconds=asked.minutes * 60,
            brokers=brokers,
            seed=asked.seed,
            say=lambda line: print(line, flush=True),
        )
        _table(outcome, time.monotonic() - began)
        if outcome.wrong or outcome.unexplained:
            for log in sorted(Path(folder).glob("*/log")):
                print(f"--- {log.parent.name}\n{log.read_text(errors='replace')[-3000:]}")
    return bool(outcome.wrong or outcome.unexplained)


def _table(outcome: Outcome, seconds: float) -> None:
    line = "{:<44}{:>10}"
    print()
    for name, count in sorted(Counter(trouble.name for trouble in outcome.troubles).items()):
        print(line.format(name, count))
    statuses = Counter(each.status for each in outcome.failures)
    for what, number in (
        ("seconds in all", f"{seconds:.0f}"),
        ("stories from article to correction", outcome.stories),
        ("publications", outcome.publications),
        ("letters that left twice", outcome.letters_twice),
        ("messages that left twice", outcome.messages_twice),
        ("seconds until all was done afterwards", f"{outcome.settled_seconds:.0f}"),
        ("requests answered", outcome.answered),
        ("slowest answer, seconds", f"{outcome.slowest_seconds:.1f}"),
        ("requests cut off", statuses.pop(0, 0)),
        *((f"answers with {status}", count) for status, count in sorted(statuses.items())),
        (f"of these outside of an outage and {ALLOWANCE_SECONDS:.0f} s after it", len(outcome.unexplained)),
    ):
        print(line.format(what, number))
    for each in outcome.unexplained[:20]:
        print(f"UNEXPLAINED: {each.web} {each.request}: {each.status}, after {each.ended - each.began:.1f} s")
    for sentence in outcome.wrong:
        print(f"WRONG: {sentence}")
    if not (outcome.wrong or outcome.unexplained):
        print("Nothing was lost, double or unexplained.")


if __name__ == "__main__":
    sys.exit(main())
