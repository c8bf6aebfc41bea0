"""Filters of the back office's lists for what would be too long to list beside them."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Field, Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.template_helpers import language_named

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    ModelAdmin = admin.ModelAdmin[Any]
else:
    ModelAdmin = admin.ModelAdmin


UNKNOWN = "unknown"
LOOKED_AT = 2_000


class RoleHolderFilter(admin.RelatedFieldListFilter):
    """People who review, and nobody: not the whole house."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.empty_value_display: Any = _("Nobody")

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


class LanguageFilter(admin.SimpleListFilter):
    """The languages that the newest rows are in, by their names, and rows of which nobody has said it."""

    title = _("language")
    parameter_name = "language"
    column = "language"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> "list[tuple[str, StrOrPromise]]":
        """Those that occur, in the order of their names: one query, which a large desk does not make longer."""
        rows = model_admin.get_queryset(request).order_by("-pk").values_list(self.column, flat=True)
        codes = {code for code in {*rows[:LOOKED_AT], self.value()} if code and code != UNKNOWN}
        named = sorted(((code, language_named(code)) for code in codes), key=lambda pair: pair[1].casefold())
        return [*named, (UNKNOWN, _("Not said"))] if named else []

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        """The rows in the chosen one."""
        chosen = self.value()
        return queryset if chosen is None else queryset.filter(**{self.column: "" if chosen == UNKNOWN else chosen})


class ArticleLanguageFilter(LanguageFilter):
    """The language of an article's newest version."""

    column = "current__language"


class NameFilter(admin.SimpleListFilter):
    """Rows of somebody or something that is found by typing a part of its name; works without scripts."""

    template = "admin/name_filter.html"
    model: "type[Model]"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> "list[tuple[str, StrOrPromise]]":
        """None beside the list: there are too many."""
        return []

    def has_output(self) -> bool:
        """Always, since there is always something to look for."""
        return True

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        """The rows whose relation has such a name."""
        words = (self.value() or "").strip()
        named = self.model._default_manager.filter(name__icontains=words).values("pk")
        return queryset.filter(**{f"{self.parameter_name}__in": named}) if words else queryset

    def choices(self, changelist: Any) -> Iterator[Any]:
        """One entry: what was typed, what else is filtered by, and the way to take this filter off."""
        others = changelist.get_filters_params().items()
        yield {
            "typed": self.value() or "",
            "others": [
                (name, value[-1] if isinstance(value, list) else value)
                for name, value in others
                if name != self.parameter_name
            ],
            "without": changelist.get_query_string(remove=[self.parameter_name]),
        }
