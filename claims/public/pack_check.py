"""Checking an evidence pack by itself, without the desk it came from."""

import hashlib
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, Final

from claims.public.pack import FORMAT, MANIFEST
from claims.verdicts.content import content_hash
from claims.verdicts.enums import PublicationKind

LARGEST_TEXT: Final = 64 * 1024 * 1024
NAME: Final = re.compile(r"(README\.txt|audit\.json|copies/[0-9a-f]{64}|(publications|revisions)/[0-9]+\.(json|html))")


def check_pack(source: Path | BinaryIO) -> list[str]:
    """Everything that is not as it should be, as sentences; an empty list for a sound pack."""
    try:
        with zipfile.ZipFile(source) as pack:
            return list(_faults(pack))
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        return [f"This is no readable pack: {error}."]


def _faults(pack: zipfile.ZipFile) -> Iterator[str]:
    manifest = _json(pack, MANIFEST)
    if (
        not isinstance(manifest, dict)
        or manifest.get("format") != FORMAT
        or not isinstance(manifest.get("files"), dict)
    ):
        yield "The pack has no manifest that this version can read."
        return
    files: Mapping[str, str] = manifest["files"]
    present = [info.filename for info in pack.infolist() if info.filename != MANIFEST]
    for name in sorted(set(present) - set(files)):
        yield f"{name} is in the pack, but not in its manifest."
    for name in sorted(set(files) - set(present)):
        yield f"{name} is in the manifest, but not in the pack."
    if len(present) != len(set(present)):
        yield "A file stands in the pack twice."
    for name in sorted(set(files) & set(present)):
        if not NAME.fullmatch(name):
            yield f"{name} is no file a pack has."
        elif (digest := _digest(pack, name)) != files[name]:
            yield f"{name} was changed: its SHA-256 is not the one in the manifest."
        elif name.startswith("copies/") and name != f"copies/{digest}":
            yield f"{name} is not the copy its name says."
    yield from _word_faults(pack, sorted(set(files) & set(present)))
    yield from _record_faults(_json(pack, "audit.json"))


def _word_faults(pack: zipfile.ZipFile, names: list[str]) -> Iterator[str]:
    revisions = [_json(pack, name) for name in names if name.startswith("revisions/")]
    approved = {
        approval["content_hash"]
        for revision in revisions
        if isinstance(revision, dict)
        for approval in revision["approvals"]
        if approval["id"] not in {author["id"] for author in revision["authors"]}
    }
    for revision in revisions:
        if not isinstance(revision, dict) or content_hash(revision["content"]) != revision["content_hash"]:
            yield "A revision's words do not have the hash that was approved."
    for name in (name for name in names if re.fullmatch(r"publications/\d+\.json", name)):
        publication = _json(pack, name)
        if not isinstance(publication, dict):
            yield f"{name} cannot be read."
            continue
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


def _record_faults(events: Any) -> Iterator[str]:
    if not isinstance(events, list) or not events:
        yield "The pack holds no record."
        return
    previous = ""
    for position, event in enumerate(events, 1):
        hashed = event["hashed"]
        if event["sequence"] != position or hashed["object"][2] != position:
            yield f"The record has a gap before event {position}."
            return
        if hashed["previous"] != previous or content_hash(hashed) != event["hash"]:
            yield f"Event {position} of the record is not what was written."
            return
        previous = event["hash"]


def _digest(pack: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    try:
        with pack.open(name) as file:
            while piece := file.read(1024 * 1024):
                digest.update(piece)
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError):
        return ""
    return digest.hexdigest()


def _json(pack: zipfile.ZipFile, name: str) -> Any:
    try:
        with pack.open(name) as file:
            text = file.read(LARGEST_TEXT + 1)
        return json.loads(text) if len(text) <= LARGEST_TEXT else None
    except (KeyError, ValueError, RecursionError, zipfile.BadZipFile, OSError, EOFError, RuntimeError):
        return None
