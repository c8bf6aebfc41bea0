"""Letters about notifications: the row is the truth, so that a letter that failed is tried again and none goes twice.

A letter is taken by a filtered update that says when it may be tried again, and is sent outside any transaction. Only a
worker that dies between the mail server's yes and the next statement makes a letter go out a second time.
"""

import datetime
import logging
import smtplib
from collections.abc import Sequence
from itertools import groupby

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from claims.accounts.models import User
from claims.delivery.enums import EmailChoice
from claims.delivery.models import Notification

MAX_ATTEMPTS = 8
LEASE = datetime.timedelta(minutes=5)
LETTERS_AT_ONCE = 50
DIGEST_HOUR = 7
SUBJECT_LIMIT = 140
LINES_LIMIT = 100

logger = logging.getLogger(__name__)


def send_letters() -> int:
    """Send the letters that are due at once, fifty at most; how many went out."""
    due = _unsent(EmailChoice.AT_ONCE).order_by("pk").values_list("pk", flat=True)[:LETTERS_AT_ONCE]
    sent = 0
    for key in list(due):
        rows = _take(EmailChoice.AT_ONCE, [key])
        if rows and _send(rows[0].recipient, rows, subject=rows[0].sentence, body=_letter(rows[0])):
            sent += 1
    return sent


def send_digests(now: datetime.datetime | None = None) -> int:
    """Send each person one letter with what came before the last full digest hour; how many letters went out.

    What was read in the app by then is left out.
    """
    before = last_digest_hour(now or timezone.now())
    _unsent(EmailChoice.DIGEST).filter(read_at__isnull=False).update(email=EmailChoice.NEVER)
    due = _unsent(EmailChoice.DIGEST).filter(at__lt=before).order_by("recipient_id", "pk")
    sent = 0
    for _, keys in groupby(due.values_list("recipient_id", "pk"), key=lambda pair: pair[0]):
        rows = _take(EmailChoice.DIGEST, [key for _, key in keys])
        if rows and _send(rows[0].recipient, rows, subject=_digest_subject(rows), body=_digest(rows)):
            sent += 1
    return sent


def last_digest_hour(now: datetime.datetime) -> datetime.datetime:
    """Seven o'clock of today in the desk's time zone, or of yesterday before seven."""
    local = timezone.localtime(now)
    hour = local.replace(hour=DIGEST_HOUR, minute=0, second=0, microsecond=0)
    return hour if hour <= local else hour - datetime.timedelta(days=1)


def _unsent(choice: EmailChoice) -> QuerySet[Notification]:
    may_be_tried = Q(email_try_at__isnull=True) | Q(email_try_at__lte=timezone.now())
    return Notification.objects.filter(
        may_be_tried, email=choice, emailed_at__isnull=True, email_attempts__lt=MAX_ATTEMPTS
    )


def _take(choice: EmailChoice, keys: Sequence[int]) -> list[Notification]:
    """The rows of these that nobody else is sending, each with its next try put off."""
    taken = [
        key
        for key in keys
        if _unsent(choice)
        .filter(pk=key)
        .update(email_try_at=timezone.now() + LEASE, email_attempts=F("email_attempts") + 1)
    ]
    return list(Notification.objects.filter(pk__in=taken).select_related("recipient", "actor", "claim").order_by("pk"))


def _send(person: User, rows: Sequence[Notification], *, subject: str, body: str) -> bool:
    stored = Notification.objects.filter(pk__in=[row.pk for row in rows])
    if not person.email or not person.is_active:
        stored.update(email=EmailChoice.NEVER)
        return False
    try:
        EmailMessage(subject=_one_line(subject), body=body, to=[person.email]).send()
    except (OSError, smtplib.SMTPException, ValueError) as error:
        wait = LEASE * 2 ** min(rows[0].email_attempts, 8)
        stored.update(email_try_at=timezone.now() + wait)
        logger.warning("A letter to person %s did not go out (%s); it is tried again.", person.pk, error)
        return False
    stored.update(emailed_at=timezone.now())
    return True


def _letter(row: Notification) -> str:
    return f"{row.sentence}.\n\n{row.claim.statement}\n{_address('claim', row.claim_id)}\n{_foot()}"


def _digest_subject(rows: Sequence[Notification]) -> str:
    return rows[0].sentence if len(rows) == 1 else f"{len(rows)} things happened on your desk"


def _digest(rows: Sequence[Notification]) -> str:
    lines = [f"{row.sentence}.\n  {row.claim.statement}\n  {_address('claim', row.claim_id)}" for row in rows]
    more = f"\n\nAnd {len(lines) - LINES_LIMIT} more." if len(lines) > LINES_LIMIT else ""
    return "\n\n".join(lines[:LINES_LIMIT]) + more + "\n" + _foot()


def _foot() -> str:
    return f"\n-- \nYou choose what comes by e-mail here: {_address('notification-choices')}\n"


def _address(name: str, *args: object) -> str:
    return f"{settings.PUBLIC_URL}{reverse(name, args=args)}"


def _one_line(text: str) -> str:
    """A subject without line breaks, which a mail server would refuse, and not too long to read."""
    words = " ".join(text.split())
    return words if len(words) <= SUBJECT_LIMIT else f"{words[: SUBJECT_LIMIT - 1]}…"
