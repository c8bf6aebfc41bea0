"""Every situation a claim can be in, every person who may try, every move: generated from the transition table.

The same cases serve the tests of each face (pages, admin, API), so that none of them has rules of its own.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import connection

from claims.accounts.models import User
from claims.accounts.roles import RIGHTS, Right, Role
from claims.tracking.enums import ClaimState
from claims.tracking.models import Claim
from claims.workflow.errors import Blocked, NotAllowed, WorkflowError, WrongState
from claims.workflow.moves import Attempt, Details, Move, MoveName
from claims.workflow.perform import perform
from tests.factories import PersonFactory
from tests.workflow.stories import Crew, claim_in, correction_in, crew, days, submitted_hash

S, M = ClaimState, MoveName

NOTE = "Because the figures differ."


class TakeBack(Exception):
    """Ends a transaction whose work was only looked at."""


def _scheduled(people: Crew) -> Claim:
    claim = claim_in(S.APPROVED, people)
    perform(M.SCHEDULE, claim_id=claim.pk, actor=people.second, details=Details(publish_at=days(1)))
    return claim


def _retraction_asked(state: ClaimState) -> Callable[[Crew], Claim]:
    def build(people: Crew) -> Claim:
        claim = claim_in(state, people)
        perform(M.ASK_RETRACTION, claim_id=claim.pk, actor=people.second, note="The source was forged.")
        return claim

    return build


def _in_state(state: ClaimState) -> Callable[[Crew], Claim]:
    return lambda people: claim_in(state, people)


def _in_correction(state: ClaimState) -> Callable[[Crew], Claim]:
    return lambda people: correction_in(state, people)


SITUATIONS: Mapping[str, Callable[[Crew], Claim]] = {
    **{state.value: _in_state(state) for state in S},
    "approved, set to publish": _scheduled,
    **{
        f"{state.value}, in a correction": _in_correction(state)
        for state in (S.SUBMITTED, S.CHANGES_REQUESTED, S.APPROVED)
    },
    **{f"{state.value}, retraction asked": _retraction_asked(state) for state in (S.PUBLISHED, S.CORRECTING)},
}


def stage(situation: str) -> tuple[Crew, Claim, User]:
    """The people, a claim in this situation, and a reviewer who has nothing to do with it yet."""
    people = crew()
    claim = SITUATIONS[situation](people)
    claim.refresh_from_db()
    return people, claim, PersonFactory(roles=[Role.REVIEWER])


def cast(people: Crew) -> dict[str, User]:
    """One stranger to the claim for each role and for none, and those who have to do with it."""
    strangers = {role.value: PersonFactory(roles=[role]) for role in Role}
    return {
        **strangers,
        "nobody's role": PersonFactory(),
        "all roles": PersonFactory(roles=list(Role)),
        "the reviewer": people.reviewer,
        "the second person": people.second,
    }


def details_for(move: Move, claim: Claim, reviewer: User) -> Details:
    """Everything this move could ask for, given rightly."""
    return Details(
        reviewer_id=reviewer.pk,
        due_at=days(3),
        waiting_on="The press office",
        until=days(2),
        reason="correction" if move.name == M.OPEN_CORRECTION else "overtaken",
        content_hash=submitted_hash(claim) if claim.revisions.exists() else "",
        publish_at=days(1),
    )


def expected(move: Move, claim: Claim, actor: User, attempt: Attempt) -> type[WorkflowError] | None:
    """The class of the refusal the table asks for, or None where the move is made."""
    held = frozenset[Right]().union(*(RIGHTS[Role(name)] for name in actor.groups.values_list("name", flat=True)))
    if move.right not in held or any(ask(claim, actor) for ask in move.who):
        return NotAllowed
    if claim.state not in move.sources or any(ask(attempt) for ask in move.fits):
        return WrongState
    if any(ask(attempt) for ask in move.standing + move.guards):
        return Blocked
    return None


@contextmanager
def writes() -> Iterator[list[str]]:
    """The statements sent meanwhile that would change a row; an act that was refused sends none."""
    sent: list[str] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.lstrip("( ").upper().startswith(("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK")):
            sent.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield sent
