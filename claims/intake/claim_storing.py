"""Claims of an import, some hundreds at once: what is here already is found by few questions, the rest is added.

A row is known by its own key where it has one, which is the newsroom's name for it, else by its wording and its
claimant. Importing it again leads to the same claim, also when somebody has reworded that claim meanwhile.

A claim that is kept from whoever imports is none to them: its row is added like any other that is new, and is known
from then on by a key beside that claim's own. So no answer says what is kept, the row comes in once however often it is
imported by those who are not named, and those who are named go on finding the claim that they know.
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
    known, now = _known(rows).claims, timezone.now()
    return [_here(known[row.key]) if row.key in known else _outlook(row, now) for row in rows]


def store_claims(rows: Sequence[ClaimRow], actor: User) -> list[Result]:
    """Add the claims that are new, inside the caller's transaction.

    Two imports of one row at once: the later ends with IntegrityError at its key, and finds the claim when it is tried
    again.
    """
    asked, now = _known(rows), timezone.now()
    known = asked.claims
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
    _remember({key: here[row_key] for row_key, key in asked.free.items() if row_key in here})
    return [
        refusals.get(place) or (_added(made[place]) if place in made else _here(here[row.key]))
        for place, row in enumerate(rows)
    ]


@dataclass(frozen=True)
class Known:
    """What is here of some rows: their claims by the rows' keys, and for the others the keys to keep theirs by."""

    claims: dict[str, Claim]
    free: dict[str, str]


def _known(rows: Sequence[ClaimRow]) -> Known:
    """The claims that are here already, known by the key itself, or by wording and claimant."""
    known, free = _imported({row.key for row in rows})
    others = [row for row in rows if row.key not in known]
    worded = claims_worded({row.wording for row in others}, {row.statement for row in others})
    return Known(known | {row.key: worded[row.wording] for row in others if row.wording in worded}, free)


def _imported(keys: Set[str]) -> tuple[dict[str, Claim], dict[str, str]]:
    """The claims kept by these keys, and for the other keys those by which a claim can be kept: mostly themselves."""
    known: dict[str, Claim] = {}
    free = {key: key for key in keys}
    open_keys = set(keys)
    while open_keys:
        imported = ImportedClaim.objects.filter(key__in={free[key] for key in open_keys})
        taken = dict(imported.values_list("key", "claim_id"))
        seen = Claim.objects.in_bulk(set(taken.values())) if taken else {}
        open_keys = {key for key in open_keys if free[key] in taken}
        for key in open_keys:
            claim_id = taken[free[key]]
            if claim_id in seen:
                known[key] = seen[claim_id]
            else:
                free[key] = key_of("beside", free[key], str(claim_id))
        open_keys -= known.keys()
    return known, {key: own for key, own in free.items() if key not in known}


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


def _remember(claims: Mapping[str, Claim]) -> None:
    """Keep the keys that were not kept when it was asked what is here.

    Whoever kept one of them since has made its claim, and this one must not stay: the database refuses the second. In
    one order, so that two imports at once never wait for each other.
    """
    insert_all([ImportedClaim(key=key, claim_id=claims[key].pk) for key in sorted(claims)])


def _outlook(row: ClaimRow, now: datetime) -> Result:
    if refusal := refusal_of_due(row.due_at, now):
        return Result(RowOutcome.FAILED, refusal)
    return Result(RowOutcome.CREATED, say("It would be added."))


def _added(claim: Claim) -> Result:
    return Result(RowOutcome.CREATED, say("Added as %(number)s.", number=claim.number), claim_id=claim.pk)


def _here(claim: Claim) -> Result:
    return Result(RowOutcome.HERE, say("It is here already as %(number)s.", number=claim.number), claim_id=claim.pk)
