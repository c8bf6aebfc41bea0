"""The kept files of a desk, in a folder of this host or in an object storage, as a backup reads and writes them."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Protocol

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage, storages


class KeptFiles(Protocol):
    """Files by name: paths with slashes that lead nowhere outside."""

    def names(self) -> Iterator[str]:
        """The name of each, in order."""

    def open(self, name: str) -> IO[bytes]:
        """The bytes of one; OSError where they cannot be read."""

    def add(self, name: str, stream: IO[bytes]) -> None:
        """Store a new one; FileExistsError where there is one of that name, ValueError where the name leads outside."""

    def remove(self, name: str) -> None:
        """Remove one that was added."""


class Folder:
    """Files in a folder; links are none of the desk's files."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def names(self) -> Iterator[str]:
        """The name of each, in order."""
        if self.path.is_dir():
            for file in sorted(self.path.rglob("*")):
                if file.is_file() and not file.is_symlink():
                    yield file.relative_to(self.path).as_posix()

    def open(self, name: str) -> IO[bytes]:
        """The bytes of one."""
        return (self.path / name).open("rb")

    def add(self, name: str, stream: IO[bytes]) -> None:
        """Store a new one."""
        parts = PurePosixPath(name)
        target = self.path.joinpath(*parts.parts)
        if parts.is_absolute() or ".." in parts.parts or not target.resolve().is_relative_to(self.path.resolve()):
            raise ValueError(name)
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as sink:
            try:
                while chunk := stream.read(File.DEFAULT_CHUNK_SIZE):
                    sink.write(chunk)
            except BaseException:
                target.unlink()
                raise

    def remove(self, name: str) -> None:
        """Remove one."""
        (self.path / name).unlink(missing_ok=True)


class Stored:
    """Files in any storage of Django's, such as an object storage."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage

    def names(self, folder: str = "") -> Iterator[str]:
        """The name of each, in order."""
        folders, files = self.storage.listdir(folder)
        before = f"{folder}/" if folder else ""
        for name in sorted(files):
            yield f"{before}{name}"
        for name in sorted(folders):
            yield from self.names(f"{before}{name}")

    def open(self, name: str) -> IO[bytes]:
        """The bytes of one."""
        return self.storage.open(name, "rb")

    def add(self, name: str, stream: IO[bytes]) -> None:
        """Store a new one."""
        if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
            raise ValueError(name)
        if self.storage.exists(name):
            raise FileExistsError(name)
        self.storage.save(name, File(stream))

    def remove(self, name: str) -> None:
        """Remove one."""
        self.storage.delete(name)


def kept_files() -> KeptFiles:
    """The files of this desk, wherever its settings keep them."""
    storage = storages["default"]
    return Folder(Path(storage.location)) if isinstance(storage, FileSystemStorage) else Stored(storage)
