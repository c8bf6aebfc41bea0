"""Writing, sealing and verifying the audit record."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import IntegrityError, connection, models, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.accounts.models import User
from claims.audit.models import AuditEvent, AuditSeal
from claims.inserting import insert_all

type JSONValue = str | int | float | bool | list["JSONValue"] | dict[str, "JSONValue"] | None

type Head = tuple[str, int, int, str]
"""The newest row of one chain: object type, object id, position in the chain, hash."""


def record(
    *,
    actor: User | None,
    action: str,
    target: models.Model,
    from_state: str = "",
    to_state: str = "",
    note: str = "",
    data: Mapping[str, JSONValue] | None = None,
) -> AuditEvent:
    """Append one act to the chain of `target`.

    The caller holds the lock on the target's row and is inside the transaction of the act itself; an actor of None is
    the software. `data` names people by id only, so that a removed person's name leaves no trace in the chain.
    """
    object_type = target._meta.model_name or ""
    head = (
        AuditEvent.objects.filter(object_type=object_type, object_id=target.pk)
        .order_by("-sequence")
        .values_list("sequence", "hash")
        .first()
    )
    sequence, previous_hash = head or (0, "")
    event = AuditEvent(
        at=timezone.now(),
        actor=actor,
        action=action,
        object_type=object_type,
        object_id=target.pk,
        sequence=sequence + 1,
        from_state=from_state,
        to_state=to_state,
        note=note,
        data=dict(data or {}),
        previous_hash=previous_hash,
    )
    event.hash = event_hash(event)
    event.save(force_insert=True)
    return event


@dataclass(frozen=True)
class Act:
    """One act to be recorded with others; its fields are those of `record`."""

    action: str
    target: models.Model
    from_state: str = ""
    to_state: str = ""
    note: str = ""
    data: Mapping[str, JSONValue] | None = None


def record_all(acts: Sequence[Act], *, actor: User | None) -> None:
    """Append acts to the chains of their targets in the order given, by one query a kind of target and one statement.

    The same as `record` for each, with the hashes of a chain computed one after another before any is written.
    """
    heads = _heads_of(acts)
    at = timezone.now()
    events = []
    for act in acts:
        object_type = act.target._meta.model_name or ""
        sequence, previous_hash = heads.get((object_type, act.target.pk), (0, ""))
        event = AuditEvent(
            at=at,
            actor=actor,
            action=act.action,
            object_type=object_type,
            object_id=act.target.pk,
            sequence=sequence + 1,
            from_state=act.from_state,
            to_state=act.to_state,
            note=act.note,
            data=dict(act.data or {}),
            previous_hash=previous_hash,
        )
        event.hash = event_hash(event)
        heads[object_type, act.target.pk] = (event.sequence, event.hash)
        events.append(event)
    insert_all(events)


def _heads_of(acts: Sequence[Act]) -> dict[tuple[str, int], tuple[int, str]]:
    """The newest position and hash of each chain that the acts belong to, where it has one."""
    targets: dict[str, set[int]] = {}
    for act in acts:
        targets.setdefault(act.target._meta.model_name or "", set()).add(act.target.pk)
    heads: dict[tuple[str, int], tuple[int, str]] = {}
    for object_type, ids in targets.items():
        rows = AuditEvent.objects.filter(object_type=object_type, object_id__in=ids).order_by("sequence")
        for object_id, sequence, head in rows.values_list("object_id", "sequence", "hash"):
            heads[object_type, object_id] = (sequence, head)
    return heads


def event_hash(event: AuditEvent) -> str:
    """SHA-256 over the canonical JSON (sorted keys, UTF-8) of everything the row says and the hash before it."""
    return _digest(event_content(event))


def event_content(event: AuditEvent) -> dict[str, JSONValue]:
    """What an event's hash is taken over."""
    return {
        "at": _instant(event.at),
        "actor": event.actor_id,
        "action": event.action,
        "object": [event.object_type, event.object_id, event.sequence],
        "states": [event.from_state, event.to_state],
        "note": event.note,
        "data": event.data,
        "previous": event.previous_hash,
    }


def seal() -> AuditSeal | None:
    """Hash the heads of all chains into a new seal, or return None when nothing happened since the last one.

    A seal hashes the seal before it and the heads of the chains that moved since, so the newest seal stands for the
    heads of all chains, and sealing costs no more than what happened in between. Two at once cannot fork the seals:
    the database holds each earlier hash once, and the later of the two returns None.
    """
    last_event_id = _last_settled_event()
    before = AuditSeal.objects.order_by("-id").first()
    since = before.last_event_id if before else 0
    if last_event_id <= since:
        return None
    chains, heads = _heads_digest(_heads_moved(since, last_event_id))
    at, previous_hash = timezone.now(), before.hash if before else ""
    try:
        with transaction.atomic():
            return AuditSeal.objects.create(
                at=at,
                last_event_id=last_event_id,
                chains=chains,
                previous_hash=previous_hash,
                hash=_seal_hash(at, last_event_id, chains, heads, previous_hash),
            )
    except IntegrityError:
        return None


