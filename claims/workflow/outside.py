"""Fact-checks of other newsrooms as material for matching: each is stored in a short transaction of its own."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.audit.services import record
from claims.claimreview.others import Entry, NothingToRead, OthersReview, read_others
from claims.claimreview.reading import folded
from claims.fetching import FetchError, Limits, canonical_url, fetch
from claims.matching.models import OutsideCheck
from claims.matching.services import index_outside
from claims.workflow.errors import Blocked, NotAllowed

FEED_LIMITS: Final = Limits(max_bytes=50_000_000, total_seconds=120)
FEED_TYPES: Final = ("text/html", "application/xhtml+xml", "application/json", "application/ld+json", "text/plain")


class Outcome(StrEnum):
    """What became of one fact-check."""

    ADDED = "added"
    CHANGED = "changed"
    HERE = "here"
    FAILED = "failed"


@dataclass(frozen=True)
class Imported:
    """A fact-check's place in the file, what became of it, its address, and a sentence for whoever imports."""

    place: str
    outcome: Outcome
    url: str = ""
    message: str = ""


def read_checks(data: bytes, *, address: str = "") -> list[Entry]:
    """The fact-checks in a file; Blocked with a sentence where there is none."""
    try:
        return read_others(data, address=address)
    except NothingToRead as nothing:
        raise Blocked(nothing.message) from nothing


def fetch_checks(url: str) -> list[Entry]:
    """The fact-checks at an address, a page's or a feed's; Blocked where it cannot be read or holds none."""
    try:
        answer = fetch(url, limits=FEED_LIMITS, accept=FEED_TYPES, allow_networks=settings.FETCH_ALLOW_NETWORKS)
    except FetchError as error:
        raise Blocked(error.message) from error
    return read_checks(answer.content, address=answer.url)


def import_checks(entries: Sequence[Entry], *, source: str, actor: User, dry_run: bool = False) -> Iterator[Imported]:
    """Keep each fact-check, one after another; with `dry_run`, say what would become of it and change nothing.

    One check is one claim at one address: a file that is imported again brings only what has changed. `source` is the
    name of the file, or the address, that they came from.
    """
    if not actor.may(Right.TRIAGE):
        raise NotAllowed("Your role does not let you import fact-checks. Ask an editor.")
    return _import(entries, source[:2000], actor, dry_run)


def _import(entries: Sequence[Entry], source: str, actor: User, dry_run: bool) -> Iterator[Imported]:
    at_address = Counter(_canonical(entry.review.url) for entry in entries if entry.review)
    planned: set[tuple[str, str]] = set()
    for entry in entries:
        if entry.review is None:
            yield Imported(entry.place, Outcome.FAILED, message=entry.problem)
            continue
        review = entry.review
        values = _values(review, source)
        if not values["canonical_url"]:
            yield Imported(entry.place, Outcome.FAILED, review.url, "Its address is not one of the web.")
            continue
        alone = at_address[values["canonical_url"]] == 1
        if dry_run:
            key = (values["canonical_url"], values["claim_sha256"])
            outcome = Outcome.HERE if key in planned else _outlook(values, alone=alone)
            planned.add(key)
        else:
            outcome = _keep(values, actor, alone=alone)
        yield Imported(entry.place, outcome, review.url, _WORDS[outcome])


_WORDS: Mapping[Outcome, str] = {
    Outcome.ADDED: "New.",
    Outcome.CHANGED: "It reads otherwise than when it was last imported.",
    Outcome.HERE: "It is here already.",
}


def _outlook(values: Mapping[str, Any], *, alone: bool) -> Outcome:
    known = _known(values, alone=alone)
    if known is None:
        return Outcome.ADDED
    return Outcome.CHANGED if _changed(known, values) else Outcome.HERE


def _keep(values: Mapping[str, Any], actor: User, *, alone: bool) -> Outcome:
    try:
        with transaction.atomic():
            return _stored(values, actor, alone=alone)
    except IntegrityError:
        # Somebody imports the same check at this moment; theirs is there now.
        with transaction.atomic():
            return _stored(values, actor, alone=alone)


def _stored(values: Mapping[str, Any], actor: User, *, alone: bool) -> Outcome:
    now = timezone.now()
    known = _known(values, alone=alone)
    if known is None:
        check = OutsideCheck.objects.create(**values, imported_by=actor, imported_at=now, updated_at=now)
        record(actor=actor, action="outside_check_added", target=check, data={"url": check.url})
        index_outside(check.pk)
        return Outcome.ADDED
    known = OutsideCheck.objects.select_for_update(of=("self",)).get(pk=known.pk)
    changed = _changed(known, values)
    if not changed:
        return Outcome.HERE
    for name in changed:
        setattr(known, name, values[name])
    known.updated_at = now
    known.save(update_fields=[*changed, "updated_at"])
    record(actor=actor, action="outside_check_changed", target=known, data={"fields": list(changed)})
    index_outside(known.pk)
    return Outcome.CHANGED


def _known(values: Mapping[str, Any], *, alone: bool) -> OutsideCheck | None:
    """The same check as it is kept: by its claim, or by its address where that stands for one check here and there."""
    there = list(OutsideCheck.objects.filter(canonical_url=values["canonical_url"]).order_by("pk"))
    same = next((check for check in there if check.claim_sha256 == values["claim_sha256"]), None)
    return same or (there[0] if alone and len(there) == 1 else None)


def _changed(known: OutsideCheck, values: Mapping[str, Any]) -> list[str]:
    return [name for name, value in values.items() if name != "source" and getattr(known, name) != value]


def _values(review: OthersReview, source: str) -> dict[str, Any]:
    claim = folded(review.claim)
    return {
        "url": review.url,
        "canonical_url": _canonical(review.url),
        "claim_sha256": hashlib.sha256(claim.encode()).hexdigest(),
        "claim_reviewed": review.claim,
        "claimant": review.claimant,
        "claim_date": review.claim_date,
        "publisher": review.publisher,
        "title": review.title,
        "rating": review.rating,
        "tone": review.tone,
        "reviewed_on": review.reviewed_on,
        "language": review.language,
        "raw": dict(review.raw or {}),
        "source": source,
    }


def _canonical(url: str) -> str:
    """The address by which a check is known; empty for one that no fetch could ask."""
    try:
        return canonical_url(url)[:2000]
    except FetchError:
        return ""
