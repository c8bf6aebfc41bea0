"""When a person was last away from the desk for a while."""

import datetime
from typing import Final

from django.http import HttpRequest

from claims.accounts.models import User
from claims.accounts.services import note_seen

SINCE: Final = "since_you_left"


def left_at(request: HttpRequest, person: User) -> datetime.datetime | None:
    """When this person left; kept in the session, so that it stays until they leave again."""
    left = note_seen(person)
    if left is not None:
        request.session[SINCE] = left.isoformat()
        return left
    kept = request.session.get(SINCE)
    return datetime.datetime.fromisoformat(kept) if kept else None
