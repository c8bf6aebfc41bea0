"""The embedded broker keeps its messages whole and finds its way after its folder was emptied."""

import shutil
from pathlib import Path

import pytest
from celery import Celery

from factcheck.broker import remove_remains


@pytest.fixture
def app(tmp_path: Path) -> Celery:
    """An application on the embedded broker, in a folder that is not there yet."""
    folder = str(tmp_path / "broker")
    app = Celery(set_as_current=False)
    app.conf.update(
        broker_url="filesystem://localhost",
        broker_transport_options={"data_folder_in": folder, "data_folder_out": folder},
        task_ignore_result=True,
    )
    return app


def take(app: Celery) -> list[list[object]]:
    """The arguments of every message that waits, oldest first."""
    with app.connection_for_read() as connection, connection.SimpleQueue("celery") as queue:
        taken = []
        while queue.qsize():
            message = queue.get(block=False)
            message.ack()
            taken.append(message.payload[0])
    return taken


def test_messages_come_out_in_the_order_they_went_in(app: Celery) -> None:
    for number in range(3):
        app.send_task("read", args=[number])
    assert take(app) == [[0], [1], [2]]
    assert take(app) == []


def test_messages_find_their_queue_after_the_folder_was_removed(app: Celery, tmp_path: Path) -> None:
    app.send_task("read", args=["lost"])
    shutil.rmtree(tmp_path / "broker")
    app.send_task("read", args=["kept"])
    assert take(app) == [["kept"]]


def test_damaged_message_and_remains_are_left_out(app: Celery, tmp_path: Path) -> None:
    app.send_task("read", args=["whole"])
    folder = tmp_path / "broker"
    (folder / "00_a.celery.msg").write_bytes(b'{"body": "half of')
    (folder / "00_b.celery.msg.part").write_bytes(b"{")
    (folder / "00_c.celery.msg.taken").write_bytes(b"{")
    assert take(app) == [["whole"]]
    remove_remains(folder)
    assert list(folder.iterdir()) == []
