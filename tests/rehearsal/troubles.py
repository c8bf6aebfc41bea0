"""What goes wrong in a rehearsal, all of it drawn from one seed, each with the seconds in which it may be felt."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from tests.rehearsal.line import Line
from tests.rehearsal.requests import Failure
from tests.rehearsal.roles import Role

ALLOWANCE_SECONDS = 5.0
"""So long after an outage an answer may still fail: what waited comes to its end, and connections are made anew."""
PAUSE_SECONDS = (1.5, 4.0)
DOWN_SECONDS = (0.3, 2.0)
SLOW_DELAY_SECONDS = 0.02


@dataclass(frozen=True)
class Trouble:
    """One trouble; `web` is the only server whose requests may fail by it, or "all", or "" for none."""

    name: str
    began: float
    ended: float
    web: str

    def explains(self, failure: Failure) -> bool:
        """Whether a request failed because of it."""
        if self.web not in ("all", failure.web):
            return False
        return failure.began <= self.ended + ALLOWANCE_SECONDS and failure.ended >= self.began


@dataclass
class Troubles:
    """Makes trouble, one after another, and writes it down."""

    roles: list[Role]
    lines: dict[str, Line]
    chance: Random
    happened: list[Trouble] = field(default_factory=list)

    def go_on_until(self, end: float) -> None:
        """Every few seconds one trouble; each kind comes once before any comes twice."""
        waiting: list[str] = []
        while time.monotonic() < end:
            if not waiting:
                waiting = sorted(self._kinds())
                self.chance.shuffle(waiting)
            self._bring_about(waiting.pop())
            time.sleep(self.chance.uniform(*PAUSE_SECONDS))

    def restart_in_turn(self) -> None:
        """Each role is stopped in good order and started again, as with a new version."""
        for role in self.roles:
            web = role.name if role.is_web else ""
            began = time.monotonic()
            role.stop()
            self._start(role)
            self.happened.append(Trouble(f"{role.name} restarted", began, time.monotonic(), web))

    def unexplained(self, failures: list[Failure]) -> list[Failure]:
        """Requests that failed and no trouble says why."""
        return [each for each in failures if not any(trouble.explains(each) for trouble in self.happened)]

    def _kinds(self) -> dict[str, tuple[str, Callable[[], None]]]:
        """Each kind with whose requests may fail by it."""
        kinds: dict[str, tuple[str, Callable[[], None]]] = {}
        for role in self.roles:
            kinds[f"{role.name} killed"] = (role.name if role.is_web else "", lambda role=role: self._kill(role))
        for name, line in self.lines.items():
            felt = "" if name == "broker" else "all"
            kinds[f"{name} cut off"] = (felt, lambda line=line: line.be_cut(self._seconds()))
            kinds[f"{name} silent"] = (felt, lambda line=line: line.stand_still(self._seconds()))
            slow = lambda line=line: line.be_slow(self._seconds(), delay_seconds=SLOW_DELAY_SECONDS)  # noqa: E731
            kinds[f"{name} slow"] = (felt, slow)
        return kinds

    def _bring_about(self, name: str) -> None:
        web, act = self._kinds()[name]
        began = time.monotonic()
        act()
        self.happened.append(Trouble(name, began, time.monotonic(), web))

    def _kill(self, role: Role) -> None:
        role.kill()
        time.sleep(self.chance.uniform(*DOWN_SECONDS))
        self._start(role)

    def _start(self, role: Role) -> None:
        role.start()
        if role.is_web:
            role.wait_until_it_answers()

    def _seconds(self) -> float:
        return self.chance.uniform(2.0, 5.0)
