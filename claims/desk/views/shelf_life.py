"""How long verdicts hold: the rules, and what is past its date."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from claims.accounts.roles import Right
from claims.desk.access import needs, person_of
from claims.desk.form_responses import TRY_AGAIN, refuse
from claims.desk.toasts import say
from claims.errors import Blocked
from claims.publishing.shelf_life import may_keep_rules, remove_rule, save_rule
from claims.tracking.models import Topic
from claims.verdicts import shelf_life as lives
from claims.verdicts.models import Rating, ShelfLifeRule
from claims.verdicts.models.shelf_life import LONGEST_DAYS


class RuleForm(forms.Form):
    """Which verdicts, and after how many days."""

    topic = forms.ModelChoiceField(
        Topic.objects.all(), required=False, label=gettext_lazy("Topic"), empty_label=gettext_lazy("Every topic")
    )
    rating = forms.ModelChoiceField(
        Rating.objects.filter(is_active=True, scale__is_active=True),
        required=False,
        label=gettext_lazy("Rating"),
        empty_label=gettext_lazy("Every rating"),
    )
    days = forms.IntegerField(
        min_value=1,
        max_value=LONGEST_DAYS,
        label=gettext_lazy("Look again after so many days"),
        error_messages={"required": gettext_lazy("Give a number of days.")},
    )


@require_http_methods(["GET", "POST"])
@needs(Right.READ)
def shelf_life(request: HttpRequest) -> HttpResponse:
    """The rules, what they have brought back, and the form for another."""
    if request.method == "GET":
        return _show(request, RuleForm())
    form = RuleForm(request.POST)
    if not form.is_valid():
        return _show(request, form, TRY_AGAIN)
    try:
        rule = save_rule(**form.cleaned_data, actor=person_of(request))
    except Blocked as error:
        return _show(request, form, refuse(form, error))
    say(request, _("The rule is kept. %(rule)s.") % {"rule": rule})
    return redirect("shelf-life")


@require_POST
@needs(Right.READ)
def shelf_life_remove(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Go by the other rules again."""
    remove_rule(rule_id=rule_id, actor=person_of(request))
    say(request, _("The rule is removed."))
    return redirect("shelf-life")


def _show(request: HttpRequest, form: RuleForm, status: int = 200) -> HttpResponse:
    context = {
        "rules": ShelfLifeRule.objects.select_related("topic", "rating"),
        "overdue": lives.overdue(),
        "form": form,
        "may_keep_rules": may_keep_rules(person_of(request)),
    }
    return render(request, "desk/watch/shelf_life.html", context, status=status)
