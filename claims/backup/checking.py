"""Reading a backup through: whether each part is what was written, without restoring it."""

import hashlib
import json
from pathlib import Path
from typing import IO, Any, Final
from zipfile import BadZipFile, ZipFile

COPY_BYTES: Final = 1024 * 1024


def damaged_parts(file: Path) -> list[str]:
    """The names of the parts whose SHA-256 is not that of the manifest; the file itself where it cannot be read."""
    try:
        with ZipFile(file) as archive:
            manifest: dict[str, Any] = json.loads(archive.read("manifest.json"))
            expected = {f"tables/{table['table']}.jsonl": table["sha256"] for table in manifest["tables"]}
            expected |= {f"media/{each['name']}": each["sha256"] for each in manifest["files"]}
            return [name for name, digest in expected.items() if not _holds(archive, name, digest)]
    except (BadZipFile, OSError, EOFError, KeyError, ValueError):
        return [file.name]


def _holds(archive: ZipFile, name: str, expected: str) -> bool:
    try:
        with archive.open(name) as stream:
            return _digest(stream) == expected
    except (BadZipFile, KeyError, EOFError):
        return False


def _digest(stream: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while chunk := stream.read(COPY_BYTES):
        digest.update(chunk)
    return digest.hexdigest()
