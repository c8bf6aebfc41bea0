"""Written reasons that stand in for a gate of the preflight."""

from functools import partial

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from claims.accounts.roles import Right
from claims.desk.access import needs
from claims.desk.form_responses import answer_form, sent
from claims.desk.forms.evidence import ReasonForm
from claims.desk.views.claim import changed, page_of
from claims.errors import WrongState
from claims.review.waivers import remove_reason, write_reason
from claims.verdicts.preflight import GATES


class WaiverForm(ReasonForm):
    """The reason for one gate, and the one the person saw there."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["reason"].help_text = _("Readers see this. Leave it empty to take the reason back.")
        self.fields["reason"].required = False


@require_http_methods(["GET", "POST"])
@needs(Right.REVIEW)
def waiver(request: HttpRequest, pk: int, gate: str) -> HttpResponse:
    """Write, change or take back the reason for one gate."""
    if gate not in GATES or not GATES[gate].waivable:
        raise Http404(_("A written reason cannot stand in for this check."))
    page = page_of(request, pk)
    if request.method == "GET" and page.why_not_edit:
        raise WrongState(page.why_not_edit)
    finding = next(found for found in page.findings if found.gate == gate)
    reason = page.dossier.reasons.get(gate, "")
    form = WaiverForm(sent(request), initial={"reason": reason, "seen": reason})
    context = {
        "page": page,
        "form": form,
        "heading": _("Write a reason instead"),
        "button": _("Save the reason"),
        "intro": "" if finding.reason else finding.sentence,
    }

    def act() -> None:
        seen, written = form.cleaned_data["seen"], form.cleaned_data["reason"]
        if written or not seen:
            write_reason(claim_id=pk, gate=gate, reason=written, actor=page.viewer, seen=seen)
        else:
            remove_reason(claim_id=pk, gate=gate, actor=page.viewer, seen=seen)

    done = partial(changed, request, pk, say_so=_("Reason saved."), anchor="preflight")
    return answer_form(request, "desk/claim_form.html", context, act=act, done=done)
