"""Two people at the same moment: exactly one wins, one event records it, and the other reads a sentence.

The tests run on the database that DATABASE_URL names, SQLite where there is none. Each pair is let go at one signal,
several times over, because a missing lock shows only when both read before either writes.
"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import pytest
from django.db import connection

from claims.accounts.models import User
from claims.accounts.roles import Role
from claims.audit.models import AuditEvent
from claims.audit.services import seal, verify
from claims.errors import Refusal, Stale, WrongState
from claims.tracking.enums import CandidateState, ClaimState
from claims.tracking.models import Assignment, Candidate, Claim
from claims.triage import candidate_decisions
from claims.verdicts.models import Approval, Publication, Revision, Verdict
from claims.workflow.editing import Part, edit
from claims.workflow.moves import Details, MoveName
from claims.workflow.perform import perform
from tests.factories import CandidateFactory, ClaimFactory, PersonFactory
from tests.workflow import stories
from tests.workflow.stories import Crew, claim_in, submitted_hash

pytestmark = pytest.mark.django_db(transaction=True)

S, M = ClaimState, MoveName
ROUNDS = range(6)


@dataclass(frozen=True)
class Outcome:
    """Who won and what the losers read."""

    winners: list[int]
    refusals: list[Refusal]


def race(*acts: Callable[[], object]) -> Outcome:
    """Let every act go at one signal, each on a connection of its own; anything but a refusal is raised."""
    signal = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> Refusal | None:
        try:
            connection.ensure_connection()
            signal.wait(timeout=30)
            act()
        except Refusal as refused:
            return refused
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(acts)) as pool:
        results = [future.result() for future in [pool.submit(run, act) for act in acts]]
    return Outcome(
        winners=[index for index, refusal in enumerate(results) if refusal is None],
        refusals=[refusal for refusal in results if refusal is not None],
    )


def one_wins(*acts: Callable[[], object]) -> tuple[int, Refusal]:
    """Race two acts of which exactly one may succeed; the winner's place and the loser's refusal."""
    outcome = race(*acts)
    assert len(outcome.winners) == 1, outcome
    (refusal,) = outcome.refusals
    assert refusal.message.endswith(".")
    return outcome.winners[0], refusal


def events_on(claim: Claim) -> list[str]:
    return list(
        AuditEvent.objects.filter(object_type="claim", object_id=claim.pk)
        .order_by("sequence")
        .values_list("action", flat=True)
    )


@pytest.fixture
def people(transactional_db: None) -> Crew:
    return stories.crew()


def making(move: MoveName, claim: Claim, actor: User, **given: object) -> Callable[[], object]:
    """One person pressing one button, with the version of the claim that the page showed."""
    details = Details(**given)  # type: ignore[arg-type]
    return lambda: perform(
        move, claim_id=claim.pk, actor=actor, expected_version=claim.lock_version, details=details, note="Now."
    )


def one_after_another(*acts: Callable[[], object]) -> Callable[[], object]:
    """One person doing several things in turn; the first that is refused is the last."""
    return lambda: [act() for act in acts]


def saving_a_draft(claim: Claim, author: User) -> Callable[[], object]:
    """Somebody saving a new short answer, from a page that showed the claim's draft as it stands now."""
    seen = Verdict.objects.get(claim=claim).lock_version

    def change(locked: Claim) -> dict[str, object]:
        verdict = Verdict.objects.get(claim=locked)
        if verdict.lock_version != seen:
            raise Stale("Somebody changed the draft after you opened it.")
        verdict.summary, verdict.lock_version = "The cut was 8 per cent.", seen + 1
        verdict.save(update_fields=["summary", "lock_version"])
        return {"verdict": seen + 1}

    return lambda: edit(claim_id=claim.pk, actor=author, part=Part.VERDICT, action="draft_saved", change=change)


