"""Named reads of what a person was told."""

from dataclasses import dataclass

from django.db.models import QuerySet

from claims.accounts.models import User
from claims.delivery.models import Notification
from claims.prepared import prepared

UNREAD_SHOWN = 99


@dataclass(frozen=True)
class NotificationPage:
    """Notifications newest first; `older` is the id to go on from, None at the end."""

    rows: list[Notification]
    older: int | None


def notifications_for(*, person: User, before: int | None = None, size: int = 50) -> NotificationPage:
    """What a person was told, newest first, keyset by id: one query."""
    rows = Notification.objects.filter(recipient=person).select_related("claim", "actor").order_by("-id")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: size + 1])
    return NotificationPage(found[:size], older=found[size - 1].pk if len(found) > size else None)


def unread_count(person: User) -> int:
    """How many a person has not read, counted up to 99: one query."""
    return len(_unread(person.pk))


@prepared
def _unread(person: int) -> QuerySet[Notification, int]:
    unread = Notification.objects.filter(recipient=person, read_at__isnull=True).order_by()
    return unread.values_list("pk", flat=True)[:UNREAD_SHOWN]
