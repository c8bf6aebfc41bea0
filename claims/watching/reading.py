"""Reading a watched source again: what came of it is written down, and a real change waits for a person."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.articles.feeds import Robots
from claims.audit.services import JSONValue, record
from claims.delivery.enums import NotificationKind
from claims.delivery.services import notify_people
from claims.fetching import BadStatus, Fetched, FetchError, Limits, fetch, is_front_page
from claims.figures.kept_tables import KeptTable
from claims.jobs import services as jobs
from claims.sandbox import TooCostly
from claims.sentences import mark, say
from claims.tracking.models import Claim
from claims.verdicts.enums import WatchOutcome, WatchState
from claims.verdicts.models import ShelfLife, WatchCopy, WatchedPassage, WatchedSource
from claims.verdicts.rereading import Found, Passage, Reread, reread
from claims.verdicts.watching import FINE, SIGHTINGS, next_reading
from claims.watching import sites

FETCH_LIMITS: Final = Limits(max_bytes=15_000_000, total_seconds=25)
NAME_LIMIT: Final = 120
_WORST_FIRST: Final = (
    WatchOutcome.PAGE_GONE,
    WatchOutcome.SOFT_404,
    WatchOutcome.WALL,
    WatchOutcome.UNREACHABLE,
    WatchOutcome.GONE,
    WatchOutcome.REWORDED,
    WatchOutcome.CELLS,
    WatchOutcome.MOVED,
    WatchOutcome.SAME,
)
_LOST_WORDS: Final = mark("%(site)s no longer has the words that %(number)s cites")
_CHANGED_NUMBER: Final = mark("%(site)s has changed a number that a figure of %(number)s rests on")
_NOTED: Final = ("outcome", "words_now", "likeness", "cells_now", "last_seen_at", "is_lost")
_WALLS: Final = frozenset({401, 402, 403, 451})
_GONE: Final = frozenset({404, 410})

type Outcomes = dict[int, Found]


@dataclass(frozen=True)
class Reading:
    """What came of asking a source: the page's outcome where it has one, and each passage's by its id."""

    outcome: str
    passages: Outcomes
    error: str = ""
    answer: Fetched | None = None
    text_hash: str = ""


def look(source: WatchedSource) -> None:
    """Read a leased source again, when its site and the day's budget allow it."""
    if source.state != WatchState.WATCHED:
        jobs.finish(source)
        return
    passages = list(source.passages.order_by("pk"))
    host = sites.take_turn(source.url)
    robots = Robots()
    try:
        robots = sites.rules_of(host)
        if not robots.allow(source.url):
            reading = _all(WatchOutcome.BARRED, passages)
        else:
            sites.spend_one()
            reading = _read(source, passages)
    finally:
        sites.leave(host, robots)
    note_reading(source, reading)


def note_reading(source: WatchedSource, reading: Reading) -> None:
    """Write down what came of a leased source's reading, and have it read again on its next day.

    What seems lost is seen more than once before it becomes an alarm; what a person has settled raises none again.
    """
    now = timezone.now()
    sightings = source.sightings + 1 if reading.outcome == source.outcome else 1
    lost = reading.outcome in SIGHTINGS and sightings >= SIGHTINGS[WatchOutcome(reading.outcome)]
    alarm = lost and source.settled != reading.outcome
    changed = bool(reading.text_hash and source.text_hash and reading.text_hash != source.text_hash)
    answer = reading.answer
    raised = alarm and source.alarm_since is None
    name = _write(answer) if raised and answer and answer.content else ""
    values: dict[str, Any] = {
        "asked_at": now,
        "outcome": reading.outcome,
        "sightings": min(sightings, 1000),
        "error": reading.error,
        "alarm_since": (source.alarm_since or now) if alarm else None,
    }
    if answer is not None and not answer.not_modified:
        # A validator is good for a page whose words were found: a lost page is read whole each time.
        fine = reading.outcome in (WatchOutcome.SAME, WatchOutcome.MOVED)
        values |= {
            "etag": answer.etag[:300] if fine else "",
            "last_modified": answer.last_modified[:100] if fine else "",
            "text_hash": reading.text_hash,
        }
    if reading.outcome in (WatchOutcome.SAME, WatchOutcome.MOVED):
        values["settled"] = ""
    again = next_reading(reading.outcome, sightings, source.cited_at, now, changed=changed)
    try:
        with transaction.atomic():
            jobs.finish(source, again_at=Now() + again, **values)
            claims = _note_passages(source, reading, now, alarm=alarm)
            ShelfLife.objects.filter(claim__in=claims).update(sources_seen_at=now)
            if raised:
                _tell(source, reading, claims)
                if name and answer is not None:
                    _keep(source, reading, answer, name, now)
    except BaseException:
        if name:
            default_storage.delete(name)
        raise


def _read(source: WatchedSource, passages: list[WatchedPassage]) -> Reading:
    try:
        answer = fetch(
            source.url,
            limits=FETCH_LIMITS,
            etag=source.etag,
            last_modified=source.last_modified,
            allow_networks=settings.FETCH_ALLOW_NETWORKS,
        )
    except BadStatus as error:
        return _all(_of_status(error.status), passages, error.message)
    except FetchError as error:
        return _all(WatchOutcome.UNREACHABLE, passages, error.message)
    if answer.not_modified:
        return _unchanged(source, passages, answer)
    jobs.renew(source)
    wanted = [passage for passage in passages if passage.is_comparable or passage.tables]
    try:
        page = reread(
            data=answer.content,
            content_type=answer.content_type,
            url=answer.url,
            charset=answer.charset,
            passages=[_wanted(each) for each in wanted],
        )
    except (TooCostly, RuntimeError) as error:
        reason = error.message if isinstance(error, TooCostly) else ""
        return _all(WatchOutcome.UNREACHABLE, passages, reason, answer)
    return _compared(source, passages, wanted, page, answer)


