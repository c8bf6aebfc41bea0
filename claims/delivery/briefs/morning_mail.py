"""The shift brief by e-mail, each morning at the hour a person chose, in her language, zone and quiet hours."""

import datetime
import smtplib
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims import formats
from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.delivery.briefs.contents import Brief, Line, brief_for
from claims.delivery.briefs.models import MorningBrief
from claims.delivery.mail import PAUSE, server
from claims.delivery.quiet_hours import quiet_until
from claims.errors import Blocked
from claims.jobs import services as jobs
from claims.sentences import say
from claims.verdicts.readers import speaking_to
from claims.viewing import looking_as

FIRST: Final = datetime.timedelta(days=1)
"""So far back the first brief looks."""


def hour_of(person: User) -> int | None:
    """At which hour somebody gets the brief by e-mail; None where they do not: one query."""
    return MorningBrief.objects.filter(person=person).values_list("hour", flat=True).first()


def choose_hour(*, person: User, hour: int | None) -> None:
    """Have the brief sent each day at this hour of the person's own clock, or no longer."""
    if hour is not None and not 0 <= hour <= 23:
        raise Blocked(_("Choose an hour of the day, from 0 to 23."))
    if hour is not None and not person.email:
        raise Blocked(_("You have no e-mail address here. An admin can add one."))
    with transaction.atomic():
        kept = MorningBrief.objects.filter(person=person).first()
        if kept is not None and kept.hour == hour:
            return
        MorningBrief.objects.filter(person=person).delete()
        if hour is not None:
            now = timezone.now()
            row = jobs.enqueue(MorningBrief(person=person, hour=hour, told_until=now - FIRST), send_now=False)
            MorningBrief.jobs().filter(pk=row.pk).update(due_at=Now() + (_next(person, hour, now) - now))


def send_brief(letter: MorningBrief) -> None:
    """Send a leased brief, and have the row come again tomorrow; nothing goes out where there is nothing to tell.

    Whoever is away, has no address or may no longer read the desk gets none; the next day asks again.
    """
    person, now = letter.person, timezone.now()
    with speaking_to(person), looking_as(person.pk):
        if quiet := quiet_until(person, now):
            raise jobs.TryLater(say("Its reader wants no e-mail at this hour."), after=quiet - now, counts=False)
        wanted = person.email and not person.is_away and person.may(Right.READ)
        brief = brief_for(person, since=letter.told_until, now=now) if wanted else None
        if brief is not None and not brief.is_empty:
            _send(person, brief)
        again = Now() + (_next(person, letter.hour, now) - now)
        # What happens while somebody is away is told when they are back.
        told = letter.told_until if brief is None else now
        with transaction.atomic():
            jobs.finish(letter, again_at=again, told_until=told, error="")


def _send(person: User, brief: Brief) -> None:
    if server.is_left_alone:
        raise jobs.TryLater(say("The mail server did not answer a moment ago."), after=PAUSE, counts=False)
    subject = ngettext("Your brief: %(count)s line", "Your brief: %(count)s lines", brief.lines) % {
        "count": brief.lines
    }
    try:
        EmailMessage(subject=subject, body=_body(brief), to=[person.email]).send()
    except (OSError, smtplib.SMTPException, ValueError) as error:
        if isinstance(error, OSError) and not isinstance(error, smtplib.SMTPException):
            server.leave_alone()
        reason = say("The mail server did not take it: %(error)s", error=f"{type(error).__name__}: {error}"[:300])
        raise jobs.TryLater(reason, error=reason) from error
    server.forget()


def _body(brief: Brief) -> str:
    since = _("Since %(moment)s:") % {"moment": formats.weekday_and_time(brief.since)}
    parts = [since]
    for section in brief.sections:
        lines = [*section.lines, *([section.more] if section.more else [])]
        parts.append("\n".join([str(section.title), *(f"- {line.words}\n  {_address(line)}" for line in lines)]))
    choose = _("You choose whether and when this comes here: %(address)s") % {
        "address": f"{settings.PUBLIC_URL}{reverse('brief')}"
    }
    return "\n\n".join(parts) + f"\n\n-- \n{choose}\n"


def _address(line: Line) -> str:
    path = reverse(line.page, args=[line.number] if line.number else [])
    return f"{settings.PUBLIC_URL}{path}{'?' if line.query else ''}{line.query}"


def _next(person: User, hour: int, now: datetime.datetime) -> datetime.datetime:
    """The next time this hour begins on the person's own clock."""
    with speaking_to(person):
        local = timezone.localtime(now)
        today = timezone.make_aware(datetime.datetime.combine(local.date(), datetime.time(hour)))
        tomorrow = local.date() + datetime.timedelta(days=1)
        return today if today > now else timezone.make_aware(datetime.datetime.combine(tomorrow, datetime.time(hour)))
