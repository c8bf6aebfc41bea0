"""What readers sent in, found by their e-mail address or their private link: given to them, and erased."""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.audit.services import record
from claims.delivery.alerts.subscriptions import alerts_of
from claims.delivery.models import Alert
from claims.errors import Blocked, NotAllowed
from claims.tracking.enums import TipState
from claims.tracking.models import Tip
from claims.viewing import as_the_software
from claims.words import Words

REPLY_ERASED: Final = "–"
"""An answered report has to have an answer."""
LINK_PARTS: Final = 24


@dataclass(frozen=True)
class SentKind:
    """One kind of thing that readers leave here: what it is called, whose it is, and how it is told and erased."""

    name: Words
    by_address: Callable[[str], QuerySet[Any]]
    by_link: Callable[[str], QuerySet[Any]]
    told: Callable[[Any], dict[str, Any]]
    erase: Callable[[QuerySet[Any]], int]


@dataclass(frozen=True)
class Sent:
    """What one sender left of one kind."""

    kind: SentKind
    rows: list[Any]


def erase_tips(rows: QuerySet[Tip]) -> int:
    """Empty what readers wrote; what nobody has decided about goes altogether. How many there were.

    That there was a message stays, with what was decided, by whom and when; its private link opens nothing any longer.
    """
    count = 0
    for tip in rows:
        count += 1
        if tip.state == TipState.NEW:
            tip.delete()
            continue
        tip.words = tip.speaker = tip.url = tip.more = tip.email = tip.sender_key = ""
        tip.reply = REPLY_ERASED if tip.reply else ""
        tip.token = secrets.token_urlsafe(24)
        tip.save(update_fields=["words", "speaker", "url", "more", "email", "sender_key", "reply", "token"])
    return count


def _tip_told(tip: Tip) -> dict[str, Any]:
    return {
        "received": tip.received_at.isoformat(),
        "words": tip.words,
        "speaker": tip.speaker,
        "url": tip.url,
        "more": tip.more,
        "email": tip.email,
        "state": tip.state,
        "answer": tip.reply,
    }


def _alert_told(alert: Alert) -> dict[str, Any]:
    return {
        "asked": alert.asked_at.isoformat(),
        "confirmed": alert.confirmed_at.isoformat() if alert.confirmed_at else "",
        "email": alert.address,
        "words": alert.words,
        "filters": alert.facets,
        "language": alert.language,
    }


def _erase_alerts(rows: QuerySet[Alert]) -> int:
    """Delete alerts with their letters; how many there were."""
    count = len(rows)
    rows.delete()
    return count


SENT_KINDS: Final = (
    SentKind(
        gettext_lazy("claims and error reports"),
        lambda address: Tip.objects.filter(email__iexact=address),
        lambda token: Tip.objects.filter(token=token),
        _tip_told,
        erase_tips,
    ),
    SentKind(
        gettext_lazy("e-mail alerts"),
        alerts_of,
        lambda token: Alert.objects.filter(token=token),
        _alert_told,
        _erase_alerts,
    ),
)
"""Whatever else readers leave here with an address is one more row."""


def find(*, sender: str, actor: User) -> list[Sent]:
    """What this address, or whoever has this private link, left here; Blocked where it is neither."""
    _ask(actor)
    found = [Sent(kind, list(rows)) for kind, rows in _rows_of(sender)]
    return [each for each in found if each.rows]


def told(sent: Iterable[Sent]) -> list[dict[str, Any]]:
    """The same as data, to be handed to its sender."""
    return [{"kind": str(each.kind.name), **each.kind.told(row)} for each in sent for row in each.rows]


def erase(*, sender: str, actor: User) -> int:
    """Erase all of it, on record, which says how much and not whose; how much there was."""
    _ask(actor)
    # What is kept to named people is erased as well; whoever erases it is not shown it.
    with transaction.atomic(), as_the_software():
        count = sum(kind.erase(rows.select_for_update(of=("self",))) for kind, rows in _rows_of(sender))
        if not count:
            raise Blocked(_("Nothing here is from this sender. Check the address, or ask for their private link."))
        record(actor=actor, action="sender_erased", target=actor, data={"messages": count})
    return count


def _rows_of(sender: str) -> list[tuple[SentKind, QuerySet[Any]]]:
    sender = sender.strip()
    if "@" in sender and "/" not in sender:
        try:
            validate_email(sender)
        except ValidationError as error:
            raise Blocked(_("This is no e-mail address. Write it such as ines@newsroom.example.")) from error
        return [(kind, kind.by_address(sender)) for kind in SENT_KINDS]
    token = sender.rstrip("/").rpartition("/")[2]
    if len(token) < LINK_PARTS:
        raise Blocked(_("Write the sender’s e-mail address, or the private link that they got."))
    return [(kind, kind.by_link(token)) for kind in SENT_KINDS]


def _ask(actor: User) -> None:
    if not actor.may(Right.PEOPLE):
        raise NotAllowed(_("Your role does not let you see or erase what people are kept with. Ask an admin."))
