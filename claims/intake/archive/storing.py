"""A newsroom's own old checks: each row becomes a published check that says that it was imported, and who checked it.

A check is known by its old address and its claim, so that a second import of the same file adds nothing. Its old rating
becomes the one of ours that a person named for it; none is guessed.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from django.db import transaction
from django.urls import Resolver404, resolve
from django.utils import timezone

from claims.accounts.models import User
from claims.audit.services import JSONValue, record
from claims.dates import Order
from claims.errors import Refusal
from claims.intake.archive.columns import C, guess, look_at
from claims.intake.archive.row import OldCheckRow, old_rating, prepare
from claims.intake.import_rows import Result, Rows
from claims.sentences import say, together
from claims.tracking.enums import RowOutcome
from claims.tracking.models import Claim, Comment, Topic
from claims.tracking.services import create_claim
from claims.tracking.tables import Line
from claims.verdicts.models import OldCheck, Publication, Rating, Verdict
from claims.verdicts.newsroom_gaps import refusal_to_publish
from claims.workflow.moves import MoveName
from claims.workflow.perform import perform

AT_ONCE: Final = 5
"""Each is published by itself, which takes some hundredths of a second in which nobody else writes to SQLite."""
MOST_RATINGS: Final = 100


@dataclass(frozen=True)
class Ratings:
    """Which of our ratings each old one is; None where such checks are left out."""

    ours: Mapping[str, Rating | None]

    @classmethod
    def named(cls, said: Mapping[str, str]) -> "Ratings":
        """What a person said, by the slugs of the scale in use."""
        offered = {rating.slug: rating for rating in Rating.objects.filter(scale__is_active=True, is_active=True)}
        return cls(
            {old: offered.get(slug) if slug else None for old, slug in said.items() if not slug or slug in offered}
        )


def archive_rows(
    lines: Sequence[Line], *, name: str, columns: Mapping[str, str], order: Order | None, ratings: Mapping[str, str]
) -> Rows[OldCheckRow]:
    """The old checks among a file's lines; `columns` and `ratings` are what a person said they are."""
    topics = {words: topic for topic in Topic.objects.all() for words in (topic.slug, topic.name.lower())}
    are = columns or _guessed(lines)
    rows = ((line.place, partial(prepare, line, are, order, topics, name)) for line in lines)
    ours = Ratings.named(ratings)
    return Rows(rows, partial(_foretell, ours), partial(_store, ours), at_once=AT_ONCE)


def archive_preview(lines: Sequence[Line], *, columns: Mapping[str, str]) -> dict[str, Any]:
    """The columns of a file as JSON data, as a list of claims has them, and each old rating with how often it is there.

    Of a column that holds more words than any scale has ratings, none is named: it is not the one of the rating.
    """
    found, two_days = look_at(lines, columns)
    column = next((one.name for one in found if one.is_ is C.RATING), None)
    counted = Counter(old_rating(line.values.get(column or "", "")) for line in lines if not line.problem)
    few = counted if column is not None and len(counted) <= MOST_RATINGS else Counter[str]()
    return {
        "columns": [{"name": one.name, "is": one.is_.value, "samples": list(one.samples)} for one in found],
        "two_days": two_days,
        "ratings": [{"words": words, "count": count} for words, count in few.most_common()],
    }


def _guessed(lines: Sequence[Line]) -> Mapping[str, str]:
    names = dict.fromkeys(name for line in lines if not line.problem for name in line.values)
    return guess(list(names))


def _foretell(ratings: Ratings, rows: Sequence[OldCheckRow]) -> list[Result]:
    known = _known(rows)
    unnamed = "" if Publication.objects.exists() else refusal_to_publish()
    return [_here(known[row.key]) if row.key in known else _outlook(row, ratings, unnamed) for row in rows]


def _known(rows: Sequence[OldCheckRow]) -> dict[str, OldCheck]:
    there = OldCheck.objects.filter(key__in={row.key for row in rows}).select_related("claim")
    return {old.key: old for old in there}


