"""Real workers and articles that are their ruin: each is given up with its reason, and nobody else waits for long.

The clocks of this desk are wrong on purpose: the workers' by ten minutes ahead, the others' by ten minutes behind.
"""

import os
import signal
from collections.abc import Iterator

import httpx
import pytest

from tests.faults.scorers import DEADLY, ENDLESS
from tests.processes.desk import Desk, wait_for

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("processes")]

SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
    "EXTRACTION_SCORER": "tests.faults.scorers.Troubled",
    "FAULTS_READING_SECONDS": "12",
    "FAULTS_CLOCK_MINUTES": "10",
}
PLAIN = "The ferry carried {} people last year, the harbour office said on Monday. Fares rose by 4 per cent in 2024."
ROUTINE = "SELECT done_at FROM jobs_routine WHERE name = ?"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk whose scorer has traps and whose readings may take 12 seconds."""
    desk = Desk(tmp_path_factory.mktemp("troubled"), settings=SETTINGS)
    desk.furnish()
    desk.start()
    yield desk
    if desk.process and desk.process.poll() is None:
        desk.process.kill()
        desk.process.wait()


@pytest.fixture(scope="module")
def hana(desk: Desk) -> Iterator[httpx.Client]:
    """The editor, signed in."""
    client = desk.sign_in()
    yield client
    client.close()


def state(desk: Desk, article: int) -> str:
    return str(desk.run_of(article)["state"])


def done_at(desk: Desk, routine: str) -> object:
    return desk.rows(ROUTINE, routine)[0][0]


def test_a_clock_that_is_wrong_by_ten_minutes_stops_neither_reading_nor_the_schedule(
    desk: Desk, hana: httpx.Client
) -> None:
    article = desk.paste(hana, PLAIN.format("12,400"), "Read at the wrong time")
    wait_for(lambda: state(desk, article) == "done")
    before = done_at(desk, "do_what_is_due")
    wait_for(lambda: done_at(desk, "do_what_is_due") != before)
    assert desk.rows("SELECT name FROM jobs_routine WHERE error <> ''") == []
    assert "No worker is running" not in hana.get(f"/articles/{article}/").text


def test_a_reading_that_hangs_is_killed_and_given_up_with_its_reason_while_other_work_goes_on(
    desk: Desk, hana: httpx.Client
) -> None:
    endless = desk.paste(hana, ENDLESS, "The endless article")
    wait_for(lambda: state(desk, endless) == "running")
    others = [desk.paste(hana, PLAIN.format(count), f"Behind it, {count}") for count in (310, 311)]
    before = done_at(desk, "sign_of_life_now")
    wait_for(lambda: done_at(desk, "sign_of_life_now") != before)
    for article in others:
        wait_for(lambda article=article: state(desk, article) == "done")
    wait_for(lambda: state(desk, endless) == "failed", 120)
    reason = "The reading got no further for 12 seconds, twice, and was stopped. Split the article"
    assert desk.run_of(endless)["error"].startswith(reason)
    assert desk.run_of(endless)["attempts"] == 2
    assert reason in hana.get(f"/articles/{endless}/").text


def test_a_reading_that_crashes_its_process_is_given_up_with_its_reason_and_the_worker_lives(
    desk: Desk, hana: httpx.Client
) -> None:
    worker = desk.pid_of("manage.py worker heavy")
    deadly = desk.paste(hana, DEADLY, "The deadly article")
    other = desk.paste(hana, PLAIN.format(512), "Beside it")
    wait_for(lambda: state(desk, deadly) == "failed", 120)
    wait_for(lambda: state(desk, other) == "done")
    reason = "The reading was cut off 5 times, as if the worker had been killed. Read the article again"
    assert desk.run_of(deadly)["error"].startswith(reason)
    assert desk.pid_of("manage.py worker heavy") == worker


def test_a_killed_worker_among_wrong_clocks_goes_on_where_it_was(desk: Desk, hana: httpx.Client) -> None:
    article = desk.paste(hana, "\n\n".join(PLAIN.format(number) for number in range(1000, 1200)), "Long")
    wait_for(lambda: state(desk, article) == "running")
    os.kill(desk.pid_of("manage.py worker heavy"), signal.SIGKILL)
    wait_for(lambda: state(desk, article) == "done")
    assert desk.run_of(article)["attempts"] == 2
