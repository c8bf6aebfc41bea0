"""Claims out of a table: each row is checked, and made a claim of in a short transaction of its own."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.matching.services import index_claim
from claims.tracking.enums import Priority
from claims.tracking.models import Claim, Topic
from claims.tracking.services import create_claim
from claims.tracking.tables import Line
from claims.workflow.drafting import CLAIMANT_LIMIT, STATEMENT_LIMIT, WHERE_LIMIT
from claims.workflow.errors import NotAllowed

COLUMNS: Final = ("statement", "claimant", "said_on", "said_where", "topics", "priority", "due_at")
EXPORTED_TOO: Final = frozenset({"number", "state", "reviewer", "score", "rating", "close_reason", "created_at"})


class Outcome(StrEnum):
    """What became of a row."""

    CREATED = "created"
    HERE = "here"
    FAILED = "failed"


@dataclass(frozen=True)
class Imported:
    """A row, what became of it, the number of its claim, and a sentence for whoever imports."""

    place: str
    outcome: Outcome
    number: str = ""
    message: str = ""


@dataclass(frozen=True)
class _Row:
    statement: str
    claimant: str
    said_on: date | None
    said_where: str
    topics: tuple[Topic, ...]
    priority: Priority
    due_at: datetime | None


def import_claims(lines: Iterable[Line], *, actor: User, dry_run: bool = False) -> Iterator[Imported]:
    """Put each row into the queue, one after another; with `dry_run`, say what would become of it and change nothing.

    A row with the wording and the claimant of a claim that is here already is left alone, so that importing a file
    twice imports nothing twice.
    """
    if not actor.may(Right.TRIAGE):
        raise NotAllowed("Your role does not let you import claims. Ask an editor.")
    return _import(lines, actor, dry_run)


def _import(lines: Iterable[Line], actor: User, dry_run: bool) -> Iterator[Imported]:
    topics = {name: topic for topic in Topic.objects.all() for name in (topic.slug, topic.name.lower())}
    planned: set[tuple[str, str]] = set()
    for line in lines:
        if line.problem:
            yield Imported(line.place, Outcome.FAILED, message=line.problem)
            continue
        row = _read(line.values, topics)
        if isinstance(row, str):
            yield Imported(line.place, Outcome.FAILED, message=row)
            continue
        known = _known(row)
        if known is not None:
            yield Imported(line.place, Outcome.HERE, known.number, f"It is here already as {known.number}.")
        elif dry_run:
            key = (row.statement.lower(), row.claimant.lower())
            twice = key in planned
            planned.add(key)
            message = "It stands in the file twice." if twice else "It would be added."
            yield Imported(line.place, Outcome.HERE if twice else Outcome.CREATED, message=message)
        else:
            claim = _create(row, actor)
            yield Imported(line.place, Outcome.CREATED, claim.number, f"Added as {claim.number}.")


def _known(row: _Row) -> Claim | None:
    same = Claim.objects.filter(statement__iexact=row.statement)
    same = same.filter(claimant__name__iexact=row.claimant) if row.claimant else same.filter(claimant__isnull=True)
    return same.order_by("pk").first()


def _create(row: _Row, actor: User) -> Claim:
    with transaction.atomic():
        claim = create_claim(
            statement=row.statement,
            actor=actor,
            claimant_name=row.claimant,
            said_on=row.said_on,
            said_where=row.said_where,
        )
        if row.priority != Priority.NORMAL or row.due_at:
            claim.priority, claim.due_at = row.priority, row.due_at
            claim.save(update_fields=["priority", "due_at"])
        claim.topics.set(row.topics)
        index_claim(claim.pk)
    return claim


def _read(values: Mapping[str, str], topics: Mapping[str, Topic]) -> _Row | str:
    """The row, or every reason why it is none, in sentences."""
    problems: list[str] = []
    strange = sorted(set(values) - set(COLUMNS) - EXPORTED_TOO)
    if strange:
        problems.append(f"There is no column “{strange[0][:40]}”. There are: {', '.join(COLUMNS)}.")
    text = {name: " ".join(values.get(name, "").split()) for name in COLUMNS}
    if not text["statement"]:
        problems.append("It has no statement.")
    for name, limit in (("statement", STATEMENT_LIMIT), ("claimant", CLAIMANT_LIMIT), ("said_where", WHERE_LIMIT)):
        if len(text[name]) > limit:
            problems.append(f"Its {name} has {len(text[name]):,} characters; keep it under {limit:,}.")
        if "\x00" in text[name] or not _is_text(text[name]):
            problems.append(f"Its {name} holds characters that are none.")
    said_on = _moment(text["said_on"], parse_date, "said_on", "2026-03-18", problems)
    if said_on and said_on > timezone.localdate():
        problems.append("Its said_on lies in the future.")
    due_at = _moment(text["due_at"], _parse_moment, "due_at", "2026-03-18T16:00:00Z", problems)
    filed = []
    for name in filter(None, (part.strip().lower() for part in text["topics"].split(";"))):
        if name in topics:
            filed.append(topics[name])
        else:
            problems.append(f"The desk has no topic “{name[:40]}”.")
    named = {word: choice for choice in Priority for word in (choice.label.lower(), str(int(choice)))}
    priority = named.get(text["priority"].lower() or "normal")
    if priority is None:
        problems.append("Its priority is none of low, normal, high, urgent.")
    if problems or priority is None:
        return " ".join(problems)
    return _Row(text["statement"], text["claimant"], said_on, text["said_where"], tuple(filed), priority, due_at)


def _moment[M](value: str, parse: Callable[[str], M | None], name: str, example: str, problems: list[str]) -> M | None:
    if not value:
        return None
    try:
        moment = parse(value)
    except ValueError:
        moment = None
    if moment is None:
        problems.append(f"Its {name} is no date such as {example}.")
    return moment


def _parse_moment(value: str) -> datetime | None:
    moment = parse_datetime(value)
    return timezone.make_aware(moment) if moment and timezone.is_naive(moment) else moment


def _is_text(value: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in value)
