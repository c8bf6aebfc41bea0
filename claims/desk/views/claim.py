"""The page of one claim, and the parts of it that an act has changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from claims.accounts.roles import Right
from claims.desk.access import needs, person_of
from claims.desk.claim_page import ClaimPage, carried_view, claim_or_404
from claims.desk.toasts import say
from claims.errors import Refusal

ALWAYS = ("head", "moves", "preflight", "missing", "activity")


@dataclass(frozen=True)
class Problem:
    """What is said on top of the page after an act on it was refused."""

    heading: str
    sentences: Sequence[str]


@require_GET
@needs(Right.READ)
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """Whose turn it is, what we have, what is missing."""
    return render(request, "desk/claim.html", {"page": page_of(request, pk)})


def page_of(request: HttpRequest, claim_id: int) -> ClaimPage:
    """The claim as the person who asks sees it now."""
    return ClaimPage(claim_or_404(claim_id), person_of(request), carried_view(request))


def refused(request: HttpRequest, claim_id: int, error: Refusal, **context: object) -> HttpResponse:
    """The claim's page as it is now, with why the act on it was refused on top; htmx shows it beside the button."""
    if getattr(request, "htmx", False):
        raise error
    heading = _("This changed in the meantime") if error.status == 409 else _("This cannot be done yet")
    problem = Problem(heading, getattr(error, "reasons", (error.message,)))
    context |= {"page": page_of(request, claim_id), "problem": problem}
    return render(request, "desk/claim.html", context, status=error.status)


def changed(
    request: HttpRequest, claim_id: int, *, parts: Iterable[str] = (), say_so: str = "", anchor: str = ""
) -> HttpResponse:
    """After an act: the parts of the page that it changed, or the whole page anew where htmx did not ask."""
    if say_so:
        say(request, say_so)
    if not getattr(request, "htmx", False):
        return HttpResponseRedirect(address_of(request, claim_id) + (f"#{anchor}" if anchor else ""))
    context = {"page": page_of(request, claim_id), "oob": True}
    names = dict.fromkeys([*ALWAYS, *parts])
    pieces = [render_to_string(f"desk/claim/{name}.html", context, request) for name in names]
    pieces.append(render_to_string("desk/parts/toasts_oob.html", {}, request))
    return HttpResponse("".join(pieces))


def address_of(request: HttpRequest, claim_id: int) -> str:
    """The claim's address within the view it was opened from."""
    return reverse("claim", args=[claim_id]) + ClaimPage.suffix_for(carried_view(request))
