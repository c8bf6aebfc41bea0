"""The ledger of fairness, and the groups that claimants belonged to."""

import datetime
from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from claims.accounts.roles import Right
from claims.desk.access import needs, person_of
from claims.desk.form_responses import TRY_AGAIN, refuse, sent
from claims.desk.forms.fields import DayField
from claims.desk.toasts import say
from claims.errors import Blocked
from claims.review.claimant_groups import (
    NAME_LIMIT,
    add_group,
    end_membership,
    may_keep_groups,
    put_in_group,
    remove_membership,
)
from claims.tracking.enums import GroupKind
from claims.tracking.groups import groups_page, members_page
from claims.tracking.models import ClaimantGroup
from claims.verdicts.fairness import By, ledger
from claims.verdicts.site_settings import newsroom

MONTHS: Final = ((12, gettext_lazy("12 months")), (36, gettext_lazy("3 years")), (0, gettext_lazy("From the start")))


class GroupForm(forms.Form):
    """A party, an office, or another group."""

    use_required_attribute = False

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=NAME_LIMIT,
        error_messages={"required": gettext_lazy("Write the name of the party or office.")},
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=GroupKind.choices)


class MemberForm(forms.Form):
    """Who belonged to a group, and when."""

    use_required_attribute = False

    claimant = forms.CharField(
        label=gettext_lazy("Claimant"),
        max_length=200,
        help_text=gettext_lazy("By name, as on their claims."),
        error_messages={"required": gettext_lazy("Write the claimant’s name.")},
    )
    since = DayField(label=gettext_lazy("First day"), required=True)
    until = DayField(label=gettext_lazy("Last day"), help_text=gettext_lazy("Empty: until now."))


class EndForm(forms.Form):
    """The last day on which somebody belonged to a group."""

    until = DayField(label=gettext_lazy("Last day"))


@require_GET
@needs(Right.READ)
def fairness(request: HttpRequest) -> HttpResponse:
    """What came in, was put aside and checked, for each claimant, group, outlet or topic."""
    given = request.GET
    by = By(given["by"]) if given.get("by") in By.values else By.CLAIMANT
    months = next((months for months, _words in MONTHS if str(months) == given.get("months")), MONTHS[0][0])
    page = ledger(by, since=months_ago(months), after=_number(given.get("after", "")))
    context = {
        "page": page,
        "kinds": By,
        "periods": MONTHS,
        "months": months,
        "deeper": "after" in given,
        "is_public": newsroom().shows_ledger,
    }
    return render(request, "desk/fairness.html", context)


@require_http_methods(["GET", "POST"])
@needs(Right.READ)
def groups(request: HttpRequest) -> HttpResponse:
    """All groups, and the form for another."""
    form, status = GroupForm(sent(request)), 200
    if request.method == "POST":
        status = TRY_AGAIN
        if form.is_valid():
            try:
                group = add_group(**form.cleaned_data, actor=person_of(request))
            except Blocked as error:
                refuse(form, error)
            else:
                say(request, _("The group is kept."))
                return redirect("fairness-group", group.pk)
    page = groups_page(before=_number(request.GET.get("before", "")))
    return _render(request, "desk/fairness/groups.html", {"form": form, "page": page}, status)


@require_http_methods(["GET", "POST"])
@needs(Right.READ)
def group(request: HttpRequest, group_id: int) -> HttpResponse:
    """Who belonged to a group and when, and the form for one more."""
    form, status = MemberForm(sent(request)), 200
    if request.method == "POST":
        status = TRY_AGAIN
        if form.is_valid():
            try:
                put_in_group(group_id=group_id, **form.cleaned_data, actor=person_of(request))
            except Blocked as error:
                refuse(form, error)
            else:
                say(request, _("Saved."))
                return redirect("fairness-group", group_id)
    return _show_group(request, group_id, form, status)


@require_POST
@needs(Right.READ)
def member(request: HttpRequest, group_id: int, membership_id: int) -> HttpResponse:
    """Set the last day of somebody in a group, or take the entry back."""
    if "remove" in request.POST:
        remove_membership(membership_id=membership_id, actor=person_of(request))
        say(request, _("The entry is taken back."))
        return redirect("fairness-group", group_id)
    form = EndForm(request.POST)
    if form.is_valid():
        try:
            end_membership(membership_id=membership_id, until=form.cleaned_data["until"], actor=person_of(request))
        except Blocked as error:
            return _show_group(request, group_id, MemberForm(), refuse(form, error), wrong=form)
        say(request, _("Saved."))
        return redirect("fairness-group", group_id)
    return _show_group(request, group_id, MemberForm(), TRY_AGAIN, wrong=form)


def months_ago(months: int) -> datetime.date | None:
    """The first day of the period; None for all of it."""
    return timezone.localdate() - datetime.timedelta(days=round(months * 30.44)) if months else None


def _show_group(
    request: HttpRequest, group_id: int, form: MemberForm, status: int, wrong: EndForm | None = None
) -> HttpResponse:
    found = ClaimantGroup.objects.filter(pk=group_id).first()
    if found is None:
        raise Http404(_("The desk has no such group."))
    page = members_page(found, before=_number(request.GET.get("before", "")))
    context = {"group": found, "form": form, "page": page, "wrong": wrong}
    return _render(request, "desk/fairness/group.html", context, status)


def _render(request: HttpRequest, template: str, context: Mapping[str, Any], status: int) -> HttpResponse:
    return render(request, template, {**context, "may_keep": may_keep_groups(person_of(request))}, status=status)


def _number(given: str) -> int | None:
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 18 else None
