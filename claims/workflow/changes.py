"""What each move writes besides the state, and what its audit event remembers; people by id only."""

from collections.abc import Mapping

from django.conf import settings
from django.db.models import F

from claims.accounts.models import User
from claims.audit.services import JSONValue
from claims.tracking.enums import AssignmentState, CorrectionClass
from claims.tracking.models import Assignment, Claim, Correction
from claims.verdicts import publishing, shelf_life
from claims.verdicts.content import content_hash, content_of
from claims.verdicts.enums import PublicationKind
from claims.verdicts.models import Approval, Contribution, OldCheck, Revision, ShelfLife, Verdict
from claims.workflow.moves import Attempt

type AuditData = Mapping[str, JSONValue]


def open_correction_of(claim: Claim) -> Correction | None:
    """The correction that is open on a claim, if any."""
    return Correction.objects.filter(claim=claim, ended_at__isnull=True).first()


def approvals_missing(claim: Claim) -> int:
    """How many more people have to approve the newest revision."""
    revision = Revision.objects.newest_of(claim).first()
    given = Approval.objects.filter(revision=revision, voided_at__isnull=True).count() if revision else 0
    return max(0, settings.APPROVALS_NEEDED - given)


def assign_to_self(attempt: Attempt) -> AuditData:
    """The person picks the claim up."""
    return _give_to(attempt, _person(attempt), AssignmentState.ACCEPTED)


def assign(attempt: Attempt) -> AuditData:
    """The chosen reviewer gets the claim, with a due date and a message."""
    return _give_to(attempt, User.objects.get(pk=attempt.details.reviewer_id), AssignmentState.OPEN)


def reassign(attempt: Attempt) -> AuditData:
    """Another reviewer gets the claim; the earlier assignment stays on record."""
    before = attempt.claim.reviewer_id
    _end_assignment(attempt, AssignmentState.REASSIGNED)
    attempt.claim.waiting_on, attempt.claim.wake_at = "", None
    return {**assign(attempt), "from": before}


def start(attempt: Attempt) -> AuditData:
    """The reviewer begins, which accepts the assignment."""
    live = Assignment.objects.filter(claim=attempt.claim, ended_at__isnull=True)
    live.update(state=AssignmentState.ACCEPTED)
    return {}


def release(attempt: Attempt) -> AuditData:
    """The claim goes back to the queue; before it was started, that declines the assignment."""
    begun = Assignment.objects.filter(
        claim=attempt.claim, ended_at__isnull=True, state=AssignmentState.ACCEPTED
    ).exists()
    _end_assignment(attempt, AssignmentState.RELEASED if begun else AssignmentState.DECLINED)
    reviewer_id = attempt.claim.reviewer_id
    attempt.claim.reviewer = None
    return {"reviewer": reviewer_id}


def wait(attempt: Attempt) -> AuditData:
    """The claim is parked until somebody answers or a date comes."""
    attempt.claim.waiting_on = attempt.details.waiting_on.strip()
    attempt.claim.wake_at = attempt.details.until
    until = attempt.details.until
    return {"waiting_on": attempt.claim.waiting_on, "until": until.isoformat() if until else None}


def wake(attempt: Attempt) -> AuditData:
    """The claim is worked on again."""
    waited_on = attempt.claim.waiting_on
    attempt.claim.waiting_on, attempt.claim.wake_at = "", None
    return {"waiting_on": waited_on}


def close(attempt: Attempt) -> AuditData:
    """The claim is put away with a coded reason."""
    if attempt.claim.reviewer_id:
        _end_assignment(attempt, AssignmentState.RELEASED)
    attempt.claim.reviewer = None
    attempt.claim.close_reason = attempt.details.reason
    return {"reason": attempt.details.reason}


def reopen(attempt: Attempt) -> AuditData:
    """The claim is open again."""
    before = attempt.claim.close_reason
    attempt.claim.close_reason = ""
    return {"was": before}


