"""A pytest plugin: after a given moment no further test begins, and the end says which were left out."""

import os
import time
from collections import Counter

import pytest

UNTIL = "TESTS_BEGIN_UNTIL"
REASON = "the time is spent"
AT_LEAST = 10.0
"""Seconds of tests even where a busy machine took all the time to start."""
_first: list[float] = []


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave out a test that would begin too late; the moment counts in seconds since 1970, for all processes alike."""
    now = time.time()
    if not _first:
        _first.append(now)
    if now > max(float(os.environ[UNTIL]), _first[0] + AT_LEAST):
        pytest.skip(REASON)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the files whose tests were left out, with how many."""
    late = [
        report
        for report in terminalreporter.stats.get("skipped", [])
        if isinstance(report.longrepr, tuple) and report.longrepr[2].endswith(REASON)
    ]
    if late:
        counts = Counter(report.nodeid.partition("::")[0] for report in late)
        files = ", ".join(f"{name} ({count})" for name, count in sorted(counts.items()))
        terminalreporter.write_line(f"Left out, because the time is spent: {len(late)} tests in {files}.")
