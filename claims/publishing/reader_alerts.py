"""What an admin decides about e-mail alerts: whether readers are offered them, and erasing an address on request."""

from django.db import transaction

from claims.accounts.models import User
from claims.audit.services import record
from claims.delivery.alerts.subscriptions import erase
from claims.publishing.newsroom_setup import ask_settings, tell_readers
from claims.verdicts.site_settings import locked_newsroom


def offer_alerts(*, actor: User, offered: bool) -> None:
    """Let readers ask for e-mail from now on, or take the offer back; nobody is written to while it is not made."""
    tell_readers(actor=actor, offers_alerts=offered)


def erase_address(*, actor: User, address: str) -> int:
    """Forget a reader's address with all its alerts; how many there were. The record does not say whose."""
    ask_settings(actor)
    with transaction.atomic():
        room = locked_newsroom()
        count = erase(address)
        record(actor=actor, action="alerts_erased", target=room, data={"count": count})
    return count
