"""Filters of the back office's lists for what would be too long to list beside them."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import Field, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from claims.accounts.models import User
from claims.accounts.roles import Right

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    ModelAdmin = admin.ModelAdmin[Any]
else:
    ModelAdmin = admin.ModelAdmin


class RoleHolderFilter(admin.RelatedFieldListFilter):
    """People who review, and nobody: not the whole house."""

    def field_choices(
        self, field: "Field[Any, Any]", request: HttpRequest, model_admin: ModelAdmin
    ) -> list[tuple[str, Any]]:
        """Reviewers by name."""
        people = User.objects.holding(Right.REVIEW).order_by("display_name", "pk")
        return [(str(person.pk), str(person)) for person in people]


class GivenUpFilter(admin.SimpleListFilter):
    """Background work that was given up, for a person to look at."""

    title = _("whether given up")
    parameter_name = "given_up"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> "list[tuple[str, StrOrPromise]]":
        """Given up, or not."""
        return [("yes", _("Given up")), ("no", _("Not given up"))]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        """The rows of what was chosen."""
        chosen = self.value()
        return queryset if chosen is None else queryset.filter(parked_at__isnull=chosen == "no")


class AutocompleteFilter(admin.RelatedFieldListFilter):
    """A related row, found by typing a part of its name."""

    template = "admin/autocomplete_filter.html"

    def __init__(
        self, field: Any, request: HttpRequest, params: Any, model: Any, model_admin: Any, field_path: str
    ) -> None:
        super().__init__(field, request, params, model, model_admin, field_path)
        widget = AutocompleteSelect(field, model_admin.admin_site)
        related = field.remote_field.model._default_manager.all()
        self.choice = forms.ModelChoiceField(related, required=False, widget=widget)

    def field_choices(self, field: Any, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, Any]]:
        """None beside the list; they are looked up while somebody types."""
        return []

    def has_output(self) -> bool:
        """Always, since there is always something to look for."""
        return True

    def choices(self, changelist: Any) -> Iterator[Any]:
        """One entry: the field, what else is filtered by, and the way to take this filter off."""
        chosen = self.lookup_val[-1] if isinstance(self.lookup_val, list) else self.lookup_val
        others = [(name, value) for name, value in changelist.get_filters_params().items() if name != self.lookup_kwarg]
        yield {
            "field": self.choice.widget.render(self.lookup_kwarg, chosen, {"id": f"filter-{self.field.name}"}),
            "others": [(name, value[-1] if isinstance(value, list) else value) for name, value in others],
            "is_chosen": bool(chosen),
            "without": changelist.get_query_string(remove=[self.lookup_kwarg]),
        }
