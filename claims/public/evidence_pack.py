"""The evidence pack: one claim with everything its verdict rests on, as one file that can be checked elsewhere."""

import base64
import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO, Final

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder

from claims.accounts.models import User
from claims.audit.models import AuditEvent, AuditSeal
from claims.audit.queries import seals_since
from claims.audit.services import event_content
from claims.languages import nearest, speaking
from claims.public import presenters
from claims.public.pack_figures import FIGURES, csv_files, list_of_figures
from claims.public.page_context import frame_apart, style_sheet
from claims.tracking.models import Claim
from claims.verdicts import signing, stamping
from claims.verdicts.addresses import absolute, check_path
from claims.verdicts.bare_pictures import NotBare, bare, is_picture
from claims.verdicts.enums import CopyState
from claims.verdicts.models import EvidenceCopy, Publication, Revision, TimeStamp
from claims.verdicts.pictures import read
from claims.verdicts.site_settings import newsroom
from claims.workflow.transitions import TRANSITIONS

FORMAT: Final = "plumbline evidence pack 3"
ABOUT: Final = "pack.json"
SUMS: Final = "SHA256SUMS"
SIGNATURE: Final = "SHA256SUMS.sig"
SIGNERS: Final = "allowed_signers"
STYLE: Final = "style.css"
PICTURES: Final = "copies/pictures.json"
STAMP_CERTIFICATES: Final = "timestamp_certificates.pem"
BARE: Final = "-bare"
"""Behind the SHA-256 of a picture that was freed of what its file said beside the picture."""
TOLD: Final = frozenset(move.name for move in TRANSITIONS.values() if move.public)
"""The acts behind what readers see: a pack for anybody tells them whole, and of the others only that they happened."""
WITHOUT_A_DATE: Final = (1980, 1, 1, 0, 0, 0)

README: Final = """\
Evidence pack of {number}
========================

publications/    what readers saw, by number: the words (content), the page (page) and the hash of the page as HTML;
                 the page as HTML; and the statement that the newsroom signed when it published, with the signature;
                 a time stamp over that statement where there is one;
                 in publications/pictures/ the pictures of the pages, named by their SHA-256
revisions/       what was submitted, by number, with who wrote it and who approved which hash
copies/          the dated copies of the sources, named by their SHA-256{pictures}
{figures}audit.json       the record of the claim, each event with the hash of the one before it
seals.json       the seals that the newsroom has put over its whole record since the claim's first event
pack.json        what this pack is of, and where it was published
SHA256SUMS       the SHA-256 of every other file; SHA256SUMS.sig is the newsroom's signature over it
allowed_signers  the newsroom's public keys, as this pack knows them

Is it whole, and did the newsroom make it? In the unpacked folder, with the tools of any system:

    sha256sum -c SHA256SUMS
    ssh-keygen -Y verify -f allowed_signers -I {signer} -n plumbline -s SHA256SUMS.sig < SHA256SUMS

The second line proves something only with keys that don't come from this pack: anybody can make a pack of their own
with a key of their own. Get the newsroom's keys from {keys}
or compare the fingerprint with the one on its page about itself. With Plumbline, one command does all of this and
compares the words with those on the site:

    python manage.py verify_pack THIS-FILE --site {site}

What a pack proves with the newsroom's key: that the newsroom itself put these files together, that nothing was changed
since, that each published text is the one whose hash somebody else approved, and that the record has no gap. A text
that says "imported" was published on the newsroom's old site: it names who checked it then, and nobody approved it
here. What only the comparison with the site proves: that readers were shown these words. Neither proves when it was
made.
{stamps}
The content hash of a revision or a publication is the SHA-256 of its "content" written as JSON with sorted keys, no
spaces, in UTF-8. An approval holds for one content hash. An audit event's hash is made the same way from its "hashed"
part, which holds the hash of the event before it.

{scope}
"""
FIGURES_LINES: Final = """\
figures.json     the figures with a formula, by the number they were published in: formula, value, unit, and the cells
tables/          the tables with these cells as CSV, named by that number; verify_pack works each figure out anew
"""
PICTURES_LINE: Final = """;
                 a picture is given without the place, the time and the camera that its file names, under the
                 SHA-256 of the original and "-bare": the picture itself is the same, bit by bit. That the original
                 had this SHA-256 is the newsroom's word; it keeps the original. pictures.json lists them"""
