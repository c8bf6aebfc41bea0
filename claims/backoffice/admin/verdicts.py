"""Evidence, verdicts, their revisions, approvals and publications, and the rating scales."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.accounts.roles import Right
from claims.backoffice.admin_base import KeptListAdmin, OfClaimAdmin, RecordAdmin, person_of
from claims.backoffice.jobs_admin import JobAdmin
from claims.errors import Refusal
from claims.publishing.rating_scales import save_rating, use_scale
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

if TYPE_CHECKING:
    TabularInline = admin.TabularInline[Rating, RatingScale]
else:
    TabularInline = admin.TabularInline


class RatingsOfScale(TabularInline):
    """The steps of a scale, to look at; each is changed on its own page."""

    model = Rating
    fields = ["label", "definition", "order", "tone", "lean", "value", "is_active"]
    ordering = ["order"]
    show_change_link = True

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whoever sees the scale sees its steps."""
        return True

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Steps are added on their own page, which asks what a used scale allows."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Steps are changed on their own page."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Records stay."""
        return False


@admin.register(RatingScale)
class RatingScaleAdmin(KeptListAdmin):
    """Sets of ratings, one of them in use."""

    list_display = ["name", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["name"]
    readonly_fields = ["is_active"]
    inlines = [RatingsOfScale]
    actions = ["put_into_use", "export_csv"]

    @admin.action(description=gettext_lazy("Put into use"))
    def put_into_use(self, request: HttpRequest, queryset: QuerySet[RatingScale]) -> None:
        """Let new verdicts be rated on the chosen scale."""
        if queryset.count() != 1:
            messages.error(request, _("Choose one scale; one is in use at a time."))
            return
        try:
            scale = use_scale(scale_id=queryset.get().pk, actor=person_of(request))
        except Refusal as refusal:
            messages.error(request, refusal.message)
            return
        messages.success(
            request, _("New verdicts are rated on “%(scale)s”. Drafts keep the ratings they have.") % {"scale": scale}
        )


@admin.register(Rating)
class RatingAdmin(KeptListAdmin):
    """Steps of a scale; published checks keep the words they were published with."""

    list_display = ["label", "scale", "order", "value", "tone", "is_active"]
    list_filter = ["scale", "is_active"]
    list_select_related = ["scale"]
    search_fields = ["label", "definition"]
    autocomplete_fields = ["scale"]
    prepopulated_fields = {"slug": ["label"]}

    def save_model(self, request: HttpRequest, obj: Any, form: "ModelForm[Any]", change: bool) -> None:
        """Save by the service, which holds the scale while it asks whether verdicts keep their meaning."""
        save_rating(rating=obj, actor=person_of(request))


@admin.register(Evidence)
class EvidenceAdmin(OfClaimAdmin):
    """Sources."""

    list_display = ["title", "publisher", "claim", "stance", "kind", "quote_state", "added_by", "removed_at"]
    list_filter = ["stance", "kind", "quote_state"]
    list_select_related = ["claim", "added_by"]
    search_fields = ["title", "publisher", "url"]


@admin.register(EvidenceCopy)
class EvidenceCopyAdmin(JobAdmin):
    """Dated copies of sources."""

    view_right = Right.READ
    list_display = ["evidence", "state", "content_type", "size", "copied_at", "sha256", "error"]
    list_filter = [*JobAdmin.list_filter, "state", "content_type"]
    list_select_related = ["evidence"]
    search_fields = ["sha256", "final_url"]
    exclude = ["file"]


@admin.register(ClaimantContact)
class ClaimantContactAdmin(OfClaimAdmin):
    """What claimants were asked."""

    list_display = ["claim", "whom", "method", "asked_at", "answer_by", "answered_at"]
    list_filter = ["method"]
    list_select_related = ["claim"]
    search_fields = ["whom", "answer"]


@admin.register(Verdict)
class VerdictAdmin(OfClaimAdmin):
    """Drafts."""

    list_display = ["claim", "rating", "updated_by", "updated_at"]
    list_filter = ["rating"]
    list_select_related = ["claim", "rating", "updated_by"]
    search_fields = ["summary"]


@admin.register(Revision)
class RevisionAdmin(OfClaimAdmin):
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
class PublicationAdmin(OfClaimAdmin):
    """What readers see and saw."""

    list_display: Any = ["claim", "number", "kind", "published_by", "published_at", "is_current"]
    list_filter = ["kind", "is_current", "published_at"]
    list_select_related = ["claim", "published_by"]
    search_fields = ["claim__statement", "content_hash"]
