"""The desk as one command, with real processes: what is killed heals, and nothing stays behind."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from tests.processes.desk import ROOT, Desk, token_in, wait_for

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("processes")]

WORKER, WEB, READER = "manage.py worker heavy", "granian", "claims.sandbox.zygote"
# Each sentence is a candidate of its own, so that a lost or a double one shows in the count.
LONG = "\n\n".join(
    f"The council spent {number} million pounds on ferries in {1900 + number % 120}, item {number} of the report says."
    for number in range(2, 702)
)
SHORT = "The ferry carried {} people last year, the harbour office said on Monday. Fares rose by 4 per cent in {}."


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk that is running."""
    desk = Desk(tmp_path_factory.mktemp("desk"))
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


def done(desk: Desk, article_id: int, seconds: float = 60) -> None:
    wait_for(lambda: desk.run_of(article_id)["state"] not in ("queued", "running"), seconds)
    assert desk.run_of(article_id)["error"] == ""
    assert desk.run_of(article_id)["state"] == "done"


def answers(desk: Desk) -> bool:
    try:
        return httpx.get(f"{desk.url}/accounts/sign-in/", timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


def test_pasted_article_is_read_and_shown_with_its_candidates(desk: Desk, hana: httpx.Client) -> None:
    article = desk.paste(hana, SHORT.format("12,400", 2024), "The ferry in numbers")
    done(desk, article)
    assert len(desk.candidates(article)) == 2
    assert "The ferry carried 12,400 people last year" in hana.get(f"/articles/{article}/").text


def test_uploaded_file_is_read_beside_the_web_server_which_outlives_its_readers_end(
    desk: Desk, hana: httpx.Client
) -> None:
    def upload(words: str) -> httpx.Response:
        token = token_in(hana.get("/articles/add/").text)
        return hana.post(
            "/articles/add/",
            data={"how": "file", "csrfmiddlewaretoken": token},
            files={"file": ("ferry.html", f"<html><body><article><p>{words}</p></article></body></html>", "text/html")},
        )

    assert "The ferry carried 12,401 people" in upload(SHORT.format("12,401", 2025)).text
    for pid in [pid for pid, line in desk.processes().items() if READER in line]:
        os.kill(pid, signal.SIGKILL)
    assert "The ferry carried 12,402 people" in upload(SHORT.format("12,402", 2026)).text
    assert [line for line in desk.processes().values() if READER in line]


def with_a_model(desk: Desk) -> set[int]:
    """The processes that have a library of the models in memory."""
    found = set()
    for pid in desk.processes():
        with suppress(OSError):  # it has ended since
            libraries = Path(f"/proc/{pid}/maps").read_text()
            if "onnxruntime" in libraries or "spacy" in libraries:
                found.add(pid)
    return found


def test_models_are_loaded_by_the_reading_worker_and_by_no_web_process(desk: Desk, hana: httpx.Client) -> None:
    for page in ("/", "/queue/", "/articles/", "/claims/add/"):
        hana.get(page)
    wait_for(lambda: with_a_model(desk), 60)
    model = with_a_model(desk)
    lines = {line.split(" --")[0] for pid, line in desk.processes().items() if pid in model}
    assert len(model) == 1
    assert all(WORKER in line for line in lines), lines


def test_worker_killed_in_the_middle_of_an_article_loses_and_doubles_nothing(desk: Desk, hana: httpx.Client) -> None:
    article = desk.paste(hana, LONG, "Killed in the middle")
    wait_for(lambda: desk.run_of(article)["sentences_done"] > 0)
    os.kill(desk.pid_of(WORKER), signal.SIGKILL)
    done(desk, article)
    run = desk.run_of(article)
    found = desk.candidates(article)
    assert (run["attempts"], run["sentences_done"], run["sentences_total"]) == (2, 700, 700)
    assert len(found) == len(set(found)) == run["candidates_found"] == 700
    assert "The heavy worker was ended by SIGKILL. It is started again" in desk.log


def test_messages_thrown_away_are_sent_again(desk: Desk, hana: httpx.Client) -> None:
    worker = desk.pid_of(WORKER)
    os.kill(worker, signal.SIGSTOP)
    try:
        articles = [desk.paste(hana, SHORT.format(number, 2000 + number), f"Lost {number}") for number in range(3)]
        shutil.rmtree(desk.folder / "data" / "broker")
    finally:
        os.kill(worker, signal.SIGCONT)
    for article in articles:
        done(desk, article)
        assert len(desk.candidates(article)) == 2


def next_clock(desk: Desk) -> object:
    """When the workers look next at what has become due."""
    return desk.rows("SELECT due_at FROM jobs_routine WHERE name = 'do_what_is_due'")[0][0]


def test_work_goes_on_after_children_were_killed_while_they_waited(desk):
    clock = next_clock(desk)
    wait_for(lambda: next_clock(desk) != clock)  # the worker has its children, and has just been at work
    time.sleep(1)
    before = desk.pid_of("manage.py worker now")
    for pid in wait_for(lambda: [each for each in named(desk, "manage.py worker now") if each != before]):
        os.kill(pid, signal.SIGKILL)

    clock = next_clock(desk)
    wait_for(lambda: next_clock(desk) != clock, 90)


def named(desk: Desk, part: str) -> list[int]:
    return [pid for pid, line in desk.processes().items() if part in line]


def test_web_server_killed_answers_again(desk: Desk) -> None:
    web = desk.pid_of(WEB)
    children = [pid for pid, line in desk.processes().items() if WEB in line and pid != web]
    os.kill(web, signal.SIGKILL)
    wait_for(lambda: not set(children) & set(desk.processes()), 10)
    wait_for(lambda: answers(desk))
    assert "The web was ended by SIGKILL. It is started again" in desk.log


def test_second_desk_on_the_same_folder_or_port_is_refused_in_a_sentence(desk: Desk, tmp_path: Path) -> None:
    elsewhere = {**desk.environment, "PLUMBLINE_DATA_DIR": str(tmp_path)}
    for environment, sentence in (
        (desk.environment, "already (process"),
        (elsewhere, f"Port {desk.port} on 127.0.0.1 is in use. Stop what uses it, or set PORT to another number."),
    ):
        command = [sys.executable, str(ROOT / "manage.py"), "up"]
        refused = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
        assert refused.returncode == 1
        assert sentence in refused.stderr
        assert "Traceback" not in refused.stderr


def test_killed_parent_leaves_nothing_and_the_next_start_finishes_its_work(desk: Desk, hana: httpx.Client) -> None:
    article = desk.paste(hana, f"{LONG}\n\n{SHORT.format(7, 1987)}", "Killed with its parent")
    wait_for(lambda: desk.run_of(article)["sentences_done"] > 0)
    assert desk.process is not None
    desk.process.kill()
    desk.process.wait()
    wait_for(lambda: not desk.processes(), 10)
    assert desk.run_of(article)["state"] == "running"
    desk.start()
    done(desk, article)
    found = desk.candidates(article)
    assert len(found) == len(set(found)) == desk.run_of(article)["candidates_found"] == 702


def test_ctrl_c_stops_everything(desk: Desk, hana: httpx.Client) -> None:
    began = time.monotonic()
    assert desk.end(signal.SIGINT) == 0
    assert time.monotonic() - began < 20
    assert desk.processes() == {}
    assert desk.log.rstrip().endswith("Stopped.")
    assert desk.rows("PRAGMA quick_check") == [("ok",)]
