"""Files out of a ZIP that may mean harm: no name leads outside, and nothing grows past its limit. No database."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Final
from zipfile import ZipFile, ZipInfo

from claims.broken_zips import BROKEN_ZIP
from claims.sentences import say

STEEPEST: Final = 200
ALWAYS_ALLOWED: Final = 1_000_000


class NotAnArchive(Exception):
    """The ZIP as a whole cannot be read; the message is a sentence."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Limits:
    """How many files, how many bytes of one, and how many of all of them are taken out of a ZIP."""

    members: int
    largest: int
    total: int


@dataclass(frozen=True)
class Member:
    """A file of a ZIP: its name for people, its ending in lower case, and its bytes or a sentence why not."""

    name: str
    suffix: str
    data: bytes = b""
    problem: str = ""


def unpack(file: IO[bytes], *, suffixes: frozenset[str], limits: Limits) -> Iterator[Member]:
    """The files of a ZIP one after another; NotAnArchive for what is none, or holds too many.

    What a ZIP says of sizes is not believed: a file is read up to its limit and no further.
    """
    try:
        with ZipFile(file) as archive:
            found = [info for info in archive.infolist() if not (info.is_dir() or _is_furniture(info.filename))]
            if len(found) > limits.members:
                raise NotAnArchive(
                    say("The ZIP holds more than %(members)s files. Import it in parts.", members=f"{limits.members:,}")
                )
            left = limits.total
            for info in found:
                member = _member(archive, info, suffixes, min(left, limits.largest))
                left -= len(member.data)
                yield member
    except BROKEN_ZIP as error:
        raise NotAnArchive(say("The ZIP is damaged or packed in a way that is not read here. Pack it anew.")) from error


def _is_furniture(name: str) -> bool:
    """Whether an operating system put it there for itself."""
    path = PurePosixPath(name)
    return name.startswith("__MACOSX/") or path.name.startswith(".") or path.name in ("Thumbs.db", "desktop.ini")


def _member(archive: ZipFile, info: ZipInfo, suffixes: frozenset[str], limit: int) -> Member:
    path = PurePosixPath(info.filename.replace("\\", "/"))
    name, suffix = info.filename[:120], path.suffix.lower()
    problem = _refusal(info, path, suffixes)
    if problem:
        return Member(name, suffix, problem=problem)
    limit = min(limit, max(ALWAYS_ALLOWED, info.compress_size * STEEPEST))
    with archive.open(info) as stream:
        data = stream.read(limit + 1)
    if len(data) > limit:
        return Member(name, suffix, problem=say("The file grows too large when it is unpacked."))
    return Member(name, suffix, data)


def _refusal(info: ZipInfo, path: PurePosixPath, suffixes: frozenset[str]) -> str:
    if path.is_absolute() or ".." in path.parts or ":" in info.filename:
        return say("The name leads out of the ZIP, so the file was not read.")
    if info.flag_bits & 0x1:
        return say("The file is locked with a password.")
    if path.suffix.lower() not in suffixes:
        return say("Only %(items)s files are read here.", items=", ".join(sorted(suffixes)))
    return ""
