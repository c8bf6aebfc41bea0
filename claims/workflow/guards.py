"""Whether: the rules that stand against a move until something is mended, each reason a sentence."""

import datetime

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.tracking.enums import CloseReason, CorrectionClass
from claims.verdicts import preflight, telling
from claims.verdicts.content import PARTS, differences, parts_of
from claims.verdicts.diffing import compare
from claims.verdicts.models import Revision, Verdict
from claims.workflow.moves import Attempt

FURTHEST = datetime.timedelta(days=5 * 366)
WAITING_ON_LIMIT = 200


def reviewer_can_take_it(attempt: Attempt) -> list[str]:
    """The chosen person exists, is active and holds the right to review."""
    person = User.objects.filter(pk=attempt.details.reviewer_id).first()
    if person is None:
        return ["Choose a reviewer."]
    if not person.may(Right.REVIEW):
        return [f"{person} does not review claims. Choose somebody with the reviewer role."]
    return []


def reviewer_is_new(attempt: Attempt) -> list[str]:
    """A reassignment goes to somebody else."""
    if attempt.details.reviewer_id == attempt.claim.reviewer_id:
        return [f"{attempt.claim.reviewer} has this claim already. Choose somebody else."]
    return []


def due_is_ahead(attempt: Attempt) -> list[str]:
    """A due date lies in the future, and within what a desk plans for."""
    refusal = refusal_of_due(attempt.details.due_at, attempt.now)
    return [refusal] if refusal else []


def refusal_of_due(due: datetime.datetime | None, now: datetime.datetime) -> str:
    """The sentence that refuses this due date, or an empty string."""
    if due is not None and due <= now:
        return "The due date is past. Choose a date that is still to come."
    if due is not None and due > now + FURTHEST:
        return "The due date is more than five years away. Check the year."
    return ""


def waits_for_somebody(attempt: Attempt) -> list[str]:
    """Waiting says on whom and until when."""
    reasons = []
    whom = attempt.details.waiting_on.strip()
    if not whom:
        reasons.append("Say whom or what you are waiting for.")
    if len(whom) > WAITING_ON_LIMIT:
        reasons.append(f"Say in under {WAITING_ON_LIMIT} characters whom you wait for; put the rest in a note.")
    until = attempt.details.until
    if until is None:
        reasons.append("Say until when you wait; the claim comes back by itself then.")
    elif until <= attempt.now:
        reasons.append("The date to wait until is past. Choose one that is still to come.")
    elif until > attempt.now + FURTHEST:
        reasons.append("The date to wait until is more than five years away. Check the year.")
    return reasons


def close_reason_is_known(attempt: Attempt) -> list[str]:
    """Closing names one of the coded reasons."""
    return [] if attempt.details.reason in CloseReason else ["Choose a reason for closing."]


def correction_class_is_known(attempt: Attempt) -> list[str]:
    """A correction says of which class it is."""
    if attempt.details.reason in CorrectionClass:
        return []
    return ["Say whether this is a clarification, a correction or an update."]


def gates_pass(attempt: Attempt) -> list[str]:
    """Every blocking gate of the preflight holds."""
    return [finding.sentence for finding in preflight.blocking(attempt.claim)]


def draft_is_the_one_seen(attempt: Attempt) -> list[str]:
    """Nobody saved another draft after the person last saw it."""
    seen = attempt.details.verdict_version
    stored = Verdict.objects.filter(claim=attempt.claim).values_list("lock_version", flat=True).first()
    if seen is None or seen == stored:
        return []
    return ["The draft was changed in another window. Reload the claim, look at it again, then submit."]


def hash_is_the_one_seen(attempt: Attempt) -> list[str]:
    """The approver saw the frozen revision, and nothing readers would see differs from it."""
    revision = latest_revision(attempt)
    if revision is None or revision.content_hash != attempt.details.content_hash:
        return ["This is no longer the revision you looked at. Reload the page and read it again."]
    return nothing_changed_since_frozen(attempt)


def nothing_changed_since_frozen(attempt: Attempt) -> list[str]:
    """What readers would see now has the hash of the frozen revision."""
    revision = latest_revision(attempt)
    if revision is None:
        return ["There is no submitted verdict to stand behind."]
    now = parts_of(attempt.claim)
    changed = [difference.name for difference in differences(revision.content, now)]
    if changed:
        return [
            f"Changed since it was submitted: {', '.join(changed)}. Send it through review again.",
            *telling.sentences(compare(revision.content, now, PARTS)),
        ]
    return []


def publish_time_is_ahead(attempt: Attempt) -> list[str]:
    """A set time of publication lies in the future."""
    at = attempt.details.publish_at
    if at is None:
        return ["Say when it should be published."]
    return ["That time is past. Publish now, or choose a time to come."] if at <= attempt.now else []


def publish_time_is_set(attempt: Attempt) -> list[str]:
    """There is a set time to cancel."""
    return [] if attempt.claim.publish_at else ["No time to publish is set."]


def retraction_was_asked(attempt: Attempt) -> list[str]:
    """Somebody asked for the retraction before it is confirmed."""
    return [] if attempt.claim.retraction_asked_by_id else ["Nobody has asked for a retraction yet."]


def retraction_was_not_asked(attempt: Attempt) -> list[str]:
    """Only one request at a time."""
    asked_by = attempt.claim.retraction_asked_by
    return [f"{asked_by} has asked for a retraction already. Confirm it, or drop the request."] if asked_by else []


def correction_is_open(attempt: Attempt) -> list[str]:
    """There is a correction to abandon."""
    if attempt.claim.corrections.filter(ended_at__isnull=True).exists():
        return []
    return ["No correction is open on this claim."]


def latest_revision(attempt: Attempt) -> Revision | None:
    """The claim's newest frozen revision."""
    return Revision.objects.filter(claim=attempt.claim).order_by("-number").first()
