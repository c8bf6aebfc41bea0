"""The rows and files of dated copies: who hands one over, what is kept, what is handed out.

Each file has a name that no other ever had, so that nobody who writes or removes one ever touches another's. Row
numbers would not do: the database gives a number out again after a rolled-back transaction or a restored backup.
"""

import hashlib
import mimetypes
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.http import content_disposition_header

from claims.jobs import services as jobs
from claims.verdicts.enums import CopyState, QuoteState
from claims.verdicts.models import Evidence, EvidenceCopy, PictureFile
from claims.verdicts.models.evidence import AROUND
from claims.verdicts.passages import around, stands_in


@dataclass(frozen=True)
class Content:
    """The bytes of a copy and what is known about them."""

    data: bytes
    content_type: str
    copied_at: datetime
    text: str = ""
    final_url: str = ""
    doubt: str = ""
    name: str = ""

    @property
    def sha256(self) -> str:
        """The hash of the bytes, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True)
class Download:
    """A kept copy to hand out: always as an attachment, never to be shown or run by the browser.

    `headers` are all that the answer needs; the caller closes `file` (Django's FileResponse does).
    """

    file: "File[bytes]"
    filename: str
    content_type: str
    size: int
    sha256: str
    headers: dict[str, str]


def queue(evidence: Evidence) -> EvidenceCopy:
    """A copy to be made of the source's address, inside the caller's transaction."""
    return jobs.enqueue(EvidenceCopy(evidence=evidence, queued_at=timezone.now()), urgent=True)


def add_upload(evidence: Evidence, content: Content) -> EvidenceCopy:
    """Keep a copy that a person handed over, inside the caller's transaction.

    The file is written before the row says that it is kept. A caller whose transaction fails calls `forget_file`.
    """
    copy = EvidenceCopy.objects.create(evidence=evidence, state=CopyState.RUNNING, attempts=1, queued_at=timezone.now())
    name = write_file(content)
    try:
        EvidenceCopy.objects.filter(pk=copy.pk).update(**_kept(name, content))
        look_up_quote(evidence, content.text)
    except BaseException:
        forget_file(name)
        raise
    copy.refresh_from_db()
    return copy


def mark_impossible(evidence: Evidence, reason: str) -> EvidenceCopy:
    """Say that no copy can be had, and why, inside the caller's transaction."""
    return EvidenceCopy.objects.create(
        evidence=evidence, state=CopyState.IMPOSSIBLE, error=reason, queued_at=timezone.now()
    )


def stop_live(evidence: Evidence, reason: str) -> int:
    """End the copies that wait or are being made; how many there were."""
    return jobs.stop(EvidenceCopy.jobs().filter(evidence=evidence), state=CopyState.FAILED, error=reason)


def write_file(content: Content) -> str:
    """Write the bytes under their SHA-256 and some random letters; the file's name in the storage."""
    name = f"evidence/{timezone.now():%Y/%m}/{content.sha256}-{secrets.token_hex(8)}"
    return default_storage.save(name, ContentFile(content.data))


def forget_file(name: str) -> None:
    """Remove a file that no row speaks of."""
    default_storage.delete(name)


def complete(copy: EvidenceCopy, name: str, content: Content) -> None:
    """Let the row say that the file is kept; LeaseLost when the copy was taken over or ended meanwhile."""
    jobs.finish(copy, **_kept(name, content))


def remove_strays() -> int:
    """Remove files of this month and the last that no row speaks of, left by a process that was killed; how many.

    A file younger than an hour may belong to a transaction that has not ended yet. Where the database knows no file of
    a month at all, it is not the one these files belong to, and they stay.
    """
    now = timezone.now()
    removed = 0
    months = {f"{now:%Y/%m}", f"{now - timedelta(days=31):%Y/%m}"}
    for folder, rows in ((f"{kind}/{month}", rows) for month in months for kind, rows in _KEPT_IN.items()):
        try:
            names = {f"{folder}/{name}" for name in default_storage.listdir(folder)[1]}
        except FileNotFoundError:
            continue
        known = set(rows.objects.filter(file__startswith=folder).values_list("file", flat=True))
        for name in names - known if known else ():
            if default_storage.get_modified_time(name) < now - timedelta(hours=1):
                forget_file(name)
                removed += 1
    return removed


_KEPT_IN: Final[Mapping[str, type[EvidenceCopy | PictureFile]]] = {"evidence": EvidenceCopy, "pictures": PictureFile}


def newest_kept(evidence: Evidence) -> EvidenceCopy | None:
    """The copy that counts: the last one that was kept."""
    return EvidenceCopy.objects.filter(evidence=evidence, state=CopyState.KEPT).order_by("-pk").first()


def look_up_quote(evidence: Evidence, text: str | None = None) -> QuoteState:
    """Look the quoted passage up in the copy's words and note whether it stands there, and what stands around it.

    `text` is the copy's words where the caller has them. A picture has none, so that nothing can be said about it.
    """
    if text is None:
        kept = newest_kept(evidence)
        text = kept.text if kept else ""
    if not evidence.quote:
        state = QuoteState.NONE
    elif not text:
        state = QuoteState.UNCHECKED
    else:
        state = QuoteState.FOUND if stands_in(evidence.quote, text) else QuoteState.NOT_FOUND
    evidence.quote_state = state
    evidence.passage_before, evidence.passage_after = around(evidence.quote, text, AROUND)
    Evidence.objects.filter(pk=evidence.pk).update(
        quote_state=state, passage_before=evidence.passage_before, passage_after=evidence.passage_after
    )
    return state


def download(copy_id: int) -> Download | None:
    """The file of a kept copy, and how to hand it out; None where there is none."""
    copy = (
        EvidenceCopy.objects.select_related("evidence__claim")
        .defer("text")
        .filter(pk=copy_id, state=CopyState.KEPT)
        .first()
    )
    if copy is None or not copy.file.name or not default_storage.exists(copy.file.name):
        return None
    filename = copy.original_name or _made_up_name(copy)
    return Download(
        file=default_storage.open(copy.file.name),
        filename=filename,
        content_type=copy.content_type,
        size=copy.size,
        sha256=copy.sha256,
        headers={
            "Content-Type": copy.content_type or "application/octet-stream",
            "Content-Disposition": content_disposition_header(True, filename) or "attachment",
            "Content-Length": str(copy.size),
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
        },
    )


def _kept(name: str, content: Content) -> dict[str, Any]:
    return {
        "state": CopyState.KEPT,
        "file": name,
        "original_name": content.name,
        "content_type": content.content_type[:120],
        "size": len(content.data),
        "sha256": content.sha256,
        "text": content.text,
        "final_url": content.final_url[:2000],
        "doubt": content.doubt,
        "copied_at": content.copied_at,
        "error": "",
    }


def _made_up_name(copy: EvidenceCopy) -> str:
    day = f"{copy.copied_at:%Y-%m-%d}" if copy.copied_at else ""
    ending = mimetypes.guess_extension(copy.content_type) or ""
    return f"{copy.evidence.claim.number}-source-{copy.evidence_id}-{day}{ending}"
