"""Evidence, verdicts, their revisions, approvals and publications, and the rating scales."""

from typing import Any

from django.contrib import admin

from claims.backoffice.records import KeptListAdmin, RecordAdmin
from claims.verdicts.models import (
    Approval,
    ClaimantContact,
    Evidence,
    EvidenceCopy,
    Publication,
    Rating,
    RatingScale,
    Revision,
    Verdict,
)


@admin.register(RatingScale)
class RatingScaleAdmin(KeptListAdmin):
    """Sets of ratings."""

    list_display = ["name", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["name"]


@admin.register(Rating)
class RatingAdmin(KeptListAdmin):
    """Steps of a scale; published checks keep the words they were published with."""

    list_display = ["label", "scale", "order", "value", "tone", "is_active"]
    list_filter = ["scale", "is_active"]
    list_select_related = ["scale"]
    search_fields = ["label", "definition"]
    prepopulated_fields = {"slug": ["label"]}


@admin.register(Evidence)
class EvidenceAdmin(RecordAdmin):
    """Sources."""

    list_display = ["title", "publisher", "claim", "stance", "kind", "quote_state", "added_by", "removed_at"]
    list_filter = ["stance", "kind", "quote_state"]
    list_select_related = ["claim", "added_by"]
    search_fields = ["title", "publisher", "url"]


@admin.register(EvidenceCopy)
class EvidenceCopyAdmin(RecordAdmin):
    """Dated copies of sources."""

    list_display = ["evidence", "state", "content_type", "size", "copied_at", "sha256", "error"]
    list_filter = ["state", "content_type"]
    list_select_related = ["evidence"]
    search_fields = ["sha256", "final_url"]
    exclude = ["file"]


@admin.register(ClaimantContact)
class ClaimantContactAdmin(RecordAdmin):
    """What claimants were asked."""

    list_display = ["claim", "whom", "method", "asked_at", "answer_by", "answered_at"]
    list_filter = ["method"]
    list_select_related = ["claim"]
    search_fields = ["whom", "answer"]


@admin.register(Verdict)
class VerdictAdmin(RecordAdmin):
    """Drafts."""

    list_display = ["claim", "rating", "updated_by", "updated_at"]
    list_filter = ["rating"]
    list_select_related = ["claim", "rating", "updated_by"]
    search_fields = ["summary"]


@admin.register(Revision)
class RevisionAdmin(RecordAdmin):
    """Frozen revisions."""

    list_display = ["claim", "number", "submitted_by", "submitted_at", "content_hash"]
    list_filter = ["submitted_at"]
    list_select_related = ["claim", "submitted_by"]
    search_fields = ["content_hash", "claim__statement"]


@admin.register(Approval)
class ApprovalAdmin(RecordAdmin):
    """Who stands behind which hash."""

    list_display = ["revision", "approver", "approved_at", "voided_at", "content_hash"]
    list_filter = ["approved_at"]
    list_select_related = ["revision", "approver"]
    search_fields = ["content_hash"]


@admin.register(Publication)
class PublicationAdmin(RecordAdmin):
    """What readers see and saw."""

    list_display: Any = ["claim", "number", "kind", "published_by", "published_at", "is_current"]
    list_filter = ["kind", "is_current", "published_at"]
    list_select_related = ["claim", "published_by"]
    search_fields = ["claim__statement", "content_hash"]
