"""Before we print: a draft is pasted, or brought by a bookmark, and looked over. It is kept nowhere."""

from typing import Final

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from claims.accounts.roles import Right
from claims.desk.access import needs
from claims.desk.form_responses import TRY_AGAIN, refuse, sent
from claims.errors import Blocked
from claims.verdicts.before_print import LookedOver, get_ready, look_over

# What stands behind # is never sent to a server, so that no log anywhere holds the draft.
BOOKMARK: Final = (
    "javascript:void(window.open('{page}#draft='+encodeURIComponent("
    "(String(getSelection())||document.body.innerText).slice(0,60000))))"
)


class DraftForm(forms.Form):
    """A draft."""

    use_required_attribute = False

    text = forms.CharField(
        label=_("The draft"),
        required=False,
        strip=False,
        help_text=_("Plain text, up to about 10,000 words. It is looked over and forgotten."),
        widget=forms.Textarea(attrs={"rows": 12, "data-from-bookmark": "draft", "autocomplete": "off"}),
    )


@never_cache
@require_http_methods(["GET", "POST"])
@needs(Right.READ)
def before_print(request: HttpRequest) -> HttpResponse:
    """The form, and below it what there is to look at in the draft that was sent."""
    form, found, status = DraftForm(sent(request)), None, 200
    if request.method == "GET":
        get_ready()
    elif form.is_valid():
        found, status = _look(form)
    page = f"{settings.PUBLIC_URL}{reverse('before-print')}"
    context = {"form": form, "found": found, "script": BOOKMARK.format(page=page)}
    return render(request, "desk/before_print.html", context, status=status)


def _look(form: DraftForm) -> tuple[LookedOver | None, int]:
    try:
        return look_over(form.cleaned_data["text"]), 200
    except Blocked as error:
        refuse(form, error)
        return None, TRY_AGAIN