STAMPS: Final = """
When it was made a time stamp proves (RFC 3161): {server} says that it was shown what the newsroom signed at
that time. Whether it says so, this line checks for each number, here for number {number}:

    openssl ts -verify -in publications/{number}.timestamp.tsr -data publications/{number}.signed.txt -CAfile {file}

{origin} They prove something only if you have them from {server} itself.{lost}
"""
CERTIFICATES_LOST: Final = """
Missing here is timestamp_certificates.pem: the newsroom compares its time stamps with certificates, but their file
could not be read when this pack was written."""
FOR_ANYBODY: Final = """\
This pack is made to be handed on. It holds what was published and what that rests on. Left out are the newsroom's notes
to itself and verdicts that were never published; of events in the record that hold such notes only the time, the kind
of act and the hashes are given ("withheld"), so that their place in the chain can be checked, but not their words."""
INTERNAL: Final = """\
This pack is the newsroom's own: it holds every submitted verdict, published or not, every copy, and the internal notes
in the record. Don't hand it on without reading it; export_pack without --internal makes one for others."""


def write_pack(claim: Claim, target: Path | BinaryIO, *, internal: bool = False) -> int:
    """Write the pack of a claim; the number of files in it. The same claim gives the same bytes.

    Copies are read piece by piece, never whole. `internal` adds what only the newsroom may read. Raises
    `claims.verdicts.signing.NoKey` where this host has no key to sign with.
    """
    key = signing.current_key()
    contents = _Contents(claim, internal=internal)
    sums: dict[str, str] = {}
    with zipfile.ZipFile(target, "w") as pack:
        for name, content in contents.texts():
            _add(pack, name, content)
            sums[name] = hashlib.sha256(content).hexdigest()
        for name, picture in contents.pictures():
            _add(pack, name, picture)
            sums[name] = hashlib.sha256(picture).hexdigest()
        bared = _Bared(pack, sums)
        for name, copy in contents.copies():
            if name not in sums and not (not internal and bared.take(copy)):
                sums[name] = _add_copy(pack, name, copy)
        bared.tell()
        listed = sums_of(sums)
        _add(pack, SUMS, listed)
        _add(pack, SIGNATURE, key.sign(listed).encode())
    return len(sums) + 2


