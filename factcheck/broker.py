"""The embedded broker: kombu's filesystem transport, made safe for a newsroom's server.

Three things differ from the original. A message appears in its folder only once it is written whole, so that no worker
reads half of one. A queue needs no binding file, so that messages find it after somebody emptied the broker's folder.
A folder that went away is made again instead of ending the worker.
"""

import logging
import os
import uuid
from pathlib import Path
from time import time_ns
from typing import Any

from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.transport.virtual import Empty
from kombu.utils.json import dumps, loads

logger = logging.getLogger(__name__)


class Channel(filesystem.Channel):
    """Messages as files `TIME_ID.QUEUE.msg`; the time of sending gives the order."""

    def _lookup(self, exchange: str, routing_key: str, default: str | None = None) -> list[str]:
        # Events about workers go to no queue, since nobody here reads them.
        is_direct = self.typeof(exchange).type == "direct"  # type: ignore[no-untyped-call]
        return [routing_key or default or "celery"] if is_direct else []

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        """Nothing to write down: the routing key is the queue."""

    def _put(self, queue: str, payload: dict[str, Any], **kwargs: object) -> None:  # type: ignore[override]
        folder = self._folder()
        name = f"{time_ns():020d}_{uuid.uuid4().hex}.{queue}.msg"
        part = folder / f"{name}.part"
        part.write_text(dumps(payload))  # type: ignore[no-untyped-call]
        part.rename(folder / name)

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        folder = self._folder()
        for name in sorted(os.listdir(folder)):
            if name.partition(".")[2] != f"{queue}.msg":
                continue
            taken = folder / f"{name}.taken"
            try:
                (folder / name).rename(taken)
            except FileNotFoundError:
                continue
            content = taken.read_bytes()
            taken.unlink()
            try:
                return loads(content)  # type: ignore[no-untyped-call]
            except ValueError:
                logger.warning("The message %s was damaged and is left out.", name)
        raise Empty

    def _size(self, queue: str) -> int:
        return sum(name.partition(".")[2] == f"{queue}.msg" for name in os.listdir(self._folder()))

    def _purge(self, queue: str) -> int:
        purged = 0
        for path in self._folder().glob(f"*.{queue}.msg"):
            path.unlink(missing_ok=True)
            purged += 1
        return purged

    def _folder(self) -> Path:
        folder = Path(self.data_folder_in)
        folder.mkdir(parents=True, exist_ok=True)
        return folder


class Transport(filesystem.Transport):
    """The transport that `filesystem://` means here."""

    Channel = Channel


def register() -> None:
    """Let `filesystem://` broker addresses use this transport."""
    TRANSPORT_ALIASES["filesystem"] = "factcheck.broker:Transport"


def remove_remains(folder: Path, queue: str = "") -> None:
    """Remove what killed processes left half read of a queue, while nobody works on it.

    Without a queue, what was left half written as well, of all queues; only while no process uses the folder.
    """
    for pattern in [f"*.{queue}.msg.taken"] if queue else ["*.part", "*.taken"]:
        for path in folder.glob(pattern):
            path.unlink(missing_ok=True)
