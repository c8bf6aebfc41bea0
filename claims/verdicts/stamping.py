"""Having publications stamped by a time stamp server, in the background: no publication ever waits for it."""

import base64
import logging
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from claims.audit.services import record
from claims.fetching import FetchError, Limits, fetch
from claims.jobs import services as jobs
from claims.sandbox import Limits as ChildLimits
from claims.sandbox import TooCostly, run_limited
from claims.sentences import say, to_keep
from claims.tracking.models import Claim
from claims.verdicts.models import Publication, TimeStamp, TimeStampRequest
from claims.verdicts.signing import statement_of
from claims.verdicts.site_settings import touch
from claims.verdicts.time_stamps import (
    LARGEST,
    REQUEST_TYPE,
    RESPONSE_TYPE,
    BadStamp,
    Stamp,
    question_about,
    read_stamp,
)

logger = logging.getLogger(__name__)

LIMITS: Final = Limits(max_bytes=LARGEST, total_seconds=20)
READING: Final = ChildLimits(cpu_seconds=5, output_bytes=10_000)


def ask_for_stamp(publication: Publication) -> None:
    """Have a signed publication stamped once the caller's transaction is through, where the newsroom wants that."""
    if settings.TIMESTAMP_SERVER and publication.signature:
        jobs.enqueue(TimeStampRequest(publication=publication))


def take_stamp(request: TimeStampRequest) -> None:
    """Ask the server about a leased request's publication, and keep what it gives."""
    publication = request.publication
    if not settings.TIMESTAMP_SERVER or TimeStamp.objects.filter(publication=publication).exists():
        jobs.finish(request, error="")
        return
    try:
        response, stamp = _asked(statement_of(publication))
    except (BadStamp, FetchError) as error:
        _tell_failure(request, error.message)
        reason = say("%(server)s gave no time stamp: %(why)s", server=_server(), why=say(error.message))
        raise jobs.TryLater(reason, error=reason) from error
    with transaction.atomic():
        claim = _locked(publication)
        TimeStamp.objects.create(
            publication=publication,
            server=_server(),
            stamped_at=stamp.at,
            compared=stamp.compared,
            response=base64.b64encode(response).decode(),
        )
        record(
            actor=None,
            action="time_stamped",
            target=claim,
            from_state=claim.state,
            to_state=claim.state,
            data={
                "number": publication.number,
                "server": _server(),
                "stamped_at": stamp.at.isoformat(),
                "compared": stamp.compared,
            },
        )
        touch()
        jobs.finish(request, error="")


def certificates() -> bytes:
    """The certificates in PEM that stamps are compared with; none where the newsroom names none."""
    return settings.TIMESTAMP_CERTIFICATES.read_bytes() if settings.TIMESTAMP_CERTIFICATES else b""


def readable_certificates() -> bytes:
    """The same for what is handed on: none as well where their file has become unreadable, which the log is told."""
    try:
        return certificates()
    except OSError:
        logger.warning("The file of TIMESTAMP_CERTIFICATES, %s, cannot be read.", settings.TIMESTAMP_CERTIFICATES)
        return b""


def _asked(message: bytes) -> tuple[bytes, Stamp]:
    question = question_about(message)
    answer = fetch(
        settings.TIMESTAMP_SERVER,
        method="POST",
        body=question.content,
        headers={"content-type": REQUEST_TYPE, "accept": RESPONSE_TYPE},
        limits=LIMITS,
        allow_networks=settings.FETCH_ALLOW_NETWORKS,
    )
    try:
        stamp = run_limited(
            read_stamp,
            READING,
            response=answer.content,
            message=message,
            nonce=question.nonce,
            certificates=certificates(),
        )
    except TooCostly as ended:
        raise BadStamp(ended.message) from ended
    except OSError as error:
        raise BadStamp(say("The file of TIMESTAMP_CERTIFICATES cannot be read.")) from error
    return answer.content, stamp


def _tell_failure(request: TimeStampRequest, why: str) -> None:
    """Say in the record that it failed: the first time, and when no attempt is left."""
    given_up = request.attempts >= request.max_attempts()
    if request.attempts != 1 and not given_up:
        return
    with transaction.atomic():
        claim = _locked(request.publication)
        record(
            actor=None,
            action="not_time_stamped",
            target=claim,
            from_state=claim.state,
            to_state=claim.state,
            data={
                "number": request.publication.number,
                "server": _server(),
                "why": to_keep(why),
                "given_up": given_up,
            },
        )


def _locked(publication: Publication) -> Claim:
    return Claim.objects.select_for_update(of=("self",)).get(pk=publication.claim_id)


def _server() -> str:
    """The server's host: its address may hold a password."""
    return urlsplit(settings.TIMESTAMP_SERVER).hostname or ""
