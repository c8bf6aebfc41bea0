"""What a heavy worker takes of memory while it reads and compares articles: `python -m tests.benchmarks.worker_memory`.

A real `manage.py worker heavy` in a folder of its own. Reported in megabytes for its main process and its child: RSS,
what each has in memory, and PSS, where memory that both share is counted once. Exit code 1 when the child has more
than the limit at the end.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import django

FOLDER = tempfile.TemporaryDirectory(prefix="plumbline-memory-")
os.environ.update(PLUMBLINE_DATA_DIR=FOLDER.name, DJANGO_SETTINGS_MODULE="factcheck.settings")
django.setup()

from django.core.management import call_command

from claims.accounts.roles import Role
from claims.intake import article_intake
from claims.jobs.sweeping import sweep
from claims.matching.models import MatchSearch
from claims.tracking.models import ExtractionRun
from tests.factories import PersonFactory

ROOT = Path(__file__).resolve().parents[2]
LIMIT_MEGABYTES = 400
SHORTEST = 1000
OTHER = "Der Stadtrat hat am Montag beschlossen, die Fahrpreise der Fähren um 4 Prozent zu erhöhen, sagte das Hafenamt."


def main() -> int:
    """Have so many articles read and compared, and say how large the worker is meanwhile."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.worker_memory", description=__doc__)
    parser.add_argument("--articles", type=int, default=300)
    asked = parser.parse_args()
    return _run(asked.articles)


def _run(articles: int) -> int:
    call_command("migrate", verbosity=0)
    _hand_in(articles)
    command = [sys.executable, str(ROOT / "manage.py"), "worker", "heavy"]
    worker = subprocess.Popen(command, env={**os.environ, "PLUMBLINE_WORKER": "benchmark"})
    began, told = time.monotonic(), -1
    try:
        while True:
            sweep()
            left = ExtractionRun.jobs().filter(due_at__isnull=False).count()
            looking = MatchSearch.jobs().filter(due_at__isnull=False).count()
            done = articles - left
            if done // 25 > told or not (left or looking):
                told = done // 25
                _say(worker.pid, f"{done:4} read, {looking:3} to compare, {time.monotonic() - began:4.0f} s")
            if not (left or looking):
                break
            time.sleep(1)
        largest = max(_rss(pid) for pid in [worker.pid, *_children(worker.pid)])
    finally:
        worker.terminate()
        worker.wait()
    print(f"After {articles} articles: {largest} MB; the limit is {LIMIT_MEGABYTES} MB.")
    return largest > LIMIT_MEGABYTES


def _hand_in(articles: int) -> None:
    editor = PersonFactory(username="editor", roles=[Role.EDITOR])
    chance = random.Random(1)
    seeds = ROOT / "seeds"
    names = [entry["file"] for entry in json.loads((seeds / "articles.json").read_text(encoding="utf-8"))]
    texts = [(seeds / name).read_text(encoding="utf-8") for name in names if name.endswith((".txt", ".md"))]
    texts = [text for text in texts if len(text) > SHORTEST]
    article_intake.add_pasted(text=OTHER, title="Fahrpreise", actor=editor)
    for number in range(1, articles):
        words = chance.choice(texts).split(" ")
        changed = [word if chance.random() < 0.9 else str(chance.randint(2, 9999)) for word in words]
        article_intake.add_pasted(text=" ".join(changed), title=f"Part {number}", actor=editor)


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _say(main_pid: int, line: str) -> None:
    tree = [main_pid, *_children(main_pid)]
    sizes = ", ".join(f"{_rss(pid)} MB (PSS {_pss(pid)})" for pid in tree)
    print(f"{line}: {sizes}", flush=True)


def _rss(pid: int) -> int:
    return _kilobytes(Path(f"/proc/{pid}/status"), "VmRSS") // 1024


def _pss(pid: int) -> int:
    return _kilobytes(Path(f"/proc/{pid}/smaps_rollup"), "Pss") // 1024


def _kilobytes(file: Path, name: str) -> int:
    return next(int(line.split()[1]) for line in file.read_text().splitlines() if line.startswith(f"{name}:"))


if __name__ == "__main__":
    sys.exit(main())
