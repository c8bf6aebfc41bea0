"""What the list of claims can be narrowed to besides its columns: the queue's own filters, asked in the queue's way."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from claims.backoffice.admin_base import person_of
from claims.backoffice.filters import NameFilter
from claims.tracking.filters import QueueFilters
from claims.tracking.models import Claim, Claimant, Topic
from claims.tracking.selection import count, matching
from claims.tracking.views import views_for, visible_views

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    ModelAdmin = admin.ModelAdmin[Any]
else:
    ModelAdmin = admin.ModelAdmin

type Choices = list[tuple[str, "StrOrPromise"]]


class SavedViewFilter(admin.SimpleListFilter):
    """The views a person has saved in the queue, and those that colleagues share."""

    title = _("saved view")
    parameter_name = "view"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> Choices:
        """One's own first."""
        views = views_for(person_of(request))
        return [(str(view.pk), view.name) for view in (*views.own, *views.shared)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Claim]) -> QuerySet[Claim]:
        """What the queue would show under it; nothing where the view is not this person's to see."""
        chosen = self.value()
        if chosen is None:
            return queryset
        person = person_of(request)
        view = visible_views(person).filter(pk=chosen).first() if chosen.isdecimal() else None
        if view is None:
            return queryset.none()
        return matching(QueueFilters.parse(QueryDict(view.query), person), person, queryset)


class DueFilter(admin.SimpleListFilter):
    """Open claims by when they are due."""

    title = _("due date")
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> Choices:
        """Those that press."""
        return [("late", _("Late")), ("today", _("Due today")), ("week", _("Due within a week"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Claim]) -> QuerySet[Claim]:
        """As in the queue."""
        chosen = self.value()
        person = person_of(request)
        return queryset if chosen is None else matching(QueueFilters(due=chosen), person, queryset)


class TopicFilter(admin.SimpleListFilter):
    """Claims filed under a topic, each once."""

    title = _("topic")
    parameter_name = "topic"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> Choices:
        """All topics by name."""
        return [(str(pk), name) for pk, name in Topic.objects.order_by("name").values_list("pk", "name")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Claim]) -> QuerySet[Claim]:
        """Those filed under it."""
        chosen = self.value()
        if chosen is None:
            return queryset
        filed = Claim.topics.through.objects.filter(topic=int(chosen)) if chosen.isdecimal() else None
        return queryset.none() if filed is None else queryset.filter(pk__in=filed.values("claim"))


class ClaimantFilter(NameFilter):
    """Claims of whoever has this in their name."""

    title = _("claimant")
    parameter_name = "claimant"
    model = Claimant


def found(queryset: QuerySet[Claim], term: str, request: HttpRequest) -> QuerySet[Claim]:
    """Claims by words in any form, their claimant or their number, in the order they were in."""
    person = person_of(request)
    filters = QueueFilters.parse({"q": term, "state": "any"}, person)
    many = count(filters, person).capped
    order = queryset.query.order_by
    return matching(filters, person, queryset, many=many).order_by(*order)
