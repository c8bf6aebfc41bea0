"""Decisions a second with eight editors at once, and whether versions, states and the audit record agree afterwards.

    python -m tests.benchmarks.decisions
    DATABASE_URL=postgres://... python -m tests.benchmarks.decisions

Each editor is a process, as behind a web server with eight workers, and all of them work on the same claims: they read
one, choose a move of its state, and make it with the version they saw, in one transaction with its audit row. Whoever
comes second is refused, which is no error. Then the same for candidates, which are dismissed and taken back. The aim is
over 100 decisions a second and no error; the exit code is 1 otherwise.
"""

# Django has to be set up before anything of the project is imported.
# ruff: noqa: E402
import argparse
import multiprocessing
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing.pool import Pool

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")

import django

django.setup()

from django.db import connection, connections
from django.db.models import Model

from claims.accounts.models import User
from claims.accounts.roles import Role
from claims.audit.models import AuditEvent
from claims.audit.services import verify
from claims.errors import Refusal
from claims.tracking.enums import CandidateState, ClaimState, DismissReason
from claims.tracking.models import Candidate, Claim
from claims.triage.candidate_decisions import dismiss, undo
from claims.workflow.moves import Details, MoveName
from claims.workflow.perform import perform
from tests.benchmarks.scratch import database, fill, person

AIM = 100
EDITORS = 8
NEXT = {
    ClaimState.QUEUED: (MoveName.PICK_UP, MoveName.ASSIGN),
    ClaimState.ASSIGNED: (MoveName.START, MoveName.REASSIGN),
    ClaimState.IN_REVIEW: (MoveName.RELEASE, MoveName.REASSIGN),
}
ROW = "{:<22}{:>10}{:>10}{:>10}{:>10}{:>10}{:>8}{:>8}"


@dataclass
class Tally:
    """What one editor did."""

    made: Counter[int] = field(default_factory=Counter)
    refused: int = 0
    cpu: float = 0.0
    waits: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


COLLEAGUES: list[int] = []
"""The editors, by id."""

type Act = Callable[[random.Random, User, Sequence[int]], int]
"""Decides on one of the rows; its id."""


def move_a_claim(chance: random.Random, editor: User, ids: Sequence[int]) -> int:
    """Look at a claim and make one of the moves of its state; what only its reviewer may do is somebody else's."""
    seen = Claim.objects.filter(pk=chance.choice(ids)).values_list("pk", "state", "lock_version", "reviewer_id")
    pk, state, version, reviewer = seen.get()
    name = chance.choice(NEXT[state])
    if name in (MoveName.START, MoveName.RELEASE) and reviewer != editor.pk:
        name = MoveName.REASSIGN
    details = Details(reviewer_id=chance.choice([one for one in COLLEAGUES if one != reviewer]))
    perform(name, claim_id=pk, actor=editor, expected_version=version, details=details)
    return int(pk)


def decide_on_a_candidate(chance: random.Random, editor: User, ids: Sequence[int]) -> int:
    """Dismiss a candidate, or take back that it was dismissed."""
    candidate = Candidate.objects.get(pk=chance.choice(ids))
    if candidate.state == CandidateState.PENDING:
        dismiss(
            candidate_id=candidate.pk,
            reason=DismissReason.OPINION,
            actor=editor,
            expected_version=candidate.lock_version,
        )
    else:
        undo(candidate_id=candidate.pk, actor=editor, expected_version=candidate.lock_version)
    return candidate.pk


ACTS: dict[str, Act] = {"moves of claims": move_a_claim, "triage of candidates": decide_on_a_candidate}


def work(name: str, editor_id: int, ids: Sequence[int], seconds: float) -> Tally:
    """One editor, in a process of its own."""
    tally, chance = Tally(), random.Random(editor_id)
    editor = User.objects.get(pk=editor_id)
    until, worked = time.monotonic() + seconds, time.process_time()
    while time.monotonic() < until:
        began = time.monotonic()
        try:
            decided = ACTS[name](chance, editor, ids)
        except Refusal:
            tally.refused += 1
        except Exception as error:  # noqa: BLE001 - whatever else happens is what this looks for
            tally.errors.append(f"{type(error).__name__}: {error}")
        else:
            tally.made[decided] += 1
            tally.waits.append(time.monotonic() - began)
    tally.cpu = time.process_time() - worked
    connections.close_all()
    return tally


