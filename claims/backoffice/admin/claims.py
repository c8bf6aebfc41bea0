"""Claims and what surrounds them."""

import re
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import QuerySet
from django.forms import Media, ModelForm
from django.http import HttpRequest

from claims.accounts.roles import Right
from claims.backoffice.admin_base import KeptListAdmin, OfClaimAdmin, RecordAdmin, person_of
from claims.backoffice.filters import AutocompleteFilter, RoleHolderFilter
from claims.backoffice.move_actions import actions_open_to, move_actions
from claims.review.claimants import keep_claimant
from claims.tracking.models import Assignment, Claim, Claimant, Comment, Correction, SavedView, Topic


@admin.register(Topic)
class TopicAdmin(KeptListAdmin):
    """Subjects."""

    list_display = ["name"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Claimant)
class ClaimantAdmin(KeptListAdmin):
    """Whoever said it; what published checks say about a claimant is frozen and does not change with this."""

    change_right: ClassVar[Right | None] = Right.ASSIGN
    list_display = ["name", "kind", "role"]
    list_filter = ["kind"]
    search_fields = ["name", "role"]
    prepopulated_fields = {"slug": ["name"]}

    def save_model(self, request: HttpRequest, obj: Any, form: "ModelForm[Any]", change: bool) -> None:
        """Save by the service, for which this is an edit of every claim of theirs under review."""
        keep_claimant(claimant=obj, actor=person_of(request), fields=form.changed_data)


NUMBER = re.compile(r"(?:FC-)?0*(\d{1,15})", re.IGNORECASE)


@admin.register(Claim)
class ClaimAdmin(OfClaimAdmin):
    """Claims; every move is one of the workflow's own."""

    list_display = ["number", "statement", "state", "claimant", "reviewer", "due_at", "score"]
    list_display_links = ["number", "statement"]
    list_filter = [
        "state",
        "priority",
        "topics",
        ("reviewer", RoleHolderFilter),
        ("claimant", AutocompleteFilter),
        "close_reason",
    ]
    list_select_related = ["claimant", "reviewer"]
    search_fields = ["statement", "claimant__name"]
    date_hierarchy = "created_at"
    actions = [*move_actions(), "export_csv"]

    def get_actions(
        self, request: HttpRequest, action_location: admin.ActionLocation = admin.ActionLocation.CHANGE_LIST
    ) -> dict[str, Any]:
        """The moves that the person's role includes, and the export."""
        return actions_open_to(person_of(request), super().get_actions(request, action_location))

    @property
    def media(self) -> Media:
        """The admin's own, and what the filter of claimants is typed into with."""
        return super().media + AutocompleteSelect(Claim._meta.get_field("claimant"), self.admin_site).media

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Claim], search_term: str
    ) -> tuple[QuerySet[Claim], bool]:
        """Claims by their words, their claimant or their number."""
        number = NUMBER.fullmatch(search_term.strip())
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        return (found | queryset.filter(pk=number[1]) if number else found), may_repeat


@admin.register(Assignment)
class AssignmentAdmin(OfClaimAdmin):
    """Who was to do what by when."""

    list_display = ["claim", "reviewer", "assigned_by", "state", "due_at", "created_at", "ended_at"]
    list_filter = ["state", ("reviewer", RoleHolderFilter)]
    list_select_related = ["claim", "reviewer", "assigned_by"]
    search_fields = ["claim__statement", "reviewer__display_name"]


@admin.register(Comment)
class CommentAdmin(OfClaimAdmin):
    """Remarks among colleagues."""

    list_display = ["body", "claim", "author", "created_at", "resolved_at"]
    list_filter = ["created_at"]
    list_select_related = ["claim", "author"]
    search_fields = ["body"]


@admin.register(Correction)
class CorrectionAdmin(OfClaimAdmin):
    """How published words changed."""

    list_display = ["claim", "kind", "reason", "opened_by", "opened_at", "published"]
    list_filter = ["kind", "published"]
    list_select_related = ["claim", "opened_by"]
    search_fields = ["claim__statement", "reason"]


@admin.register(SavedView)
class SavedViewAdmin(RecordAdmin):
    """Named filters of the queue."""

    list_display = ["name", "owner", "shared"]
    list_filter = ["shared"]
    list_select_related = ["owner"]
    search_fields = ["name"]