def freeze(attempt: Attempt) -> AuditData:
    """The draft becomes a numbered revision with a hash over everything a reader will see."""
    claim, person = attempt.claim, _person(attempt)
    newest = Revision.objects.newest_of(claim).first()
    content = content_of(claim)
    revision = Revision.objects.create(
        claim=claim,
        number=newest.number + 1 if newest else 1,
        content=content,
        content_hash=content_hash(content),
        correction=open_correction_of(claim),
        submitted_by=person,
        submitted_at=attempt.now,
    )
    Contribution.objects.get_or_create(
        claim=claim, person=person, part="submission", defaults={"first_at": attempt.now}
    )
    authors = Contribution.objects.filter(claim=claim).values_list("person", flat=True).distinct()
    revision.authors.set(list(authors))
    # A window that still shows the draft as it was before must not slip words in after an approval.
    Verdict.objects.filter(claim=claim).update(lock_version=F("lock_version") + 1)
    return {"revision": revision.number, "content_hash": revision.content_hash}


def approve(attempt: Attempt) -> AuditData:
    """The person stands behind the hash they saw."""
    revision = Revision.objects.newest_of(attempt.claim).first()
    if revision is None:
        raise RuntimeError("The guards let an approval pass without a revision.")
    Approval.objects.create(
        revision=revision,
        approver=_person(attempt),
        content_hash=revision.content_hash,
        note=attempt.note,
        approved_at=attempt.now,
    )
    return {"revision": revision.number, "content_hash": revision.content_hash}


def void_approvals(attempt: Attempt) -> AuditData:
    """Nobody stands behind the newest revision any longer; those who stood behind a published one still do."""
    revision = Revision.objects.newest_of(attempt.claim).first()
    pending = revision is not None and not revision.publications.exists()
    live = Approval.objects.filter(revision=revision, voided_at__isnull=True)
    voided = live.update(voided_at=attempt.now) if pending else 0
    attempt.claim.publish_at = None
    return {"voided": voided}


def schedule(attempt: Attempt) -> AuditData:
    """The verdict goes out by itself at a set time."""
    at = attempt.details.publish_at
    attempt.claim.publish_at = at
    return {"publish_at": at.isoformat() if at else None}


def unschedule(attempt: Attempt) -> AuditData:
    """The verdict waits for a person to publish it."""
    was = attempt.claim.publish_at
    attempt.claim.publish_at = None
    return {"was": was.isoformat() if was else None}


def publish(attempt: Attempt) -> AuditData:
    """The approved revision becomes the claim's newest publication."""
    claim, correction = attempt.claim, open_correction_of(attempt.claim)
    revision = Revision.objects.newest_of(claim).first()
    if revision is None:
        raise RuntimeError("The guards let a publication pass without a revision.")
    kind = PublicationKind(correction.kind) if correction else PublicationKind.FIRST
    publication = publishing.publish_revision(
        revision=revision,
        kind=kind,
        note=correction.reason if correction else "",
        published_by=attempt.actor,
        now=attempt.now,
    )
    if correction:
        correction.ended_at, correction.published = attempt.now, True
        correction.save(update_fields=["ended_at", "published"])
    claim.publish_at = None
    shelf_life.begin(claim, attempt.now)
    _end_assignment(attempt, AssignmentState.DONE)
    return {"publication": publication.number, "content_hash": publication.content_hash}


def publish_imported(attempt: Attempt) -> AuditData:
    """A check of the old site becomes the claim's first publication, with nobody's approval but that of then."""
    old = OldCheck.objects.select_related("claim").get(claim=attempt.claim)
    publication = publishing.publish_imported(old=old, published_by=_person(attempt))
    shelf_life.begin_imported(attempt.claim, publication.published_at)
    return {
        "publication": publication.number,
        "content_hash": publication.content_hash,
        "address": old.address,
        "checked_by": publication.content["imported"]["checked_by"],
    }


