"""What would be published of a claim if it were published now."""

import datetime

from django.db.models import QuerySet

from claims.accounts.models import User
from claims.tracking.models import Claim
from claims.verdicts import snapshots
from claims.verdicts.content import Content, content_of
from claims.verdicts.enums import PublicationKind
from claims.verdicts.models import Approval, Contribution, Publication
from claims.verdicts.newsroom import newsroom
from claims.verdicts.snapshots import Occasion


def page_to_be(claim: Claim, now: datetime.datetime) -> Content:
    """The snapshot publishing would store now: from the words as they stand, approved or not."""
    earlier = list(Publication.objects.filter(claim=claim).order_by("number"))
    correction = claim.corrections.filter(ended_at__isnull=True).first()
    kind = PublicationKind(correction.kind) if correction else PublicationKind.FIRST
    if earlier and not correction:
        kind, earlier = PublicationKind(earlier[-1].kind), earlier[:-1]
    occasion = Occasion(
        number=len(earlier) + 1,
        kind=kind,
        note=correction.reason if correction else "",
        now=now,
        newsroom=newsroom(),
        earlier=earlier,
        written_by=_names(User.objects.filter(pk__in=Contribution.objects.filter(claim=claim).values("person"))),
        approved_by=[
            str(approval.approver)
            for approval in Approval.objects.filter(revision__claim=claim, voided_at__isnull=True)
            .select_related("approver")
            .order_by("id")
        ],
    )
    return snapshots.page_of(claim, content_of(claim), occasion)


def missing(claim: Claim) -> list[str]:
    """What a page needs before it is one, as sentences."""
    content = content_of(claim)
    sentences = {
        "rating": "No rating is chosen yet.",
        "summary": "The short answer is not written yet.",
        "explanation": "The explanation is not written yet.",
        "evidence": "There is no source yet.",
    }
    return [sentence for part, sentence in sentences.items() if not content[part]]


def _names(people: QuerySet[User]) -> list[str]:
    return [str(person) for person in people.order_by("id")]
