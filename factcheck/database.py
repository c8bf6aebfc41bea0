"""How long the database may keep a process waiting, and what is set in it once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.apps import AppConfig
from django.db import connection, connections


@dataclass(frozen=True)
class Patience:
    """Seconds: for one statement, for another's lock, and for what a transaction may stay open without a word."""

    statement: int
    lock: int
    idle_in_transaction: int


WEB: Final = Patience(statement=30, lock=8, idle_in_transaction=30)
"""Somebody looks at the screen meanwhile, and other readers want the thread."""
WORKER: Final = Patience(statement=900, lock=30, idle_in_transaction=120)


def be_patient(patience: Patience) -> None:
    """Set the limits of this process; before its first question to the database. Commands have none."""
    options: dict[str, Any] = connection.settings_dict["OPTIONS"]
    if connection.vendor == "sqlite":
        options["timeout"] = patience.lock
        return
    given = str(options.get("options", ""))
    limits: Mapping[str, int] = {
        "statement_timeout": patience.statement,
        "lock_timeout": patience.lock,
        "idle_in_transaction_session_timeout": patience.idle_in_transaction,
    }
    options["options"] = " ".join([given, *(f"-c {name}={seconds}s" for name, seconds in limits.items())]).strip()


def write_ahead(sender: AppConfig, using: str = "default", **kwargs: object) -> None:
    """Have SQLite write into a log beside the database, so that readers never wait; it remembers that by itself.

    Set at the start, not with each connection: on a full disk a connection could not be opened any longer.
    """
    chosen = connections[using]
    if chosen.vendor == "sqlite" and not chosen.in_atomic_block:
        with chosen.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode=WAL")
