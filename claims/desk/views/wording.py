"""Changing the words of a claim, who said them, when and where."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from claims import formats
from claims.accounts.roles import Right
from claims.desk.access import needs
from claims.desk.form_responses import answer_form, carry_version, sent
from claims.desk.forms.claims import WordingForm
from claims.desk.views.claim import changed, page_of
from claims.errors import Refusal, WrongState
from claims.review.drafting import StaleWording, reword
from claims.template_helpers import language_named


@require_http_methods(["GET", "POST"])
@needs(Right.REVIEW)
def wording(request: HttpRequest, pk: int) -> HttpResponse:
    """The wording's form."""
    page = page_of(request, pk)
    if request.method == "GET" and not page.may_word:
        raise WrongState(page.why_not_edit)
    form = WordingForm(sent(request), initial=WordingForm.start(page.claim))
    context = {
        "page": page,
        "form": form,
        "heading": _("Edit wording"),
        "button": _("Save wording"),
        "intro": _("Once the review has begun, whoever changes the wording cannot approve the verdict."),
    }

    def act() -> None:
        seen = form.cleaned_data["expected_version"]
        reword(claim_id=pk, wording=form.wording(), expected_version=seen, actor=page.viewer)

    def stale(error: Refusal) -> dict[str, object]:
        if not isinstance(error, StaleWording):
            return {}
        carry_version(form, error.stored.lock_version)
        now = error.stored
        pairs = [
            (_("Wording"), now.statement),
            (_("Words said"), now.words_said or _("none kept")),
            (_("Said by"), now.claimant or _("nobody named")),
            (_("Said on"), formats.day(now.said_on) if now.said_on else _("no date")),
            (_("Where"), now.said_where or _("nothing")),
            (_("Language of the wording"), language_named(now.language) or _("not said")),
        ]
        return {"stored": pairs}

    done = partial(changed, request, pk, parts=["said"], say_so=_("Wording saved."), anchor="said")
    return answer_form(request, "desk/claim_form.html", context, act=act, done=done, stale=stale)
