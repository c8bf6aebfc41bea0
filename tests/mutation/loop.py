"""The tests of a room, run once as they are and once for each wrong change, each time in a process of its own.

It takes the place of pytest's own loop: everything is imported and the database made once, and each change is put into
a fork. Only tests that ran the changed line before are run, the shortest first, up to the first that fails.
"""

import gc
import json
import os
import pickle
import re
import shutil
import signal
import sys
import time
from collections import defaultdict
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol
from django.db import connections
from django.test.utils import setup_databases, teardown_databases
from pytest_django.plugin import blocking_manager_key

from tests.mutation.applying import DoesNotFit, apply, functions_of, module_of
from tests.mutation.mutants import Mutant, mutants_of
from tests.mutation.rooms import ROOMS

TOOL = 4  # a place among Python's monitoring tools that nobody else takes
KILLED, SURVIVED, NO_FIT = 1, 0, 3


@pytest.fixture(scope="session")
def django_db_setup():
    """The database is there before the first fork."""


def pytest_runtestloop(session):
    """Run all mutants of the room; the exit code is 1 where one of them lives, or where the tests fail as they are."""
    root, room = Path(session.config.rootpath), ROOMS[os.environ["MUTATION_ROOM"]]
    wanted = re.compile(os.environ.get("MUTATION_ONLY", ""))
    left_out = re.compile(os.environ.get("MUTATION_WITHOUT") or "(?!)")
    mutants = [
        mutant
        for path in room.files
        for mutant in mutants_of(path, (root / path).read_text(encoding="utf-8"))
        if wanted.search(str(mutant)) and not left_out.search(str(mutant))
    ]
    for path in room.files:
        module_of(path)
    with session.config.stash[blocking_manager_key].unblock():
        made = setup_databases(verbosity=0, interactive=False)
        connections.close_all()
    try:
        Run(session, root, mutants).all()
    finally:
        with session.config.stash[blocking_manager_key].unblock():
            teardown_databases(made, verbosity=0)
    return True


