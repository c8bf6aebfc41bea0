"""What is asked about accounts as a whole."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.utils import timezone

from claims.accounts.models import SecurityEvent, SecurityEventKind, User

AN_HOUR: Final = timedelta(hours=1)
EVENTS_A_PAGE: Final = 50


@dataclass(frozen=True)
class EventPage:
    """A page of what happened to accounts, and where the next older one begins."""

    rows: list[SecurityEvent]
    older: int | None


def security_events(*, person: User | None = None, before: int | None = None) -> EventPage:
    """What happened to one account or to all, newest first."""
    events = SecurityEvent.objects.select_related("person")
    if person is not None:
        events = events.filter(person=person)
    if before is not None:
        events = events.filter(pk__lt=before)
    rows = list(events[: EVENTS_A_PAGE + 1])
    return EventPage(rows[:EVENTS_A_PAGE], rows[EVENTS_A_PAGE - 1].pk if len(rows) > EVENTS_A_PAGE else None)


def sign_in_failures() -> int:
    """How many wrong passwords were given for accounts that exist, in the last hour."""
    wrong = (SecurityEventKind.WRONG_PASSWORD, SecurityEventKind.LOCKED)
    return SecurityEvent.objects.filter(kind__in=wrong, at__gt=timezone.now() - AN_HOUR).count()
