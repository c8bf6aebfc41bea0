"""How often two people agree who judge by themselves, and of which claims a second verdict is asked."""

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
from claims.publishing.second_verdict_rules import may_keep_rules, remove_rule, save_rule
from claims.tracking.models import Topic
from claims.verdicts.agreement import FEWEST
from claims.verdicts.models import RatingScale, SecondVerdictRule
from claims.verdicts.models.second_verdicts import WHOLE
from claims.verdicts.second_verdict_figures import second_verdict_figures


class RuleForm(forms.Form):
    """Which claims, and of how many in a hundred."""

    scale = forms.ModelChoiceField(
        RatingScale.objects.all(),
        required=False,
        label=gettext_lazy("Rating scale"),
        empty_label=gettext_lazy("Every scale"),
    )
    topic = forms.ModelChoiceField(
        Topic.objects.all(), required=False, label=gettext_lazy("Topic"), empty_label=gettext_lazy("Every topic")
    )
    share = forms.IntegerField(
        min_value=0,
        max_value=WHOLE,
        label=gettext_lazy("Of so many in a hundred claims"),
        help_text=gettext_lazy("0: of none, 100: of all. Claims are drawn when their review begins."),
        error_messages={"required": gettext_lazy("Give a number from 0 to 100.")},
    )


@require_http_methods(["GET", "POST"])
@needs(Right.READ)
def second_verdicts(request: HttpRequest) -> HttpResponse:
    """The figures, the rules, and the form for another."""
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
    return redirect("second-verdicts")


@require_POST
@needs(Right.READ)
def remove(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Draw by the other rules again."""
    remove_rule(rule_id=rule_id, actor=person_of(request))
    say(request, _("The rule is removed."))
    return redirect("second-verdicts")


def _show(request: HttpRequest, form: RuleForm, status: int = 200) -> HttpResponse:
    figures = second_verdict_figures()
    tables = [
        (_("By the first rating"), _("Rating"), figures.by_rating),
        (_("By topic"), _("Topic"), figures.by_topic),
        (_("Over time"), _("Quarter"), figures.by_quarter),
    ]
    context = {
        "figures": figures,
        "tables": [table for table in tables if table[2]],
        "fewest": FEWEST,
        "rules": SecondVerdictRule.objects.select_related("topic", "scale"),
        "form": form,
        "may_keep_rules": may_keep_rules(person_of(request)),
    }
    return render(request, "desk/second_verdicts.html", context, status=status)
