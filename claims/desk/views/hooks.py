"""My hooks: addresses at which other systems hand in articles in my name."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from claims.accounts.roles import Right
from claims.articles.models import ArticleHook
from claims.desk.access import needs, person_of, sure
from claims.desk.form_responses import TRY_AGAIN, refuse
from claims.desk.forms.intake import HookForm
from claims.desk.toasts import say
from claims.errors import Blocked
from claims.intake import hooks as workflow
from claims.people.confirming import is_sure

SHOWN = 100


@never_cache
@require_http_methods(["GET", "POST"])
@needs(Right.ARTICLES)
@sure
def hooks(request: HttpRequest) -> HttpResponse:
    """The list of mine and the form for a new one, whose secret this answer alone shows."""
    if request.method == "GET":
        return _show(request, HookForm())
    form = HookForm(request.POST)
    if not form.is_valid():
        return _show(request, form, status=TRY_AGAIN)
    try:
        made = workflow.make_hook(
            actor=person_of(request), name=form.cleaned_data["name"], outlet=form.cleaned_data["outlet"]
        )
    except Blocked as error:
        return _show(request, form, status=refuse(form, error))
    return _show(request, HookForm(), made=made)


@require_GET
@needs(Right.ARTICLES)
def hook(request: HttpRequest, hook_id: int) -> HttpResponse:
    """What came to one of mine, and what was made of it."""
    found = ArticleHook.objects.filter(person=person_of(request), pk=hook_id).select_related("outlet").first()
    if found is None:
        raise Http404
    came = found.messages.select_related("article__current")[:SHOWN]
    return render(request, "desk/hook.html", {"hook": found, "came": came, "address": address_of(found)})


@require_POST
@needs(Right.ARTICLES)
def hook_end(request: HttpRequest, hook_id: int) -> HttpResponse:
    """Take nothing more at its address."""
    ended = workflow.end_hook(hook_id=hook_id, actor=person_of(request))
    say(request, _("%(name)s takes nothing any longer.") % {"name": ended.name})
    return HttpResponseRedirect(reverse("hooks"))


def address_of(hook: ArticleHook) -> str:
    """Where other systems post to."""
    return f"{settings.PUBLIC_URL}{reverse('api:hook-articles', args=[hook.pk])}"


def _show(request: HttpRequest, form: HookForm, *, made: ArticleHook | None = None, status: int = 200) -> HttpResponse:
    rows = ArticleHook.objects.filter(person=person_of(request), ended_at__isnull=True).select_related("outlet")
    context = {
        "form": form,
        "hooks": rows,
        "made": made,
        "address": address_of(made) if made else "",
        "is_sure": is_sure(request),
    }
    return render(request, "desk/hooks.html", context, status=status)
