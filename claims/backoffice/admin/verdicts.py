"""Evidence, verdicts, their revisions, approvals and publications, and the rating scales."""

from typing import TYPE_CHECKING, Any, Final

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.forms import ModelForm, TypedChoiceField
from django.http import HttpRequest
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.accounts.roles import Right
from claims.backoffice.admin_base import KeptListAdmin, OfClaimAdmin, RecordAdmin, person_of, shortened
from claims.backoffice.jobs_admin import JobAdmin
from claims.backoffice.labels import explanation
from claims.errors import Refusal
from claims.publishing.rating_scales import save_rating, save_ratings, use_scale
from claims.publishing.ready_scales import LEANS
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
    StackedInline = admin.StackedInline[Rating, RatingScale]
else:
    StackedInline = admin.StackedInline

PICTURES: Final = (
    (1, gettext_lazy("Hangs plumb: it is so")),
    (2, gettext_lazy("Leans a little")),
    (3, gettext_lazy("Leans half way")),
    (4, gettext_lazy("Leans far")),
    (5, gettext_lazy("Lies flat: it is not so")),
    (0, gettext_lazy("Question mark: beside the scale")),
)


class RatingsOfScale(StackedInline):
    """The ratings of a scale, changed and added together; a service asks what verdicts on record allow."""

    model = Rating
    fields = ["label", "definition", "tone", "order", "value", "is_active"]
    ordering = ["order"]
    extra = 2
    can_delete = False

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whoever sees the scale sees its ratings."""
        return True

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whoever keeps the settings."""
        return person_of(request).may(Right.SETTINGS)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whoever keeps the settings."""
        return person_of(request).may(Right.SETTINGS)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Records stay."""
        return False

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The picture is chosen by what it shows; each field is explained in words a newsroom uses."""
        if db_field.name == "tone":
            return TypedChoiceField(label=gettext_lazy("Picture"), choices=PICTURES, coerce=int, initial=0)
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        field.help_text = explanation(db_field)
        return field


@admin.register(RatingScale)
class RatingScaleAdmin(KeptListAdmin):
    """Sets of ratings, one of them in use."""

    list_display = ["name", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["name"]
    readonly_fields = ["is_active"]
    inlines = [RatingsOfScale]
    actions = ["put_into_use", "export_csv"]

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Store the ratings together by the service: all of them, or none and every reason why not."""
        ratings = formset.save(commit=False)
        for place, rating in enumerate(ratings, 1):
            if not rating.pk:
                rating.slug = slugify(rating.label)[:40] or f"rating-{place}"
            stored = Rating.objects.filter(pk=rating.pk).first() if rating.pk else None
            if stored is None or stored.tone != rating.tone:
                rating.lean = LEANS[rating.tone]
        save_ratings(ratings=ratings, actor=person_of(request))

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

    list_display = ["title", "publisher", "preview", "claim", "stance", "kind", "added_by", "removed_at"]
    date_hierarchy = "added_at"
    list_filter = ["stance", "kind", "quote_state"]
    list_select_related = ["claim", "added_by"]
    search_fields = ["title", "publisher", "url"]

    @admin.display(description=gettext_lazy("Quoted passage"))
    def preview(self, source: Evidence) -> str:
        """How the passage begins."""
        return shortened(source.quote)


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

    sealed = "claim"

    list_display = ["claim", "rating", "preview", "updated_by", "updated_at"]
    date_hierarchy = "updated_at"
    list_filter = ["rating"]
    list_select_related = ["claim", "rating", "updated_by"]
    search_fields = ["summary"]

    @admin.display(description=gettext_lazy("Short answer"))
    def preview(self, verdict: Verdict) -> str:
        """How it begins."""
        return shortened(verdict.summary)


@admin.register(Revision)
class RevisionAdmin(OfClaimAdmin):
    """Frozen revisions."""

    sealed = "claim"

    list_display = ["claim", "number", "preview", "submitted_by", "submitted_at"]
    date_hierarchy = "submitted_at"
    list_filter = ["submitted_at"]
    list_select_related = ["claim", "submitted_by"]
    search_fields = ["content_hash", "claim__statement"]

    @admin.display(description=gettext_lazy("Short answer"))
    def preview(self, revision: Revision) -> str:
        """The rating and how the answer begins."""
        rating = revision.content.get("rating") or {}
        return shortened(f"{rating.get('label', '')}. {revision.content.get('summary', '')}")


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
    list_filter = ["kind", "is_current"]
    date_hierarchy = "published_at"
    list_select_related = ["claim", "published_by"]
    search_fields = ["claim__statement", "content_hash"]
