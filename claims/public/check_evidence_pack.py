"""Checking an evidence pack by itself, without the desk it came from."""

import hashlib
import json
import re
import zipfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any, BinaryIO, Final

from claims.broken_zips import BROKEN_ZIP
from claims.public.evidence_pack import ABOUT, BARE, FORMAT, PICTURES, SIGNATURE, SIGNERS, SUMS
from claims.public.pack_figures import FIGURES, figure_faults
from claims.verdicts.content import content_hash
from claims.verdicts.enums import PublicationKind
from claims.verdicts.ssh_signatures import fingerprint, signer_of
from claims.verdicts.statements import STATED
from claims.verdicts.time_stamps import BadStamp, Stamp, read_stamp

LARGEST_TEXT: Final = 64 * 1024 * 1024
NAME: Final = re.compile(
    r"(README\.txt|pack\.json|figures\.json|tables/[0-9]{1,9}-[0-9]{1,18}\.csv|allowed_signers|audit\.json|seals\.json|copies/[0-9a-f]{64}(-bare)?|copies/pictures\.json|publications/style\.css"
    r"|publications/pictures/[0-9a-f]{64}\.webp"
    r"|publications/[0-9]{1,9}\.(json|html|signed\.txt|signed\.txt\.sig|timestamp\.tsr)|timestamp_certificates\.pem|revisions/[0-9]{1,9}\.json)"
)
COPY: Final = re.compile(r"copies/[0-9a-f]{64}")
LINE: Final = re.compile(r"([0-9a-f]{64})  ([^\n]+)\n")


@dataclass(frozen=True)
class Checked:
    """What a check found: faults as sentences (none for a sound pack), the files, and events told only in part.

    `signer` is the public key that the pack is signed with, as OpenSSH writes it; whose key it is a pack cannot say.
    """

    faults: Sequence[str]
    files: int = 0
    withheld: int = 0
    signer: str = ""
    site: str = ""
    published: Sequence[Mapping[str, Any]] = ()
    stamps: Mapping[str, Stamp] = field(default_factory=dict)
    """The time stamps by the name of their file."""


def check_pack(source: Path | BinaryIO, keys: Collection[str] | None = None, *, certificates: bytes = b"") -> Checked:
    """Read a pack and name everything that is not as it should be; nothing is written anywhere.

    `keys` are the newsroom's public keys from where they are known to be its own; a pack that is not signed with one
    of them is no pack of the newsroom. `certificates`: those in PEM by one of which time stamps have to be signed;
    what a pack brings along itself is not believed.
    """
    try:
        with zipfile.ZipFile(source) as pack:
            return _check(pack, keys, certificates)
    except BROKEN_ZIP as error:
        return Checked([f"This is no readable pack: {error}."])


