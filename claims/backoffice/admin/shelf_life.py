"""How long verdicts hold and what their sources say now: to look at; the rules are kept by their service."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from claims.accounts.roles import Right
from claims.backoffice.admin_base import KeptListAdmin, OfClaimAdmin, person_of
from claims.backoffice.jobs_admin import JobAdmin
from claims.publishing.shelf_life import may_keep_rules, save_rule
from claims.verdicts.models import ShelfLife, ShelfLifeRule, WatchedPassage, WatchedSource

if TYPE_CHECKING:
    from django.forms import ModelForm


@admin.register(ShelfLife)
class ShelfLifeAdmin(OfClaimAdmin):
    """Since when each published verdict is known to hold, and when it comes back."""

    list_display = ["claim", "as_of", "review_by", "by_hand", "again_since"]
    list_filter = ["by_hand"]
    list_select_related = ["claim"]


@admin.register(ShelfLifeRule)
class ShelfLifeRuleAdmin(KeptListAdmin):
    """After how many days verdicts of a topic and a rating come back."""

    view_right: ClassVar[Right] = Right.READ
    list_display = ["which", "days"]
    list_select_related = ["topic", "rating"]

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Editors and admins."""
        return may_keep_rules(person_of(request))

    def save_model(self, request: HttpRequest, obj: Model, form: "ModelForm[Any]", change: bool) -> None:
        """Keep the rule by the service, which has the dates follow."""
        said = form.cleaned_data
        rule = save_rule(topic=said["topic"], rating=said["rating"], days=said["days"], actor=person_of(request))
        obj.pk = rule.pk


@admin.register(WatchedSource)
class WatchedSourceAdmin(JobAdmin):
    """Addresses that published checks cite, and what was last found there; decided about on the desk."""

    view_right: ClassVar[Right] = Right.READ
    list_display = ["url", "state", "outcome", "alarm_since", "asked_at", "due_at", "error"]
    list_filter = [*JobAdmin.list_filter, "state", "outcome"]
    search_fields = ["url"]


@admin.register(WatchedPassage)
class WatchedPassageAdmin(OfClaimAdmin):
    """What each published check quotes of a source, and what became of it."""

    list_display = ["claim", "source", "outcome", "likeness", "last_seen_at", "is_lost"]
    list_filter = ["outcome", "is_lost"]
    list_select_related = ["claim", "source"]
