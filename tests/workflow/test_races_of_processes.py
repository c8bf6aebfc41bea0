"""The races again, each act in a process of its own, as with several web servers: exactly one wins."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from claims.audit.models import AuditEvent
from claims.audit.services import verify
from claims.tracking.enums import ClaimState
from claims.tracking.models import Assignment, Claim
from claims.verdicts.models import Approval, Publication, Revision, Verdict
from claims.workflow.moves import MoveName
from tests.factories import ClaimFactory
from tests.workflow import stories
from tests.workflow.stories import Crew, claim_in, submitted_hash

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.processes]

S, M = ClaimState, MoveName
ROUNDS = 5
ROOT = Path(__file__).resolve().parents[2]

type Racers = tuple["subprocess.Popen[str]", "subprocess.Popen[str]"]
type Orders = tuple[dict[str, Any], dict[str, Any]]


def database_url() -> str:
    """The address of the database the tests use."""
    config = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{config['NAME']}"
    who = f"{config['USER']}:{config['PASSWORD']}@" if config["PASSWORD"] else f"{config['USER']}@"
    return f"postgres://{who}{config['HOST']}:{config['PORT'] or 5432}/{config['NAME']}"


@pytest.fixture
def people(transactional_db: None) -> Crew:
    return stories.crew()


@pytest.fixture(scope="module")
def racers(django_db_setup: None) -> Iterator[Racers]:
    """Two processes on the tests' database, waiting for what to do."""
    environment = {**os.environ, "DATABASE_URL": database_url()}

    def start() -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "tests.workflow.racer"]
        return subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    pair = (start(), start())
    try:
        for racer in pair:
            assert racer.stdout is not None
            assert racer.stdout.readline() == "ready\n"
        yield pair
    finally:
        for racer in pair:
            racer.kill()
            racer.communicate()


def run(racers: Racers, orders: Orders) -> tuple[int, str]:
    """Give both their order at once; who won, and what the other was told."""
    for racer, order in zip(racers, orders, strict=True):
        assert racer.stdin is not None
        racer.stdin.write(json.dumps(order) + "\n")
        racer.stdin.flush()
    refusals = [json.loads(racer.stdout.readline())["refusal"] for racer in racers if racer.stdout is not None]
    assert refusals.count("") == 1, refusals
    return refusals.index(""), refusals[1 - refusals.index("")]


def order(claim: Claim, actor: Any, move: str, **details: Any) -> dict[str, Any]:
    return {"claim": claim.pk, "actor": actor.pk, "move": str(move), "version": claim.lock_version, "details": details}


def draft_of(claim: Claim, actor: Any) -> dict[str, Any]:
    verdict = Verdict.objects.get(claim=claim)
    words = {"rating": "", "summary": "The cut was 8 per cent.", "explanation": "As the accounts say."}
    return {**order(claim, actor, "save_draft", **words), "version": verdict.lock_version}


def picking_up(people: Crew) -> tuple[Claim, Orders]:
    claim = ClaimFactory()
    return claim, (order(claim, people.reviewer, M.PICK_UP), order(claim, people.editor, M.PICK_UP))


def approving(people: Crew) -> tuple[Claim, Orders]:
    claim = claim_in(S.SUBMITTED, people)
    seen = submitted_hash(claim)
    return claim, (
        order(claim, people.second, M.APPROVE, content_hash=seen),
        order(claim, people.third, M.APPROVE, content_hash=seen),
    )


def approving_and_taking_back(people: Crew) -> tuple[Claim, Orders]:
    claim = claim_in(S.SUBMITTED, people)
    approve = order(claim, people.second, M.APPROVE, content_hash=submitted_hash(claim))
    return claim, (approve, order(claim, people.reviewer, M.WITHDRAW))


def submitting_and_giving_away(people: Crew) -> tuple[Claim, Orders]:
    claim = claim_in(S.IN_REVIEW, people)
    give = order(claim, people.editor, M.REASSIGN, reviewer_id=people.third.pk)
    return claim, (order(claim, people.reviewer, M.SUBMIT), give)


def publishing_and_editing(people: Crew) -> tuple[Claim, Orders]:
    claim = claim_in(S.APPROVED, people)
    return claim, (order(claim, people.second, M.PUBLISH), order(claim, people.reviewer, M.EDIT_APPROVED))


def publishing_twice(people: Crew) -> tuple[Claim, Orders]:
    claim = claim_in(S.APPROVED, people)
    press = order(claim, people.second, M.PUBLISH)
    return claim, (press, press)


EXPECTED: dict[Callable[[Crew], tuple[Claim, Orders]], tuple[list[str], list[str]]] = {
    picking_up: (["pick_up"], ["pick_up"]),
    approving: (["approve"], ["approve"]),
    approving_and_taking_back: (["approve"], ["withdraw"]),
    submitting_and_giving_away: (["submit"], ["reassign"]),
    publishing_and_editing: (["publish"], ["edit_approved"]),
    publishing_twice: (["publish"], ["publish"]),
}
"""What goes on record where the first wins, and where the second does."""


@pytest.mark.parametrize("story", EXPECTED, ids=lambda story: story.__name__)
def test_exactly_one_of_two_processes_wins(story: Callable[[Crew], tuple[Claim, Orders]], people: Crew, racers: Racers):
    for _ in range(ROUNDS):
        claim, orders = story(people)
        events = AuditEvent.objects.filter(object_type="claim", object_id=claim.pk).order_by("sequence")
        before = events.count()

        winner, told = run(racers, orders)

        assert list(events.values_list("action", flat=True))[before:] == EXPECTED[story][winner]
        assert told.endswith(".")
        assert Publication.objects.filter(claim=claim).count() <= 1
        assert Approval.objects.filter(revision__claim=claim, voided_at=None).count() <= 1
        assert Revision.objects.filter(claim=claim).count() <= 1
        assert Assignment.objects.filter(claim=claim, ended_at=None).count() <= 1
    assert verify().broken is None
