"""Taking in what readers send, within limits that keep one sender from filling the desk."""

import datetime
import hashlib
import secrets
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from claims.client_address import network
from claims.prepared import prepared
from claims.tracking.enums import TipState
from claims.tracking.models import Tip
from claims.viewing import as_the_software

MOST_COUNTED: Final = 99

PER_SENDER: Final = 5
BUSY: Final = 200
"""From so many an hour on each sender has one, so that a few dozen senders cannot shut the form for all others."""
IN_ALL: Final = 5_000
"""So many an hour are the end, so that nobody fills the disk."""
WINDOW: Final = datetime.timedelta(hours=1)


class TooManyTips(Exception):
    """The limit of one sender, or of all, is reached for now."""


@dataclass(frozen=True)
class Reported:
    """The check in which a reader sees an error, and the number of it that the reader saw."""

    claim_id: int
    number: int


@as_the_software()
def receive_tip(
    *,
    words: str,
    url: str,
    email: str,
    address: str,
    speaker: str = "",
    more: str = "",
    about: Reported | None = None,
) -> Tip:
    """Keep what a reader sent; raises TooManyTips. `address` is the sender's network address, which is not kept."""
    now = timezone.now()
    key = sender_key(address, now.date())
    recent = Tip.objects.filter(received_at__gt=now - WINDOW)
    in_all = recent.count()
    if in_all >= IN_ALL or recent.filter(sender_key=key).count() >= (1 if in_all >= BUSY else PER_SENDER):
        raise TooManyTips
    return Tip.objects.create(
        words=words,
        speaker=speaker,
        url=url,
        more=more,
        email=email,
        about_id=about.claim_id if about else None,
        about_number=about.number if about else None,
        token=secrets.token_urlsafe(24),
        sender_key=key,
        received_at=now,
    )


def sender_key(address: str, day: datetime.date) -> str:
    """A hash of a network address that cannot be turned back, and is another one tomorrow.

    Of an IPv6 address the first 64 bits count: the others are the sender's own to change.
    """
    return salted_hmac("tip sender", f"{network(address)} {day.isoformat()}", algorithm="sha256").hexdigest()


@as_the_software()
def tip_of(token: str) -> Tip | None:
    """The tip a private address belongs to; the comparison by digest tells nothing about nearly right tokens."""
    found = Tip.objects.select_related("claim", "about").filter(token=token).first()
    digest = hashlib.sha256(token.encode()).digest()
    if found is None or not secrets.compare_digest(hashlib.sha256(found.token.encode()).digest(), digest):
        return None
    return found


def waiting_tips() -> QuerySet[Tip]:
    """What no editor has decided about, the oldest first."""
    return Tip.objects.filter(state=TipState.NEW).select_related("about").order_by("id")


def tips_count() -> int:
    """How many tips wait, counted up to 99."""
    return waiting_tips()[:MOST_COUNTED].count()


def decided_tips() -> QuerySet[Tip]:
    """What was decided about, the latest first."""
    return (
        Tip.objects.exclude(state=TipState.NEW)
        .select_related("claim", "about", "decided_by")
        .order_by("-decided_at", "-id")
    )


@prepared
def unanswered_reports_of(claim: int) -> QuerySet[Tip, int]:
    """The error reports about a check that no editor has answered."""
    return Tip.objects.filter(about=claim, state=TipState.NEW).values_list("pk", flat=True)
