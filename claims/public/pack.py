"""The evidence pack: one claim with everything its verdict rests on, as one file that can be checked elsewhere."""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder

from claims.audit.models import AuditEvent
from claims.audit.services import event_content
from claims.public import present
from claims.tracking.models import Claim
from claims.verdicts.enums import CopyState
from claims.verdicts.models import EvidenceCopy, Publication, Revision

FORMAT: Final = "plumbline evidence pack 1"
MANIFEST: Final = "manifest.json"

README: Final = """\
Evidence pack of {number}
========================

publications/  what readers saw, by number: the words (content), the page (page), the page as HTML
revisions/     what was submitted, by number, with who wrote it and who approved which hash
copies/        the dated copies of the sources, named by their SHA-256
audit.json     the record of the claim, each event with the hash of the one before it
manifest.json  the SHA-256 of every file in this pack

To check it:  python manage.py verify_pack THIS-FILE

Without Plumbline: the SHA-256 of each file must be the one in manifest.json. The content hash of a revision or a
publication is the SHA-256 of its "content" written as JSON with sorted keys, no spaces, in UTF-8. An approval holds
for one content hash. An audit event's hash is made the same way from its "hashed" part, which holds the hash of the
event before it.

The pack holds the newsroom's internal notes, as they are part of the record. Read it before you hand it on.
"""


def write_pack(claim: Claim, target: Path | BinaryIO) -> int:
    """Write the pack of a claim; the number of files in it. Copies are read piece by piece, never whole."""
    manifest: dict[str, str] = {}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, content in _texts(claim):
            pack.writestr(name, content)
            manifest[name] = hashlib.sha256(content).hexdigest()
        for name, copy in _copies(claim):
            if name not in manifest:
                manifest[name] = _add_copy(pack, name, copy)
        listed = {"format": FORMAT, "claim": claim.number, "files": manifest}
        pack.writestr(MANIFEST, _json(listed))
    return len(manifest) + 1


def _texts(claim: Claim) -> Iterator[tuple[str, bytes]]:
    yield "README.txt", README.format(number=claim.number).encode()
    for publication in Publication.objects.filter(claim=claim).order_by("number"):
        name = f"publications/{publication.number}"
        yield (
            f"{name}.json",
            _json(
                {
                    "number": publication.number,
                    "kind": publication.kind,
                    "published_at": publication.published_at,
                    "content": publication.content,
                    "content_hash": publication.content_hash,
                    "page": publication.page,
                    "page_hash": publication.page_hash,
                }
            ),
        )
        html = present.check_html(publication.page, claim_review=present.claim_review_now(publication))
        yield f"{name}.html", html.encode()
    for revision in Revision.objects.filter(claim=claim).order_by("number"):
        yield f"revisions/{revision.number}.json", _json(_revision(revision))
    yield "audit.json", _json([_event(event) for event in _events(claim)])


def _revision(revision: Revision) -> dict[str, Any]:
    approvals = revision.approvals.select_related("approver").order_by("id")
    return {
        "number": revision.number,
        "submitted_at": revision.submitted_at,
        "authors": [{"id": person.pk, "name": str(person)} for person in revision.authors.order_by("id")],
        "content": revision.content,
        "content_hash": revision.content_hash,
        "approvals": [
            {
                "id": approval.approver_id,
                "name": str(approval.approver),
                "content_hash": approval.content_hash,
                "approved_at": approval.approved_at,
                "voided_at": approval.voided_at,
            }
            for approval in approvals
        ],
    }


def _events(claim: Claim) -> Iterator[AuditEvent]:
    found = AuditEvent.objects.filter(object_type="claim", object_id=claim.pk).order_by("sequence")
    yield from found.iterator(chunk_size=500)


def _event(event: AuditEvent) -> dict[str, Any]:
    return {"sequence": event.sequence, "hash": event.hash, "hashed": event_content(event)}


def _copies(claim: Claim) -> Iterator[tuple[str, EvidenceCopy]]:
    kept = EvidenceCopy.objects.filter(evidence__claim=claim, state=CopyState.KEPT).defer("text").order_by("id")
    for copy in kept:
        if copy.file:
            yield f"copies/{copy.sha256}", copy


def _add_copy(pack: zipfile.ZipFile, name: str, copy: EvidenceCopy) -> str:
    digest = hashlib.sha256()
    with default_storage.open(copy.file.name or "", "rb") as source, pack.open(name, "w", force_zip64=True) as target:
        for piece in source.chunks(1024 * 1024):
            digest.update(piece)
            target.write(piece)
    return digest.hexdigest()


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True, cls=DjangoJSONEncoder).encode("utf-8")
