"""Saying who may see a claim."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from claims.accounts.roles import Right
from claims.desk.access import needs
from claims.desk.form_responses import answer_form, carry_version, sent
from claims.desk.forms.access import NAMED, AccessForm
from claims.desk.views.claim import changed, page_of
from claims.errors import Refusal, Stale
from claims.review import restricting


@require_http_methods(["GET", "POST"])
@needs(Right.ASSIGN)
def access(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole desk, or named people; all lists, counts, searches and exports keep to it from then on."""
    page = page_of(request, pk)
    form = AccessForm(sent(request), claim=page.claim, initial=AccessForm.start(page.claim, page.viewer))
    context = {
        "page": page,
        "form": form,
        "heading": _("Who may see this claim"),
        "button": _("Save"),
        "intro": _(
            "Everybody else finds it in no list, count, search or export, nor its sources, remarks and history. Admins"
            " are no exception. It cannot be published before it is open to the whole desk again."
        ),
    }

    def act() -> None:
        given = form.cleaned_data
        common = {"claim_id": pk, "actor": page.viewer, "note": given["note"]}
        version = given["expected_version"]
        if given["who"] != NAMED:
            restricting.lift(**common, expected_version=version)
            return
        people, articles = given["people"], given.get("articles", [])
        restricting.restrict(**common, people=people, articles=articles, expected_version=version)

    def stale(error: Refusal) -> dict[str, object]:
        if not isinstance(error, Stale):
            return {}
        now = page_of(request, pk)
        carry_version(form, now.claim.lock_version)
        return {"stored": [(_("Who may see it"), now.kept_to or _("The whole desk"))]}

    done = partial(changed, request, pk, say_so=_("Saved."), anchor="moves")
    return answer_form(request, "desk/claim_form.html", context, act=act, done=done, stale=stale)
