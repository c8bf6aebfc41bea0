"""Claims in every situation of the table, and people in every relation to them, for the tests of each face."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.utils import timezone
from pytest_django.fixtures import Settings

from claims.accounts.models import User
from claims.accounts.roles import Role
from claims.tracking.models import Claim
from claims.verdicts.models import Approval, Contribution, Evidence, OldCheck, Revision, ShelfLife, Verdict
from claims.verdicts.signing import current_key
from claims.workflow.moves import Details
from claims.workflow.perform import perform
from tests.factories import ClaimFactory, PersonFactory
from tests.rights.table import ROLES
from tests.workflow.stories import Crew, approve, assign, claim_in, correction_in, crew, days, submitted_hash

NOTE = "Because the figures differ."


class TakeBack(Exception):
    """Ends a transaction whose work was only looked at."""


def claim_for(situation: str, people: Crew, settings: Settings) -> Claim:
    """A claim taken to this situation by the crew, by moves alone; `changed since` is a hand in the database."""
    state, _, more = situation.partition(", ")
    if more.startswith("in a correction"):
        claim = correction_in(state, people)
    elif more == "nothing written":
        claim = ClaimFactory(statement="The council has cut its spending by 22 per cent")
        assign(claim, people)
        perform("start", claim_id=claim.pk, actor=people.reviewer)
    else:
        claim = claim_in(state, people)
    match more:
        case "set to publish":
            perform("schedule", claim_id=claim.pk, actor=people.second, details=Details(publish_at=days(1)))
        case "retraction asked" | "in a correction, retraction asked":
            perform("ask_retraction", claim_id=claim.pk, actor=people.second, note="The source was forged.")
        case "looked at again":
            ShelfLife.objects.filter(claim=claim).update(again_since=days(-1))
        case "two approvals needed":
            settings.APPROVALS_NEEDED = 2
        case "one of two approvals given":
            settings.APPROVALS_NEEDED = 2
            approve(claim, people.second)
        case "from the old site":
            from_the_old_site(claim, people.reviewer)
        case "changed since":
            Evidence.objects.filter(claim=claim, position=0).update(note="One more character")
    claim.refresh_from_db()
    return claim


def stage(situation: str, settings: Settings) -> tuple[Claim, dict[str, User], User]:
    """A claim in this situation, a stranger to it in each role, and one more reviewer who could get it."""
    current_key()  # made with the newsroom's first publication, and recorded then
    people = crew()
    claim = claim_for(situation, people, settings)
    return claim, cast(), PersonFactory(roles=[Role.REVIEWER])


def cast() -> dict[str, User]:
    """One person for each column of the table; what else they have to do with a claim is written by `relate`."""
    roles = {"none": [], "all": ["viewer", "reviewer", "editor", "approver", "admin"]}
    return {role: PersonFactory(roles=[Role(name) for name in roles.get(role, [role])]) for role in ROLES}


def relate(claim: Claim, person: User, relation: str) -> Claim:
    """Bring the person into this relation to the claim, in the rows the rules look at; the claim as it is then.

    Everything else about the claim stays as it was, its state and its version included.
    """
    if relation in ("assigned", "both"):
        Claim.objects.filter(pk=claim.pk).update(reviewer=person)
    if relation in ("author", "both"):
        Contribution.objects.create(claim=claim, person=person, part="evidence", first_at=timezone.now())
    if relation == "approved":
        newest = Revision.objects.filter(claim=claim).order_by("-number").first()
        Approval.objects.filter(revision=newest).update(approver=person)
    if relation == "asked":
        Claim.objects.filter(pk=claim.pk).update(retraction_asked_by=person)
    return Claim.objects.select_related("reviewer").get(pk=claim.pk)


def given_with(move: str, claim: Claim, reviewer: User) -> dict[str, Any]:
    """What somebody gives with this move who leaves nothing out, by the names of the fields."""
    match move:
        case "assign" | "reassign":
            return {"reviewer_id": reviewer.pk, "due_at": days(3)}
        case "wait":
            return {"waiting_on": "The press office", "until": days(2)}
        case "close":
            return {"reason": "overtaken"}
        case "open_correction":
            return {"reason": "correction"}
        case "schedule":
            return {"publish_at": days(1)}
        case "approve":
            return {"content_hash": submitted_hash(claim) if claim.revisions.exists() else "0" * 64}
    return {}


def from_the_old_site(claim: Claim, person: User) -> None:
    """The claim is a check that the newsroom published elsewhere, three years ago."""
    Verdict.objects.create(claim=claim, summary="The accounts show a cut of 8 per cent.", updated_at=timezone.now())
    OldCheck.objects.create(
        claim=claim,
        key="ab" * 32,
        address="https://old.example/checks/spending",
        path="/checks/spending",
        published_at=days(-1100),
        source="archive.csv",
        imported_by=person,
        imported_at=timezone.now(),
    )


COUNT = '"accounts_attempts"'


@contextmanager
def writes() -> Iterator[list[str]]:
    """The statements sent meanwhile that would change a row; an act that was refused sends none.

    Requests of the API are counted now and then, whatever becomes of them.
    """
    sent: list[str] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.lstrip("( ").upper().startswith(("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK")) and COUNT not in sql:
            sent.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield sent
