"""Making the dated copies of evidence: sending for them, fetching, and telling the claim what came of it."""

import logging
import threading
from collections.abc import Sequence
from itertools import batched
from typing import Final

from celery import current_app
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from kombu.exceptions import KombuError

from claims.audit.services import record
from claims.fetching import BadStatus, Fetched, FetchError, Limits, TooSlow, Unreachable, fetch
from claims.tracking.enums import ClaimState
from claims.verdicts import copies
from claims.verdicts.copies import Content, Job
from claims.verdicts.models import Evidence
from claims.verdicts.passages import Page, read_page
from claims.verdicts.uploads import MAX_FILE_BYTES
from claims.workflow.errors import WrongState
from claims.workflow.perform import locked_claim

COPY: Final = "claims.workflow.tasks.copy"
COPIES_IN_A_MESSAGE: Final = 5
FETCH_LIMITS: Final = Limits(max_bytes=MAX_FILE_BYTES, total_seconds=20)

# A copy that comes now would change what somebody submitted or stands behind.
FROZEN: Final = frozenset({ClaimState.SUBMITTED, ClaimState.APPROVED, ClaimState.PUBLISHED, ClaimState.RETRACTED})
NAME_LIMIT: Final = 120
TOO_LATE: Final = "The verdict was submitted before this copy was made. Take the verdict back to make it again."

COPIES_AT_ONCE: Final = 4

logger = logging.getLogger(__name__)
_room = threading.BoundedSemaphore(COPIES_AT_ONCE)


class _Overtaken(Exception):
    """Somebody else has this copy by now, or nobody wants it any longer."""


def send(copy_ids: Sequence[int]) -> None:
    """Hand copy ids to the broker; what it refuses is left to the sweep."""
    broker = current_app.connection_for_write()
    refusals = (*broker.connection_errors, *broker.channel_errors, KombuError, OSError)
    for chunk in batched(copy_ids, COPIES_IN_A_MESSAGE):
        try:
            current_app.send_task(COPY, args=[list(chunk)], retry=False)
        except refusals as error:
            logger.warning("The broker did not take a message (%s); the sweep will send it again.", error)
            copies.not_sent(chunk)


def sweep() -> None:
    """Put back what a silent worker held, and send what was never delivered or whose time to try again has come."""
    overdue = copies.take_back_overdue()
    if overdue:
        logger.warning("%d copies of evidence were overdue and went back into the queue.", overdue)
    send(copies.take_for_sending())


def recover() -> None:
    """Put back everything in hand, and remove what a killed process left; for when no worker can be alive."""
    copies.take_back_all()
    tidy()


def tidy() -> None:
    """Remove the files that a killed process left."""
    strays = copies.remove_strays()
    if strays:
        logger.warning("%d files that belonged to no evidence were removed.", strays)


def run_message(copy_ids: Sequence[int]) -> None:
    """Make the copies of one message beside the worker's other work; what finds no room is sent again by the sweep.

    A page that does not answer must not keep anybody's article from being read, and the one worker of a small desk does
    one thing at a time. A thread that dies with its worker has a lease that runs out.
    """
    for copy_id in copy_ids:
        if _room.acquire(blocking=False):
            threading.Thread(target=_make_beside, args=[copy_id], name=f"copy-{copy_id}", daemon=True).start()
        else:
            copies.not_sent([copy_id])


def _make_beside(copy_id: int) -> None:
    try:
        make_copy(copy_id)
    except Exception:
        logger.exception("Copy %d was broken off; it will be tried again.", copy_id)
    finally:
        connection.close()
        _room.release()


def make_copy(copy_id: int) -> None:
    """Fetch one source and keep it; safe to run twice, and does nothing when the copy is not there to be made."""
    job = copies.take(copy_id)
    if job is None:
        return
    try:
        answer = fetch(job.url, limits=FETCH_LIMITS, allow_networks=settings.FETCH_ALLOW_NETWORKS)
    except FetchError as error:
        _give_up(job, error)
        return
    if not answer.content:
        copies.fail(job, "That address answered with an empty page. Open it in a browser, then upload what you see.")
        return
    page = _read(answer)
    content = Content(
        data=answer.content,
        content_type=answer.content_type,
        copied_at=answer.fetched_at,
        text=page.text,
        final_url=answer.url,
    )
    _keep(job, content, page)


def _keep(job: Job, content: Content, page: Page) -> None:
    """Write the file, then let the row, the source and the claim's history say so in one transaction."""
    name = copies.write_file(content)
    try:
        with transaction.atomic():
            claim = locked_claim(job.claim_id)
            if claim.state in FROZEN:
                raise WrongState(TOO_LATE)
            if not copies.keep(job, name, content):
                raise _Overtaken
            evidence = Evidence.objects.get(pk=job.evidence_id)
            filled = _fill_in(evidence, page)
            found = copies.look_up_quote(evidence, content.text)
            record(
                actor=None,
                action="evidence_copied",
                target=claim,
                from_state=claim.state,
                to_state=claim.state,
                data={
                    "evidence": evidence.pk,
                    "name": str(evidence)[:NAME_LIMIT],
                    "copy": job.copy_id,
                    "sha256": content.sha256,
                    "filled": list(filled),
                    "quote": found.value,
                },
            )
    except _Overtaken:
        copies.forget_file(name)
    except WrongState as error:
        copies.forget_file(name)
        copies.fail(job, error.message)
    except BaseException:
        copies.forget_file(name)
        raise


def _read(answer: Fetched) -> Page:
    """The page's words; a page that cannot be read is kept all the same."""
    try:
        return read_page(data=answer.content, content_type=answer.content_type, url=answer.url, charset=answer.charset)
    except Exception:  # whatever a hostile document leads its parser into
        logger.exception("The copy of %s could not be read and is kept without its words.", answer.url)
        return Page("")


def _fill_in(evidence: Evidence, page: Page) -> list[str]:
    """Take over what the page says of itself, where a person has said nothing; the names of what was filled in."""
    said = {
        "title": " ".join(page.title.split())[:500],
        "publisher": " ".join(page.publisher.split())[:200],
        "published_on": page.published_on if page.published_on and page.published_on <= timezone.localdate() else None,
    }
    filled = [name for name, value in said.items() if value and not getattr(evidence, name)]
    for name in filled:
        setattr(evidence, name, said[name])
    if filled:
        evidence.lock_version += 1
        evidence.save(update_fields=[*filled, "lock_version"])
    return filled


def _give_up(job: Job, error: FetchError) -> None:
    """Try again later where that may help: no answer, too slow, or a server in trouble."""
    passing = isinstance(error, TooSlow | Unreachable) or (
        isinstance(error, BadStatus) and (error.status >= 500 or error.status in (408, 425, 429))
    )
    if passing:
        copies.retry_or_fail(job, error.message)
    else:
        copies.fail(job, error.message)