def sha256_of(file: Path) -> str:
    """The digest by which a whole file is told from any other."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _check(pack: zipfile.ZipFile, keys: Collection[str] | None, certificates: bytes) -> Checked:
    about, files = _json(pack, ABOUT), _sums(_read(pack, SUMS))
    if not isinstance(about, dict) or about.get("format") != FORMAT or files is None:
        return Checked([f"The pack has no {ABOUT} and {SUMS} that this version can read."])
    signer = signer_of(_read(pack, SUMS), _read(pack, SIGNATURE).decode("ascii", "replace"))
    faults = [*_signer_faults(pack, signer, keys), *_file_faults(pack, files)]
    events, names = _json(pack, "audit.json"), sorted(set(files) & set(pack.namelist()))
    try:
        faults += _word_faults(pack, names)
        faults += _figure_faults(pack, names)
        faults += _signed_faults(pack, names, keys)
        stamps, stamp_faults = _stamps(pack, names, certificates)
        faults += stamp_faults
        faults += _record_faults(events, str(about.get("claim")))
        faults += _seal_faults(_json(pack, "seals.json"))
        published = [_json(pack, name) for name in names if re.fullmatch(r"publications/\d+\.json", name)]
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, RecursionError):
        return Checked([*faults, "A file of the pack does not have the form its name promises."], signer=signer)
    withheld = sum("withheld" in event for event in events or [])
    return Checked(faults, len(files), withheld, signer, str(about.get("site")), published, stamps)


def _sums(text: bytes) -> dict[str, str] | None:
    """The digests by name; None where it is not what `sha256sum -c` reads, or names a file twice."""
    try:
        lines = text.decode("utf-8").splitlines(keepends=True)
    except UnicodeDecodeError:
        return None
    found = [LINE.fullmatch(line) for line in lines]
    sums = {match[2]: match[1] for match in found if match}
    return sums if sums and len(sums) == len(lines) else None


def _signer_faults(pack: zipfile.ZipFile, signer: str, keys: Collection[str] | None) -> Iterator[str]:
    if not signer:
        yield f"{SUMS} or {SIGNATURE} was changed: the signature is not over these sums."
    elif keys is not None and signer not in keys:
        yield f"The pack is signed with {fingerprint(signer)}, which is no key of the newsroom."
    elif signer not in keys_in(_read(pack, SIGNERS).decode("utf-8", "replace")):
        yield f"{SIGNERS} does not name the key that the pack is signed with."


def keys_in(allowed_signers: str) -> set[str]:
    """The public keys that a file of allowed signers names."""
    return set(re.findall(r"\b(ssh-ed25519 [A-Za-z0-9+/=]+)", allowed_signers))


def _file_faults(pack: zipfile.ZipFile, files: Mapping[str, str]) -> Iterator[str]:
    present = pack.namelist()
    if len(present) != len(set(present)):
        yield "A file stands in the pack twice."
    for name in sorted(set(present) - {SUMS, SIGNATURE} - set(files)):
        yield f"{name} is in the pack, but not in {SUMS}."
    for name in sorted(set(files) - set(present)):
        yield f"{name} is in {SUMS}, but not in the pack."
    for name in sorted(set(files) & set(present)):
        if not NAME.fullmatch(name):
            yield f"{name} is no file a pack has."
        elif (digest := _digest(pack, name)) != files[name]:
            yield f"{name} was changed: its SHA-256 is not the one in {SUMS}."
        elif COPY.fullmatch(name) and name != f"copies/{digest}":
            yield f"{name} is not the copy its name says."
        elif name.startswith("publications/pictures/") and name != f"publications/pictures/{digest}.webp":
            yield f"{name} is not the picture its name says."


def _word_faults(pack: zipfile.ZipFile, names: list[str]) -> Iterator[str]:
    revisions = {name: _json(pack, name) for name in names if name.startswith("revisions/")}
    for name, revision in revisions.items():
        if content_hash(revision["content"]) != revision["content_hash"]:
            yield f"{name}: its words do not have the hash that was approved."
    pictures = _json(pack, PICTURES) if PICTURES in names else {}
    yield from _bare_faults(pack, names, pictures)
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
        if _digest(pack, f"{name.removesuffix('.json')}.html") != publication["html_sha256"]:
            yield f"{name}: the page as HTML does not have its hash."
        is_ours = publication["kind"] != PublicationKind.RETRACTION and not is_imported(publication)
        if is_ours and publication["content_hash"] not in approved:
            yield f"{name}: nobody but its authors approved these words."
        yield from _picture_faults(name, publication["content"], names)
        for source in publication["content"].get("evidence", []):
            kept = source.get("copy")
            if kept and f"copies/{kept['sha256']}" not in names and kept["sha256"] not in pictures:
                yield f"{name}: the copy of “{source['title'] or source['url']}” is not in the pack."


def _figure_faults(pack: zipfile.ZipFile, names: list[str]) -> Iterator[str]:
    """Figures that their own cells do not give, and tables that are not those that were published."""
    published = {name: _json(pack, name) for name in names if re.fullmatch(r"publications/\d+\.json", name)}
    ordered = dict(sorted(published.items(), key=lambda item: int(item[1]["number"])))
    listed = _json(pack, FIGURES) if FIGURES in names else None
    yield from figure_faults(ordered, names, partial(_read, pack), listed)


def is_imported(publication: Mapping[str, Any]) -> bool:
    """Whether these words were published on the newsroom's old site, and nobody here has approved them."""
    return publication["number"] == 1 and bool(publication["content"].get("imported"))


