"""What would be published of a claim if it were published now."""

import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from claims.accounts.models import User
from claims.tracking.models import Claim
from claims.verdicts import snapshots
from claims.verdicts.content import Content, content_of
from claims.verdicts.enums import PublicationKind
from claims.verdicts.experts import experts_of
from claims.verdicts.models import Approval, Contribution, Publication, Revision
from claims.verdicts.site_settings import newsroom
from claims.verdicts.snapshots import Occasion


def page_to_be(claim: Claim, now: datetime.datetime, *, approver: User | None = None) -> Content:
    """The snapshot publishing would store now: from the words as they stand, approved or not.

    `approver`: somebody whose name would stand on the page if they approved it now.
    """
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
            *_approvers(claim, being_corrected=correction is not None),
            *([str(approver)] if approver else []),
        ],
        experts=experts_of(Revision.objects.newest_of(claim).first()),
    )
    return snapshots.page_of(claim, content_of(claim), occasion)


def missing(claim: Claim) -> list[str]:
    """What a page needs before it is one, as sentences."""
    content = content_of(claim)
    sentences = {
        "rating": _("No rating is chosen yet."),
        "summary": _("The short answer is not written yet."),
        "explanation": _("The explanation is not written yet."),
        "evidence": _("There is no source yet."),
    }
    return [sentence for part, sentence in sentences.items() if not content[part]]


def _approvers(claim: Claim, *, being_corrected: bool) -> list[str]:
    """Who stands behind the newest revision now; nobody yet where it is the one a correction is to replace."""
    newest = Revision.objects.newest_of(claim).first()
    if newest is None or (being_corrected and newest.publications.exists()):
        return []
    standing = Approval.objects.filter(revision=newest, voided_at__isnull=True).select_related("approver")
    return [str(approval.approver) for approval in standing.order_by("id")]


def _names(people: QuerySet[User]) -> list[str]:
    return [str(person) for person in people.order_by("id")]
