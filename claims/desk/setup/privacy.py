"""Data about people: how long it is kept, what is stored where, and what one person is given or erased of."""

import json
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from claims.accounts.models import SecurityEventKind
from claims.accounts.roles import Right
from claims.client_address import client_address, network
from claims.desk.access import needs, person_of, sure
from claims.desk.form_responses import TRY_AGAIN, refuse
from claims.desk.toasts import say
from claims.errors import Blocked
from claims.people.confirming import is_sure
from claims.people.sign_in import note
from claims.privacy import own_data, retention, senders
from claims.privacy.retention_kinds import KINDS
from claims.privacy.senders import Sent
from claims.privacy.stored import STORED, how_long

PAGE = "privacy"


class RetentionForm(forms.Form):
    """After how many days each kind goes; empty where it stays."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, kind in KINDS.items():
            self.fields[key] = forms.IntegerField(
                label=kind.name,
                help_text=kind.says,
                required=False,
                widget=forms.NumberInput(attrs={"min": kind.fewest_days, "max": retention.MOST_DAYS}),
            )


class SenderForm(forms.Form):
    """Whose messages are looked for."""

    use_required_attribute = False

    sender = forms.CharField(
        label=gettext_lazy("E-mail address or private link"),
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": gettext_lazy("Write the sender’s e-mail address, or the private link that they got.")
        },
    )


@never_cache
@require_http_methods(["GET", "POST"])
@needs(Right.PEOPLE)
@sure
def privacy(request: HttpRequest) -> HttpResponse:
    """The page for whoever is responsible for people's data; its form shows beforehand what would go."""
    now = retention.rules()
    if request.method == "GET":
        return _show(request, RetentionForm(initial=now))
    form = RetentionForm(request.POST)
    if not form.is_valid():
        return _show(request, form, status=TRY_AGAIN)
    if "preview" in request.POST:
        return _show(request, form, lines=retention.preview(form.cleaned_data))
    try:
        changed = retention.set_rules(wanted=form.cleaned_data, actor=person_of(request))
    except Blocked as error:
        return _show(request, form, status=refuse(form, error))
    said = ngettext(
        "%(count)d rule is changed. What is too old goes within six hours.",
        "%(count)d rules are changed. What is too old goes within six hours.",
        len(changed),
    )
    say(request, said % {"count": len(changed)} if changed else _("Nothing is changed."))
    return HttpResponseRedirect(reverse(PAGE))


@never_cache
@require_POST
@needs(Right.PEOPLE)
@sure
def sender(request: HttpRequest) -> HttpResponse:
    """What one reader sent in: shown, handed out as a file, or erased."""
    form, actor = SenderForm(request.POST), person_of(request)
    if not form.is_valid():
        return _show(request, RetentionForm(initial=retention.rules()), sender_form=form, status=TRY_AGAIN)
    who = form.cleaned_data["sender"]
    try:
        if "erase" in request.POST:
            count = senders.erase(sender=who, actor=actor)
            say(
                request,
                ngettext("%(count)d message is erased.", "%(count)d messages are erased.", count) % {"count": count},
            )
            return HttpResponseRedirect(reverse(PAGE))
        found = senders.find(sender=who, actor=actor)
    except Blocked as error:
        status = refuse(form, error)
        return _show(request, RetentionForm(initial=retention.rules()), sender_form=form, status=status)
    if "file" in request.POST and found:
        note(actor, SecurityEventKind.EXPORTED, network(client_address(request)))
        text = json.dumps(senders.told(found), ensure_ascii=False, indent=1)
        return _file(HttpResponse(text, content_type="application/json; charset=utf-8"), "messages.json")
    return _show(request, RetentionForm(initial=retention.rules()), sender_form=form, found=found)


@never_cache
@require_POST
@needs(Right.PEOPLE)
@sure
def person_data(request: HttpRequest, pk: int) -> HttpResponse | StreamingHttpResponse:
    """Everything that is kept about one person, as a file."""
    return _data(request, pk)


@never_cache
@require_POST
@sure
def own_data_file(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Everything that is kept about oneself, as a file."""
    return _data(request, person_of(request).pk)


def _data(request: HttpRequest, person_id: int) -> StreamingHttpResponse:
    lines = own_data.lines_about(person_id=person_id, actor=person_of(request))
    note(person_of(request), SecurityEventKind.EXPORTED, network(client_address(request)))
    response = StreamingHttpResponse(lines, content_type="application/x-ndjson; charset=utf-8")
    return _file(response, f"person-{person_id}-{timezone.localdate():%Y-%m-%d}.jsonl")


def _file[R: (HttpResponse, StreamingHttpResponse)](response: R, name: str) -> R:
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _show(
    request: HttpRequest,
    form: RetentionForm,
    *,
    sender_form: SenderForm | None = None,
    found: list[Sent] | None = None,
    lines: list[retention.Line] | None = None,
    status: int = 200,
) -> HttpResponse:
    rules = retention.rules()
    context = {
        "form": form,
        "would_go": {line.kind.key: line.rows for line in lines or [] if line.days is not None},
        "sender_form": sender_form or SenderForm(),
        "found": found,
        "runs": [(KINDS[run.kind].name if run.kind in KINDS else run.kind, run) for run in retention.latest_runs()],
        "stored": [(stored, how_long(stored, rules)) for stored in STORED],
        "is_sure": is_sure(request),
    }
    return render(request, "desk/setup/privacy.html", context, status=status)
