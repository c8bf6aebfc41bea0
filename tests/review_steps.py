"""Claims on their way through the review, made by the product's own services."""

from datetime import timedelta

from django.utils import timezone

from claims.accounts.models import User
from claims.review import claimant_contacts, drafting, evidence
from claims.tracking.models import Claim
from claims.verdicts.models import Rating, RatingScale, Revision
from claims.workflow.moves import Details
from claims.workflow.perform import perform
from tests.factories import CandidateFactory, ClaimFactory

EXPLANATION = "### Accounts\n\nSpending *rose* [1], not [2]."


def make_scale() -> RatingScale:
    """A short scale in use."""
    scale = RatingScale.objects.create(name="Plumbline", is_active=True)
    for order, (slug, label, tone) in enumerate([("true", "True", 1), ("mostly-false", "Mostly false", 4)]):
        words = f"It is {label.lower()}."
        Rating.objects.create(
            scale=scale, slug=slug, label=label, definition=words, order=order, tone=tone, value=5 - order
        )
    return scale


def in_review(reviewer: User) -> Claim:
    """A claim that the reviewer has started."""
    claim = ClaimFactory(statement="The council has cut its spending by 22 per cent")
    CandidateFactory(claim=claim, state="accepted")
    perform("pick_up", claim_id=claim.pk, actor=reviewer)
    return perform("start", claim_id=claim.pk, actor=reviewer).claim


def ready(reviewer: User) -> Claim:
    """A claim whose verdict passes every gate."""
    claim = in_review(reviewer)
    for number, stance in ((1, "refutes"), (2, "supports")):
        source = evidence.Source(
            title=f"Accounts {number}",
            publisher=f"Office {number}",
            kind="primary",
            stance=stance,
            quote=f"page {number}",
        )
        evidence.add(claim_id=claim.pk, actor=reviewer, source=source, text=f"The accounts, page {number}.")
    asked = claimant_contacts.Asked(
        whom="Press office", method="email", asked_at=timezone.now() - timedelta(days=1), answer="No."
    )
    claimant_contacts.log(claim_id=claim.pk, actor=reviewer, asked=asked)
    drafting.save_draft(
        claim_id=claim.pk,
        rating="mostly-false",
        summary="It spends more, not less.",
        explanation=EXPLANATION,
        expected_version=0,
        actor=reviewer,
    )
    return Claim.objects.get(pk=claim.pk)


def submitted(reviewer: User) -> Claim:
    """A claim that waits for a second person."""
    claim = ready(reviewer)
    return perform("submit", claim_id=claim.pk, actor=reviewer).claim


def approved(reviewer: User, approver: User) -> Claim:
    """A claim that a second person stands behind."""
    claim = submitted(reviewer)
    newest = Revision.objects.get(claim=claim)
    seen = Details(content_hash=newest.content_hash)
    return perform("approve", claim_id=claim.pk, actor=approver, details=seen).claim
