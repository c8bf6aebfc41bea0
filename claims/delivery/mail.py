"""E-mails about notifications: each is a row, so that one that failed is tried again and none goes twice.

An e-mail is sent outside any transaction. Only a worker that dies between the mail server's yes and the next statement
makes one go out a second time.
"""

import datetime
import re
import smtplib
import time
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.delivery.enums import EmailChoice
from claims.delivery.models import Email, Notification
from claims.delivery.quiet_hours import quiet_until
from claims.jobs import services as jobs
from claims.jobs.running import run_one
from claims.sentences import say
from claims.verdicts.readers import speaking_to
from claims.viewing import looking_as

DIGEST_HOUR = 7
SUBJECT_LIMIT = 140
LINES_LIMIT = 100
PAUSE = datetime.timedelta(minutes=1)
"""So long a mail server that did not answer is left alone by this process, or each e-mail would wait for it in turn."""


class _Server:
    """What this process knows of the mail server: until when it is left alone."""

    def __init__(self) -> None:
        self._not_before = 0.0

    @property
    def is_left_alone(self) -> bool:
        """Whether it did not answer a moment ago."""
        return time.monotonic() < self._not_before

    def leave_alone(self) -> None:
        """It did not answer."""
        self._not_before = time.monotonic() + PAUSE.total_seconds()

    def forget(self) -> None:
        """It answers again."""
        self._not_before = 0.0


server = _Server()


def send_email(email: Email) -> None:
    """Send a leased e-mail in its reader's language; what the mail server refuses is tried again for three days."""
    with speaking_to(email.recipient), looking_as(email.recipient_id):
        _send_email(email)


def _send_email(email: Email) -> None:
    rows = list(email.notifications.select_related("recipient", "actor", "claim").order_by("pk"))
    if not rows or not email.recipient.email or not email.recipient.is_active:
        with transaction.atomic():
            jobs.finish(email)
            email.notifications.update(email=EmailChoice.NEVER)
            Email.objects.filter(pk=email.pk).delete()
        return
    now = timezone.now()
    if quiet := quiet_until(email.recipient, now):
        raise jobs.TryLater(say("Its reader wants no e-mail at this hour."), after=quiet - now, counts=False)
    if server.is_left_alone:
        raise jobs.TryLater(say("The mail server did not answer a moment ago."), after=PAUSE, counts=False)
    subject = _digest_subject(rows) if email.is_digest else rows[0].sentence
    body = _digest(rows) if email.is_digest else _letter(rows[0])
    try:
        EmailMessage(subject=one_line(subject), body=body, to=[email.recipient.email]).send()
    except (OSError, smtplib.SMTPException, ValueError) as error:
        if isinstance(error, OSError) and not isinstance(error, smtplib.SMTPException):
            server.leave_alone()
        reason = say("The mail server did not take it: %(error)s", error=f"{type(error).__name__}: {error}"[:300])
        raise jobs.TryLater(reason, error=reason) from error
    server.forget()
    with transaction.atomic():
        jobs.finish(email)
        email.notifications.update(emailed_at=timezone.now())
        Email.objects.filter(pk=email.pk).delete()


def send_due_emails() -> int:
    """Send in this process what is wanted at once and due; how many went out."""
    return _send_due(is_digest=False)


def send_digests() -> int:
    """Make the digests that are due and send them in this process; how many went out."""
    queue_digests(send_now=False)
    return _send_due(is_digest=True)


def queue_digests(*, send_now: bool = True) -> None:
    """For each person one e-mail with what came before the last full digest hour; what was read by then is left out."""
    before = last_digest_hour(timezone.now())
    wanted = Notification.objects.filter(email=EmailChoice.DIGEST, emailed_at__isnull=True, sent_in__isnull=True)
    wanted.filter(read_at__isnull=False).update(email=EmailChoice.NEVER)
    due = wanted.filter(at__lt=before).order_by("recipient_id", "pk").values_list("recipient_id", "pk")
    for recipient_id, pairs in groupby(due, key=lambda pair: pair[0]):
        with transaction.atomic():
            keys = wanted.filter(pk__in=[key for _, key in pairs]).select_for_update(of=("self",)).values_list("pk")
            if not keys:
                continue
            email = jobs.enqueue(
                Email(recipient_id=recipient_id, is_digest=True, created_at=timezone.now()), send_now=send_now
            )
            Notification.objects.filter(pk__in=[key for (key,) in keys]).update(sent_in=email)


def last_digest_hour(now: datetime.datetime) -> datetime.datetime:
    """Seven o'clock of today in the desk's time zone, or of yesterday before seven."""
    local = timezone.localtime(now)
    hour = local.replace(hour=DIGEST_HOUR, minute=0, second=0, microsecond=0)
    return hour if hour <= local else hour - datetime.timedelta(days=1)


def forget_kept_letters(address: str) -> int:
    """Remove the letters to somebody that lie in the data folder, where no mail server is set; how many there were."""
    mailer = settings.MAILERS["default"]
    options = mailer.get("OPTIONS")
    folder = Path(str(options.get("file_path", ""))) if isinstance(options, dict) else Path()
    if not str(mailer["BACKEND"]).endswith("filebased.EmailBackend") or not folder.is_dir():
        return 0
    to, count = re.compile(rf"^to:[^\n]*(?<![\w.]){re.escape(address)}(?!\w)", re.IGNORECASE | re.MULTILINE), 0
    for letter in folder.glob("*.log"):
        if to.search(letter.read_text(encoding="utf-8", errors="replace")):
            letter.unlink(missing_ok=True)
            count += 1
    return count


def _send_due(*, is_digest: bool) -> int:
    due = Email.jobs().due().filter(is_digest=is_digest).order_by("pk")
    sent = 0
    for pk in list(due.values_list("pk", flat=True)):
        about = list(Notification.objects.filter(sent_in=pk).values_list("pk", flat=True))
        run_one(Email, pk, run=send_email)
        sent += Notification.objects.filter(pk__in=about, emailed_at__isnull=False).exists()
    return sent


def _letter(row: Notification) -> str:
    words = f"{row.claim_words}\n" if row.claim_words else ""
    return f"{_ended(row)}\n\n{words}{_address(*row.page)}\n{_foot()}"


def _ended(row: Notification) -> str:
    return _("%(sentence)s.") % {"sentence": row.sentence}


def _digest_subject(rows: Sequence[Notification]) -> str:
    return (
        rows[0].sentence
        if len(rows) == 1
        else ngettext("%(count)s thing happened on your desk", "%(count)s things happened on your desk", len(rows))
        % {"count": len(rows)}
    )


def _digest(rows: Sequence[Notification]) -> str:
    lines = ["\n  ".join(filter(None, (_ended(row), row.claim_words, _address(*row.page)))) for row in rows]
    left_out = len(lines) - LINES_LIMIT
    more = (
        "\n\n" + ngettext("And %(count)s more.", "And %(count)s more.", left_out) % {"count": left_out}
        if left_out > 0
        else ""
    )
    return "\n\n".join(lines[:LINES_LIMIT]) + more + "\n" + _foot()


def _foot() -> str:
    words = _("You choose what comes by e-mail here: %(address)s") % {"address": _address("notification-choices")}
    return f"\n-- \n{words}\n"


def _address(name: str, *args: object) -> str:
    return f"{settings.PUBLIC_URL}{reverse(name, args=args)}"


def one_line(text: str) -> str:
    """A subject without line breaks, which a mail server would refuse, and not too long to read."""
    words = " ".join(text.split())
    return words if len(words) <= SUBJECT_LIMIT else f"{words[: SUBJECT_LIMIT - 1]}…"
