"""Named reads of the audit record; each says in its docstring how many queries it makes."""

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass

from django.db.models import QuerySet

from claims.accounts.models import User
from claims.audit.models import AuditEvent, AuditSeal
from claims.audit.sentences import Sentence, people_in, sentence
from claims.prepared import prepared

READ_AHEAD = 3
"""How many times as many rows as lines are read, since rows that follow one another may make one line."""

NEWEST = 24
"""So many of an object's newest acts are read at once: three times the eight lines that a claim's page shows."""


@dataclass(frozen=True)
class Line:
    """One act in words; where somebody saved a draft several times on end, the last of these."""

    event: AuditEvent
    sentence: Sentence


@dataclass(frozen=True)
class History:
    """Acts newest first; `older` is the id to go on from, None at the end."""

    lines: list[Line]
    older: int | None


def seals_since(object_type: str, object_id: int) -> QuerySet[AuditSeal]:
    """The seals over the record from an object's first event on, in their order: two queries."""
    own = AuditEvent.objects.filter(object_type=object_type, object_id=object_id)
    first = own.order_by("sequence").values_list("pk", flat=True).first()
    since = AuditSeal.objects.none() if first is None else AuditSeal.objects.filter(last_event_id__gte=first)
    return since.order_by("id")


def history_of(*, object_type: str, object_id: int, before: int | None = None, size: int = 50) -> History:
    """What happened to one object, newest first, keyset by id: two queries.

    `object_type` is the model's name in lower case: claim, candidate, article, user.
    """
    ahead = size * READ_AHEAD
    if before is None and ahead <= NEWEST:
        return _page(_newest_of(object_type, object_id)[: ahead + 1], size)
    events = AuditEvent.objects.filter(object_type=object_type, object_id=object_id)
    return _page(_before(events, before)[: ahead + 1], size)


def last_notes(*, object_type: str, object_ids: Iterable[int], action: str) -> dict[int, tuple[str, str]]:
    """Who last did that to each of these objects, and what they noted: one query."""
    acts = AuditEvent.objects.filter(object_type=object_type, object_id__in=object_ids, action=action)
    columns = ("object_id", "actor__display_name", "actor__username", "note")
    rows = acts.order_by("sequence").values_list(*columns)
    return {object_id: (name or username or "", note) for object_id, name, username, note in rows}


def latest(*, before: int | None = None, size: int = 50, actor_id: int | None = None) -> History:
    """What happened on the whole desk, or by one person, newest first, keyset by id: two queries."""
    events = AuditEvent.objects.filter(actor_id=actor_id) if actor_id else AuditEvent.objects.all()
    return _page(_before(events, before)[: size * READ_AHEAD + 1], size)


def in_words(events: Iterable[AuditEvent]) -> list[Line]:
    """Events that were read already, as sentences: one query for the names."""
    events = list(events)
    names = {key: name or username for key, name, username in _names_of(sorted(people_in(events)))}
    return [Line(event, sentence(event, names)) for event in events]


@prepared
def _newest_of(object_type: str, object_id: int) -> QuerySet[AuditEvent, AuditEvent]:
    events = AuditEvent.objects.filter(object_type=object_type, object_id=object_id)
    return events.order_by("-id")[: NEWEST + 1]


@prepared
def _names_of(people: list[int]) -> QuerySet[User, tuple[int, str, str]]:
    named: QuerySet[User] = User.objects.filter(pk__in=people)
    return named.values_list("pk", "display_name", "username")


def _before(events: QuerySet[AuditEvent], before: int | None) -> QuerySet[AuditEvent]:
    return (events if before is None else events.filter(id__lt=before)).order_by("-id")


def _page(events: Iterable[AuditEvent], size: int) -> History:
    """A page of so many lines, from three times as many events and one more."""
    rows = list(events)
    runs = _runs(rows[: size * READ_AHEAD])
    shown = runs[:size]
    is_more = len(runs) > size or len(rows) > size * READ_AHEAD
    return History(in_words(_told_as_one(run) for run in shown), older=shown[-1][-1].pk if shown and is_more else None)


def _runs(rows: Sequence[AuditEvent]) -> list[list[AuditEvent]]:
    """The rows, those together that tell of one person saving one draft again and again."""
    runs: list[list[AuditEvent]] = []
    for event in rows:
        if runs and _goes_on(runs[-1][-1], event):
            runs[-1].append(event)
        else:
            runs.append([event])
    return runs


def _goes_on(later: AuditEvent, earlier: AuditEvent) -> bool:
    one = (later.action, later.actor_id, later.object_type, later.object_id)
    return later.action == "draft_saved" and one == (
        earlier.action,
        earlier.actor_id,
        earlier.object_type,
        earlier.object_id,
    )


def _told_as_one(run: Sequence[AuditEvent]) -> AuditEvent:
    """The newest of these, with what all of them changed."""
    if len(run) == 1:
        return run[0]
    parts = {part: None for event in reversed(run) for part in event.data.get("parts") or []}
    told = copy(run[0])
    told.data = {**told.data, "parts": list(parts), "saves": len(run)}
    return told
