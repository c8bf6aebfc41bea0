"""The parts that the desk stands on, and how each does."""

import contextlib
import os
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from celery import current_app
from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage, storages
from django.db import DatabaseError, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.health.shared_files import are_shared
from claims.jobs.health import QueueHealth, queues
from claims.jobs.models import Queue
from claims.outages import Outage

LEAST_FREE_BYTES: Final = 500 * 1024 * 1024
WAITED_TOO_LONG: Final = {Queue.NOW: 120, Queue.WEB: 900, Queue.HEAVY: 3600}
"""Seconds after which something that waits in a queue is a matter for whoever runs the server."""
BROKER_SECONDS: Final = 3.0
ASKED_EVERY_SECONDS: Final = 3.0
"""However many ask, the parts are looked at so often at most by one process."""


@dataclass(frozen=True)
class Part:
    """One part, and a sentence about it; without a vital one no page can be made."""

    name: str
    is_well: bool
    said: str
    is_vital: bool = False


def parts() -> list[Part]:
    """All parts, as they were a few seconds ago at most; what cannot be asked because of another is left out."""
    return _kept.get()


def _look() -> list[Part]:
    found = [_database()]
    if found[0].is_well:
        found.append(_migrations())
        if found[1].is_well:
            found.extend(_queue(each) for each in queues())
    return [*found, _storage(database_answers=len(found) > 1 and found[1].is_well), _broker()]


def _database() -> Part:
    name = connection.vendor
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        connections.close_all()
        return Part("database", False, _("The database (%(name)s) does not answer.") % {"name": name}, is_vital=True)
    return Part("database", True, _("The database (%(name)s) answers.") % {"name": name}, is_vital=True)


def _migrations() -> Part:
    try:
        waiting = _waiting_migrations()
    except DatabaseError:
        waiting = 1
    if not waiting:
        return Part("migrations", True, _("The database has the tables of this version."), is_vital=True)
    said = _("The database is not that of this version. Run manage.py migrate, or manage.py up.")
    return Part("migrations", False, said, is_vital=True)


class _Applied:
    """Whether all migrations were there; once they are, they stay."""

    yes = False


def _waiting_migrations() -> int:
    if _Applied.yes:
        return 0
    executor = MigrationExecutor(connection)
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    _Applied.yes = not waiting
    return waiting


def _queue(health: QueueHealth) -> Part:
    name, label = f"queue {health.queue.value}", health.queue.label
    if not health.has_worker:
        said = _("No worker works on “%(queue)s”. Start one: manage.py worker %(name)s.")
        return Part(name, False, said % {"queue": label, "name": health.queue.value})
    waits = ngettext("%(count)d waits", "%(count)d wait", health.waiting) % {"count": health.waiting}
    if health.oldest_seconds > WAITED_TOO_LONG[health.queue]:
        said = _("“%(queue)s” is behind: %(waits)s, the longest for %(minutes)d minutes. Start another worker.")
        return Part(name, False, said % {"queue": label, "waits": waits, "minutes": health.oldest_seconds // 60})
    if health.parked:
        said = ngettext(
            "“%(queue)s” is worked on: %(waits)s. %(parked)d was given up.",
            "“%(queue)s” is worked on: %(waits)s. %(parked)d were given up.",
            health.parked,
        )
        return Part(name, True, said % {"queue": label, "waits": waits, "parked": health.parked})
    return Part(name, True, _("“%(queue)s” is worked on: %(waits)s.") % {"queue": label, "waits": waits})


def _storage(*, database_answers: bool) -> Part:
    try:
        room = _room() if isinstance(storages["default"], FileSystemStorage) else _objects()
        if room.is_well and database_answers and not are_shared():
            said = _(
                "Workers keep their files elsewhere than this web server. Give all roles the same files: by FILES_URL,"
                " or by one file system."
            )
            return Part("storage", False, said)
    except Outage as outage:
        return Part("storage", False, str(outage))
    return room


def _objects() -> Part:
    default_storage.exists("signs")
    return Part("storage", True, _("The object storage answers."))


def _room() -> Part:
    folder = Path(settings.MEDIA_ROOT)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(folder).free
    except OSError as error:
        return Part("storage", False, _("The files cannot be read: %(why)s.") % {"why": error.strerror})
    megabytes = {"free": free // (1024 * 1024)}
    if not os.access(folder, os.W_OK):
        return Part("storage", False, _("Nothing can be written beside the files."))
    if free < LEAST_FREE_BYTES:
        return Part("storage", False, _("Only %(free)d MB are free for files. Make room.") % megabytes)
    return Part("storage", True, _("%(free)d MB are free for files.") % megabytes)


def _broker() -> Part:
    answered: list[bool] = []

    def ask() -> None:
        with current_app.connection_for_write(connect_timeout=2) as asked:
            asked.ensure_connection(max_retries=1, timeout=2)
            answered.append(True)

    _within(BROKER_SECONDS, ask)
    if answered:
        return Part("broker", True, _("The broker answers."))
    return Part("broker", False, _("The broker does not answer; work is handed out by the sweep alone, more slowly."))


def _within(seconds: float, act: Callable[[], None]) -> None:
    """Do it in a thread of its own and wait no longer than this; any error at all is a no."""

    def quietly() -> None:
        with contextlib.suppress(Exception):
            act()

    thread = threading.Thread(target=quietly, daemon=True)
    thread.start()
    thread.join(seconds)


class _Kept:
    """What was found last, and when."""

    def __init__(self) -> None:
        self._lock, self._found, self._at = threading.Lock(), list[Part](), float("-inf")

    def get(self) -> list[Part]:
        """What was found, looked at again where that is too long ago."""
        with self._lock:
            if time.monotonic() - self._at > ASKED_EVERY_SECONDS:
                self._found, self._at = _look(), time.monotonic()
            return self._found

    def forget(self) -> None:
        """Look again the next time."""
        self._at = float("-inf")


_kept = _Kept()


def look_again() -> None:
    """Forget what was found, for tests and for the status page."""
    _kept.forget()
