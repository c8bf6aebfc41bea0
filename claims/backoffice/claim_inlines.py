"""What belongs to a claim, on its page in the back office: to look at, with links to where it is worked on."""

from typing import TYPE_CHECKING, Any, ClassVar, Final

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.forms import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from claims.accounts.roles import Right
from claims.backoffice.admin_base import person_of
from claims.tracking.models import Assignment, Candidate
from claims.verdicts.models import Evidence, Revision
from claims.verdicts.seals import kept_from

if TYPE_CHECKING:
    TabularInline = admin.TabularInline[Any, Any]
    InlineFormSet = BaseInlineFormSet[Any, Any, Any]
else:
    TabularInline = admin.TabularInline
    InlineFormSet = BaseInlineFormSet

MOST_SHOWN: Final = 50


class FirstRows(InlineFormSet):
    """So many rows and no more; the rest stand in the list of their kind."""

    _rows: Any = None

    def get_queryset(self) -> Any:
        """The first of them, read once."""
        if self._rows is None:
            self._rows = super().get_queryset()[:MOST_SHOWN]
        return self._rows


class OfClaim(TabularInline):
    """Rows of a claim that only services write."""

    formset = FirstRows
    extra = 0
    can_delete = False
    view_right: ClassVar[Right] = Right.READ

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whoever may read the desk."""
        return request.user.is_authenticated and request.user.may(self.view_right)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Only services add them."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Only services change them."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Records stay."""
        return False


class Appearances(OfClaim):
    """Where it was said, with the text around."""

    model = Candidate
    verbose_name_plural = _("Appearances")
    template = "admin/claims/claim/appearances.html"
    fields = ["state"]
    readonly_fields = ["state"]
    ordering = ["-is_first_appearance", "id"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With their articles, and without the articles' texts."""
        rows = super().get_queryset(request).select_related("version__article__outlet")
        return rows.defer("version__text", "signals")


class Sources(OfClaim):
    """The evidence that stands on the claim."""

    model = Evidence
    verbose_name_plural = _("Evidence")
    template = "admin/claims/claim/evidence.html"
    fields = ["title"]
    readonly_fields = ["title"]
    ordering = ["position", "id"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Without what was taken off again."""
        return super().get_queryset(request).filter(removed_at__isnull=True).select_related("added_by")


class Revisions(OfClaim):
    """Verdicts as they were submitted, the newest first, and who stood behind each."""

    model = Revision
    verbose_name_plural = _("Submitted verdicts")
    template = "admin/claims/claim/revisions.html"
    fields = ["number"]
    readonly_fields = ["number"]
    ordering = ["-number"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With their approvals: one query more."""
        rows = super().get_queryset(request).exclude(kept_from(person_of(request))).select_related("submitted_by")
        return rows.prefetch_related("approvals__approver")


class Assignments(OfClaim):
    """Who was to check it by when, the newest first."""

    model = Assignment
    verbose_name_plural = _("Assignments")
    template = "admin/claims/claim/assignments.html"
    fields = ["state"]
    readonly_fields = ["state"]
    ordering = ["-id"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the people."""
        rows = super().get_queryset(request).exclude(kept_from(person_of(request)))
        return rows.select_related("reviewer", "assigned_by")
