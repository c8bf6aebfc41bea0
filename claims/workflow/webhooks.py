"""Sending other systems word of publications: the messages' way to the broker and through the worker."""

import logging
import threading
from collections.abc import Sequence
from itertools import batched
from typing import Final

from celery import current_app
from django.db import connection
from kombu.exceptions import KombuError

from claims.delivery import webhooks

DELIVER: Final = "claims.workflow.tasks.deliver"
IN_A_MESSAGE: Final = 10

logger = logging.getLogger(__name__)
_room = threading.BoundedSemaphore(2)


def send(delivery_ids: Sequence[int]) -> None:
    """Hand ids to the broker; what it refuses is left to the sweep."""
    broker = current_app.connection_for_write()
    refusals = (*broker.connection_errors, *broker.channel_errors, KombuError, OSError)
    for chunk in batched(delivery_ids, IN_A_MESSAGE):
        try:
            current_app.send_task(DELIVER, args=[list(chunk)], retry=False)
        except refusals as error:
            logger.warning("The broker did not take a message (%s); the sweep will send it again.", error)


def sweep() -> None:
    """Send for what is due, and put back what a silent worker held."""
    send(webhooks.take_for_sending())


def run_message(delivery_ids: Sequence[int]) -> None:
    """Try some messages beside the worker's other work: an address that does not answer must keep nobody waiting."""
    if _room.acquire(blocking=False):
        threading.Thread(target=_run_beside, args=[list(delivery_ids)], name="webhooks", daemon=True).start()


def _run_beside(delivery_ids: Sequence[int]) -> None:
    try:
        for delivery_id in delivery_ids:
            webhooks.deliver(delivery_id)
    except Exception:
        logger.exception("Sending webhooks was broken off; the sweep will try again.")
    finally:
        connection.close()
        _room.release()