def _bare_faults(pack: zipfile.ZipFile, names: list[str], pictures: Mapping[str, Any]) -> Iterator[str]:
    """Copies of pictures without what their files said, against the list of them."""
    stated = {each["file"]: each["sha256"] for each in pictures.values() if "file" in each}
    for name in (name for name in names if name.endswith(BARE)):
        if stated.pop(name, None) != _digest(pack, name):
            yield f"{name} is not the picture that {PICTURES} names."
    yield from (f"{name} is in {PICTURES}, but not in the pack." for name in sorted(stated))


def _picture_faults(name: str, content: Mapping[str, Any], names: list[str]) -> Iterator[str]:
    """Pictures that readers saw and the pack lacks."""
    for picture in content.get("pictures", []):
        if any(f"publications/pictures/{file['sha256']}.webp" not in names for file in picture["files"]):
            yield f"{name}: the picture “{picture['alt']}” is not in the pack."


def _signed_faults(pack: zipfile.ZipFile, names: list[str], keys: Collection[str] | None) -> Iterator[str]:
    """What the newsroom signed when it published, against what the pack says was published."""
    own = keys_in(_read(pack, SIGNERS).decode("utf-8", "replace")) if keys is None else set(keys)
    for name in (name for name in names if name.endswith(".signed.txt")):
        stated = STATED.fullmatch(_read(pack, name).decode("utf-8", "replace"))
        publication = _json(pack, name.replace(".signed.txt", ".json"))
        hashes = (publication["content_hash"], publication["page_hash"], publication["number"], publication["kind"])
        if stated is None or (stated["content"], stated["page"], int(stated["number"]), stated["kind"]) != hashes:
            yield f"{name}: the newsroom signed other words than these."
        elif signer_of(_read(pack, name), _read(pack, f"{name}.sig").decode("ascii", "replace")) not in own:
            yield f"{name}: the signature is not the newsroom's."


def _stamps(pack: zipfile.ZipFile, names: list[str], certificates: bytes) -> tuple[dict[str, Stamp], list[str]]:
    """The time stamps over what the newsroom signed, and what is wrong with others."""
    stamps, faults = {}, []
    for name in (name for name in names if name.endswith(".timestamp.tsr")):
        signed = _read(pack, name.replace(".timestamp.tsr", ".signed.txt"))
        try:
            stamps[name] = read_stamp(response=_read(pack, name), message=signed, certificates=certificates)
        except BadStamp as error:
            faults.append(f"{name}: {error.message}")
    return stamps, faults


def _seal_faults(seals: Any) -> Iterator[str]:
    if not isinstance(seals, list):
        yield "The pack holds no seals of the record."
        return
    for before, seal in pairwise(seals):
        if seal["previous_hash"] != before["hash"]:
            yield "The seals of the record do not follow one another."
            return


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
    except BROKEN_ZIP:
        return ""
    return digest.hexdigest()


def _read(pack: zipfile.ZipFile, name: str) -> bytes:
    """A small file's bytes; none where it is missing, damaged or larger than any text of a pack."""
    try:
        with pack.open(name) as file:
            text = file.read(LARGEST_TEXT + 1)
    except (KeyError, *BROKEN_ZIP):
        return b""
    return text if len(text) <= LARGEST_TEXT else b""


def _json(pack: zipfile.ZipFile, name: str) -> Any:
    try:
        return json.loads(_read(pack, name))
    except (ValueError, RecursionError):
        return None
