"""Claims taken to any state by the same doors as in the newsroom, with drafts that pass every gate."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from claims.accounts.models import User
from claims.accounts.roles import Role
from claims.tracking.enums import ClaimState
from claims.tracking.models import Claim
from claims.verdicts.enums import ContactMethod, CopyState, SourceKind, Stance
from claims.verdicts.models import (
    ClaimantContact,
    Contribution,
    Evidence,
    EvidenceCopy,
    Rating,
    RatingScale,
    Revision,
    Verdict,
)
from claims.workflow.editing import Part, edit
from claims.workflow.moves import Details, MoveName
from claims.workflow.perform import Performed, available, perform
from tests.factories import ClaimFactory, PersonFactory

S, M = ClaimState, MoveName


@dataclass(frozen=True)
class Crew:
    """Who takes a claim through its states: a reviewer, an editor, and two people who approve."""

    reviewer: User
    editor: User
    second: User
    third: User


def crew() -> Crew:
    """A desk of four, none of whom is ana, edo or apa."""
    return Crew(
        reviewer=PersonFactory(display_name="Ines Okafor", roles=[Role.REVIEWER]),
        editor=PersonFactory(display_name="Hana Whitlock", roles=[Role.EDITOR]),
        second=PersonFactory(display_name="Milo Brandt", roles=[Role.APPROVER]),
        third=PersonFactory(display_name="Thea Lund", roles=[Role.APPROVER]),
    )


def days(count: float) -> datetime.datetime:
    """So many days from now."""
    return timezone.now() + datetime.timedelta(days=count)


def draft(claim: Claim, author: User) -> Verdict:
    """Write a verdict that passes every gate, with its author on record."""
    scale, _ = RatingScale.objects.get_or_create(name="Five steps", defaults={"is_active": True})
    rating, _ = Rating.objects.get_or_create(
        scale=scale,
        slug="false",
        defaults={"label": "False", "definition": "Contradicted by the evidence.", "order": 5, "tone": 5, "value": 1},
    )
    now = timezone.now()
    for position, (publisher, kind, stance) in enumerate(
        [
            ("Audit Office", SourceKind.PRIMARY, Stance.REFUTES),
            ("Port Ellery Courier", SourceKind.SECONDARY, Stance.SUPPORTS),
        ]
    ):
        source = Evidence.objects.create(
            claim=claim,
            url=f"https://source{position}.example/{claim.pk}",
            title=f"Accounts of the year, part {position}",
            publisher=publisher,
            kind=kind,
            stance=stance,
            position=position,
            accessed_at=now,
            added_by=author,
            added_at=now,
        )
        EvidenceCopy.objects.create(
            evidence=source, state=CopyState.KEPT, sha256="ab" * 32, copied_at=now, queued_at=now
        )
    ClaimantContact.objects.create(
        claim=claim,
        whom="Press office",
        method=ContactMethod.EMAIL,
        asked_at=now,
        answer="We stand by the figure.",
        answered_at=now,
        logged_by=author,
    )
    Contribution.objects.create(claim=claim, person=author, part="verdict", first_at=now)
    return Verdict.objects.create(
        claim=claim,
        rating=rating,
        summary="The accounts show a cut of 9 per cent.",
        explanation="The audited accounts give both figures.",
        updated_by=author,
        updated_at=now,
    )


def submitted_hash(claim: Claim) -> str:
    """The hash of the revision that waits for a second person."""
    revision = Revision.objects.filter(claim=claim).order_by("-number").first()
    assert revision is not None
    return revision.content_hash


def assign(claim: Claim, people: Crew) -> Performed:
    """The editor gives the claim to the reviewer."""
    details = Details(reviewer_id=people.reviewer.pk, due_at=days(3))
    return perform(M.ASSIGN, claim_id=claim.pk, actor=people.editor, details=details)


def approve(claim: Claim, approver: User) -> Performed:
    """Somebody stands behind the submitted revision."""
    details = Details(content_hash=submitted_hash(claim))
    return perform(M.APPROVE, claim_id=claim.pk, actor=approver, details=details)


def open_correction(claim: Claim, people: Crew, kind: str = "correction") -> Performed:
    """The second person opens a correction of what is published, or another change of this kind."""
    return perform(
        M.OPEN_CORRECTION,
        claim_id=claim.pk,
        actor=people.second,
        note="The year in the short answer is wrong.",
        details=Details(reason=kind),
    )


def claim_in(state: ClaimState, people: Crew, *, claim: Claim | None = None) -> Claim:
    """A claim taken to this state from the queue, by moves alone."""
    claim = claim or ClaimFactory(statement="The council has cut its spending by 22 per cent")
    for step in _PATHS[state]:
        step(claim, people)
    claim.refresh_from_db()
    assert claim.state == state
    return claim


def correction_in(state: ClaimState, people: Crew) -> Claim:
    """A published claim whose open correction has come to this state."""
    claim = claim_in(S.CORRECTING, people)
    steps = {S.CORRECTING: [], S.SUBMITTED: [_submit], S.CHANGES_REQUESTED: [_submit, _send_back]}
    for step in steps.get(state, [_submit, _approve]):
        step(claim, people)
    claim.refresh_from_db()
    assert claim.state == state
    return claim


def _start(claim: Claim, people: Crew) -> None:
    perform(M.START, claim_id=claim.pk, actor=people.reviewer)
    draft(claim, people.reviewer)


def _wait(claim: Claim, people: Crew) -> None:
    details = Details(waiting_on="The press office", until=days(2))
    perform(M.WAIT, claim_id=claim.pk, actor=people.reviewer, details=details)


def _submit(claim: Claim, people: Crew) -> None:
    perform(M.SUBMIT, claim_id=claim.pk, actor=people.reviewer)


def _send_back(claim: Claim, people: Crew) -> None:
    perform(M.REQUEST_CHANGES, claim_id=claim.pk, actor=people.second, note="Name the year.")


def _approve(claim: Claim, people: Crew) -> None:
    approve(claim, people.second)


def _publish(claim: Claim, people: Crew) -> None:
    perform(M.PUBLISH, claim_id=claim.pk, actor=people.second)


def _ask_retraction(claim: Claim, people: Crew) -> None:
    perform(M.ASK_RETRACTION, claim_id=claim.pk, actor=people.second, note="The source was forged.")


def _retract(claim: Claim, people: Crew) -> None:
    perform(M.RETRACT, claim_id=claim.pk, actor=people.third)


def _look_again(claim: Claim, people: Crew) -> None:
    perform(M.LOOK_AGAIN, claim_id=claim.pk, actor=people.second)


def _close(claim: Claim, people: Crew) -> None:
    perform(M.CLOSE, claim_id=claim.pk, actor=people.editor, details=Details(reason="overtaken"))


_REVIEWED = [assign, _start]
_SUBMITTED = [*_REVIEWED, _submit]
_PUBLISHED = [*_SUBMITTED, _approve, _publish]
_PATHS = {
    S.QUEUED: [],
    S.ASSIGNED: [assign],
    S.IN_REVIEW: _REVIEWED,
    S.WAITING: [*_REVIEWED, _wait],
    S.SUBMITTED: _SUBMITTED,
    S.CHANGES_REQUESTED: [*_SUBMITTED, _send_back],
    S.APPROVED: [*_SUBMITTED, _approve],
    S.PUBLISHED: _PUBLISHED,
    S.CORRECTING: [*_PUBLISHED, open_correction],
    S.REVISITING: [*_PUBLISHED, _look_again],
    S.RETRACTED: [*_PUBLISHED, _ask_retraction, _retract],
    S.CLOSED: [_close],
}


def rewrite_summary(claim: Claim, author: User, words: str = "The accounts show a cut of 8 per cent.") -> Claim:
    """An edit of the short answer through the same door as the product's own services."""

    def change(locked: Claim) -> dict[str, object]:
        Verdict.objects.filter(claim=locked).update(summary=words)
        return {"summary": words}

    return edit(claim_id=claim.pk, actor=author, part=Part.VERDICT, action="draft_saved", change=change)


def offered(claim: Claim, person: User) -> set[str]:
    claim.refresh_from_db()
    return {offer.move.name for offer in available(claim, person)}
