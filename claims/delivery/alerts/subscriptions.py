"""Readers who want to hear of checks by e-mail: asking, confirming, changing, ending, and being forgotten.

Nobody is written to who has not confirmed, but for the one letter that asks; whether an address is known here is told
to nobody but whoever reads its mail.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from claims.accounts.attempts import Limit, count
from claims.client_address import network
from claims.delivery.models import Alert, AlertLetter, AlertRound
from claims.encryption import digests
from claims.jobs import services as jobs
from claims.verdicts.enums import FacetKind
from claims.verdicts.models import Publication
from claims.verdicts.published import Filters
from claims.verdicts.site_settings import newsroom

HOUR: Final = datetime.timedelta(hours=1)
DAY: Final = datetime.timedelta(days=1)
OF_A_SENDER: Final = Limit("alerts of a sender", 10, HOUR)
IN_ALL: Final = Limit("alerts in all", 5_000, HOUR)
BUSY: Final = 500
"""From so many an hour on each sender has one, so that a few dozen senders cannot shut the form for all others."""
TO_A_MAILBOX: Final = Limit("letters to a mailbox", 3, DAY)
"""So many letters a day ask one mailbox to confirm, whoever asks for them."""
PER_ADDRESS: Final = 20
"""So many alerts one address can have."""
UNCONFIRMED_DAYS: Final = 3
"""So long a letter can be answered; then the address is erased."""


class TooManyAsked(Exception):
    """The limit of one sender, or of all, is reached for now."""


@dataclass(frozen=True)
class Kinds:
    """What a reader wants to hear of."""

    new_checks: bool
    corrections: bool
    retractions: bool


def ask_for_alert(*, address: str, filters: Filters, kinds: Kinds, language: str, sender: str) -> None:
    """Have a letter sent that asks whoever has this address to confirm; raises TooManyAsked.

    The answer is the same whether the address is known, has had its letters of the day, or has all alerts it can have.
    `sender` is the network address of whoever asks, which is not kept.
    """
    now = timezone.now()
    _count_sender(network(sender))
    if count(TO_A_MAILBOX, _mailbox(address)) > TO_A_MAILBOX.most:
        return
    with transaction.atomic():
        alert = _alert_like(address, filters)
        if alert is None:
            if alerts_of(address).count() >= PER_ADDRESS:
                return
            alert = Alert(address=address, words=filters.words, facets=_kept(filters.facets), asked_at=now)
        if alert.confirmed_at is None:
            alert.new_checks, alert.corrections = kinds.new_checks, kinds.corrections
            alert.retractions, alert.language, alert.asked_at = kinds.retractions, language, now
            alert.save()
        if not AlertLetter.objects.filter(alert=alert).exists():
            jobs.enqueue(AlertLetter(alert=alert, created_at=now), urgent=True)


def alert_at(token: str) -> Alert | None:
    """The alert whose own page is asked for."""
    return Alert.objects.filter(token=token).first()


def confirm(alert: Alert) -> None:
    """From now on its reader hears of the checks."""
    Alert.objects.filter(pk=alert.pk, confirmed_at__isnull=True).update(confirmed_at=timezone.now())
    alert.refresh_from_db()


def choose_kinds(alert: Alert, kinds: Kinds) -> None:
    """Change what the reader hears of."""
    alert.new_checks, alert.corrections, alert.retractions = kinds.new_checks, kinds.corrections, kinds.retractions
    alert.save(update_fields=["new_checks", "corrections", "retractions"])


def end(alert: Alert) -> None:
    """Write no more about this, and forget the address as far as this alert goes."""
    Alert.objects.filter(pk=alert.pk).delete()


def erase(address: str) -> int:
    """Forget an address with all its alerts and letters; how many alerts there were."""
    gone = alerts_of(address)
    alerts = gone.count()
    gone.delete()
    return alerts


def alerts_of(address: str) -> QuerySet[Alert]:
    """All alerts of an address, confirmed or not."""
    return Alert.objects.filter(address_digest__in=digests(address.casefold()))


def queue_round(publication: Publication) -> None:
    """Have the alerts looked for that a publication concerns, after the caller's transaction."""
    if newsroom().offers_alerts and Alert.objects.filter(confirmed_at__isnull=False).exists():
        jobs.enqueue(AlertRound(publication=publication))


def drop_unconfirmed() -> None:
    """Erase what was not confirmed in time, and addresses that no mail server took for days."""
    late = Q(confirmed_at__isnull=True, asked_at__lt=timezone.now() - datetime.timedelta(days=UNCONFIRMED_DAYS))
    Alert.objects.filter(late | Q(letter__parked_at__isnull=False)).delete()


@dataclass(frozen=True)
class Counts:
    """How many alerts and letters there are; never whose."""

    confirmed: int
    unconfirmed: int
    waiting: int
    given_up: int


def counts() -> Counts:
    """What an admin may know of the alerts: four queries."""
    return Counts(
        confirmed=Alert.objects.filter(confirmed_at__isnull=False).count(),
        unconfirmed=Alert.objects.filter(confirmed_at__isnull=True).count(),
        waiting=AlertLetter.objects.filter(due_at__isnull=False).count(),
        given_up=AlertLetter.objects.filter(parked_at__isnull=False).count(),
    )


def _count_sender(sender: str) -> None:
    in_all, own = count(IN_ALL, ""), count(OF_A_SENDER, sender)
    if in_all > IN_ALL.most or own > (1 if in_all > BUSY else OF_A_SENDER.most):
        raise TooManyAsked


def _mailbox(address: str) -> str:
    """The mailbox behind an address: what stands after a plus sign leads to the same one."""
    name, _at, host = address.casefold().rpartition("@")
    return f"{name.partition('+')[0]}@{host}"


def _alert_like(address: str, filters: Filters) -> Alert | None:
    wanted = _kept(filters.facets)
    return next(
        (alert for alert in alerts_of(address) if (alert.words, alert.facets) == (filters.words, wanted)),
        None,
    )


def _kept(facets: Mapping[FacetKind, tuple[str, ...]]) -> dict[str, list[str]]:
    return {kind.value: sorted(slugs) for kind, slugs in sorted(facets.items()) if slugs}