def test_two_people_pick_up_one_claim(people):
    for _ in ROUNDS:
        claim = ClaimFactory()
        pair = (people.reviewer, people.editor)

        winner, refusal = one_wins(*(making(M.PICK_UP, claim, person) for person in pair))

        claim.refresh_from_db()
        assert isinstance(refusal, WrongState)
        assert (claim.state, claim.reviewer, claim.lock_version) == (S.ASSIGNED, pair[winner], 2)
        assert Assignment.objects.get(claim=claim).reviewer == pair[winner]
        assert events_on(claim) == ["pick_up"]


def test_two_people_approve_one_revision(people):
    for _ in ROUNDS:
        claim = claim_in(S.SUBMITTED, people)
        given = {"content_hash": submitted_hash(claim)}

        _, refusal = one_wins(
            making(M.APPROVE, claim, people.second, **given), making(M.APPROVE, claim, people.third, **given)
        )

        claim.refresh_from_db()
        assert isinstance(refusal, WrongState)
        assert claim.state == S.APPROVED
        assert Approval.objects.filter(revision__claim=claim).count() == 1
        assert events_on(claim).count("approve") == 1


def test_where_two_approvals_are_needed_both_count_and_the_claim_is_approved_once(people, settings):
    settings.APPROVALS_NEEDED = 2
    for _ in ROUNDS:
        claim = claim_in(S.SUBMITTED, people)
        approve = partial(perform, M.APPROVE, claim_id=claim.pk, details=Details(content_hash=submitted_hash(claim)))

        outcome = race(partial(approve, actor=people.second), partial(approve, actor=people.third))

        claim.refresh_from_db()
        assert outcome.refusals == []
        assert claim.state == S.APPROVED
        approvals = AuditEvent.objects.filter(object_id=claim.pk, action="approve").order_by("sequence")
        assert [event.to_state for event in approvals] == [S.SUBMITTED, S.APPROVED]


def test_one_person_approves_twice_with_a_double_click(people):
    for _ in ROUNDS:
        claim = claim_in(S.SUBMITTED, people)
        press = making(M.APPROVE, claim, people.second, content_hash=submitted_hash(claim))

        one_wins(press, press)

        assert Approval.objects.filter(revision__claim=claim).count() == 1
        assert events_on(claim).count("approve") == 1


def test_approving_while_the_author_takes_it_back(people):
    for _ in ROUNDS:
        claim = claim_in(S.SUBMITTED, people)

        winner, _ = one_wins(
            making(M.APPROVE, claim, people.second, content_hash=submitted_hash(claim)),
            making(M.WITHDRAW, claim, people.reviewer),
        )

        claim.refresh_from_db()
        assert claim.state == (S.APPROVED, S.IN_REVIEW)[winner]
        assert len(events_on(claim)) == 4


def test_approving_while_the_author_takes_it_back_and_edits(people):
    """Words written at the moment of an approval never stand under it."""
    for _ in ROUNDS:
        claim = claim_in(S.SUBMITTED, people)
        take_back = making(M.WITHDRAW, claim, people.reviewer)
        save = saving_a_draft(claim, people.reviewer)

        winner, refusal = one_wins(
            making(M.APPROVE, claim, people.second, content_hash=submitted_hash(claim)),
            one_after_another(take_back, save),
        )

        claim.refresh_from_db()
        assert isinstance(refusal, WrongState)
        assert claim.state == (S.APPROVED, S.IN_REVIEW)[winner]
        approved = Approval.objects.filter(revision__claim=claim, voided_at=None).exists()
        frozen = Revision.objects.get(claim=claim).content["summary"]
        assert approved == (Verdict.objects.get(claim=claim).summary == frozen) == (winner == 0)
        assert events_on(claim)[3:] == (["approve"], ["withdraw", "draft_saved"])[winner]


def test_somebody_whose_page_is_older_than_the_submission_edits_nothing(people):
    claim = claim_in(S.IN_REVIEW, people)
    save = saving_a_draft(claim, people.reviewer)
    perform(M.SUBMIT, claim_id=claim.pk, actor=people.reviewer)
    with pytest.raises(WrongState):
        save()
    assert Verdict.objects.get(claim=claim).summary == Revision.objects.get(claim=claim).content["summary"]


