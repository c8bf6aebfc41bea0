"""The rows and files of dated copies: who fetches which, until when, and what is kept.

Every change of a row is a filtered update, so that two workers, a sweep and a person may act on one at once and exactly
one of them wins. The number of the attempt is the right to work on a copy: whoever takes it over counts one more. Each
file has a name that no other ever had, so that nobody who writes or removes one ever touches another's. Row numbers
would not do: the database gives a number out again after a rolled-back transaction or a restored backup.
"""

import hashlib
import mimetypes
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.http import content_disposition_header

from claims.verdicts.enums import CopyState, QuoteState
from claims.verdicts.models import Evidence, EvidenceCopy
from claims.verdicts.passages import stands_in

LEASE = timedelta(minutes=5)
# The waits before the second and the third attempt; after that a person has to ask again.
WAITS = (timedelta(seconds=20), timedelta(seconds=90))
RESEND_AFTER = timedelta(seconds=60)
LIVE = (CopyState.QUEUED, CopyState.RUNNING)

CUT_OFF = "The copy was cut off several times, as if the worker had been killed. Try again, or upload the file."


@dataclass(frozen=True)
class Job:
    """The right to make one copy until somebody else takes it over."""

    copy_id: int
    evidence_id: int
    claim_id: int
    url: str
    attempt: int


@dataclass(frozen=True)
class Content:
    """The bytes of a copy and what is known about them."""

    data: bytes
    content_type: str
    copied_at: datetime
    text: str = ""
    final_url: str = ""
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
    """A copy to be made of the source's address, inside the caller's transaction; the caller sends after its commit."""
    now = timezone.now()
    return EvidenceCopy.objects.create(evidence=evidence, queued_at=now, sent_at=now)


def give(evidence: Evidence, content: Content) -> EvidenceCopy:
    """Keep a copy that a person handed over, inside the caller's transaction.

    The file is written before the row says that it is kept. A caller whose transaction fails calls `forget_file`.
    """
    copy = EvidenceCopy.objects.create(evidence=evidence, state=CopyState.RUNNING, attempts=1, queued_at=timezone.now())
    name = write_file(content)
    try:
        _keep(EvidenceCopy.objects.filter(pk=copy.pk), name, content)
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
    live = EvidenceCopy.objects.filter(evidence=evidence, state__in=LIVE)
    return live.update(state=CopyState.FAILED, error=reason, lease_until=None)


def take(copy_id: int) -> Job | None:
    """Take a queued copy whose time has come; None if it is not there to be taken."""
    now = timezone.now()
    taken = (
        EvidenceCopy.objects.filter(_due(now), pk=copy_id, state=CopyState.QUEUED)
        .filter(evidence__removed_at__isnull=True)
        .update(state=CopyState.RUNNING, lease_until=now + LEASE, attempts=F("attempts") + 1)
    )
    if not taken:
        return None
    copy = EvidenceCopy.objects.select_related("evidence").defer("text").get(pk=copy_id)
    return Job(copy.pk, copy.evidence_id, copy.evidence.claim_id, copy.evidence.url, copy.attempts)


def write_file(content: Content) -> str:
    """Write the bytes under their SHA-256 and some random letters; the file's name in the storage."""
    name = f"evidence/{timezone.now():%Y/%m}/{content.sha256}-{secrets.token_hex(8)}"
    return default_storage.save(name, ContentFile(content.data))


def forget_file(name: str) -> None:
    """Remove a file that no row speaks of."""
    default_storage.delete(name)


def keep(job: Job, name: str, content: Content) -> bool:
    """Let the row say that the file is kept; False when the copy was taken over or ended meanwhile."""
    return bool(_keep(_held(job), name, content))


def retry_or_fail(job: Job, reason: str) -> bool:
    """After an error that may pass: wait a while and try again, or fail; whether it will be tried again."""
    if job.attempt > len(WAITS):
        fail(job, reason)
        return False
    # While it waits, the lease says from when on it may be taken.
    not_before = timezone.now() + WAITS[job.attempt - 1]
    held = _held(job)
    return bool(held.update(state=CopyState.QUEUED, error=reason, lease_until=not_before, sent_at=None))


