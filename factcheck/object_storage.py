"""Kept files in an object storage that speaks S3, so that no process needs another's disk."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage

from claims.outages import FilesUnreachable

CONFIG: Final = Config(connect_timeout=2, read_timeout=20, retries={"max_attempts": 2}, s3={"addressing_style": "path"})


class ObjectStorage(S3Storage):  # type: ignore[misc]  # the library has no types
    """Files as objects of one bucket: never written over, their bytes checked by the server as they come in.

    Whoever may read a file gets it through the desk, by the desk's rights; the bucket itself stays closed.
    FilesUnreachable where the storage does not answer, or refuses; FileNotFoundError where there is no such object.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(
            client_config=CONFIG,
            default_acl=None,
            file_overwrite=False,
            # The server computes the hash itself and refuses what came in otherwise.
            object_parameters={"ChecksumAlgorithm": "SHA256"},
            **options,
        )

    def exists(self, name: str) -> bool:
        """Whether there is such an object."""
        with _answered():
            return bool(super().exists(name))

    def delete(self, name: str) -> None:
        """Remove the object, if it is there."""
        with _answered():
            super().delete(name)

    def size(self, name: str) -> int:
        """Its length in bytes."""
        with _answered():
            return int(super().size(name))

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """The folders and the files in a folder; none of either where there is no such folder."""
        with _answered():
            folders, files = super().listdir(path)
            return folders, files

    def get_modified_time(self, name: str) -> datetime:
        """When it was stored."""
        with _answered():
            stored: datetime = super().get_modified_time(name)
            return stored

    def _open(self, name: str, mode: str = "rb") -> "File[bytes]":
        """The object, fetched whole, so that what fails does so before anything is answered."""
        with _answered():
            opened: File[bytes] = super()._open(name, mode)
            if opened.file is not None:
                opened.file.seek(0)
            return opened

    def _save(self, name: str, content: "File[bytes]") -> str:
        with _answered():
            return str(super()._save(name, content))


@contextmanager
def _answered() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") in ("404", "NoSuchKey"):
            raise FileNotFoundError(str(error)) from error
        raise FilesUnreachable from error
    except BotoCoreError as error:
        raise FilesUnreachable from error
