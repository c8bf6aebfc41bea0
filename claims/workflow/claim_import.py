"""Claims out of a table: each row is checked, and made a claim of once.

A row is known by its column `key` where it has one, which is the newsroom's own name for it, else by its wording and
its claimant. Importing it again leads to the same claim, also when somebody has reworded that claim meanwhile.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Final

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from claims.accounts.models import User
from claims.articles.search import words_of
from claims.matching.services import index_claim
from claims.tracking.enums import Priority, RowOutcome
from claims.tracking.models import Claim, ImportedClaim, Topic
from claims.tracking.search import search_claims
from claims.tracking.services import create_claim
from claims.tracking.tables import Line, read
from claims.workflow.drafting import CLAIMANT_LIMIT, STATEMENT_LIMIT, WHERE_LIMIT
from claims.workflow.errors import Blocked
from claims.workflow.guards import refusal_of_due
from claims.workflow.import_rows import Result, Rows, Unusable, key_of

COLUMNS: Final = ("statement", "claimant", "said_on", "said_where", "topics", "priority", "due_at", "key")
KEY_LIMIT: Final = 200
EXPORTED_TOO: Final = frozenset({"number", "state", "reviewer", "score", "rating", "close_reason", "created_at"})


def claim_rows(data: bytes, *, name: str) -> Rows:
    """The claims in a .csv, .jsonl or .zip file; NotATable where it is none of these."""
    topics = {name: topic for topic in Topic.objects.all() for name in (topic.slug, topic.name.lower())}
    for line in read(data, name=name):
        yield line.place, partial(_prepare, line, topics)


@dataclass(frozen=True)
class _Claim:
    own_key: str
    statement: str
    claimant: str
    said_on: date | None
    said_where: str
    topics: tuple[Topic, ...]
    priority: Priority
    due_at: datetime | None

    @property
    def key(self) -> str:
        return (
            key_of("key", self.own_key) if self.own_key else key_of(self.statement.casefold(), self.claimant.casefold())
        )

    def outlook(self) -> Result:
        imported = ImportedClaim.objects.filter(key=self.key).select_related("claim").first()
        known = imported.claim if imported else self._known()
        if known:
            return _here(known)
        if refusal := refusal_of_due(self.due_at, timezone.now()):
            return Result(RowOutcome.FAILED, refusal)
        return Result(RowOutcome.CREATED, "It would be added.")

    def carry_out(self, actor: User) -> Result:
        """Two imports of one row at once: the second waits at the key for the first, and finds its claim."""
        ImportedClaim.objects.bulk_create([ImportedClaim(key=self.key)], ignore_conflicts=True)
        imported = ImportedClaim.objects.select_for_update(of=("self",)).get(key=self.key)
        if imported.claim:
            return _here(imported.claim)
        known = self._known()
        claim = known or self._create(actor)
        imported.claim = claim
        imported.save(update_fields=["claim"])
        return _here(claim) if known else Result(RowOutcome.CREATED, f"Added as {claim.number}.", claim_id=claim.pk)

    def _known(self) -> Claim | None:
        """A claim with the same wording and claimant that came in by another way."""
        same = Claim.objects.filter(statement__iexact=self.statement)
        if words_of(self.statement):
            same = same.filter(pk__in=search_claims(self.statement))
        by = {"claimant__name__iexact": self.claimant} if self.claimant else {"claimant__isnull": True}
        return same.filter(**by).order_by("pk").first()

    def _create(self, actor: User) -> Claim:
        if refusal := refusal_of_due(self.due_at, timezone.now()):
            raise Blocked(refusal)
        claim = create_claim(
            statement=self.statement,
            actor=actor,
            claimant_name=self.claimant,
            said_on=self.said_on,
            said_where=self.said_where,
        )
        if self.priority != Priority.NORMAL or self.due_at:
            claim.priority, claim.due_at = self.priority, self.due_at
            claim.save(update_fields=["priority", "due_at"])
        claim.topics.set(self.topics)
        index_claim(claim.pk)
        return claim


def _here(claim: Claim) -> Result:
    return Result(RowOutcome.HERE, f"It is here already as {claim.number}.", claim_id=claim.pk)


def _prepare(line: Line, topics: Mapping[str, Topic]) -> _Claim:
    if line.problem:
        raise Unusable(line.problem)
    return _read(line.values, topics)


def _read(values: Mapping[str, str], topics: Mapping[str, Topic]) -> _Claim:
    """The row, or Unusable with every reason why it is none."""
    problems: list[str] = []
    strange = sorted(set(values) - set(COLUMNS) - EXPORTED_TOO)
    if strange:
        problems.append(f"There is no column “{strange[0][:40]}”. There are: {', '.join(COLUMNS)}.")
    text = {name: " ".join(values.get(name, "").split()) for name in COLUMNS}
    if not text["statement"]:
        problems.append("It has no statement.")
    for name, limit in (
        ("statement", STATEMENT_LIMIT),
        ("claimant", CLAIMANT_LIMIT),
        ("said_where", WHERE_LIMIT),
        ("key", KEY_LIMIT),
    ):
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
        raise Unusable(" ".join(problems))
    return _Claim(
        own_key=text["key"],
        statement=text["statement"],
        claimant=text["claimant"],
        said_on=said_on,
        said_where=text["said_where"],
        topics=tuple(filed),
        priority=priority,
        due_at=due_at,
    )


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