def fail(job: Job, reason: str) -> None:
    """End a copy that no further attempt can help, with the reason in words."""
    _held(job).update(state=CopyState.FAILED, error=reason, lease_until=None)


def take_back_overdue() -> int:
    """Queue the copies whose worker went silent, and fail those that were cut off too often; how many there were."""
    now = timezone.now()
    overdue = EvidenceCopy.objects.filter(state=CopyState.RUNNING, lease_until__lt=now)
    overdue.filter(attempts__gt=len(WAITS)).update(state=CopyState.FAILED, error=CUT_OFF, lease_until=None)
    return overdue.update(state=CopyState.QUEUED, lease_until=None, sent_at=None)


def take_for_sending() -> list[int]:
    """Ids of queued copies that need a message now, marked as sent."""
    now = timezone.now()
    unsent = EvidenceCopy.objects.filter(_due(now), state=CopyState.QUEUED).filter(
        Q(sent_at__isnull=True) | Q(sent_at__lt=now - RESEND_AFTER)
    )
    ids = list(unsent.order_by("pk").values_list("pk", flat=True)[:100])
    unsent.filter(pk__in=ids).update(sent_at=now)
    return ids


def not_sent(copy_ids: Iterable[int]) -> None:
    """Forget that a message left, after the broker refused it."""
    EvidenceCopy.objects.filter(pk__in=list(copy_ids), state=CopyState.QUEUED).update(sent_at=None)


def take_back_all() -> int:
    """Queue what is being made and forget what was sent, where no worker can be left; how many were being made."""
    EvidenceCopy.objects.filter(state=CopyState.QUEUED).update(sent_at=None)
    running = EvidenceCopy.objects.filter(state=CopyState.RUNNING)
    return running.update(lease_until=timezone.now() - timedelta(seconds=1))


def remove_strays() -> int:
    """Remove files of this month and the last that no row speaks of, left by a process that was killed; how many.

    A file younger than an hour may belong to a transaction that has not ended yet. Where the database knows no file of
    a month at all, it is not the one these files belong to, and they stay.
    """
    now = timezone.now()
    removed = 0
    for month in {f"{now:%Y/%m}", f"{now - timedelta(days=31):%Y/%m}"}:
        folder = f"evidence/{month}"
        if not default_storage.exists(folder):
            continue
        names = {f"{folder}/{name}" for name in default_storage.listdir(folder)[1]}
        known = set(EvidenceCopy.objects.filter(file__startswith=folder).values_list("file", flat=True))
        for name in names - known if known else ():
            if default_storage.get_modified_time(name) < now - timedelta(hours=1):
                forget_file(name)
                removed += 1
    return removed


def newest_kept(evidence: Evidence) -> EvidenceCopy | None:
    """The copy that counts: the last one that was kept."""
    return EvidenceCopy.objects.filter(evidence=evidence, state=CopyState.KEPT).order_by("-pk").first()


def look_up_quote(evidence: Evidence, text: str | None = None) -> QuoteState:
    """Look the quoted passage up in the copy's words and note whether it stands there.

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
    Evidence.objects.filter(pk=evidence.pk).update(quote_state=state)
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


def _keep(rows: QuerySet[EvidenceCopy], name: str, content: Content) -> int:
    return rows.update(
        state=CopyState.KEPT,
        file=name,
        original_name=content.name,
        content_type=content.content_type[:120],
        size=len(content.data),
        sha256=content.sha256,
        text=content.text,
        final_url=content.final_url[:2000],
        copied_at=content.copied_at,
        error="",
        lease_until=None,
    )


def _held(job: Job) -> QuerySet[EvidenceCopy]:
    return EvidenceCopy.objects.filter(pk=job.copy_id, state=CopyState.RUNNING, attempts=job.attempt)


def _due(now: datetime) -> Q:
    return Q(lease_until__isnull=True) | Q(lease_until__lte=now)


def _made_up_name(copy: EvidenceCopy) -> str:
    day = f"{copy.copied_at:%Y-%m-%d}" if copy.copied_at else ""
    ending = mimetypes.guess_extension(copy.content_type) or ""
    return f"{copy.evidence.claim.number}-source-{copy.evidence_id}-{day}{ending}"
