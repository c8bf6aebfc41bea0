"""Telling several people one thing: rows in the transaction of the act, a word to the mail after its commit."""

import logging
from collections.abc import Iterable
from typing import Final

from celery import current_app
from django.db import transaction
from kombu.exceptions import KombuError

from claims.accounts.models import User
from claims.delivery.enums import EmailChoice, NotificationKind
from claims.delivery.services import notify
from claims.tracking.models import Claim

SEND_LETTERS: Final = "claims.workflow.tasks.send_letters"

logger = logging.getLogger(__name__)


def tell(people: Iterable[User | None], *, kind: NotificationKind, claim: Claim, actor: User | None, text: str) -> None:
    """Notify everybody but the person who acts, each once; letters that are wanted at once are sent for."""
    told: set[int] = set()
    at_once = False
    for person in people:
        if person is None or person == actor or person.pk in told:
            continue
        told.add(person.pk)
        row = notify(recipient=person, kind=kind, claim=claim, actor=actor, text=text)
        at_once = at_once or (row is not None and row.email == EmailChoice.AT_ONCE)
    if at_once:
        transaction.on_commit(_send_for_letters, robust=True)


def _send_for_letters() -> None:
    """A hint to the worker; what the broker refuses is left to the schedule."""
    broker = current_app.connection_for_write()
    refusals = (*broker.connection_errors, *broker.channel_errors, KombuError, OSError)
    try:
        current_app.send_task(SEND_LETTERS, retry=False)
    except refusals as error:
        logger.warning("The broker did not take a message (%s); the letters go out with the next sweep.", error)
