"""Claims out of a table: each row is checked, and made a claim of once.

A row is known by its column `key` where it has one, which is the newsroom's own name for it, else by its wording and
its claimant. Importing it again leads to the same claim, also when somebody has reworded that claim meanwhile.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import chain
from types import MappingProxyType
from typing import Any, Final

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from claims.dates import Order, is_two_days
from claims.intake.claim_storing import ClaimRow, foretell_claims, store_claims
from claims.intake.import_rows import Rows, Unusable
from claims.intake.tracking_sheet import guess, look_at, translate
from claims.languages import is_language
from claims.sentences import say, together
from claims.tracking.enums import Priority, SheetColumn
from claims.tracking.limits import CLAIMANT_LIMIT, STATEMENT_LIMIT, WHERE_LIMIT
from claims.tracking.models import Topic
from claims.tracking.tables import Line, read

COLUMNS: Final = ("statement", "claimant", "said_on", "said_where", "topics", "priority", "due_at", "language", "key")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
KEY_LIMIT: Final = 200
NO_COLUMNS: Final[Mapping[str, str]] = MappingProxyType({})
EXPORTED_TOO: Final = frozenset({"number", "state", "reviewer", "score", "rating", "close_reason", "created_at"})


@dataclass(frozen=True)
class Words:
    """What a cell may say of the desk's own things, in lower case."""

    topics: Mapping[str, Topic]
    priorities: Mapping[str, Priority]


def claim_rows(
    data: bytes, *, name: str, columns: Mapping[str, str] = NO_COLUMNS, order: Order | None = None
) -> Rows[ClaimRow]:
    """The claims in a .csv, .xlsx, .jsonl or .zip file; NotATable where it is none of these.

    `columns` is what a person said the columns of a newsroom's own list are. Where nobody did and there is no column
    `statement`, they are guessed from their names.
    """
    words = Words(
        topics={name: topic for topic in Topic.objects.all() for name in (topic.slug, topic.name.lower())},
        priorities={word: choice for choice in Priority for word in (choice.label.lower(), str(int(choice)))},
    )
    lines = read(data, name=name)
    first = next(lines, None)
    lines = chain(() if first is None else (first,), lines)
    if not columns and first and "statement" not in first.values:
        columns = guess(first.values)
    if SheetColumn.STATEMENT in columns.values():
        rows = ((line.place, partial(_prepare_sheet, line, columns, order, words, name)) for line in lines)
    else:
        rows = ((line.place, partial(_prepare, line, words)) for line in lines)
    return Rows(rows, foretell_claims, store_claims)


def preview(data: bytes, *, name: str, columns: Mapping[str, str]) -> dict[str, Any]:
    """The columns of a file as JSON data: their names, what they are, some of their cells, and `two_days` or not."""
    found, two_days = look_at(read(data, name=name), columns)
    return {
        "columns": [{"name": one.name, "is": one.is_.value, "samples": list(one.samples)} for one in found],
        "two_days": two_days,
    }


def _prepare(line: Line, words: Words) -> ClaimRow:
    if line.problem:
        raise Unusable(line.problem)
    return _read(line.values, words)


def _prepare_sheet(line: Line, columns: Mapping[str, str], order: Order | None, words: Words, file: str) -> ClaimRow:
    if line.problem:
        raise Unusable(line.problem)
    values, remark = translate(line, columns, order, words.topics, file)
    if any(is_two_days(values.get(name, "")) for name in ("said_on", "due_at")):
        raise Unusable(_("Its date may be two days. Say what comes first in this file, the day or the month."))
    return replace(_read(values, words), remark=remark)


def _read(values: Mapping[str, str], words: Words) -> ClaimRow:
    """The row, or Unusable with every reason why it is none."""
    problems: list[str] = []
    strange = sorted(set(values) - set(COLUMNS) - EXPORTED_TOO)
    if strange:
        problems.append(
            say(
                "There is no column “%(strange)s”. There are: %(columns)s.",
                strange=strange[0][:40],
                columns=", ".join(COLUMNS),
            )
        )
    text = {name: " ".join(values.get(name, "").split()) for name in COLUMNS}
    if not text["statement"]:
        problems.append(say("It has no statement."))
    for name, limit in (
        ("statement", STATEMENT_LIMIT),
        ("claimant", CLAIMANT_LIMIT),
        ("said_where", WHERE_LIMIT),
        ("key", KEY_LIMIT),
    ):
        if len(text[name]) > limit:
            problems.append(
                say(
                    "Its %(name)s has %(count)s characters; keep it under %(limit)s.",
                    name=name,
                    count=f"{len(text[name]):,}",
                    limit=f"{limit:,}",
                )
            )
        if "\x00" in text[name] or not _is_text(text[name]):
            problems.append(say("Its %(name)s holds characters that are none.", name=name))
    said_on = _moment(text["said_on"], parse_date, "said_on", "2026-03-18", problems)
    if said_on and said_on > timezone.localdate():
        problems.append(say("Its said_on lies in the future."))
    due_at = _moment(text["due_at"], _parse_moment, "due_at", "2026-03-18T16:00:00Z", problems)
    filed = []
    for name in filter(None, (part.strip().lower() for part in text["topics"].split(";"))):
        if name in words.topics:
            filed.append(words.topics[name])
        else:
            problems.append(say("The desk has no topic “%(name)s”.", name=name[:40]))
    priority = words.priorities.get(text["priority"].lower() or "normal")
    if priority is None:
        problems.append(say("Its priority is none of low, normal, high, urgent."))
    language = text["language"].lower()
    if language and not is_language(language):
        problems.append(say("Its language is no code of two letters such as en."))
    if problems or priority is None:
        raise Unusable(together(*problems))
    return ClaimRow(
        own_key=text["key"],
        statement=text["statement"],
        claimant=text["claimant"],
        said_on=said_on,
        said_where=text["said_where"],
        topics=tuple(filed),
        priority=priority,
        due_at=due_at,
        language=language,
    )


def _moment[M](value: str, parse: Callable[[str], M | None], name: str, example: str, problems: list[str]) -> M | None:
    if not value:
        return None
    try:
        moment = parse(value)
    except ValueError:
        moment = None
    if moment is None:
        problems.append(say("Its %(name)s is no date such as %(example)s.", name=name, example=example))
    return moment


def _parse_moment(value: str) -> datetime | None:
    moment = parse_datetime(value)
    return timezone.make_aware(moment) if moment and timezone.is_naive(moment) else moment


def _is_text(value: str) -> bool:
    return _SURROGATE.search(value) is None