def _outlook(row: OldCheckRow, ratings: Ratings, unnamed: str) -> Result:
    if unnamed:
        return Result(RowOutcome.FAILED, unnamed)
    if row.rating not in ratings.ours:
        return Result(
            RowOutcome.CREATED, say("It would be published once its rating is known: %(old)s.", old=_said(row))
        )
    rating = ratings.ours[row.rating]
    if rating is None:
        return _left_out(row)
    told = say("It would be published as “%(rating)s”, marked as imported.", rating=rating.label)
    return Result(RowOutcome.CREATED, together(told, _about_path(row.path)))


def _about_path(path: str) -> str:
    """Whether readers who ask this site for the old path would get something else."""
    plain = path.partition("?")[0]
    if not any(map(_is_ours, (plain, f"{plain}/"))):
        return ""
    return say(
        "This site has a page of its own at %(path)s: only the table for the old host leads from there.", path=path[:80]
    )


def _is_ours(path: str) -> bool:
    try:
        return resolve(path).url_name != "public-nothing"
    except Resolver404:
        return False


def _store(ratings: Ratings, rows: Sequence[OldCheckRow], actor: User) -> list[Result]:
    known, results = _known(rows), []
    for row in rows:
        result = _here(known[row.key]) if row.key in known else _publish(row, ratings, actor)
        if result.outcome == RowOutcome.CREATED:
            known |= _known([row])
        results.append(result)
    return results


def _publish(row: OldCheckRow, ratings: Ratings, actor: User) -> Result:
    if row.rating not in ratings.ours:
        return Result(RowOutcome.FAILED, say("Nobody said which rating of ours it is: %(old)s.", old=_said(row)))
    rating = ratings.ours[row.rating]
    if rating is None:
        return _left_out(row)
    try:
        with transaction.atomic():
            claim = _add(row, rating, actor)
            perform(MoveName.PUBLISH_IMPORTED, claim_id=claim.pk, actor=actor)
    except Refusal as refused:
        return Result(RowOutcome.FAILED, refused.message)
    told = say("Published as %(number)s, marked as imported.", number=claim.number)
    return Result(RowOutcome.CREATED, together(told, _about_path(row.path)), claim_id=claim.pk)


def _add(row: OldCheckRow, rating: Rating, actor: User) -> Claim:
    claim = create_claim(
        statement=row.statement,
        actor=actor,
        claimant_name=row.claimant,
        said_on=row.said_on,
        said_where=row.said_where,
    )
    claim.topics.set(row.topics)
    now = timezone.now()
    # Nobody here wrote it: whoever corrects it is the first author on record.
    Verdict.objects.create(
        claim=claim, rating=rating, summary=row.summary, explanation=row.explanation, updated_by=None, updated_at=now
    )
    OldCheck.objects.create(
        claim=claim,
        key=row.key,
        address=row.address,
        path=row.path,
        checked_by=row.checked_by,
        rating=row.rating,
        published_at=row.published_at,
        corrected_at=row.corrected_at,
        source=row.source,
        imported_by=actor,
        imported_at=now,
    )
    if row.remark:
        comment = Comment.objects.create(claim=claim, author=actor, body=row.remark, created_at=now)
        data: dict[str, JSONValue] = {"comment": comment.pk, "reply_to": None, "mentioned": []}
        record(actor=actor, action="comment_added", target=claim, data=data)
    return claim


def _said(row: OldCheckRow) -> str:
    return f"“{row.rating}”" if row.rating else say("none")


def _left_out(row: OldCheckRow) -> Result:
    return Result(RowOutcome.FAILED, say("Left out, as you said of this rating: %(old)s.", old=_said(row)))


def _here(old: OldCheck) -> Result:
    return Result(
        RowOutcome.HERE, say("It is here already as %(number)s.", number=old.claim.number), claim_id=old.claim_id
    )