def test_publishing_while_somebody_edits(people):
    for _ in ROUNDS:
        claim = claim_in(S.APPROVED, people)

        winner, refusal = one_wins(
            making(M.PUBLISH, claim, people.second), making(M.EDIT_APPROVED, claim, people.reviewer)
        )

        claim.refresh_from_db()
        published = Publication.objects.filter(claim=claim).count()
        assert isinstance(refusal, WrongState)
        assert (claim.state, published) == ((S.PUBLISHED, 1), (S.IN_REVIEW, 0))[winner]
        standing = Approval.objects.filter(revision__claim=claim, voided_at=None).count()
        assert standing == (1, 0)[winner]
        tail = events_on(claim)[4:]
        assert tail == (["publish"], ["edit_approved"])[winner]


def test_submitting_while_it_is_given_to_somebody_else(people):
    for _ in ROUNDS:
        claim = claim_in(S.IN_REVIEW, people)

        winner, _ = one_wins(
            making(M.SUBMIT, claim, people.reviewer),
            making(M.REASSIGN, claim, people.editor, reviewer_id=people.third.pk),
        )

        claim.refresh_from_db()
        assert claim.state == (S.SUBMITTED, S.ASSIGNED)[winner]
        assert Revision.objects.filter(claim=claim).count() == (1, 0)[winner]
        assert Assignment.objects.filter(claim=claim, ended_at=None).count() == 1
        assert len(events_on(claim)) == 3


def test_a_double_click_on_publish(people):
    for _ in ROUNDS:
        claim = claim_in(S.APPROVED, people)
        press = making(M.PUBLISH, claim, people.second)

        one_wins(press, press)

        assert Publication.objects.filter(claim=claim).count() == 1
        assert events_on(claim).count("publish") == 1


def test_the_clock_and_a_person_publish_at_once(people):
    for _ in ROUNDS:
        claim = claim_in(S.APPROVED, people)

        one_wins(
            making(M.PUBLISH, claim, people.second),
            partial(perform, M.PUBLISH, claim_id=claim.pk, actor=None, expected_version=claim.lock_version),
        )

        assert Publication.objects.filter(claim=claim).count() == 1
        assert events_on(claim).count("publish") == 1


def test_two_people_save_one_draft(people):
    for _ in ROUNDS:
        claim = claim_in(S.IN_REVIEW, people)

        _, refusal = one_wins(saving_a_draft(claim, people.reviewer), saving_a_draft(claim, people.editor))

        assert isinstance(refusal, Stale)
        assert events_on(claim).count("draft_saved") == 1


def test_two_editors_decide_on_one_candidate(people):
    for _ in ROUNDS:
        candidate = CandidateFactory()
        seen = {"candidate_id": candidate.pk, "expected_version": candidate.lock_version}

        winner, _ = one_wins(
            partial(candidate_decisions.accept, actor=people.editor, **seen),
            partial(candidate_decisions.dismiss, reason="opinion", actor=people.second, **seen),
        )

        candidate.refresh_from_db()
        assert candidate.state == (CandidateState.ACCEPTED, CandidateState.DISMISSED)[winner]
        assert Candidate.objects.filter(pk=candidate.pk, lock_version=2).exists()
        assert AuditEvent.objects.filter(object_type="candidate", object_id=candidate.pk).count() == 1


def test_eight_people_on_eight_claims_do_not_wait_in_vain(people):
    """The chain is per object: everybody wins, nothing is locked out, every chain is whole."""
    editors = [PersonFactory(roles=[Role.EDITOR]) for _ in range(8)]
    claims = [ClaimFactory() for _ in editors]

    outcome = race(*(making(M.PICK_UP, claim, editor) for claim, editor in zip(claims, editors, strict=True)))

    assert outcome.refusals == []
    assert verify().broken is None


def test_two_seals_at_once_do_not_fork(people):
    for _ in ROUNDS:
        claim_in(S.ASSIGNED, people)

        race(seal, seal)

        assert verify().broken is None
