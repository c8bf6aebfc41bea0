"""How the desk answers: a form with its errors, or what follows when it went through."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.datastructures import MultiValueDict

from claims.errors import NotAllowed, Refusal

TRY_AGAIN = 422


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form sent; None where it is only asked for."""
    return request.POST if request.method == "POST" else None


def sent_files(request: HttpRequest) -> "MultiValueDict[str, UploadedFile[Any]] | None":
    """The files a form sent."""
    return request.FILES if request.method == "POST" else None


def form_page(request: HttpRequest, template: str, context: Mapping[str, object], status: int = 200) -> HttpResponse:
    """A form as a page of its own, or inside the dialog where htmx asked for it or sent it."""
    response = render(request, template, dict(context), status=status)
    if getattr(request, "htmx", False) and status >= 400:
        response.headers["HX-Retarget"] = "#dialog-body"
        response.headers["HX-Reswap"] = "innerHTML"
    return response


def refuse(form: BaseForm, error: Refusal) -> int:
    """Put every reason of a refused act on the form it came from; the status to answer with."""
    for reason in getattr(error, "reasons", (error.message,)):
        form.add_error(None, reason)
    return error.status


def carry_version(form: BaseForm, version: int) -> None:
    """Let a refused form carry the newest version, so that sending it again is a choice made with open eyes."""
    if isinstance(form.data, QueryDict):
        data = form.data.copy()
        data["expected_version"] = str(version)
        form.data = data


def answer_form(
    request: HttpRequest,
    template: str,
    context: Mapping[str, object],
    *,
    act: Callable[[], object],
    done: Callable[[], HttpResponse],
    stale: Callable[[Refusal], Mapping[str, object]] = lambda error: {},
) -> HttpResponse:
    """Show the context's form; when it was sent and is in order, act, and answer with what follows.

    What is wrong comes back on the form with everything that was typed; `stale` adds what is there now to show beside
    it. Somebody who may not at all gets no form.
    """
    form = context["form"]
    if not isinstance(form, BaseForm):
        raise TypeError("The context of a form's page carries the form.")
    if request.method == "GET":
        return form_page(request, template, context)
    if not form.is_valid():
        return form_page(request, template, context, TRY_AGAIN)
    try:
        act()
    except NotAllowed:
        raise
    except Refusal as error:
        now = stale(error)
        return form_page(request, template, {**context, **now}, refuse(form, error))
    return done()
