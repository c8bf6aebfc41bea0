"""Kept copies of sources: the file to download, and its words to read beside the passage."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET

from claims.accounts.roles import Right
from claims.desk.access import needs, person_of
from claims.verdicts import copies
from claims.verdicts.enums import CopyState
from claims.verdicts.models import EvidenceCopy
from claims.workflow.editing import may_edit

NONE = gettext_noop("There is no kept copy of that number.")


@require_GET
@needs(Right.READ)
def download(request: HttpRequest, pk: int) -> FileResponse:
    """The bytes that were kept, always as a file to save, never to be shown or run by the browser."""
    kept = copies.download(pk)
    if kept is None:
        raise Http404(_(NONE))
    response = FileResponse(kept.file, as_attachment=True, filename=kept.filename, content_type=kept.content_type)
    for name, value in kept.headers.items():
        response.headers[name] = value
    return response


@require_GET
@needs(Right.READ)
def view(request: HttpRequest, pk: int) -> HttpResponse:
    """The words found in the copy, its hash, and when it was made."""
    kept = EvidenceCopy.objects.filter(pk=pk, state=CopyState.KEPT).select_related("evidence__claim").first()
    if kept is None:
        raise Http404(_(NONE))
    claim = kept.evidence.claim
    context: dict[str, object] = {"copy": kept, "source": kept.evidence, "claim": claim}
    if getattr(request, "htmx", False):
        context["may_quote"] = not may_edit(claim, person_of(request))
        return render(request, "desk/claim/beside.html", context)
    return render(request, "desk/copy.html", context)
