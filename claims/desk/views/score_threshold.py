"""Keeping the score from which candidates are listed: for oneself, or for the newsroom."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.defaultfilters import floatformat
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from claims.accounts.roles import Right
from claims.desk.access import needs, person_of
from claims.desk.forms.score_threshold import ME, NEWSROOM, ThresholdForm
from claims.desk.score_threshold import keep_threshold
from claims.desk.toasts import say
from claims.errors import Blocked
from claims.triage.score_threshold import set_threshold


@require_POST
@needs(Right.READ)
def threshold(request: HttpRequest) -> HttpResponse:
    """Keep it for me, make it the newsroom's, or go back to the newsroom's."""
    form = ThresholdForm(request.POST)
    if not form.is_valid():
        raise Blocked(" ".join(str(error) for errors in form.errors.values() for error in errors))
    given = form.cleaned_data
    if given["whose"] == NEWSROOM:
        kept = set_threshold(
            threshold=given["threshold"], actor=person_of(request), expected_version=given["expected_version"]
        )
        keep_threshold(request, None)
        say(
            request,
            _("The newsroom now lists candidates scored from %(score)s.") % {"score": floatformat(kept.threshold, 2)},
        )
    elif given["whose"] == ME:
        keep_threshold(request, given["threshold"])
        say(
            request,
            _("You see candidates scored from %(score)s until you sign out.")
            % {"score": floatformat(given["threshold"], 2)},
        )
    else:
        keep_threshold(request, None)
        say(request, _("You see what the newsroom lists again."))
    return HttpResponseRedirect(_back(request))


def _back(request: HttpRequest) -> str:
    """The page of the desk that the form stood on."""
    given = request.POST.get("back", "")
    return given if given.startswith("/") and url_has_allowed_host_and_scheme(given, None) else reverse("articles")
