"""Claims of an import, some hundreds at once: what is here already is found by few questions, the rest is added.

A row is known by its own key where it has one, which is the newsroom's name for it, else by its wording and its
claimant. Importing it again leads to the same claim, also when somebody has reworded that claim meanwhile.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.utils import timezone

from claims.accounts.models import User
from claims.audit.services import Act, record_all
from claims.inserting import insert_all
from claims.intake.import_rows import Result, key_of
from claims.matching.services import index_new_claims
from claims.sentences import say
from claims.tracking.claimants import claimants_named, tidy_name
from claims.tracking.enums import Priority, RowOutcome
from claims.tracking.models import Claim, Comment, ImportedClaim, Topic
from claims.tracking.same_wording import Wording, claims_worded, wording
from claims.tracking.services import NewClaim, create_claims
from claims.workflow.guards import refusal_of_due


@dataclass(frozen=True)
class ClaimRow:
    """One claim of a file, in order by itself."""

    own_key: str
    statement: str
    claimant: str
    said_on: date | None
    said_where: str
    topics: tuple[Topic, ...]
    priority: Priority
    due_at: datetime | None
    language: str
    remark: str = ""
    """What else the list holds of it, for a remark."""

    @cached_property
    def key(self) -> str:
        """SHA-256 over what the row is known by."""
        return (
            key_of("key", self.own_key) if self.own_key else key_of(self.statement.casefold(), self.claimant.casefold())
        )

    @cached_property
    def wording(self) -> Wording:
        """By what a claim is known that came in by another way."""
        return wording(self.statement, self.claimant)


def foretell_claims(rows: Sequence[ClaimRow]) -> list[Result]:
    """What would become of each row now; nothing is changed."""
    (known, _), now = _known(rows), timezone.now()
    return [_here(known[row.key]) if row.key in known else _outlook(row, now) for row in rows]


def store_claims(rows: Sequence[ClaimRow], actor: User) -> list[Result]:
    """Add the claims that are new, inside the caller's transaction.

    Two imports of one row at once: the later ends with IntegrityError at its key, and finds the claim when it is tried
    again.
    """
    (known, kept), now = _known(rows), timezone.now()
    new: dict[str, int] = {}  # which row each new claim is made of
    rows_of: dict[Wording, int] = {}
    refusals: dict[int, Result] = {}
    for place, row in enumerate(rows):
        if row.key in known or row.key in new:
            continue
        if refusal := refusal_of_due(row.due_at, now):
            refusals[place] = Result(RowOutcome.FAILED, refusal)
        else:
            new[row.key] = rows_of.setdefault(row.wording, place)
    made = _add({place: rows[place] for place in rows_of.values()}, actor)
    here = known | {key: made[place] for key, place in new.items()}
    _remember(here, kept)
    return [
        refusals.get(place) or (_added(made[place]) if place in made else _here(here[row.key]))
        for place, row in enumerate(rows)
    ]


def _known(rows: Sequence[ClaimRow]) -> tuple[dict[str, Claim], set[str]]:
    """The claims that are here already, by the rows' keys, and those of the keys that are kept already.

    A claim is known by the key itself, or by wording and claimant.
    """
    imported = ImportedClaim.objects.filter(key__in={row.key for row in rows}).select_related("claim")
    known = {row.key: row.claim for row in imported}
    kept = set(known)
    others = [row for row in rows if row.key not in known]
    worded = claims_worded({row.wording for row in others}, {row.statement for row in others})
    return known | {row.key: worded[row.wording] for row in others if row.wording in worded}, kept


def _add(rows: Mapping[int, ClaimRow], actor: User) -> dict[int, Claim]:
    claimants = claimants_named({row.claimant for row in rows.values() if row.claimant})
    new = [
        NewClaim(
            statement=row.statement,
            claimant=claimants[tidy_name(row.claimant).casefold()] if row.claimant else None,
            said_on=row.said_on,
            said_where=row.said_where,
            priority=row.priority,
            due_at=row.due_at,
            language=row.language,
            topics=row.topics,
        )
        for row in rows.values()
    ]
    claims = create_claims(new, actor=actor)
    index_new_claims(claim.pk for claim in claims)
    _remark({claim: row.remark for claim, row in zip(claims, rows.values(), strict=True) if row.remark}, actor)
    return dict(zip(rows, claims, strict=True))


def _remark(remarks: Mapping[Claim, str], actor: User) -> None:
    now = timezone.now()
    comments = Comment.objects.bulk_create(
        Comment(claim=claim, author=actor, body=body, created_at=now) for claim, body in remarks.items()
    )
    acts = [
        Act("comment_added", comment.claim, data={"comment": comment.pk, "reply_to": None, "mentioned": []})
        for comment in comments
    ]
    record_all(acts, actor=actor)


def _remember(claims: Mapping[str, Claim], kept: Set[str]) -> None:
    """Keep the keys that were not kept when it was asked what is here.

    Whoever kept one of them since has made its claim, and this one must not stay: the database refuses the second. In
    one order, so that two imports at once never wait for each other.
    """
    insert_all([ImportedClaim(key=key, claim_id=claims[key].pk) for key in sorted(claims) if key not in kept])


def _outlook(row: ClaimRow, now: datetime) -> Result:
    if refusal := refusal_of_due(row.due_at, now):
        return Result(RowOutcome.FAILED, refusal)
    return Result(RowOutcome.CREATED, say("It would be added."))


def _added(claim: Claim) -> Result:
    return Result(RowOutcome.CREATED, say("Added as %(number)s.", number=claim.number), claim_id=claim.pk)


def _here(claim: Claim) -> Result:
    return Result(RowOutcome.HERE, say("It is here already as %(number)s.", number=claim.number), claim_id=claim.pk)