class Run:
    """One room: what its tests do as they are, then what they say of each mutant."""

    def __init__(self, session, root: Path, mutants: list[Mutant]) -> None:
        self.session, self.root, self.mutants = session, root, mutants
        self.database = connections["default"].settings_dict["NAME"]
        self.seconds: dict[str, float] = {}
        self.reached: dict[tuple[str, str], set[str]] = defaultdict(set)
        self.kills: dict[str, int] = defaultdict(int)
        self.results: list[tuple[Mutant, str, str]] = []

    def all(self) -> None:
        say(f"{len(self.mutants)} mutants, {len(self.session.items)} tests.")
        self.look_at_the_tests()
        side_by_side = int(os.environ.get("MUTATION_PROCESSES", "2"))
        waiting, running = list(reversed(self.mutants)), {}
        gc.unfreeze()  # tests/conftest.py freezes what was imported, and no list of objects holds what is frozen
        self.functions = functions_of({str(self.root / mutant.path) for mutant in self.mutants})
        gc.collect()
        gc.freeze()  # so that a fork shares the memory of what is there already
        until = time.monotonic() + float(os.environ.get("MUTATION_SECONDS", "86400"))
        while waiting or running:
            while waiting and len(running) < side_by_side and time.monotonic() < until:
                mutant = waiting.pop()
                items = self.tests_of(mutant)
                if items:
                    running[self.begin(mutant, items)] = mutant
                else:
                    self.note(mutant, "untested", "")
            if not running:
                break
            pid, status = os.wait()
            mutant = running.pop(pid)
            self.end(mutant, pid, status)
        self.report(len(waiting))

    def look_at_the_tests(self) -> None:
        """Run every test once, in a fork, and learn how long it takes and which functions it runs."""
        answer = self.root / "baseline.pickle"
        pid = os.fork()
        if not pid:
            self.become_a_child()
            os._exit(self.baseline(answer))
        _, status = os.waitpid(pid, 0)
        seconds, reached, failed = pickle.loads(answer.read_bytes()) if answer.exists() else ({}, {}, ["all"])
        if status or failed:
            pytest.exit(f"The tests fail without any change: {failed}", returncode=2)
        self.seconds, self.reached = seconds, reached
        say(f"The tests pass without a change, in {sum(seconds.values()):.0f} s.")

    def baseline(self, answer: Path) -> int:
        files = {str(self.root / mutant.path): mutant.path for mutant in self.mutants}
        seconds, reached, failed = {}, defaultdict(set), []
        now = [""]
        monitoring = sys.monitoring

        def began(code, offset):
            if code.co_filename in files:
                reached[(files[code.co_filename], code.co_qualname.replace(".<locals>", ""))].add(now[0])
            return monitoring.DISABLE

        def line(code, number):
            if code.co_filename in files:
                reached[(files[code.co_filename], str(number))].add(now[0])
            return monitoring.DISABLE

        monitoring.use_tool_id(TOOL, "mutation")
        monitoring.register_callback(TOOL, monitoring.events.PY_START, began)
        monitoring.register_callback(TOOL, monitoring.events.LINE, line)
        monitoring.set_events(TOOL, monitoring.events.PY_START | monitoring.events.LINE)
        for place, item in enumerate(self.session.items):
            now[0] = item.nodeid
            monitoring.restart_events()
            start = time.monotonic()
            reports = runtestprotocol(item, nextitem=self.following(self.session.items, place), log=False)
            seconds[item.nodeid] = time.monotonic() - start
            if any(report.failed for report in reports):
                failed.append(item.nodeid)
        answer.write_bytes(pickle.dumps((seconds, dict(reached), failed)))
        return 0

    def tests_of(self, mutant: Mutant) -> list:
        """The tests to ask: those that ran the line, or the function, or all for a value at the top of a module."""
        if mutant.function:
            by_line = self.reached.get((mutant.path, str(mutant.line)), set())
            known = by_line or self.reached.get((mutant.path, mutant.function), set())
        else:
            known = set(self.seconds)
        chosen = [item for item in self.session.items if item.nodeid in known]
        return sorted(chosen, key=lambda item: self.seconds[item.nodeid] / (1 + self.kills[item.nodeid]))

    @staticmethod
    def following(items, place):
        return items[place + 1] if place + 1 < len(items) else None

    def begin(self, mutant: Mutant, items: list) -> int:
        pid = os.fork()
        if pid:
            return pid
        # A loop without end, or a wait for nobody, is a mutant found.
        signal.alarm(int(30 + 6 * sum(self.seconds[item.nodeid] for item in items)))
        self.become_a_child()
        try:
            apply(self.root, mutant, self.functions[str(self.root / mutant.path)])
        except DoesNotFit:
            os._exit(NO_FIT)
        except Exception:
            os._exit(KILLED)
        for place, item in enumerate(items):
            try:
                reports = runtestprotocol(item, nextitem=self.following(items, place), log=False)
            except BaseException:
                reports = []
            if not reports or any(report.failed for report in reports):
                (self.root / f"killer-{os.getpid()}").write_text(item.nodeid)
                os._exit(KILLED)
        os._exit(SURVIVED)

    def become_a_child(self) -> None:
        """Open a database of one's own, and say nothing."""
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        own = f"{self.database}-{os.getpid()}"
        shutil.copyfile(self.database, own)
        for alias in connections:
            connections[alias].settings_dict["NAME"] = own

    def end(self, mutant: Mutant, pid: int, status: int) -> None:
        for path in Path(self.database).parent.glob(f"{Path(self.database).name}-{pid}*"):
            path.unlink(missing_ok=True)
        killer = self.root / f"killer-{pid}"
        by = killer.read_text() if killer.exists() else ""
        if by:
            self.kills[by] += 1
            killer.unlink()
        code = os.waitstatus_to_exitcode(status)
        self.note(mutant, {SURVIVED: "lives", NO_FIT: "does not fit"}.get(code, "killed"), by or f"exit {code}")

    def note(self, mutant: Mutant, what: str, by: str) -> None:
        self.results.append((mutant, what, by))
        if what != "killed":
            say(f"{what}: {mutant}")

    def report(self, left: int) -> None:
        counts = defaultdict(int)
        for _, what, _ in self.results:
            counts[what] += 1
        say(", ".join(f"{count} {what}" for what, count in sorted(counts.items())) + f"; {left} not tried.")
        if out := os.environ.get("MUTATION_OUT"):
            lines = [json.dumps({"mutant": str(mutant), "what": what, "by": by}) for mutant, what, by in self.results]
            Path(out).write_text("\n".join(lines) + "\n", encoding="utf-8")
        self.session.testsfailed = counts["lives"] + counts["untested"]


def say(words: str) -> None:
    """Print past pytest's capturing."""
    sys.__stdout__.write(words + "\n")
    sys.__stdout__.flush()