def _wanted(passage: WatchedPassage) -> Passage:
    """What is looked for: words that were once found there, and the cells of tables that figures rest on."""
    tables = tuple(KeptTable.from_data(table) for table in passage.tables)
    if not passage.is_comparable:
        return Passage("", tables=tables)
    return Passage(passage.quote, passage.before, passage.after, passage.accepted, tables)


def _compared(
    source: WatchedSource,
    passages: list[WatchedPassage],
    wanted: list[WatchedPassage],
    page: Reread,
    answer: Fetched,
) -> Reading:
    moved_home = is_front_page(answer.url) and not is_front_page(source.url)
    whole = page.page or (WatchOutcome.SOFT_404 if moved_home else "")
    found: Outcomes = {}
    for passage, what in zip(wanted, page.found, strict=True):
        missed = what.outcome not in FINE
        found[passage.pk] = Found(whole) if missed and whole else what
    if not wanted and whole:
        return _all(whole, passages, answer=answer)
    worst = next((each for each in _WORST_FIRST if any(f.outcome == each for f in found.values())), WatchOutcome.SAME)
    rest = {each.pk: Found(whole or WatchOutcome.SAME) for each in passages if each.pk not in found}
    text_hash = hashlib.sha256(page.text.encode("utf-8", "replace")).hexdigest()
    return Reading(worst, rest | found, answer=answer, text_hash=text_hash)


def _unchanged(source: WatchedSource, passages: list[WatchedPassage], answer: Fetched) -> Reading:
    """The site says that nothing has changed since the words were found."""
    stands = (WatchOutcome.SAME, WatchOutcome.MOVED)
    outcome = source.outcome if source.outcome in stands else WatchOutcome.SAME
    found = {
        each.pk: Found(
            each.outcome if each.outcome in stands else outcome, each.words_now or each.accepted or each.quote, 1.0
        )
        for each in passages
    }
    return Reading(outcome, found, answer=answer)


def _all(outcome: str, passages: list[WatchedPassage], error: str = "", answer: Fetched | None = None) -> Reading:
    return Reading(outcome, {each.pk: Found(outcome) for each in passages}, error, answer)


def _of_status(status: int) -> str:
    if status in _GONE:
        return WatchOutcome.PAGE_GONE
    return WatchOutcome.WALL if status in _WALLS else WatchOutcome.UNREACHABLE


def _note_passages(source: WatchedSource, reading: Reading, now: datetime, *, alarm: bool) -> list[int]:
    """Write each passage's outcome; the claims whose passages were looked at."""
    claims: set[int] = set()
    for passage in source.passages.select_for_update(of=("self",)).order_by("pk"):
        found = reading.passages.get(passage.pk)
        if found is None:
            continue
        claims.add(passage.claim_id)
        passage.outcome, passage.words_now = found.outcome, found.words
        passage.likeness = found.likeness or None
        passage.cells_now = [change.as_data() for change in found.cells]
        stands = found.outcome in (WatchOutcome.SAME, WatchOutcome.MOVED)
        if stands and passage.is_comparable and found.words != passage.accepted:
            passage.last_seen_at = now
        passage.is_lost = alarm and not stands
        passage.save(update_fields=[*_NOTED])
    return sorted(claims)


def _tell(source: WatchedSource, reading: Reading, claims: list[int]) -> None:
    """Every check that cites the source has it in its history; who may decide is told once, however many cite it."""
    citing = list(Claim.objects.filter(pk__in=claims).order_by("pk"))
    if citing:
        notify_people(
            User.objects.holding(Right.PUBLISH),
            kind=NotificationKind.SOURCE_LOST,
            claim=citing[0],
            actor=None,
            text=say(
                _CHANGED_NUMBER if reading.outcome == WatchOutcome.CELLS else _LOST_WORDS,
                site=urlsplit(source.url).hostname or source.url[:NAME_LIMIT],
                number=citing[0].number,
            ),
        )
    for claim in citing:
        record(
            actor=None,
            action="source_lost",
            target=claim,
            from_state=claim.state,
            to_state=claim.state,
            data={
                "watched": source.pk,
                "name": source.url[:NAME_LIMIT],
                "outcome": reading.outcome,
                **({"cells": changed} if (changed := _changed_cells(source, reading, claim)) else {}),
            },
        )


def _changed_cells(source: WatchedSource, reading: Reading, claim: Claim) -> list[JSONValue]:
    """The named cells under a claim's figures that hold something else there now, for its history."""
    passages = source.passages.filter(claim=claim).values_list("pk", flat=True)
    found = [reading.passages[passage] for passage in passages if passage in reading.passages]
    return [change.as_data() for each in found for change in each.cells]


def _write(answer: Fetched) -> str:
    digest = hashlib.sha256(answer.content).hexdigest()
    name = f"watched/{timezone.now():%Y/%m}/{digest}-{secrets.token_hex(8)}"
    return default_storage.save(name, ContentFile(answer.content))


def _keep(source: WatchedSource, reading: Reading, answer: Fetched, name: str, now: datetime) -> None:
    WatchCopy.objects.create(
        source=source,
        at=now,
        outcome=reading.outcome,
        file=name,
        content_type=answer.content_type[:120],
        size=len(answer.content),
        sha256=hashlib.sha256(answer.content).hexdigest(),
        final_url=answer.url[:2000],
    )
