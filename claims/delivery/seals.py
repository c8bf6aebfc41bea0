"""Sending the audit record's seals out of the house: into a file, by letter, or to another server."""

import json
import smtplib
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.audit.kept_seals import line_of
from claims.audit.models import AuditSeal
from claims.audit.services import seal
from claims.delivery.models import SealReceiver
from claims.fetching import FetchError, Limits, fetch
from claims.jobs import services as jobs

LIMITS: Final = Limits(max_bytes=64 * 1024, total_seconds=15)
LETTERS_EVERY: Final = timedelta(hours=20)
"""A letter a day is kept; one every ten minutes is filtered away."""
MOST_AT_ONCE: Final = 1000


def seal_and_send() -> None:
    """Seal what happened since the last seal, and have every place told of the seals it lacks."""
    seal()
    newest = AuditSeal.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    SealReceiver.objects.exclude(place__in=settings.AUDIT_SEALS_TO).delete()
    for place in settings.AUDIT_SEALS_TO:
        receiver, _made = SealReceiver.objects.get_or_create(place=place)
        if receiver.has_up_to < newest and not receiver.is_due_or_running and not _waits_for_its_day(receiver):
            jobs.enqueue_again(SealReceiver.jobs().filter(pk=receiver.pk, due_at__isnull=True))


def send_seals(receiver: SealReceiver) -> None:
    """Send a leased place the seals it lacks, the oldest first."""
    lacking = list(AuditSeal.objects.filter(pk__gt=receiver.has_up_to).order_by("pk")[:MOST_AT_ONCE])
    if lacking:
        _send(receiver.place, [line_of(each) for each in lacking])
    up_to = lacking[-1].pk if lacking else receiver.has_up_to
    with transaction.atomic():
        jobs.finish(receiver, has_up_to=up_to, sent_last_at=timezone.now(), error="")


def newest_seals(count: int = 10) -> list[str]:
    """The lines of the newest seals, newest first, for the public page."""
    return [line_of(each) for each in AuditSeal.objects.order_by("-pk")[:count]]


def _waits_for_its_day(receiver: SealReceiver) -> bool:
    last = receiver.sent_last_at
    return receiver.place.startswith("mailto:") and last is not None and timezone.now() - last < LETTERS_EVERY


def _send(place: str, lines: list[str]) -> None:
    kind, _colon, rest = place.partition(":")
    try:
        if kind == "file":
            _append(Path(rest), lines)
        elif kind == "mailto":
            _mail(rest, lines)
        else:
            _post(place, lines)
    except (OSError, smtplib.SMTPException, FetchError) as error:
        said = error.message if isinstance(error, FetchError) else f"{type(error).__name__}: {error}"[:200]
        reason = _("The seals could not be sent to %(place)s: %(error)s") % {"place": place, "error": said}
        raise jobs.TryLater(reason, error=reason) from error


def _append(file: Path, lines: list[str]) -> None:
    """The folder may be one that only grows, on another machine."""
    with file.open("a", encoding="utf-8") as stream:
        stream.write("".join(f"{line}\n" for line in lines))


def _mail(address: str, lines: list[str]) -> None:
    opening = _(
        "Keep this letter. With it anybody can find out later whether the desk's record was rewritten:\n"
        "save its lines into a file and run  manage.py verify_audit --seal FILE"
    )
    body = "\n\n".join([opening, "\n".join(lines)])
    EmailMessage(subject=_("Seals of the fact-checking desk's record"), body=f"{body}\n", to=[address]).send()


def _post(address: str, lines: list[str]) -> None:
    answer = fetch(
        address,
        method="POST",
        body=json.dumps({"desk": settings.PUBLIC_URL, "seals": [json.loads(line) for line in lines]}).encode(),
        headers={"content-type": "application/json"},
        limits=LIMITS,
        any_status=True,
        allow_networks=settings.FETCH_ALLOW_NETWORKS,
    )
    if not 200 <= answer.status < 300:
        raise OSError(f"the address answered {answer.status}")
