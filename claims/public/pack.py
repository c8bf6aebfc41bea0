"""The evidence pack: one claim with everything its verdict rests on, as one file that can be checked elsewhere."""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO, Final

from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder

from claims.accounts.models import User
from claims.audit.models import AuditEvent
from claims.audit.services import event_content
from claims.public import present
from claims.public.frame import frame_apart, style_sheet
from claims.tracking.models import Claim
from claims.verdicts.enums import CopyState
from claims.verdicts.models import EvidenceCopy, Publication, Revision
from claims.verdicts.newsroom import newsroom
from claims.workflow.moves import MoveName

FORMAT: Final = "plumbline evidence pack 2"
MANIFEST: Final = "manifest.json"
SEAL: Final = "manifest.sha256"
STYLE: Final = "style.css"
TOLD: Final = frozenset(
    {
        MoveName.SUBMIT,
        MoveName.APPROVE,
        MoveName.PUBLISH,
        MoveName.OPEN_CORRECTION,
        MoveName.ASK_RETRACTION,
        MoveName.RETRACT,
    }
)
"""The acts behind what readers see: a pack for anybody tells them whole, and of the others only that they happened."""
WITHOUT_A_DATE: Final = (1980, 1, 1, 0, 0, 0)

README: Final = """\
Evidence pack of {number}
========================

publications/    what readers saw, by number: the words (content), the page (page), the page as HTML
revisions/       what was submitted, by number, with who wrote it and who approved which hash
copies/          the dated copies of the sources, named by their SHA-256
audit.json       the record of the claim, each event with the hash of the one before it
manifest.json    the SHA-256 of every file in this pack
manifest.sha256  the SHA-256 of manifest.json

To check it:  python manage.py verify_pack THIS-FILE

Without Plumbline: `sha256sum -c manifest.sha256`, then the SHA-256 of each file must be the one in manifest.json. The
content hash of a revision or a publication is the SHA-256 of its "content" written as JSON with sorted keys, no spaces,
in UTF-8. An approval holds for one content hash. An audit event's hash is made the same way from its "hashed" part,
which holds the hash of the event before it.

{scope}
"""
FOR_ANYBODY: Final = """\
This pack is made to be handed on. It holds what was published and what that rests on. Left out are the newsroom's notes
to itself and verdicts that were never published; of events in the record that hold such notes only the time, the kind
of act and the hashes are given ("withheld"), so that their place in the chain can be checked, but not their words."""
INTERNAL: Final = """\
This pack is the newsroom's own: it holds every submitted verdict, published or not, every copy, and the internal notes
in the record. Don't hand it on without reading it; export_pack without --internal makes one for others."""


def write_pack(claim: Claim, target: Path | BinaryIO, *, internal: bool = False) -> int:
    """Write the pack of a claim; the number of files in it. The same claim gives the same bytes.

    Copies are read piece by piece, never whole. `internal` adds what only the newsroom may read.
    """
    contents = _Contents(claim, internal=internal)
    manifest: dict[str, str] = {}
    with zipfile.ZipFile(target, "w") as pack:
        for name, content in contents.texts():
            _add(pack, name, content)
            manifest[name] = hashlib.sha256(content).hexdigest()
        for name, copy in contents.copies():
            if name not in manifest:
                manifest[name] = _add_copy(pack, name, copy)
        listed = _json({"format": FORMAT, "claim": claim.number, "internal": internal, "files": manifest})
        _add(pack, MANIFEST, listed)
        _add(pack, SEAL, seal_of(listed))
    return len(manifest) + 2


def seal_of(manifest: bytes) -> bytes:
    """The line by which `sha256sum -c` checks the manifest itself."""
    return f"{hashlib.sha256(manifest).hexdigest()}  {MANIFEST}\n".encode()


class _Contents:
    """What belongs into one claim's pack."""

    def __init__(self, claim: Claim, *, internal: bool) -> None:
        self.claim = claim
        self.internal = internal
        self.names_shown = internal or newsroom().show_names

    @cached_property
    def publications(self) -> list[Publication]:
        return list(Publication.objects.filter(claim=self.claim).order_by("number"))

    @cached_property
    def revisions(self) -> list[Revision]:
        submitted = Revision.objects.filter(claim=self.claim).order_by("number")
        return list(submitted if self.internal else submitted.filter(publications__isnull=False).distinct())

    def texts(self) -> Iterator[tuple[str, bytes]]:
        """Every file but the copies."""
        scope = INTERNAL if self.internal else FOR_ANYBODY
        yield "README.txt", README.format(number=self.claim.number, scope=scope).encode()
        for publication in self.publications:
            name = f"publications/{publication.number}"
            yield f"{name}.json", _json(_publication(publication))
            yield f"{name}.html", _html(publication)
        if self.publications:
            yield f"publications/{STYLE}", style_sheet().encode()
        for revision in self.revisions:
            yield f"revisions/{revision.number}.json", _json(self._revision(revision))
        events = AuditEvent.objects.filter(object_type="claim", object_id=self.claim.pk).order_by("sequence")
        yield "audit.json", _json([self._event(event) for event in events.iterator(chunk_size=500)])

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


def _publication(publication: Publication) -> dict[str, Any]:
    return {
        "number": publication.number,
        "kind": publication.kind,
        "published_at": publication.published_at,
        "content": publication.content,
        "content_hash": publication.content_hash,
        "page": publication.page,
        "page_hash": publication.page_hash,
    }


def _html(publication: Publication) -> bytes:
    markup = present.claim_review_now(publication)
    around = frame_apart(publication.page["site"], STYLE)
    return present.check_html(publication.page, claim_review=markup, around=around).encode()


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
