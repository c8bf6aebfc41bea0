"""What experts from outside signed on a revision that readers may see."""

from django.db.models import QuerySet

from claims.tracking.models import Claim
from claims.verdicts.models import GuestExpert, Opinion, Revision


def experts_of(revision: Revision | None) -> list[dict[str, str]]:
    """Those who read exactly this revision, signed, and whom the newsroom and they themselves let be shown."""
    shown = GuestExpert.objects.filter(revision=revision, shown_by__isnull=False, may_be_shown=True)
    return [
        {
            "name": guest.name,
            "interest": guest.interest,
            "opinion": guest.opinion,
            "label": str(Opinion(guest.opinion).label),
            "remark": guest.remark,
            "signed_at": guest.signed_at.isoformat(timespec="seconds") if guest.signed_at else "",
        }
        for guest in shown.order_by("signed_at")
    ]


def guests_of(claim: Claim) -> QuerySet[GuestExpert]:
    """Everybody who was asked about a claim, the last first, with what they said: two queries."""
    rows = GuestExpert.objects.filter(claim=claim).select_related("revision", "asked_by")
    return rows.defer("revision__content").prefetch_related("remarks")
