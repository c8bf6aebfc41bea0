"""The letters of e-mail alerts: one that asks to confirm, and those that tell of checks, at most one an hour."""

import datetime
import smtplib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models.functions import Now
from django.template import loader
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims import languages
from claims.delivery.alerts.subscriptions import UNCONFIRMED_DAYS
from claims.delivery.alerts.words import kind_words, sentences_of
from claims.delivery.mail import PAUSE, one_line, server
from claims.delivery.models import Alert, AlertLetter
from claims.jobs import services as jobs
from claims.sentences import say
from claims.verdicts import addresses
from claims.verdicts.enums import PublicationKind
from claims.verdicts.models import Newsroom, Publication
from claims.verdicts.readers import newsroom_language
from claims.verdicts.site_settings import newsroom

BETWEEN: Final = datetime.timedelta(hours=1)
CHECKS_LIMIT: Final = 30


@dataclass(frozen=True)
class Told:
    """One check as a letter tells of it."""

    kind: str
    statement: str
    rating: str
    summary: str
    note: str
    address: str


def send_letter(letter: AlertLetter) -> None:
    """Write and send a leased letter in its reader's language; what came meanwhile goes with the next."""
    if server.is_left_alone:
        raise jobs.TryLater(say("The mail server did not answer a moment ago."), after=PAUSE, counts=False)
    alert, room = letter.alert, newsroom()
    about = list(letter.publications.order_by("pk"))
    code = _language_of(alert, room)
    with languages.speaking(code or newsroom_language()):
        prefix = f"/{code}" if code else ""
        if not about:
            _post(_question(alert, room, prefix))
        elif alert.confirmed_at and room.offers_alerts:
            _wait_for_the_hour(alert)
            _post(_news(alert, about, room, prefix))
    _close(letter, about)


def _wait_for_the_hour(alert: Alert) -> None:
    if alert.last_letter_at is None:
        return
    since = timezone.now() - alert.last_letter_at
    if since < BETWEEN:
        raise jobs.TryLater(say("Its reader had a letter less than an hour ago."), after=BETWEEN - since, counts=False)


def _close(letter: AlertLetter, about: Sequence[Publication]) -> None:
    """Let the letter go; where more came while it was sent, it comes again with that."""
    with transaction.atomic():
        kept = jobs.lock_leased(letter)
        kept.publications.remove(*about)
        if about:
            Alert.objects.filter(pk=letter.alert_id).update(last_letter_at=timezone.now())
        if kept.publications.exists():
            jobs.finish(letter, again_at=Now() + BETWEEN)
        else:
            jobs.finish(letter)
            AlertLetter.objects.filter(pk=letter.pk).delete()


def _question(alert: Alert, room: Newsroom, prefix: str) -> EmailMessage:
    """What asks whoever has the address whether they want it. Nothing that somebody typed stands in it."""
    context = {
        "newsroom": room.name,
        "about": sentences_of(alert.filters, with_words=False),
        "link": _page_of(alert, prefix),
        "days": UNCONFIRMED_DAYS,
        "confirmed": alert.confirmed_at is not None,
    }
    asks, has = _("Confirm your e-mail alert from %(newsroom)s"), _("Your e-mail alert from %(newsroom)s")
    subject = (has if alert.confirmed_at else asks) % {"newsroom": room.name}
    return _message(alert, subject, loader.render_to_string("alerts/question.txt", context))


def _news(alert: Alert, about: Sequence[Publication], room: Newsroom, prefix: str) -> EmailMessage:
    """The checks, the newest number of each, with the way to end it."""
    newest = {publication.claim_id: publication for publication in about}
    told = [_told(publication, prefix) for publication in list(newest.values())[-CHECKS_LIMIT:]]
    page = _page_of(alert, prefix)
    context = {
        "newsroom": room.name,
        "checks": told,
        "left_out": len(newest) - len(told),
        "all": addresses.absolute(f"{prefix}{addresses.CHECKS}"),
        "about": sentences_of(alert.filters),
        "link": page,
    }
    letter = _message(alert, _subject(told, room), loader.render_to_string("alerts/news.txt", context))
    # One click in the mail program ends it, without opening a page (RFC 8058).
    letter.extra_headers |= {"List-Unsubscribe": f"<{page}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return letter


def _subject(told: Sequence[Told], room: Newsroom) -> str:
    if len(told) == 1:
        return _("%(kind)s: %(statement)s") % {"kind": told[0].kind, "statement": told[0].statement}
    words = ngettext("%(count)s check by %(newsroom)s", "%(count)s checks by %(newsroom)s", len(told))
    return words % {"count": len(told), "newsroom": room.name}


def _told(publication: Publication, prefix: str) -> Told:
    card: dict[str, Any] = publication.card
    withdrawn = publication.kind == PublicationKind.RETRACTION
    return Told(
        kind=kind_words(PublicationKind(publication.kind)),
        statement=card["statement"],
        rating="" if withdrawn or not card["rating"] else card["rating"]["label"],
        summary="" if withdrawn else card["summary"],
        note=card["note"],
        address=addresses.absolute(f"{prefix}{addresses.check_path(publication.slug)}"),
    )


def _message(alert: Alert, subject: str, body: str) -> EmailMessage:
    headers = {"Auto-Submitted": "auto-generated", "Precedence": "bulk"}
    return EmailMessage(subject=one_line(subject), body=body, to=[alert.address], headers=headers)


def _post(message: EmailMessage) -> None:
    try:
        message.send()
    except (OSError, smtplib.SMTPException, ValueError) as error:
        if isinstance(error, OSError) and not isinstance(error, smtplib.SMTPException):
            server.leave_alone()
        # Only the kind of error: what the server says may name the address.
        reason = say("The mail server did not take it: %(error)s", error=type(error).__name__)
        raise jobs.TryLater(reason, error=reason) from None
    server.forget()


def _language_of(alert: Alert, room: Newsroom) -> str:
    """The further language its reader chose, as long as the site is offered in it; else none."""
    own = languages.nearest(room.language)
    return alert.language if alert.language in room.more_languages and alert.language != own else ""


def _page_of(alert: Alert, prefix: str) -> str:
    return f"{settings.PUBLIC_URL}{prefix}{reverse('public-alert', args=[alert.token])}"