def open_correction(attempt: Attempt) -> AuditData:
    """Published words are to change; the page stays live meanwhile."""
    person = _person(attempt)
    Correction.objects.create(
        claim=attempt.claim,
        kind=CorrectionClass(attempt.details.reason),
        reason=attempt.note,
        opened_by=person,
        opened_at=attempt.now,
    )
    if attempt.claim.reviewer is None:
        attempt.claim.reviewer = person
    return {"class": attempt.details.reason}


def abandon_correction(attempt: Attempt) -> AuditData:
    """The published words stay as they are."""
    correction = open_correction_of(attempt.claim)
    if correction:
        correction.ended_at = attempt.now
        correction.save(update_fields=["ended_at"])
    return void_approvals(attempt)


def ask_retraction(attempt: Attempt) -> AuditData:
    """One person asks for the verdict to be retracted."""
    attempt.claim.retraction_asked_by = _person(attempt)
    attempt.claim.retraction_note = attempt.note
    return {}


def drop_retraction(attempt: Attempt) -> AuditData:
    """The verdict stays published."""
    asked_by = attempt.claim.retraction_asked_by_id
    attempt.claim.retraction_asked_by, attempt.claim.retraction_note = None, ""
    return {"asked_by": asked_by}


def retract(attempt: Attempt) -> AuditData:
    """A second person confirms; the address stays and shows the notice."""
    claim, correction = attempt.claim, open_correction_of(attempt.claim)
    if correction:
        correction.ended_at = attempt.now
        correction.save(update_fields=["ended_at"])
    void_approvals(attempt)
    publication = publishing.publish_retraction(
        claim=claim, note=claim.retraction_note, published_by=_person(attempt), now=attempt.now
    )
    shelf_life.end(claim)
    return {"publication": publication.number, "asked_by": claim.retraction_asked_by_id}


def is_looked_at_again(claim: Claim) -> bool:
    """Whether the published verdict is being looked at again."""
    return ShelfLife.objects.filter(claim=claim, again_since__isnull=False).exists()


def look_again(attempt: Attempt) -> AuditData:
    """The published verdict is looked at again; the due date of its first check is past and says nothing."""
    row, _new = ShelfLife.objects.get_or_create(claim=attempt.claim, defaults={"as_of": attempt.now})
    row.again_since = attempt.now
    row.save(update_fields=["again_since"])
    attempt.claim.due_at = None
    return {"review_by": row.review_by.isoformat() if row.review_by else None}


def still_holds(attempt: Attempt) -> AuditData:
    """The published words stand as of now, until a date of the person's or the rules'."""
    row = shelf_life.begin(attempt.claim, attempt.now, by_hand=attempt.details.review_by)
    return {"review_by": row.review_by.isoformat() if row.review_by else None, "by_hand": row.by_hand}


def set_review_by(attempt: Attempt) -> AuditData:
    """The verdict comes back on another day."""
    before, row = shelf_life.set_date(attempt.claim, attempt.details.review_by)
    return {
        "before": before.isoformat() if before else None,
        "review_by": row.review_by.isoformat() if row.review_by else None,
        "by_hand": row.by_hand,
    }


def _give_to(attempt: Attempt, reviewer: User, state: AssignmentState) -> AuditData:
    claim, due_at = attempt.claim, attempt.details.due_at or attempt.claim.due_at
    Assignment.objects.create(
        claim=claim,
        reviewer=reviewer,
        assigned_by=_person(attempt),
        message=attempt.note,
        due_at=due_at,
        state=state,
        created_at=attempt.now,
    )
    claim.reviewer, claim.due_at = reviewer, due_at
    return {"reviewer": reviewer.pk, "due_at": due_at.isoformat() if due_at else None}


def _end_assignment(attempt: Attempt, state: AssignmentState) -> None:
    live = Assignment.objects.filter(claim=attempt.claim, ended_at__isnull=True)
    live.update(state=state, ended_at=attempt.now)


def _person(attempt: Attempt) -> User:
    """The person of a move the software does not make."""
    if attempt.actor is None:
        raise RuntimeError("This move needs a person.")
    return attempt.actor
