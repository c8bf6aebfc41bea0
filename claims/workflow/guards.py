"""Whether: the rules that stand against a move until something is mended, each reason a sentence."""

import datetime
from collections.abc import Sequence

from django.utils.translation import gettext as _

from claims import formats
from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.matching.precedents import Precedent, departures, precedents_for
from claims.restrictions.people import may_see, restriction_of
from claims.tracking.enums import ClaimState, CloseReason, CorrectionClass
from claims.tracking.models import Claim
from claims.verdicts import change_sentences, figures, preflight, seals
from claims.verdicts.content import PARTS, differences, parts_of
from claims.verdicts.diffing import compare
from claims.verdicts.models import OldCheck, PrecedentReason, Publication, Revision, Verdict
from claims.verdicts.newsroom_gaps import refusal_to_publish
from claims.workflow.moves import Attempt

FURTHEST = datetime.timedelta(days=5 * 366)
WAITING_ON_LIMIT = 200


def reviewer_can_take_it(attempt: Attempt) -> list[str]:
    """The chosen person exists, is active and holds the right to review."""
    person = User.objects.filter(pk=attempt.details.reviewer_id).first()
    if person is None:
        return [_("Choose a reviewer.")]
    if not person.may(Right.REVIEW):
        return [_("%(person)s does not review claims. Choose somebody with the reviewer role.") % {"person": person}]
    if not may_see(attempt.claim, person):
        return [
            _("%(number)s is kept to named people, and %(person)s is not among them. Name them first, then assign it.")
            % {"number": attempt.claim.number, "person": person}
        ]
    return []


def reviewer_is_new(attempt: Attempt) -> list[str]:
    """A reassignment goes to somebody else."""
    if attempt.details.reviewer_id == attempt.claim.reviewer_id:
        return [_("%(reviewer)s has this claim already. Choose somebody else.") % {"reviewer": attempt.claim.reviewer}]
    return []


def due_is_ahead(attempt: Attempt) -> list[str]:
    """A due date lies in the future, and within what a desk plans for."""
    refusal = refusal_of_due(attempt.details.due_at, attempt.now)
    return [refusal] if refusal else []


def refusal_of_due(due: datetime.datetime | None, now: datetime.datetime) -> str:
    """The sentence that refuses this due date, or an empty string."""
    if due is not None and due <= now:
        return _("The due date is past. Choose a date that is still to come.")
    if due is not None and due > now + FURTHEST:
        return _("The due date is more than five years away. Check the year.")
    return ""


def waits_for_somebody(attempt: Attempt) -> list[str]:
    """Waiting says on whom and until when."""
    reasons = []
    whom = attempt.details.waiting_on.strip()
    if not whom:
        reasons.append(_("Say whom or what you are waiting for."))
    if len(whom) > WAITING_ON_LIMIT:
        reasons.append(
            _("Say in under %(waiting_on_limit)s characters whom you wait for; put the rest in a note.")
            % {"waiting_on_limit": WAITING_ON_LIMIT}
        )
    until = attempt.details.until
    if until is None:
        reasons.append(_("Say until when you wait; the claim comes back by itself then."))
    elif until <= attempt.now:
        reasons.append(_("The date to wait until is past. Choose one that is still to come."))
    elif until > attempt.now + FURTHEST:
        reasons.append(_("The date to wait until is more than five years away. Check the year."))
    return reasons


def close_reason_is_known(attempt: Attempt) -> list[str]:
    """Closing names one of the coded reasons."""
    return [] if attempt.details.reason in CloseReason else [_("Choose a reason for closing.")]


def correction_class_is_known(attempt: Attempt) -> list[str]:
    """A correction says of which class it is."""
    if attempt.details.reason in CorrectionClass:
        return []
    return [_("Say whether this is a clarification, a correction or an update.")]


def gates_pass(attempt: Attempt) -> list[str]:
    """Every blocking gate of the preflight holds."""
    return [finding.sentence for finding in preflight.blocking(attempt.claim)]


def precedents_are_answered(attempt: Attempt) -> list[str]:
    """Where a near precedent has another rating, a sentence says why."""
    sentence = departure_unexplained(attempt.claim)
    return [sentence] if sentence else []


def departure_unexplained(claim: Claim) -> str:
    """The sentence that asks why the draft's rating is another than a near precedent's, or an empty string."""
    draft = Verdict.objects.select_related("rating").filter(claim=claim, rating__isnull=False).first()
    if draft is None or draft.rating is None:
        return ""
    if PrecedentReason.objects.filter(claim=claim, rating=draft.rating_id).exists():
        return ""
    return ask_why(departures(precedents_for(claim), draft.rating.slug), draft.rating.label)


def ask_why(others: Sequence[Precedent], rating: str) -> str:
    """The sentence that names the near precedents with another rating; empty where there are none."""
    if not others:
        return ""
    named = formats.listed(f"{other.publication.claim.number} ({other.rating.get('label', '')})" for other in others)
    return _("Say why you rate this “%(rating)s”: near it stand %(others)s.") % {"rating": rating, "others": named}


def draft_is_the_one_seen(attempt: Attempt) -> list[str]:
    """Nobody saved another draft after the person last saw it."""
    seen = attempt.details.verdict_version
    stored = Verdict.objects.filter(claim=attempt.claim).values_list("lock_version", flat=True).first()
    if seen is None or seen == stored:
        return []
    return [_("The draft was changed in another window. Reload the claim, look at it again, then submit.")]


def hash_is_the_one_seen(attempt: Attempt) -> list[str]:
    """The approver saw the frozen revision, and nothing readers would see differs from it."""
    revision = Revision.objects.newest_of(attempt.claim).first()
    if revision is None or revision.content_hash != attempt.details.content_hash:
        return [_("This is no longer the revision you looked at. Reload the page and read it again.")]
    return nothing_changed_since_frozen(attempt)