def sums_of(digests: Mapping[str, str]) -> bytes:
    """The lines that `sha256sum -c` reads, by the names of the files."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items())).encode()


class _Contents:
    """What belongs into one claim's pack."""

    def __init__(self, claim: Claim, *, internal: bool) -> None:
        self.claim = claim
        self.internal = internal
        self.names_shown = internal or newsroom().show_names

    @cached_property
    def publications(self) -> list[Publication]:
        rows = Publication.objects.filter(claim=self.claim).select_related("time_stamp")
        return list(rows.order_by("number"))

    @cached_property
    def stamps(self) -> dict[int, TimeStamp]:
        """The time stamps over what was signed, by the number of the publication."""
        signed = [published for published in self.publications if published.signature]
        return {published.number: published.time_stamp for published in signed if hasattr(published, "time_stamp")}

    @cached_property
    def stamp_certificates(self) -> bytes:
        """The certificates that the newsroom compares its stamps with; none where there is no stamp."""
        return stamping.readable_certificates() if self.stamps else b""

    @cached_property
    def revisions(self) -> list[Revision]:
        submitted = Revision.objects.filter(claim=self.claim).order_by("number")
        return list(submitted if self.internal else submitted.filter(publications__isnull=False).distinct())

    def texts(self) -> Iterator[tuple[str, bytes]]:
        """Every file but the copies."""
        yield "README.txt", self._readme(INTERNAL if self.internal else FOR_ANYBODY)
        yield ABOUT, _json(self._about())
        yield SIGNERS, signing.allowed_signers().encode()
        for publication in self.publications:
            name, page = f"publications/{publication.number}", _html(publication)
            yield f"{name}.json", _json(_publication(publication, page))
            yield f"{name}.html", page
            if publication.signature:
                yield f"{name}.signed.txt", signing.statement_of(publication)
                yield f"{name}.signed.txt.sig", publication.signature.encode()
            if publication.number in self.stamps:
                yield f"{name}.timestamp.tsr", base64.b64decode(self.stamps[publication.number].response)
        if self.stamp_certificates:
            yield STAMP_CERTIFICATES, self.stamp_certificates
        published = [{"number": each.number, "content": each.content} for each in self.publications]
        if figures := list_of_figures(published):
            yield FIGURES, _json(figures)
            yield from csv_files(published)
        if self.publications:
            yield f"publications/{STYLE}", style_sheet().encode()
        for revision in self.revisions:
            yield f"revisions/{revision.number}.json", _json(self._revision(revision))
        events = AuditEvent.objects.about("claim").filter(object_id=self.claim.pk).order_by("sequence")
        yield "audit.json", _json([self._event(event) for event in events.iterator(chunk_size=500)])
        yield "seals.json", _json([_seal(seal) for seal in seals_since("claim", self.claim.pk)])

    def _readme(self, scope: str) -> bytes:
        return README.format(
            number=self.claim.number,
            signer=signing.signer_name(),
            keys=absolute(signing.KEYS_PATH),
            site=settings.PUBLIC_URL,
            scope=scope,
            pictures="" if self.internal else PICTURES_LINE,
            figures=FIGURES_LINES if any(each.content.get("figures") for each in self.publications) else "",
            stamps=self._about_stamps(),
        ).encode()

    def _about_stamps(self) -> str:
        if not self.stamps:
            return ""
        number, stamp = max(self.stamps.items())
        held = bool(self.stamp_certificates)
        return STAMPS.format(
            number=number,
            server=stamp.server,
            file=STAMP_CERTIFICATES if held else "CERTIFICATES.pem",
            origin=f"{STAMP_CERTIFICATES} holds the certificates that the newsroom compares its time stamps with."
            if held
            else "CERTIFICATES.pem are the certificates of whoever gave the time stamp.",
            lost=CERTIFICATES_LOST if settings.TIMESTAMP_CERTIFICATES and not held else "",
        )

    def _about(self) -> dict[str, Any]:
        slug = self.publications[-1].slug if self.publications else ""
        return {
            "format": FORMAT,
            "claim": self.claim.number,
            "internal": self.internal,
            "site": settings.PUBLIC_URL,
            "page": absolute(check_path(slug)) if slug else "",
            "keys": absolute(signing.KEYS_PATH),
        }

    def pictures(self) -> Iterator[tuple[str, bytes]]:
        """The pictures that readers were shown, at every width."""
        contents = [published.content for published in self.publications]
        shown = [picture for content in contents for picture in content.get("pictures", [])]
        for digest in sorted({file["sha256"] for picture in shown for file in picture["files"]}):
            if (content := read(digest)) is not None:
                yield f"publications/pictures/{digest}.webp", content

    def copies(self) -> Iterator[tuple[str, EvidenceCopy]]:
        """The copies that were kept; for anybody, those that what was published names."""
        kept = EvidenceCopy.objects.filter(evidence__claim=self.claim, state=CopyState.KEPT).exclude(file="")
        if not self.internal:
            kept = kept.filter(sha256__in=self._published_hashes())
        for copy in kept.defer("text").order_by("id"):
            yield f"copies/{copy.sha256}", copy

    def _published_hashes(self) -> set[str]:
        contents = [published.content for published in self.publications]
        sources = [source for content in contents for source in content.get("evidence", [])]
        return {source["copy"]["sha256"] for source in sources if source.get("copy")}

    def _revision(self, revision: Revision) -> dict[str, Any]:
        approvals = revision.approvals.select_related("approver").order_by("id")
        return {
            "number": revision.number,
            "submitted_at": revision.submitted_at,
            "authors": [self._person(person) for person in revision.authors.order_by("id")],
            "content": revision.content,
            "content_hash": revision.content_hash,
            "approvals": [
                {
                    **self._person(approval.approver),
                    "content_hash": approval.content_hash,
                    "approved_at": approval.approved_at,
                    "voided_at": approval.voided_at,
                }
                for approval in approvals
            ],
        }

    def _person(self, person: User) -> dict[str, Any]:
        return {"id": person.pk, "name": str(person)} if self.names_shown else {"id": person.pk}

    def _event(self, event: AuditEvent) -> dict[str, Any]:
        whole = event_content(event)
        row: dict[str, Any] = {"sequence": event.sequence, "hash": event.hash}
        public_notes = {"", *(published.note for published in self.publications)}
        if self.internal or (event.action in TOLD and event.note in public_notes):
            return row | {"hashed": whole}
        return row | {"withheld": {name: whole[name] for name in ("at", "action", "object", "previous")}}


