"""The same desk beyond one machine's files: PostgreSQL with Redis, and RabbitMQ, by settings alone."""

import os
from contextlib import closing
from pathlib import Path

import pytest

from tests.processes.desk import Desk, wait_for
from tests.services.servers import database, listens, redis

pytestmark = [pytest.mark.services, pytest.mark.processes, pytest.mark.xdist_group("processes")]

STORY = (
    "The ferry carried 12,400 people last year, the harbour office said on Monday. Fares rose by 4 per cent in 2024."
)


def paste_and_read(desk: Desk) -> None:
    """Start the desk, paste an article, see its candidates, and stop."""
    desk.furnish()
    try:
        desk.start()
        with closing(desk.sign_in()) as client:
            article = desk.paste(client, STORY, "The ferry in numbers")
            wait_for(lambda: desk.run_of(article)["state"] == "done")
            assert len(desk.candidates(article)) == 2
            assert "The ferry carried 12,400 people" in client.get(f"/articles/{article}/").text
        assert desk.end() == 0
        assert desk.processes() == {}
    finally:
        if desk.process and desk.process.poll() is None:
            desk.process.kill()


def test_desk_on_postgresql_and_redis(tmp_path: Path) -> None:
    with database() as database_url, redis() as broker_url:
        paste_and_read(Desk(tmp_path, settings={"DATABASE_URL": database_url, "CELERY_BROKER_URL": broker_url}))


def test_desk_on_rabbitmq(tmp_path: Path) -> None:
    url = os.environ.get("TEST_AMQP_URL", "amqp://guest:guest@127.0.0.1:5672//")
    if not listens(url):
        pytest.skip("no RabbitMQ answers on this machine, and none is configured with TEST_AMQP_URL")
    paste_and_read(Desk(tmp_path, settings={"CELERY_BROKER_URL": url}))