def figures_still_hold(attempt: Attempt) -> list[str]:
    """Every figure of the frozen revision comes out anew as it was frozen, over cells that nobody has changed since."""
    revision = Revision.objects.newest_of(attempt.claim).first()
    if revision is None or not revision.content.get("figures"):
        return []
    wrong = [
        _("The figure “%(figure)s”: %(why)s") % {"figure": figure.shown, "why": figure.problem}
        for figure in figures.work_out_anew(revision.content)
        if figure.problem
    ]
    standing = figures.tables_of(attempt.claim.pk)
    return [*wrong, *figures.cell_faults(revision.content), *figures.changed_since(revision.content, standing)]


def second_verdict_is_given(attempt: Attempt) -> list[str]:
    """Where the claim was drawn for it, a second person has given a verdict of their own before judging the first."""
    draw = seals.draw_of(attempt.claim)
    return [_("Give your own verdict first: this claim was drawn for a sealed one.")] if draw and draw.holds else []


def both_verdicts_agree(attempt: Attempt) -> list[str]:
    """The verdict to stand behind has the rating that both sides, or the third person they asked, came to."""
    draw = seals.draw_of(attempt.claim)
    second = seals.second_verdict_of(attempt.claim) if draw and draw.is_sealed else None
    revision = Revision.objects.newest_of(attempt.claim).first() if second else None
    if second is None or revision is None:
        return []
    held, written = second.settled or second.rating, revision.content["rating"]
    if written and (written["slug"], written["label"]) == (held.slug, held.label):
        return []
    if second.settled:
        return [_("The two sides settled on “%(rating)s”, and the verdict says something else.") % {"rating": held}]
    return [
        _("%(person)s came to “%(rating)s”. Talk it over, or ask a third person, before anybody approves it.")
        % {"person": second.given_by, "rating": held}
    ]


def nothing_changed_since_frozen(attempt: Attempt) -> list[str]:
    """What readers would see now has the hash of the frozen revision."""
    revision = Revision.objects.newest_of(attempt.claim).first()
    if revision is None:
        return [_("There is no submitted verdict to stand behind.")]
    now = parts_of(attempt.claim)
    changed = [difference.name for difference in differences(revision.content, now)]
    if changed:
        return [
            _("Changed since it was submitted: %(changed)s. Send it through review again.")
            % {"changed": formats.listed(changed)},
            *change_sentences.sentences(compare(revision.content, now, PARTS)),
        ]
    return []


AS_APPROVED = (nothing_changed_since_frozen, figures_still_hold)
"""What readers are shown is what was approved, and its figures still come out of their cells."""


def newsroom_is_named(attempt: Attempt) -> list[str]:
    """Before anything is published for the first time, readers can be told by whom."""
    if Publication.objects.exists():
        return []
    refusal = refusal_to_publish()
    return [refusal] if refusal else []


def nobody_is_kept_out(attempt: Attempt) -> list[str]:
    """What readers will see, everybody on the desk may see before."""
    if restriction_of(attempt.claim) is None:
        return []
    return [_("This claim is kept to named people. Open it to the whole desk first, then publish it.")]


def comes_from_the_old_site(attempt: Attempt) -> list[str]:
    """The claim is a check of the newsroom's old site that was imported."""
    if OldCheck.objects.filter(claim=attempt.claim).exists():
        return []
    return [
        _("This claim did not come from the old site. It goes through the review, and a second person approves it.")
    ]


def publish_time_is_ahead(attempt: Attempt) -> list[str]:
    """A set time of publication lies in the future."""
    at = attempt.details.publish_at
    if at is None:
        return [_("Say when it should be published.")]
    return [_("That time is past. Publish now, or choose a time to come.")] if at <= attempt.now else []


def publish_time_is_set(attempt: Attempt) -> list[str]:
    """There is a set time to cancel."""
    return [] if attempt.claim.publish_at else [_("No time to publish is set.")]


def review_date_is_ahead(attempt: Attempt) -> list[str]:
    """A review date lies in the future, and within what a desk plans for; without one the rules say when."""
    at = attempt.details.review_by
    if at is not None and at <= attempt.now:
        return [_("The review date is past. Choose one that is still to come, or leave it empty to go by the rules.")]
    if at is not None and at > attempt.now + FURTHEST:
        return [_("The review date is more than five years away. Check the year.")]
    return []


def something_is_published(attempt: Attempt) -> list[str]:
    """There is something that readers see, and that could be retracted."""
    claim = attempt.claim
    if (
        claim.state in (ClaimState.PUBLISHED, ClaimState.CORRECTING, ClaimState.REVISITING)
        or claim.publications.exists()
    ):
        return []
    return [_("Nothing is published of this claim yet, so nothing can be retracted.")]


def retraction_was_asked(attempt: Attempt) -> list[str]:
    """Somebody asked for the retraction before it is confirmed."""
    return [] if attempt.claim.retraction_asked_by_id else [_("Nobody has asked for a retraction yet.")]


def retraction_was_not_asked(attempt: Attempt) -> list[str]:
    """Only one request at a time."""
    asked_by = attempt.claim.retraction_asked_by
    return (
        [
            _("%(asked_by)s has asked for a retraction already. Confirm it, or drop the request.")
            % {"asked_by": asked_by}
        ]
        if asked_by
        else []
    )


def correction_is_open(attempt: Attempt) -> list[str]:
    """There is a correction to abandon."""
    if attempt.claim.corrections.filter(ended_at__isnull=True).exists():
        return []
    return [_("No correction is open on this claim.")]
