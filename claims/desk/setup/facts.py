"""What networks of fact-checkers ask a newsroom to tell: legal form, owners, money by year, people, memberships."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from claims.accounts.roles import Right
from claims.desk.access import needs, person_of
from claims.desk.form_responses import TRY_AGAIN, sent
from claims.desk.setup.facts_forms import FactsForm, rows_of
from claims.desk.setup.steps import steps
from claims.desk.toasts import say
from claims.publishing.newsroom_facts import tell_facts
from claims.verdicts.site_settings import newsroom


@require_http_methods(["GET", "POST"])
@needs(Right.SETTINGS)
def facts(request: HttpRequest) -> HttpResponse:
    """All of it in one form; each list has two rows more than it needs."""
    room = newsroom()
    form = FactsForm(sent(request), initial={"legal_form": room.legal_form, "position": room.position})
    rows = rows_of(room, sent(request))
    # Each is asked, so that each says what is wrong with it.
    are_right = [each.is_valid() for each in (form, *rows.values())]
    if all(are_right):
        tell_facts(
            actor=person_of(request),
            legal_form=form.cleaned_data["legal_form"],
            position=form.cleaned_data["position"],
            lists={name: [row.cleaned_data for row in each] for name, each in rows.items()},
        )
        say(request, _("Saved."))
        return HttpResponseRedirect(reverse("setup-facts"))
    context: dict[str, Any] = {"form": form, "lists": _titled(rows), "steps": steps(), "here": "setup-facts"}
    return render(request, "desk/setup/facts.html", context, status=TRY_AGAIN if request.method == "POST" else 200)


def _titled(rows: dict[str, Any]) -> list[tuple[str, str, Any]]:
    """Each list with its heading and what stands above it."""
    return [
        (_("Owners"), _("Everybody who owns a part, with their other interests."), rows["owners"]),
        (_("Money by year"), _("Whoever gave more than a twentieth of a year's money, and how much."), rows["funders"]),
        (_("People"), _("Everybody who decides what is published. Ask them before you write of them."), rows["team"]),
        (
            _("Memberships"),
            _("Networks and councils whose code you follow. Readers complain there when you do not satisfy them."),
            rows["memberships"],
        ),
    ]
