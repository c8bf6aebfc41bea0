"""`python -m tests.faults --rounds 200 --seed 1`: a desk under seeded faults; exit code 1 where something is wrong.

With `--redis` the desk works on a Redis of its own, which is killed, emptied and silenced, too. DATABASE_URL names an
empty PostgreSQL database; without one the desk uses SQLite.
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from tests.faults.rounds import run


def main() -> int:
    """Run the rounds and say what came of them."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--redis", action="store_true", help="use a throwaway Redis instead of the folder")
    asked = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="plumbline-faults-", ignore_cleanup_errors=True) as folder:
        outcome = run(
            Path(folder),
            rounds=asked.rounds,
            seed=asked.seed,
            with_redis=asked.redis,
            database_url=os.environ.get("DATABASE_URL", ""),
            say=lambda line: print(line, flush=True),
        )
        log = (Path(folder) / "up.log").read_text(errors="replace")
    for name, count in sorted(outcome.faults.items()):
        print(f"{count:6} x {name}")
    print(
        f"{sum(outcome.faults.values())} rounds in {time.monotonic() - began:.0f} seconds: {outcome.articles} articles,"
        f" {outcome.publications} publications, {outcome.letters_twice} letters sent twice."
    )
    for sentence in outcome.wrong:
        print(f"WRONG: {sentence}")
    if outcome.wrong:
        print(log[-6000:])
    else:
        print("Nothing was lost, double or stuck.")
    return bool(outcome.wrong)


if __name__ == "__main__":
    sys.exit(main())