@dataclass(frozen=True)
class BrokenRow:
    """The first place where the record is not what it was, and why."""

    row: str
    reason: str


@dataclass(frozen=True)
class Verified:
    """What a check of the whole record found."""

    events: int
    seals: int
    broken: BrokenRow | None = None


def verify() -> Verified:
    """Check every chain and every seal in one pass, up to the first broken row in the order of writing."""
    seals = list(AuditSeal.objects.order_by("id"))
    chains = _Chains()
    sealed, events, previous_hash = 0, 0, ""
    for event in AuditEvent.objects.order_by("id").iterator(chunk_size=2000):
        while sealed < len(seals) and event.pk > seals[sealed].last_event_id:
            if not _seal_holds(seals[sealed], chains, previous_hash):
                return Verified(events, sealed, _broken_seal(seals[sealed]))
            previous_hash = seals[sealed].hash
            sealed += 1
        events += 1
        reason = chains.add(event)
        if reason:
            name = _("event %(pk)s (%(action)s on %(object_type)s %(object_id)s)") % {
                "pk": event.pk,
                "action": event.action,
                "object_type": event.object_type,
                "object_id": event.object_id,
            }
            return Verified(events, sealed, BrokenRow(name, reason))
    for stored in seals[sealed:]:
        if not _seal_holds(stored, chains, previous_hash):
            return Verified(events, sealed, _broken_seal(stored))
        previous_hash = stored.hash
        sealed += 1
    return Verified(events, sealed)


class _Chains:
    """The head of every chain read so far, and the chains that moved since the last seal."""

    def __init__(self) -> None:
        self.heads: dict[tuple[str, int], tuple[int, str]] = {}
        self.moved: set[tuple[str, int]] = set()
        self.last_event_id = 0

    def add(self, event: AuditEvent) -> str:
        """Read one event more; why it does not follow from those before, or an empty string."""
        key = (event.object_type, event.object_id)
        sequence, previous_hash = self.heads.get(key, (0, ""))
        if event.sequence != sequence + 1:
            return _("position %(sequence)s follows position %(sequence_2)s: rows are missing") % {
                "sequence": event.sequence,
                "sequence_2": sequence,
            }
        if event.previous_hash != previous_hash:
            return _("it does not carry the hash of the row before it")
        if event.hash != event_hash(event):
            return _("its words are not those that were written")
        self.heads[key] = (event.sequence, event.hash)
        self.moved.add(key)
        self.last_event_id = event.pk
        return ""

    def take_moved(self) -> Iterator[Head]:
        """The heads of the chains that moved, in a fixed order; from here on they count as sealed."""
        moved, self.moved = sorted(self.moved), set()
        for key in moved:
            yield (*key, *self.heads[key])


def _seal_holds(stored: AuditSeal, chains: _Chains, previous_hash: str) -> bool:
    """Whether a seal is the one that was set over these chains, its last event included."""
    count, heads = _heads_digest(chains.take_moved())
    return (
        stored.last_event_id == chains.last_event_id
        and stored.previous_hash == previous_hash
        and stored.hash == _seal_hash(stored.at, stored.last_event_id, count, heads, previous_hash)
    )


def _broken_seal(stored: AuditSeal) -> BrokenRow:
    return BrokenRow(_("seal %(pk)s") % {"pk": stored.pk}, _("the chains are not those it was set over"))


def _last_settled_event() -> int:
    """The newest event below which no transaction can still write one; 0 when there is none.

    PostgreSQL gives out ids before the commit, so a lower one may appear later than a higher one. The lock waits for
    those who are writing and is let go at once. SQLite has one writer at a time.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("LOCK TABLE audit_auditevent IN SHARE MODE")
        newest: int | None = AuditEvent.objects.aggregate(newest=Max("id"))["newest"]
        return newest or 0


def _heads_moved(since: int, last_event_id: int) -> Iterator[Head]:
    newest_of_each = (
        AuditEvent.objects.filter(id__gt=since, id__lte=last_event_id)
        .order_by()
        .values("object_type", "object_id")
        .annotate(newest=Max("id"))
        .values("newest")
    )
    rows = AuditEvent.objects.filter(id__in=newest_of_each).values_list("object_type", "object_id", "sequence", "hash")
    # Sorted here, because databases order text by different rules.
    yield from sorted(rows)


def _heads_digest(heads: Iterable[Head]) -> tuple[int, str]:
    """How many heads there are, and a hash over them in the order given."""
    digest, count = hashlib.sha256(), 0
    for object_type, object_id, sequence, head in heads:
        digest.update(f"{object_type} {object_id} {sequence} {head}\n".encode())
        count += 1
    return count, digest.hexdigest()


def _seal_hash(at: datetime, last_event_id: int, chains: int, heads: str, previous_hash: str) -> str:
    return _digest(
        {"at": _instant(at), "last": last_event_id, "chains": chains, "heads": heads, "previous": previous_hash}
    )


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _digest(content: Mapping[str, object]) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
