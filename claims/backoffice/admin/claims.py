"""Claims and what surrounds them."""

from typing import ClassVar

from django.contrib import admin

from claims.accounts.roles import Right
from claims.backoffice.move_actions import move_actions
from claims.backoffice.records import KeptListAdmin, RecordAdmin
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


@admin.register(Claim)
class ClaimAdmin(RecordAdmin):
    """Claims; every move is one of the workflow's own."""

    list_display = ["number", "statement", "state", "claimant", "reviewer", "due_at", "score"]
    list_display_links = ["number", "statement"]
    list_filter = ["state", "priority", "topics", "reviewer", "close_reason"]
    list_select_related = ["claimant", "reviewer"]
    search_fields = ["statement", "claimant__name"]
    date_hierarchy = "created_at"
    actions = [*move_actions(), "export_csv"]


@admin.register(Assignment)
class AssignmentAdmin(RecordAdmin):
    """Who was to do what by when."""

    list_display = ["claim", "reviewer", "assigned_by", "state", "due_at", "created_at", "ended_at"]
    list_filter = ["state", "reviewer"]
    list_select_related = ["claim", "reviewer", "assigned_by"]
    search_fields = ["claim__statement", "reviewer__display_name"]


@admin.register(Comment)
class CommentAdmin(RecordAdmin):
    """Remarks among colleagues."""

    list_display = ["body", "claim", "author", "created_at", "resolved_at"]
    list_filter = ["created_at"]
    list_select_related = ["claim", "author"]
    search_fields = ["body"]


@admin.register(Correction)
class CorrectionAdmin(RecordAdmin):
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
