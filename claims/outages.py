"""Telling a disk or a database that cannot do its part at the moment from any other error.

Each becomes a refusal with a sentence, so that nobody sees a page that says nothing.
"""

import errno
from collections.abc import Iterator
from typing import Final

from django.db import DatabaseError, InterfaceError
from django.utils.translation import gettext as _

from claims.errors import Refusal

_FULL_NUMBERS: Final = (errno.ENOSPC, errno.EDQUOT, errno.EIO)
_FULL_WORDS: Final = (
    "disk is full", "disk full", "disk i/o error", "no space left on device", "disk quota exceeded"
)  # fmt: skip
_READ_ONLY_WORDS: Final = ("readonly database", "read-only transaction", "recovery is in progress")
_BUSY_WORDS: Final = ("database is locked", "database table is locked", "couldn't get a connection after")
# SQLSTATE: no lock in time, a statement or an open transaction that took too long, a deadlock, too many connections.
_BUSY_STATES: Final = ("55P03", "57014", "25P03", "40P01", "53300")
_GONE_WORDS: Final = (
    "connection refused", "server closed the connection", "connection is closed", "the connection is lost",
    "could not translate host name", "consuming input failed", "terminating connection", "connection timeout",
    "the database system is", "failed to resolve host", "unable to open database file", "connection failed",
)  # fmt: skip


class Outage(Refusal):
    """When: something beneath the desk cannot do its part at the moment; `retry_after` in seconds."""

    status = 503
    retry_after = 5


class DiskFull(Outage):
    """The server cannot write anything down at the moment."""

    status = 507
    retry_after = 60

    def __init__(self) -> None:
        super().__init__(
            _(
                "The server’s disk is full or fails, so nothing was stored. Tell whoever runs the server, keep this"
                " page open, and send it again once there is room."
            )
        )


class ReadOnly(Outage):
    """Reading goes on, and nothing can be written."""

    retry_after = 60

    def __init__(self) -> None:
        super().__init__(
            _(
                "The desk can be read and not changed at the moment, so nothing was stored. Tell whoever runs the"
                " server, keep this page open, and send it again later."
            )
        )


class Busy(Outage):
    """Others are writing, and this request waited too long for its turn."""

    def __init__(self) -> None:
        super().__init__(
            _("The database is busy with somebody else’s work, so nothing was stored. Send it again in a moment.")
        )


class Unreachable(Outage):
    """The database does not answer."""

    retry_after = 15

    def __init__(self) -> None:
        super().__init__(_("The database does not answer at the moment, so nothing was stored. Try again in a minute."))


class FilesUnreachable(Outage):
    """The place where files are kept does not answer, or lets nobody in."""

    retry_after = 15

    def __init__(self) -> None:
        super().__init__(
            _(
                "The place where files are kept does not answer at the moment, so no file was stored or read. Try again"
                " in a minute; if it stays so, tell whoever runs the server."
            )
        )


def as_outage(error: BaseException) -> Outage | None:
    """The refusal to show for an error that means that the disk or the database is out of action; None for others."""
    if isinstance(error, OSError):
        if error.errno in _FULL_NUMBERS:
            return DiskFull()
        return ReadOnly() if error.errno == errno.EROFS else None
    if not isinstance(error, DatabaseError | InterfaceError):
        return None
    said = str(error).lower()
    if any(words in said for words in _FULL_WORDS):
        return DiskFull()
    if any(words in said for words in _READ_ONLY_WORDS):
        return ReadOnly()
    if any(words in said for words in _BUSY_WORDS) or any(state in _BUSY_STATES for state in _states(error)):
        return Busy()
    if any(words in said for words in _GONE_WORDS):
        return Unreachable()
    return None


def _states(error: BaseException) -> Iterator[str]:
    """The SQLSTATE of what the driver raised beneath Django's exception."""
    cause: BaseException | None = error
    while cause is not None:
        yield getattr(cause, "sqlstate", None) or ""
        cause = cause.__cause__
