"""Read changed files for as long as it is wanted, and keep those that a reader has no sentence for.

    python -m tests.fuzz --seconds 600 [--only html] [--seed 7] [--keep FOLDER]

Exit code 1 where there is any. What is found becomes a test beside the reader's own.
"""

import argparse
import os
import random
import sys
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from tests.fuzz.running import fuzz, within  # noqa: E402
from tests.fuzz.targets import targets  # noqa: E402


def main() -> int:
    """Fuzz each reader, one after another."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=60, help="for each reader")
    parser.add_argument("--only", help="the name of one reader")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--keep", type=Path, help="where the files go that are not read")
    options = parser.parse_args()
    bad = 0
    for target in targets():
        if options.only not in (None, target.name):
            continue
        found = fuzz(target, seed=options.seed, enough=within(options.seconds))
        print(f"{target.name}: {found.read:,} read, {found.refused:,} refused, {len(found.faults)} faults", flush=True)
        for number, (data, error) in enumerate(found.faults):
            print(f"  {type(error).__name__}: {error}"[:300])
            if options.keep:
                options.keep.mkdir(parents=True, exist_ok=True)
                (options.keep / f"{target.name}-{options.seed}-{number}").write_bytes(data)
        bad += len(found.faults)
    print(f"Seed {options.seed}.")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
