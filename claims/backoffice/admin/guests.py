"""Experts from outside, and what they said; all of it is done on the desk."""

from django.contrib import admin

from claims.backoffice.admin_base import OfClaimAdmin
from claims.verdicts.models import GuestExpert, GuestRemark


@admin.register(GuestExpert)
class GuestExpertAdmin(OfClaimAdmin):
    """Who was asked about which revision, and what they signed."""

    sealed = "claim"
    list_display = ["name", "claim", "opinion", "asked_by", "asked_at", "confirmed_at", "signed_at", "revoked_at"]
    list_filter = ["opinion", "may_be_shown"]
    list_select_related = ["claim", "asked_by"]
    search_fields = ["name", "email"]


@admin.register(GuestRemark)
class GuestRemarkAdmin(OfClaimAdmin):
    """What experts say of single paragraphs."""

    sealed = "guest__claim"
    list_display = ["guest", "paragraph", "body", "written_at"]
    list_select_related = ["guest"]

    def view_on_site(self, row: GuestRemark) -> str:  # type: ignore[override]  # of the guest's claim
        """The claim's page."""
        return super().view_on_site(row.guest)
