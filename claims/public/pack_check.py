"""Checking an evidence pack by itself, without the desk it came from."""

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

from claims.public.pack import FORMAT, MANIFEST, SEAL, seal_of
from claims.verdicts.content import content_hash
from claims.verdicts.enums import PublicationKind

LARGEST_TEXT: Final = 64 * 1024 * 1024
NAME: Final = re.compile(
    r"(README\.txt|audit\.json|copies/[0-9a-f]{64}|publications/style\.css"
    r"|publications/[0-9]{1,9}\.(json|html)|revisions/[0-9]{1,9}\.json)"
)


@dataclass(frozen=True)
class Checked:
    """What a check found: faults as sentences (none for a sound pack), the files, and events told only in part."""

    faults: Sequence[str]
    files: int = 0
    withheld: int = 0


def check_pack(source: Path | BinaryIO) -> Checked:
    """Read a pack and name everything that is not as it should be; nothing is written anywhere."""
    try:
        with zipfile.ZipFile(source) as pack:
            return _check(pack)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        return Checked([f"This is no readable pack: {error}."])


def sha256_of(file: Path) -> str:
    """The digest by which a whole file is told from any other."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _check(pack: zipfile.ZipFile) -> Checked:
    manifest = _json(pack, MANIFEST)
    files = manifest.get("files") if isinstance(manifest, dict) and manifest.get("format") == FORMAT else None
    if not isinstance(files, dict):
        return Checked(["The pack has no manifest that this version can read."])
    faults = list(_file_faults(pack, files))
    events = _json(pack, "audit.json")
    try:
        faults += _word_faults(pack, sorted(set(files) & set(pack.namelist())))
        faults += _record_faults(events, str(manifest.get("claim")))
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, RecursionError):
        return Checked([*faults, "A file of the pack does not have the form its name promises."])
    return Checked(faults, len(files), sum("withheld" in event for event in events or []))


def _file_faults(pack: zipfile.ZipFile, files: Mapping[str, str]) -> Iterator[str]:
    present = pack.namelist()
    if _read(pack, SEAL) != seal_of(_read(pack, MANIFEST)):
        yield f"{MANIFEST} or {SEAL} was changed: the one is not the SHA-256 of the other."
    if len(present) != len(set(present)):
        yield "A file stands in the pack twice."
    for name in sorted(set(present) - {MANIFEST, SEAL} - set(files)):
        yield f"{name} is in the pack, but not in its manifest."
    for name in sorted(set(files) - set(present)):
        yield f"{name} is in the manifest, but not in the pack."
    for name in sorted(set(files) & set(present)):
        if not NAME.fullmatch(name):
            yield f"{name} is no file a pack has."
        elif (digest := _digest(pack, name)) != files[name]:
            yield f"{name} was changed: its SHA-256 is not the one in the manifest."
        elif name.startswith("copies/") and name != f"copies/{digest}":
            yield f"{name} is not the copy its name says."


def _word_faults(pack: zipfile.ZipFile, names: list[str]) -> Iterator[str]:
    revisions = {name: _json(pack, name) for name in names if name.startswith("revisions/")}
    for name, revision in revisions.items():
        if content_hash(revision["content"]) != revision["content_hash"]:
            yield f"{name}: its words do not have the hash that was approved."
    approved = {
        approval["content_hash"]
        for revision in revisions.values()
        for approval in revision["approvals"]
        if approval["id"] not in {author["id"] for author in revision["authors"]}
    }
    for name in (name for name in names if re.fullmatch(r"publications/\d+\.json", name)):
        publication = _json(pack, name)
        if content_hash(publication["content"]) != publication["content_hash"]:
            yield f"{name}: its words do not have its hash."
        if content_hash(publication["page"]) != publication["page_hash"]:
            yield f"{name}: its page does not have its hash."
        if publication["kind"] != PublicationKind.RETRACTION and publication["content_hash"] not in approved:
            yield f"{name}: nobody but its authors approved these words."
        for source in publication["content"].get("evidence", []):
            kept = source.get("copy")
            if kept and f"copies/{kept['sha256']}" not in names:
                yield f"{name}: the copy of “{source['title'] or source['url']}” is not in the pack."


def _record_faults(events: Any, number: str) -> Iterator[str]:
    if not isinstance(events, list) or not events:
        yield "The pack holds no record."
        return
    previous = ""
    for position, event in enumerate(events, 1):
        told = event.get("hashed") or event["withheld"]
        kind, key, place = told["object"]
        if event["sequence"] != position or place != position:
            yield f"The record has a gap before event {position}."
            return
        if (kind, f"FC-{key:04d}") != ("claim", number):
            yield f"Event {position} of the record is not about {number}."
        if told["previous"] != previous or ("hashed" in event and content_hash(told) != event["hash"]):
            yield f"Event {position} of the record is not what was written."
            return
        previous = event["hash"]


def _digest(pack: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    try:
        with pack.open(name) as file:
            while piece := file.read(1024 * 1024):
                digest.update(piece)
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, ValueError, zlib.error):
        return ""
    return digest.hexdigest()


def _read(pack: zipfile.ZipFile, name: str) -> bytes:
    """A small file's bytes; none where it is missing, damaged or larger than any text of a pack."""
    try:
        with pack.open(name) as file:
            text = file.read(LARGEST_TEXT + 1)
    except (KeyError, zipfile.BadZipFile, OSError, EOFError, RuntimeError, ValueError, zlib.error):
        return b""
    return text if len(text) <= LARGEST_TEXT else b""


def _json(pack: zipfile.ZipFile, name: str) -> Any:
    try:
        return json.loads(_read(pack, name))
    except (ValueError, RecursionError):
        return None
