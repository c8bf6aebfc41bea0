"""A process ends with the one that made it, even where that one was gone before it could ask."""

import os
import subprocess
import sys
import time

import pytest

from factcheck.parent_death import tied_to_this_process

LATE = """
import os, time
while os.getppid() == {maker}:
    time.sleep(0.05)
from factcheck.parent_death import {tie}
{call}
time.sleep(60)
"""
MAIN = """
import os, subprocess, sys
child = subprocess.Popen([sys.executable, "-c", sys.argv[1].replace("{maker}", str(os.getpid()))])
print(child.pid, flush=True)
"""


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize(
    ("tie", "call"), [("maker, tie_to_parent", "tie_to_parent(maker())"), ("end_with_parent", "end_with_parent()")]
)
def test_a_process_ends_though_its_maker_was_gone_before_it_asked(tie, call):
    late = LATE.replace("{tie}", tie).replace("{call}", call)
    made = subprocess.run(
        tied_to_this_process([sys.executable, "-c", MAIN, late]), stdout=subprocess.PIPE, text=True, check=True
    )
    pid = int(made.stdout)
    until = time.monotonic() + 30
    while is_there(pid) and time.monotonic() < until:
        time.sleep(0.05)
    assert not is_there(pid)