def disagreements(rows: Sequence[Model], made: Counter[int]) -> list[str]:
    """Where a row's version and state are not what was done to it, by the editors' own count and by the record."""
    found = []
    for row in rows:
        version, state = row.lock_version, row.state  # type: ignore[attr-defined]
        events = AuditEvent.objects.filter(object_type=row._meta.model_name, object_id=row.pk).order_by("sequence")
        states = list(events.values_list("from_state", "to_state"))
        if len(states) != made[row.pk] or version != made[row.pk] + 1:
            found.append(f"{row}: {made[row.pk]} decisions, {len(states)} in the record, version {version}")
        if states and states[-1][1] != state:
            found.append(f"{row}: {state}, and by the record {states[-1][1]}")
        if any(before[1] != after[0] for before, after in zip(states, states[1:], strict=False)):
            found.append(f"{row}: the states in the record do not follow each other")
    return found


def measure(name: str, pool: Pool, ids: Sequence[int], editors: Sequence[int], options: argparse.Namespace) -> bool:
    """Let all editors work, then print a row of the table; whether the aim was reached."""
    connections.close_all()
    jobs = [(name, editor, ids, options.seconds) for editor in editors]
    tallies = pool.starmap(work, jobs)
    made = sum((tally.made for tally in tallies), Counter[int]())
    waits = sorted(wait for tally in tallies for wait in tally.waits)
    errors = [error for tally in tallies for error in tally.errors]
    rate, cpu = len(waits) / options.seconds, sum(tally.cpu for tally in tallies) / max(1, len(waits)) * 1000
    model: type[Claim | Candidate] = Claim if ACTS[name] is move_a_claim else Candidate
    wrong = disagreements(list(model.objects.filter(pk__in=ids)), made)
    middle, worst = (waits[len(waits) // 2], waits[-1]) if waits else (0.0, 0.0)
    refused = sum(tally.refused for tally in tallies)
    numbers = (f"{rate:.0f}", f"{cpu:.1f} ms", f"{middle * 1000:.0f} ms", f"{worst * 1000:.0f} ms")
    print(ROW.format(name, *numbers, refused, len(errors), len(wrong)))
    for sentence in [*dict.fromkeys(errors), *wrong][:10]:
        print(f"  {sentence}")
    return rate > AIM and not errors and not wrong


def main() -> None:
    """Fill, let them decide, look at what they left."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--rows", type=int, default=2000, help="claims on the desk; ten times as many candidates")
    parser.add_argument("--shared", type=int, default=200, help="how many of them the editors decide on")
    options = parser.parse_args()
    with database():
        people = [person(f"editor{n}", Role.EDITOR, Role.REVIEWER) for n in range(EDITORS)]
        editors = [each.pk for each in people]
        COLLEAGUES.extend(editors)
        fill(options.rows, people)
        chosen = {
            "moves of claims": Claim.objects.filter(state=ClaimState.QUEUED),
            "triage of candidates": Candidate.objects.filter(state=CandidateState.PENDING),
        }
        ids = {
            name: list(rows.order_by("pk").values_list("pk", flat=True)[: options.shared])
            for name, rows in chosen.items()
        }
        load = os.getloadavg()[0]
        print(f"{connection.vendor}, {EDITORS} editors at once, {options.seconds:.0f} s each; load before {load:.1f}\n")
        print(ROW.format("", "a second", "CPU each", "median", "worst", "refused", "errors", "astray"))
        connections.close_all()
        with multiprocessing.get_context("fork").Pool(EDITORS) as pool:
            fine = [measure(name, pool, ids[name], editors, options) for name in ACTS]
        record = verify()
        print(f"\nThe record: {record.events:,} events, {record.broken or 'every chain whole'}.")
    sys.exit(not all(fine) or record.broken is not None)


if __name__ == "__main__":
    main()
