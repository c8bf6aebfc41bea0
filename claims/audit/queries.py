"""Named reads of the audit record; each says in its docstring how many queries it makes."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from claims.accounts.models import User
from claims.audit.models import AuditEvent
from claims.audit.sentences import Sentence, people_in, sentence


@dataclass(frozen=True)
class Line:
    """One act in words."""

    event: AuditEvent
    sentence: Sentence


@dataclass(frozen=True)
class History:
    """Acts newest first; `older` is the id to go on from, None at the end."""

    lines: list[Line]
    older: int | None


def history_of(*, object_type: str, object_id: int, before: int | None = None, size: int = 50) -> History:
    """What happened to one object, newest first, keyset by id: two queries.

    `object_type` is the model's name in lower case: claim, candidate, article, user.
    """
    events = AuditEvent.objects.filter(object_type=object_type, object_id=object_id)
    return _page(events.order_by("-id"), before, size)


def latest(*, before: int | None = None, size: int = 50, actor_id: int | None = None) -> History:
    """What happened on the whole desk, or by one person, newest first, keyset by id: two queries."""
    events = AuditEvent.objects.order_by("-id")
    return _page(events.filter(actor_id=actor_id) if actor_id else events, before, size)


def in_words(events: Iterable[AuditEvent]) -> list[Line]:
    """Events that were read already, as sentences: one query for the names."""
    events = list(events)
    people = User.objects.filter(pk__in=people_in(events)).only("pk", "display_name", "username")
    names = {person.pk: str(person) for person in people}
    return [Line(event, sentence(event, names)) for event in events]


def _page(events: QuerySet[AuditEvent], before: int | None, size: int) -> History:
    if before is not None:
        events = events.filter(id__lt=before)
    found = list(events[: size + 1])
    return History(in_words(found[:size]), older=found[size - 1].pk if len(found) > size else None)
