"""Writing, sealing and verifying the audit record."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import models, transaction
from django.db.models import Max
from django.utils import timezone

from claims.accounts.models import User
from claims.audit.models import AuditEvent, AuditSeal

type JSONValue = str | int | float | bool | None | list["JSONValue"] | dict[str, "JSONValue"]


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


def event_hash(event: AuditEvent) -> str:
    """SHA-256 over the canonical JSON (sorted keys, UTF-8) of everything the row says and the hash before it."""
    return _digest(
        {
            "at": _instant(event.at),
            "actor": event.actor_id,
            "action": event.action,
            "object": [event.object_type, event.object_id, event.sequence],
            "states": [event.from_state, event.to_state],
            "note": event.note,
            "data": event.data,
            "previous": event.previous_hash,
        }
    )


def seal() -> AuditSeal | None:
    """Hash the heads of all chains into a new seal, or return None when nothing happened since the last one."""
    with transaction.atomic():
        before = AuditSeal.objects.select_for_update().order_by("-id").first()
        newest = AuditEvent.objects.aggregate(newest=Max("id"))["newest"]
        if newest is None or (before and before.last_event_id >= newest):
            return None
        chains, heads = _heads_digest(newest)
        at = timezone.now()
        previous_hash = before.hash if before else ""
        return AuditSeal.objects.create(
            at=at,
            last_event_id=newest,
            chains=chains,
            previous_hash=previous_hash,
            hash=_seal_hash(at, newest, chains, heads, previous_hash),
        )


@dataclass(frozen=True)
class BrokenRow:
    """The first place where the record is not what it was, and why."""

    row: str
    reason: str


def verify() -> tuple[int, BrokenRow | None]:
    """Check every chain and every seal; the count of events read, and the first broken row in order of writing."""
    heads: dict[tuple[str, int], tuple[int, str]] = {}
    count = 0
    for event in AuditEvent.objects.order_by("id").iterator(chunk_size=2000):
        count += 1
        key = (event.object_type, event.object_id)
        sequence, previous_hash = heads.get(key, (0, ""))
        name = f"event {event.pk} ({event.action} on {event.object_type} {event.object_id})"
        if event.sequence != sequence + 1:
            return count, BrokenRow(name, f"position {event.sequence} follows position {sequence}: rows are missing")
        if event.previous_hash != previous_hash:
            return count, BrokenRow(name, "it does not carry the hash of the row before it")
        if event.hash != event_hash(event):
            return count, BrokenRow(name, "its words are not those that were written")
        heads[key] = (event.sequence, event.hash)
    return count, _first_broken_seal()


def _first_broken_seal() -> BrokenRow | None:
    previous_hash = ""
    for stored in AuditSeal.objects.order_by("id"):
        chains, heads = _heads_digest(stored.last_event_id)
        expected = _seal_hash(stored.at, stored.last_event_id, chains, heads, previous_hash)
        if stored.previous_hash != previous_hash or stored.hash != expected:
            return BrokenRow(f"seal {stored.pk}", "the chains are not those it was set over")
        previous_hash = stored.hash
    return None


def _heads_digest(last_event_id: int) -> tuple[int, str]:
    """How many chains there were up to an event, and a hash over their heads in a fixed order."""
    digest, chains = hashlib.sha256(), 0
    for line in _heads(last_event_id):
        digest.update(line.encode())
        chains += 1
    return chains, digest.hexdigest()


def _heads(last_event_id: int) -> Iterator[str]:
    newest_of_each = (
        AuditEvent.objects.filter(id__lte=last_event_id)
        .values("object_type", "object_id")
        .annotate(newest=Max("id"))
        .values("newest")
    )
    rows = (
        AuditEvent.objects.filter(id__in=newest_of_each)
        .order_by("object_type", "object_id")
        .values_list("object_type", "object_id", "sequence", "hash")
    )
    for object_type, object_id, sequence, head in rows.iterator(chunk_size=2000):
        yield f"{object_type} {object_id} {sequence} {head}\n"


def _seal_hash(at: datetime, last_event_id: int, chains: int, heads: str, previous_hash: str) -> str:
    return _digest(
        {"at": _instant(at), "last": last_event_id, "chains": chains, "heads": heads, "previous": previous_hash}
    )


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _digest(content: Mapping[str, object]) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
