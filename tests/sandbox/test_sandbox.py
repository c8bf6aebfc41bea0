"""A child process costs its limits and no more, whatever it is made to do."""

import os
import pickle
import threading

import pytest

from claims.articles.reading import Unreadable
from claims.sandbox import Limits, TooCostly, run_limited, running
from tests.sandbox import hostile

SMALL = Limits(cpu_seconds=1, memory_bytes=200_000_000, output_bytes=1_000_000)


def test_result_and_refusal_come_back() -> None:
    assert run_limited(hostile.length, SMALL, data=b"a" * 5_000_000) == 5_000_000
    with pytest.raises(Unreadable, match="no story"):
        run_limited(hostile.refuses, SMALL)


def test_bug_is_told_with_its_place() -> None:
    with pytest.raises(RuntimeError, match="has_a_bug"):
        run_limited(hostile.has_a_bug, SMALL)


@pytest.mark.parametrize("endless", [hostile.never_ends, hostile.holds_the_interpreter])
def test_processor_has_a_limit(endless) -> None:
    with pytest.raises(TooCostly, match="more than 1 seconds"):
        run_limited(endless, SMALL)


def test_memory_and_answer_have_a_limit() -> None:
    with pytest.raises(TooCostly, match="more than 200 MB of memory"):
        run_limited(hostile.takes_memory, SMALL)
    with pytest.raises(TooCostly, match="more than 1 MB"):
        run_limited(hostile.answers_at_length, SMALL)


def test_reader_that_crashes_takes_nobody_along() -> None:
    with pytest.raises(TooCostly, match="made its reader fail"):
        run_limited(hostile.dies, SMALL)
    assert run_limited(hostile.length, SMALL, data=b"abc") == 3


def test_child_cannot_hand_its_parent_a_function() -> None:
    with pytest.raises(pickle.UnpicklingError, match="may not answer"):
        run_limited(hostile.answers_with_a_call, SMALL)


def test_threads_read_side_by_side() -> None:
    found: list[int] = []
    threads = [
        threading.Thread(target=lambda n=n: found.append(run_limited(hostile.length, SMALL, data=b"a" * n)))
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [0, 1, 2, 3, 4, 5, 6, 7]


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded")
def test_forked_worker_has_a_reader_of_its_own() -> None:
    assert run_limited(hostile.length, SMALL, data=b"ab") == 2
    pid = os.fork()
    if not pid:
        # A child that hangs or raises must not go on as a second test run.
        status = 1
        try:
            status = 0 if run_limited(hostile.length, SMALL, data=b"abc") == 3 else 1
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert run_limited(hostile.length, SMALL, data=b"abcd") == 4


def test_killed_zygote_is_made_again() -> None:
    assert run_limited(hostile.length, SMALL, data=b"ab") == 2
    assert running._zygote is not None
    running._zygote.process.kill()
    running._zygote.process.wait()
    assert run_limited(hostile.length, SMALL, data=b"abc") == 3
