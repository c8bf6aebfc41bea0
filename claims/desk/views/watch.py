"""Sources of published checks whose words changed or are gone, and what a person decides about each."""

from typing import Any

from django import forms
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from claims.accounts.roles import Right
from claims.desk.access import needs, person_of
from claims.desk.form_responses import TRY_AGAIN, refuse
from claims.desk.forms.fields import VersionField
from claims.desk.paging import number_in
from claims.desk.toasts import say
from claims.errors import Blocked
from claims.tracking.enums import CorrectionClass
from claims.verdicts import diffing
from claims.verdicts.enums import WatchState
from claims.verdicts.models import WatchCopy, WatchedPassage, WatchedSource
from claims.verdicts.watching import alarms, outcomes, sources_citing
from claims.watching import decisions
from claims.workflow.perform import NOTE_LIMIT

PAGE = 50


class HoldsForm(forms.Form):
    """A note to go with the decision into the history."""

    expected_version = VersionField()
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, max_length=NOTE_LIMIT, widget=forms.Textarea(attrs={"rows": 2})
    )


class CorrectForm(forms.Form):
    """Which check is corrected, of which class, and what readers are told."""

    expected_version = VersionField()
    claim = forms.TypedChoiceField(label=gettext_lazy("Check"), coerce=int)
    kind = forms.ChoiceField(label=gettext_lazy("Class"), choices=CorrectionClass.choices)
    note = forms.CharField(
        label=gettext_lazy("What changes and why"), max_length=NOTE_LIMIT, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, passages: list[WatchedPassage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lost = {passage.claim_id: passage.claim.number for passage in passages if passage.is_lost}
        self.fields["claim"].choices = list(lost.items())  # type: ignore[attr-defined]  # a field of choices


class ImpossibleForm(forms.Form):
    """Why it cannot be watched."""

    expected_version = VersionField()
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=decisions.REASON_LIMIT)


@require_GET
@needs(Right.READ)
def watch(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, the newest first, and what cannot be watched."""
    before = number_in(request, "before")
    unwatched = WatchedSource.objects.filter(state=WatchState.IMPOSSIBLE).order_by("-pk")
    if before:
        unwatched = unwatched.filter(pk__lt=before)
    page = list(unwatched[: PAGE + 1])
    context = {
        "waiting": [(source, _differences(source)) for source in alarms().prefetch_related("passages__claim")[:PAGE]],
        "unwatched": page[:PAGE],
        "older": page[PAGE - 1].pk if len(page) > PAGE else None,
        "found": outcomes(),
    }
    return render(request, "desk/watch/sources.html", context)


@require_GET
@needs(Right.READ)
def watch_source(request: HttpRequest, source_id: int) -> HttpResponse:
    """One source: what each check quotes of it, what stands there now, and the decisions there are."""
    return _show(request, get_object_or_404(WatchedSource, pk=source_id))


@require_POST
@needs(Right.PUBLISH)
def watch_holds(request: HttpRequest, source_id: int) -> HttpResponse:
    """The checks hold all the same."""
    source = get_object_or_404(WatchedSource, pk=source_id)
    form = HoldsForm(request.POST)
    if not form.is_valid():
        return _show(request, source, holds=form)
    decisions.still_holds(source_id=source_id, actor=person_of(request), **form.cleaned_data)
    say(request, _("It still holds. The new copy is kept, and its words count from now on."))
    return redirect("watch")


@require_POST
@needs(Right.PUBLISH)
def watch_correct(request: HttpRequest, source_id: int) -> HttpResponse:
    """Open a correction of one check that cites it."""
    source = get_object_or_404(WatchedSource, pk=source_id)
    form = CorrectForm(request.POST, passages=list(sources_citing(source)))
    if not form.is_valid():
        return _show(request, source, correct=form)
    given = form.cleaned_data
    decisions.correct(
        source_id=source_id,
        claim_id=given["claim"],
        kind=given["kind"],
        note=given["note"],
        actor=person_of(request),
        expected_version=given["expected_version"],
    )
    say(request, _("A correction is open. The published page stays as it is until it goes out."))
    return HttpResponseRedirect(reverse("claim", args=[given["claim"]]))


@require_POST
@needs(Right.ASSIGN)
def watch_impossible(request: HttpRequest, source_id: int) -> HttpResponse:
    """Read it no longer."""
    source = get_object_or_404(WatchedSource, pk=source_id)
    form = ImpossibleForm(request.POST)
    if not form.is_valid():
        return _show(request, source, impossible=form)
    try:
        decisions.mark_impossible(source_id=source_id, actor=person_of(request), **form.cleaned_data)
    except Blocked as error:
        refuse(form, error)
        return _show(request, source, impossible=form)
    say(request, _("It is no longer read. Have it watched again whenever that makes sense."))
    return redirect("watch")


@require_POST
@needs(Right.ASSIGN)
def watch_again(request: HttpRequest, source_id: int) -> HttpResponse:
    """Read it again from now on."""
    decisions.watch_again(source_id=source_id, actor=person_of(request))
    say(request, _("It is read again within minutes, and watched from then on."))
    return redirect("watch-source", source_id)


@require_GET
@needs(Right.READ)
def watch_copy(request: HttpRequest, copy_id: int) -> FileResponse:
    """What the address answered, always as a file to save, never to be shown or run by the browser."""
    kept = get_object_or_404(WatchCopy, pk=copy_id)
    if not kept.file.name or not default_storage.exists(kept.file.name):
        raise Http404(_("There is no kept copy of that number."))
    name = f"source-{kept.source_id}-{kept.at:%Y-%m-%d}"
    response = FileResponse(default_storage.open(kept.file.name), as_attachment=True, filename=name)
    response.headers["Content-Type"] = kept.content_type or "application/octet-stream"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _show(request: HttpRequest, source: WatchedSource, **sent: forms.Form) -> HttpResponse:
    passages = list(sources_citing(source))
    seen = {"expected_version": source.lock_version}
    context: dict[str, Any] = {
        "source": source,
        "passages": [(passage, _pieces(passage)) for passage in passages],
        "answers": source.answers.select_related("kept_by")[:PAGE],
        "holds": HoldsForm(initial=seen),
        "correct": CorrectForm(initial=seen, passages=passages),
        "impossible": ImpossibleForm(initial=seen),
    }
    return render(request, "desk/watch/source.html", context | sent, status=TRY_AGAIN if sent else 200)


def _differences(source: WatchedSource) -> list[tuple[WatchedPassage, tuple[diffing.Piece, ...]]]:
    lost = sorted((passage for passage in source.passages.all() if passage.is_lost), key=lambda one: one.pk)
    return [(passage, _pieces(passage)) for passage in lost]


def _pieces(passage: WatchedPassage) -> tuple[diffing.Piece, ...]:
    """The words that were quoted against those that stand there now, where these are known."""
    return diffing.words(passage.quote, passage.words_now) if passage.outcome == "reworded" else ()