class _Bared:
    """Pictures as anybody may have them: without the place and the camera that their files name."""

    def __init__(self, pack: zipfile.ZipFile, sums: dict[str, str]) -> None:
        self.pack, self.sums = pack, sums
        self.stated: dict[str, dict[str, str]] = {}

    def take(self, copy: EvidenceCopy) -> bool:
        """Add a picture without that, or say why it is left out; False for what is no picture."""
        if copy.sha256 in self.stated:
            return True
        with default_storage.open(copy.file.name or "", "rb") as stored:
            if not is_picture(stored.read(16)):
                return False
            stored.seek(0)
            original = stored.read()
        try:
            content = bare(original)
        except NotBare:
            self.stated[copy.sha256] = {
                "left_out": "Its kind of file cannot be freed of what it says of place and camera."
            }
            return True
        name, digest = f"copies/{copy.sha256}{BARE}", hashlib.sha256(content).hexdigest()
        _add(self.pack, name, content)
        self.sums[name] = digest
        self.stated[copy.sha256] = {"file": name, "sha256": digest}
        return True

    def tell(self) -> None:
        """Add the list of what was done, by the SHA-256 of the originals."""
        if self.stated:
            content = _json(self.stated)
            _add(self.pack, PICTURES, content)
            self.sums[PICTURES] = hashlib.sha256(content).hexdigest()


def _seal(seal: AuditSeal) -> dict[str, Any]:
    names = ("at", "last_event_id", "chains", "previous_hash", "hash")
    return {name: getattr(seal, name) for name in names}


def _publication(publication: Publication, page: bytes) -> dict[str, Any]:
    return {
        "number": publication.number,
        "kind": publication.kind,
        "published_at": publication.published_at,
        "content": publication.content,
        "content_hash": publication.content_hash,
        "page": publication.page,
        "page_hash": publication.page_hash,
        "html_sha256": hashlib.sha256(page).hexdigest(),
    }


def _html(publication: Publication) -> bytes:
    markup = presenters.claim_review_now(publication)
    around = frame_apart(publication.page["site"], STYLE)
    with speaking(nearest(publication.page["site"]["language"])):
        return presenters.check_html(publication.page, claim_review=markup, around=around).encode()


def _add(pack: zipfile.ZipFile, name: str, content: bytes) -> None:
    pack.writestr(_entry(name), content)


def _add_copy(pack: zipfile.ZipFile, name: str, copy: EvidenceCopy) -> str:
    digest = hashlib.sha256()
    stored = default_storage.open(copy.file.name or "", "rb")
    with stored as source, pack.open(_entry(name), "w", force_zip64=True) as target:
        for piece in source.chunks(1024 * 1024):
            digest.update(piece)
            target.write(piece)
    return digest.hexdigest()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, WITHOUT_A_DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True, cls=DjangoJSONEncoder).encode("utf-8")
