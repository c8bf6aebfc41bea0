"""One of a newsroom's old checks as its file has it: put in order, or refused with every reason why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Final
from urllib.parse import unquote, urlsplit

from django.utils import timezone

from claims.claimreview.reading import folded
from claims.dates import Order, is_two_days, read_date, read_day
from claims.fetching import FetchError, canonical_url
from claims.intake.archive.columns import C, cells_of
from claims.intake.import_rows import Unusable, key_of
from claims.sentences import say, together
from claims.tracking.limits import CLAIMANT_LIMIT, STATEMENT_LIMIT, WHERE_LIMIT
from claims.tracking.models import Topic
from claims.tracking.tables import Line
from claims.verdicts import normalise_input
from claims.verdicts.models.archive import PATH_LIMIT

LONGEST_RATING: Final = 200
NAMES_LIMIT: Final = 300
SUMMARY_LIMIT: Final = 1_000
EXPLANATION_LIMIT: Final = 100_000


@dataclass(frozen=True)
class OldCheckRow:
    """One old check of a file, in order by itself."""

    address: str
    statement: str
    rating: str
    published_at: datetime
    corrected_at: datetime | None
    checked_by: str
    claimant: str
    said_on: date | None
    said_where: str
    summary: str = field(repr=False)
    explanation: str = field(repr=False)
    topics: tuple[Topic, ...]
    remark: str
    source: str

    @property
    def key(self) -> str:
        """SHA-256 over its old address and its claim."""
        return key_of(canonical_url(self.address), folded(self.statement))

    @property
    def path(self) -> str:
        """The path of its old address, as requests have it."""
        return old_path(self.address)


def old_rating(cell: str) -> str:
    """The old rating as it is asked about: on one line; empty where a check has none."""
    return normalise_input.line(cell)[:LONGEST_RATING]


def old_path(address: str) -> str:
    """The path of an old address as a request of it has it, with its query; without the slash at its end."""
    parts = urlsplit(address)
    path = unquote(parts.path).rstrip("/") or "/"
    return f"{path}?{parts.query}" if parts.query else path


def prepare(
    line: Line, columns: Mapping[str, str], order: Order | None, topics: Mapping[str, Topic], file: str
) -> OldCheckRow:
    """The check in a row, or Unusable with every reason why it is none."""
    if line.problem:
        raise Unusable(line.problem)
    cells, remark = cells_of(line, columns, file)
    problems: list[str] = []
    statement, claimant = _words(cells, C.STATEMENT), _words(cells, C.CLAIMANT)
    for words, limit in ((statement, STATEMENT_LIMIT), (claimant, CLAIMANT_LIMIT)):
        if len(words) > limit:
            problems.append(
                say(
                    "“%(words)s…” has %(count)s characters; keep it under %(limit)s.",
                    words=words[:40],
                    count=f"{len(words):,}",
                    limit=f"{limit:,}",
                )
            )
    if not statement:
        problems.append(say("It does not say which claim was checked."))
    address = _address(cells.get(C.ADDRESS, ""), problems)
    published = _moment(cells, C.PUBLISHED, order, problems)
    corrected = _moment(cells, C.CORRECTED, order, problems)
    if published is None and C.PUBLISHED not in cells:
        problems.append(say("It does not say when it was published."))
    said_on = _day(cells.get(C.SAID_ON, ""), order, problems)
    known, strange = _topics(cells.get(C.TOPICS, ""), topics)
    where = _words(cells, C.SAID_WHERE)
    remarks = [remark] if remark else []
    remarks += [str(say("Topics: %(topics)s", topics=", ".join(strange)))] if strange else []
    remarks += [f"{C.SAID_WHERE.label}: {where}"] if len(where) > WHERE_LIMIT else []
    summary, explanation = _text(cells, C.SUMMARY), _text(cells, C.EXPLANATION)
    if len(summary) > SUMMARY_LIMIT:
        summary, explanation = "", f"{summary}\n\n{explanation}".strip()
    if len(explanation) > EXPLANATION_LIMIT:
        problems.append(say("Its text is longer than %(limit)s characters.", limit=f"{EXPLANATION_LIMIT:,}"))
    if problems or published is None:
        raise Unusable(together(*problems))
    return OldCheckRow(
        address=address,
        statement=statement,
        rating=old_rating(cells.get(C.RATING, "")),
        published_at=published,
        corrected_at=corrected if corrected and corrected.date() > published.date() else None,
        checked_by=_words(cells, C.CHECKED_BY)[:NAMES_LIMIT],
        claimant=claimant,
        said_on=said_on,
        said_where=where if len(where) <= WHERE_LIMIT else "",
        summary=summary,
        explanation=explanation,
        topics=tuple(known),
        remark="\n".join(remarks),
        source=file[:200],
    )


def _words(cells: Mapping[C, str], column: C) -> str:
    return normalise_input.line(cells.get(column, ""))


def _text(cells: Mapping[C, str], column: C) -> str:
    return normalise_input.lines(cells.get(column, "")).strip()


def _address(given: str, problems: list[str]) -> str:
    if not given:
        problems.append(say("It does not say at which address it stood."))
        return ""
    try:
        canonical_url(given)
    except FetchError:
        problems.append(say("“%(given)s” is no address of the web.", given=given[:80]))
        return ""
    if len(old_path(given)) > PATH_LIMIT:
        problems.append(say("The path of its address has more than %(limit)s characters.", limit=PATH_LIMIT))
    return given


def _moment(cells: Mapping[C, str], column: C, order: Order | None, problems: list[str]) -> datetime | None:
    """When it was, a day being the newsroom's own; a day that may be two is not guessed."""
    given = cells.get(column, "")
    if not given:
        return None
    written = read_date(given, order)
    if written is None:
        problems.append(_no_day(given))
        return None
    at = timezone.make_aware(datetime.combine(written.at.date(), time())) if written.is_day else written.at
    if at > timezone.now():
        problems.append(say("“%(given)s” lies in the future.", given=given[:40]))
    return at


def _day(given: str, order: Order | None, problems: list[str]) -> date | None:
    day = read_day(given, order) if given else None
    if given and day is None:
        problems.append(_no_day(given))
    return day


def _no_day(given: str) -> str:
    if is_two_days(given):
        return say("“%(given)s” may be two days. Say what comes first in this file, the day or the month.", given=given)
    return say("“%(given)s” is no day such as 2026-03-18.", given=given[:40])


def _topics(cell: str, topics: Mapping[str, Topic]) -> tuple[list[Topic], list[str]]:
    """The topics of a cell that the desk has, and the names of the others."""
    named = list(dict.fromkeys(filter(None, (part.strip() for part in cell.replace(",", ";").split(";")))))
    known = dict.fromkeys(topics[name.lower()] for name in named if name.lower() in topics)
    return list(known), [name for name in named if name.lower() not in topics]
