"""One act on many claims: first what it would do to each, then each by itself, then a report."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.http import require_POST

from claims.accounts.roles import Right
from claims.desk.access import needs, person_of
from claims.desk.claim_page import carried_view
from claims.desk.forms.bulk import OrderForm, ids_from, items_from
from claims.desk.people import reviewer_choices
from claims.desk.toasts import say
from claims.errors import Blocked, Refusal
from claims.review import bulk_moves as services
from claims.review.bulk_moves import Act

HEADINGS = {
    Act.ASSIGN: ngettext_lazy("Assign %(count)s claim", "Assign %(count)s claims", "count"),
    Act.DUE: ngettext_lazy("Set the due date of %(count)s claim", "Set the due date of %(count)s claims", "count"),
    Act.TOPIC: ngettext_lazy("Set the topic of %(count)s claim", "Set the topic of %(count)s claims", "count"),
    Act.CLOSE: ngettext_lazy("Close %(count)s claim", "Close %(count)s claims", "count"),
}


@require_POST
@needs(Right.ASSIGN)
def bulk(request: HttpRequest) -> HttpResponse:
    """Ask what is to be done, show what it would do to each, or do it."""
    one, _colon, single = request.POST.get("one", "").partition(":")
    act, ids = one or request.POST.get("act", ""), ids_from([single] if single else request.POST.getlist("pick"))
    if act not in set(Act):
        raise Blocked(_("There is no such act. Go back to the queue."))
    if not ids:
        say(request, _("Nothing was selected. Tick the claims first."))
        return HttpResponseRedirect(_back(request))
    return _answer(request, Act(act), ids)


def _answer(request: HttpRequest, act: Act, ids: list[int]) -> HttpResponse:
    step, person = request.POST.get("step", ""), person_of(request)
    people = reviewer_choices() if act is Act.ASSIGN else ()
    form = OrderForm(request.POST if step else None, act=act, people=people)
    context: dict[str, object] = {"act": act.value, "ids": ids, "form": form, "back": _back(request), "count": len(ids)}
    context |= {"heading": HEADINGS[act] % {"count": len(ids)}}
    if not step:
        return render(request, "desk/bulk.html", context)
    if not form.is_valid():
        return render(request, "desk/bulk.html", context, status=422)
    try:
        if step == "do":
            items = items_from(request.POST.getlist("item"))
            report = services.carry_out(act=act, items=items, actor=person, order=form.order())
            return render(request, "desk/bulk_report.html", context | {"report": report})
        outlooks = services.preview(act=act, claim_ids=ids, actor=person, order=form.order())
    except Refusal as error:
        form.add_error(None, error.message)
        return render(request, "desk/bulk.html", context, status=error.status)
    ready = [outlook for outlook in outlooks if not outlook.refusal]
    context |= {"outlooks": outlooks, "ready": ready, "skipped": len(outlooks) - len(ready)}
    return render(request, "desk/bulk.html", context)


def _back(request: HttpRequest) -> str:
    carried = carried_view(request)
    return reverse("queue") + (f"?{carried}" if carried else "")
