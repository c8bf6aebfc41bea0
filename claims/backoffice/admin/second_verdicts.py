"""Sealed second verdicts: the rules, how claims were drawn, and what second people found."""

from typing import TYPE_CHECKING, ClassVar

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from claims.accounts.roles import Right
from claims.backoffice.admin_base import KeptListAdmin, OfClaimAdmin, person_of
from claims.publishing.second_verdict_rules import may_keep_rules, save_rule
from claims.verdicts.models import SecondVerdict, SecondVerdictDraw, SecondVerdictRule

if TYPE_CHECKING:
    from django.forms import ModelForm


@admin.register(SecondVerdictRule)
class SecondVerdictRuleAdmin(KeptListAdmin):
    """Of how many in a hundred claims a second person judges without knowing the first verdict."""

    view_right: ClassVar[Right] = Right.READ
    list_display = ["which", "share"]
    list_select_related = ["topic", "scale"]

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Editors and admins."""
        return may_keep_rules(person_of(request))

    def save_model(self, request: HttpRequest, obj: Model, form: "ModelForm[SecondVerdictRule]", change: bool) -> None:
        """Keep the rule by the service."""
        said = form.cleaned_data
        rule = save_rule(scale=said["scale"], topic=said["topic"], share=said["share"], actor=person_of(request))
        obj.pk = rule.pk


@admin.register(SecondVerdictDraw)
class SecondVerdictDrawAdmin(OfClaimAdmin):
    """Which claims were drawn, from which number, and which seals were opened without a verdict."""

    list_display = ["claim", "is_sealed", "number", "share", "drawn_at", "opened_at", "opened_why"]
    list_filter = ["is_sealed"]
    list_select_related = ["claim"]


@admin.register(SecondVerdict)
class SecondVerdictAdmin(OfClaimAdmin):
    """What second people came to by themselves."""

    list_display = ["claim", "first", "rating", "given_by", "given_at", "settled"]
    list_filter = ["first", "rating"]
    date_hierarchy = "given_at"
    list_select_related = ["claim", "first", "rating", "settled", "given_by"]
    search_fields = ["sentence"]
