"""What is done to a running desk: each fault is a function of the desk and of chance."""

import os
import shutil
import signal
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from random import Random
from types import MappingProxyType

from tests.faults.broker import Redis
from tests.processes.desk import Desk

LONGEST_STOP_SECONDS = 3.0

type Fault = Callable[[Desk, Random], None]


def pids(desk: Desk, part: str) -> list[int]:
    """The processes whose command line has this part, the eldest first."""
    return sorted(pid for pid, line in desk.processes().items() if part in line)


def send(pid: int, number: signal.Signals) -> None:
    """Send a signal to a process that may be gone by now."""
    with suppress(ProcessLookupError):
        os.kill(pid, number)


def to_main(part: str, number: signal.Signals) -> Fault:
    """The main process of a kind gets a signal."""

    def fault(desk: Desk, chance: Random) -> None:
        for pid in pids(desk, part)[:1]:
            send(pid, number)

    return fault


def to_child(part: str) -> Fault:
    """One of the processes that the main one made is killed."""

    def fault(desk: Desk, chance: Random) -> None:
        children = pids(desk, part)[1:]
        if children:
            send(chance.choice(children), signal.SIGKILL)

    return fault


def standing_still(part: str) -> Fault:
    """All processes of a kind stand still for a while, as on a machine that swaps."""

    def fault(desk: Desk, chance: Random) -> None:
        chosen = pids(desk, part)
        for pid in chosen:
            send(pid, signal.SIGSTOP)
        time.sleep(chance.uniform(0.5, LONGEST_STOP_SECONDS))
        for pid in chosen:
            send(pid, signal.SIGCONT)

    return fault


def up_killed(desk: Desk, chance: Random) -> None:
    """The process that runs the schedule and looks after the others is killed, and the desk is started again."""
    assert desk.process is not None
    desk.process.kill()
    desk.process.wait()
    time.sleep(chance.uniform(0, 1))
    desk.start()


def up_stopped(desk: Desk, chance: Random) -> None:
    """Somebody stops the desk in good order and starts it again."""
    desk.end(signal.SIGTERM)
    desk.start()


def broker_folder_emptied(desk: Desk, chance: Random) -> None:
    """All messages are gone, and their folder with them."""
    shutil.rmtree(desk.folder / "data" / "broker", ignore_errors=True)


WORKERS = ("now", "web", "heavy")

FAULTS: Mapping[str, Fault] = MappingProxyType(
    {f"{queue} worker killed": to_main(f"manage.py worker {queue}", signal.SIGKILL) for queue in WORKERS}
    | {f"child of the {queue} worker killed": to_child(f"manage.py worker {queue}") for queue in WORKERS}
    | {
        "heavy worker told to stop": to_main("manage.py worker heavy", signal.SIGTERM),
        "now worker standing still": standing_still("manage.py worker now"),
        "heavy worker standing still": standing_still("manage.py worker heavy"),
        "web server killed": to_main("granian", signal.SIGKILL),
        "web process killed": to_child("granian"),
        "web server standing still": standing_still("granian"),
        "up killed": up_killed,
        "up stopped": up_stopped,
    }
)


def faults_for(redis: Redis | None) -> dict[str, Fault]:
    """All faults that there are for a desk on its own folder, or on a Redis of ours."""
    if redis is None:
        return {**FAULTS, "broker's folder emptied": broker_folder_emptied}
    return {
        **FAULTS,
        "Redis killed": lambda desk, chance: redis.restart(),
        "Redis emptied": lambda desk, chance: redis.empty(),
        "Redis silent": lambda desk, chance: redis.stand_still(chance.uniform(0.5, LONGEST_STOP_SECONDS)),
    }
