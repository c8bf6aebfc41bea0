"""How the desk writes its log: lines for people, or JSON for programs, without the data of any person.

A line of JSON holds `at`, `level`, `logger`, `message`, the ids of the request or the job it belongs to, and of an
error its type and where it happened. What an error says is left out where the database says it, since that may quote a
row; e-mail addresses are blotted out everywhere.
"""

import json
import logging
import re
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

from django.core.exceptions import DisallowedHost, PermissionDenied, SuspiciousOperation
from django.db import DatabaseError, DataError

from claims import log_context

ADDRESS: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}")
MORE: Final = ("route", "method", "status", "ms", "seconds", "kind")
"""What a caller may add to a line by `extra`."""


class QuietRefusals(logging.Filter):
    """Takes the traceback from what is no defect: somebody may not do something, or asks for another host."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep every line."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, PermissionDenied | DisallowedHost | SuspiciousOperation):
            record.exc_info = record.exc_text = None
        return True


class Lines(logging.Formatter):
    """A line for a person, with the id of its request or job at the end."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, and the traceback below it."""
        return blot(super().format(record))

    def formatException(self, ei: Any) -> str:
        """The traceback; of a database error its first line, which names tables, since what follows quotes a row."""
        said, chain = super().formatException(ei), list(_chain(ei[1]))
        if any(isinstance(error, DatabaseError) for error in chain):
            quotes_at_once = any(isinstance(error, DataError) for error in chain)
            for text in filter(None, map(str, chain)):
                said = said.replace(text, "(left out)" if quotes_at_once else text.partition("\n")[0])
        return said

    def formatMessage(self, record: logging.LogRecord) -> str:
        """The line itself."""
        record.message = _message(record)
        said = super().formatMessage(record)
        carried = " ".join(f"{name}={value}" for name, value in log_context.fields().items())
        return f"{said} [{carried}]" if carried else said


class JsonLines(logging.Formatter):
    """One object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The object as text."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record),
            **log_context.fields(),
            **{name: getattr(record, name) for name in MORE if hasattr(record, name)},
        }
        if record.exc_info and record.exc_info[1] is not None:
            line |= _of_error(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


def _message(record: logging.LogRecord) -> str:
    """What it says; Django ends its lines about requests with the path, which may hold what only one reader knows."""
    said = record.getMessage()
    return said.partition(":")[0] if record.name == "django.request" else blot(said)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error, what it came from, and so on."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def blot(text: str) -> str:
    """The text with every e-mail address blotted out."""
    return ADDRESS.sub("[address]", text) if "@" in text else text


def _of_error(error: BaseException) -> dict[str, Any]:
    frames = traceback.extract_tb(error.__traceback__)
    said = "" if isinstance(error, DatabaseError) else blot(str(error))[:300]
    return {
        "error": f"{type(error).__module__}.{type(error).__qualname__}",
        "error_message": said,
        "stack": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }
