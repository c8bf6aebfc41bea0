"""Fact-checks of other newsrooms as material for matching: each is read, and kept in a short transaction of its own.

One check is one claim at one address, so a file that is imported again brings only what has changed.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from django.conf import settings
from django.db import DataError, IntegrityError, transaction
from django.utils import timezone

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.audit.services import record
from claims.claimreview.import_formats import Entry, NothingToRead, OthersReview, read_others
from claims.claimreview.reading import folded
from claims.errors import Blocked, NotAllowed
from claims.fetching import FetchError, Limits, canonical_url, fetch
from claims.intake.import_rows import Result, Rows, Unusable, key_of
from claims.matching.models import OutsideCheck
from claims.matching.services import index_outside
from claims.sentences import say
from claims.tracking.enums import RowOutcome

FEED_LIMITS: Final = Limits(max_bytes=50_000_000, total_seconds=120)
FEED_TYPES: Final = ("text/html", "application/xhtml+xml", "application/json", "application/ld+json", "text/plain")


@dataclass(frozen=True)
class Imported:
    """A fact-check's place in the file, and what became of it."""

    place: str
    result: Result


@dataclass(frozen=True)
class CheckRow:
    """One fact-check of a file, in order by itself."""

    values: dict[str, Any] = field(repr=False)
    alone: bool
    """Whether it is the only one of its file at its address."""

    @property
    def key(self) -> str:
        """SHA-256 over its address and claim."""
        return key_of(self.values["canonical_url"], self.values["claim_sha256"])

    def outlook(self) -> Result:
        """What would become of it now; nothing is changed."""
        known = self._known()
        if known is None:
            return Result(RowOutcome.CREATED, say("It would be added."))
        if self._changed(known):
            return Result(RowOutcome.CHANGED, say("It reads otherwise than when it was last imported."))
        return Result(RowOutcome.HERE, say("It is here already."))

    def carry_out(self, actor: User | None) -> Result:
        """Keep it, inside the caller's transaction; without an actor the software took it over."""
        try:
            with transaction.atomic():
                return self._keep(actor)
        except IntegrityError:
            # Somebody imports the same check at this moment; theirs is there now.
            return self._keep(actor)

    def _keep(self, actor: User | None) -> Result:
        now, known = timezone.now(), self._known()
        if known is None:
            check = OutsideCheck.objects.create(**self.values, imported_by=actor, imported_at=now, updated_at=now)
            record(actor=actor, action="outside_check_added", target=check, data={"url": check.url})
            index_outside(check.pk)
            return Result(RowOutcome.CREATED, say("Added: %(url)s", url=check.url))
        known = OutsideCheck.objects.select_for_update(of=("self",)).get(pk=known.pk)
        changed = self._changed(known)
        if not changed:
            return Result(RowOutcome.HERE, say("It is here already: %(url)s", url=known.url))
        for name in changed:
            setattr(known, name, self.values[name])
        known.updated_at = now
        known.save(update_fields=[*changed, "updated_at"])
        record(actor=actor, action="outside_check_changed", target=known, data={"fields": list(changed)})
        index_outside(known.pk)
        return Result(RowOutcome.CHANGED, say("It reads otherwise than before: %(url)s", url=known.url))

    def _known(self) -> OutsideCheck | None:
        """The same check as it is kept: by its claim, or by its address where that leads to one check on both sides."""
        there = list(OutsideCheck.objects.filter(canonical_url=self.values["canonical_url"]).order_by("pk"))
        same = next((check for check in there if check.claim_sha256 == self.values["claim_sha256"]), None)
        return same or (there[0] if self.alone and len(there) == 1 else None)

    def _changed(self, known: OutsideCheck) -> list[str]:
        return [name for name, value in self.values.items() if name != "source" and getattr(known, name) != value]


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


def check_rows(entries: Sequence[Entry], *, source: str) -> Rows[CheckRow]:
    """The fact-checks of a file as rows to import; `source` is the file's name or the address they came from."""
    at_address = Counter(_canonical(entry.review.url) for entry in entries if entry.review)
    return Rows(
        ((entry.place, partial(_prepare, entry, source[:2000], at_address)) for entry in entries),
        lambda checks: [check.outlook() for check in checks],
        lambda checks, actor: [check.carry_out(actor) for check in checks],
    )


def import_checks(entries: Sequence[Entry], *, source: str, actor: User, dry_run: bool = False) -> Iterator[Imported]:
    """Keep each fact-check, one after another; with `dry_run`, say what would become of it and change nothing."""
    if not actor.may(Right.TRIAGE):
        raise NotAllowed(say("Your role does not let you import fact-checks. Ask an editor."))
    return _import(check_rows(entries, source=source), actor, dry_run)


def _import(rows: Rows[CheckRow], actor: User, dry_run: bool) -> Iterator[Imported]:
    planned: set[str] = set()
    for place, prepare in rows.rows:
        try:
            check = prepare()
            if check.key in planned:
                result = Result(RowOutcome.HERE, say("It stands in the file twice."))
            elif dry_run:
                result = check.outlook()
            else:
                with transaction.atomic():
                    result = check.carry_out(actor)
            planned.add(check.key)
        except Unusable as error:
            result = Result(RowOutcome.FAILED, error.message)
        except DataError as error:
            result = Result(RowOutcome.FAILED, say("The database does not take it: %(error)s", error=str(error)))
        yield Imported(place, result)


def _prepare(entry: Entry, source: str, at_address: Counter[str]) -> CheckRow:
    if entry.review is None:
        raise Unusable(entry.problem)
    values = _values(entry.review, source)
    if not values["canonical_url"]:
        raise Unusable(say("Its address is not one of the web."))
    return CheckRow(values, alone=at_address[values["canonical_url"]] == 1)


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
