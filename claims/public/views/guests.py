"""What an expert from outside reads of one revision, and signs; nothing else of the desk, and no account."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template import loader
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from claims.errors import Refusal
from claims.public.answers import for_readers
from claims.public.forms_of_guests import OpinionForm
from claims.public.page_context import frame
from claims.review.opinions import guests
from claims.verdicts import markdown
from claims.verdicts.models import GuestExpert
from claims.verdicts.site_settings import newsroom
from claims.viewing import as_the_software

GONE = 410


# No session, so nothing another site could make a guest's browser do; whoever has the link is the guest, and reads one
# revision also of a claim that is kept to named people.
@csrf_exempt
@for_readers
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@as_the_software()
def confirm(request: HttpRequest, token: str) -> HttpResponseBase:
    """The first link: it shows nothing of the check, and has a letter sent to the guest's own address."""
    guest = guests.send_letter(secret=token) if request.method == "POST" else guests.behind_first_link(token)
    if guest is None:
        return _used_up(request)
    context = {"guest": guest, "address": _masked(guest.email), "sent": request.method == "POST"}
    return _answer(request, "public/guest_confirm.html", context)


@csrf_exempt
@for_readers
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@as_the_software()
def read(request: HttpRequest, token: str) -> HttpResponseBase:
    """The link of the letter: the revision, with room for remarks, and what is signed."""
    guest = guests.open_letter(secret=token)
    if guest is None:
        return _used_up(request)
    paragraphs = guests.paragraphs_of(guest.revision)
    form = OpinionForm(request.POST if request.method == "POST" else None, initial={"name": guest.name})
    if request.method != "POST":
        return _revision(request, guest, form, paragraphs)
    form.is_valid()
    remarks = {number: request.POST.get(f"remark-{number}", "") for number in range(len(paragraphs))}
    try:
        if "keep" in request.POST:
            guests.keep_remarks(secret=token, remarks=remarks)
        else:
            guests.sign(secret=token, signed=form.signed(), remarks=remarks)
    except Refusal as error:
        for reason in getattr(error, "reasons", (error.message,)):
            form.add_error(None, reason)
        return _revision(request, guest, form, paragraphs, typed=remarks, status=error.status)
    return HttpResponseRedirect(request.path + ("?kept=1#remarks" if "keep" in request.POST else "#signed"))


def _revision(
    request: HttpRequest,
    guest: GuestExpert,
    form: OpinionForm,
    paragraphs: list[str],
    *,
    typed: dict[int, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    content = guest.revision.content
    anchors = [f"source-{source['id']}" for source in content["evidence"]]
    kept = {remark.paragraph: remark.body for remark in guest.remarks.all()} if typed is None else typed
    context = {
        "guest": guest,
        "content": content,
        "paragraphs": [
            (number, markdown.render(words, anchors), not words.startswith("#"), kept.get(number, ""))
            for number, words in enumerate(paragraphs)
        ],
        "form": form,
        "kept": "kept" in request.GET,
    }
    return _answer(request, "public/guest.html", context, status)


def _answer(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    whole = frame(request.path, newsroom()) | context
    response = HttpResponse(loader.render_to_string(template, whole), status=status)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _used_up(request: HttpRequest) -> HttpResponse:
    sentence = _("This link does not work any longer: its time is over, it was ended, or a newer one took its place.")
    return _answer(request, "public/guest_used_up.html", {"sentence": sentence}, GONE)


def _masked(address: str) -> str:
    """The address as its owner knows it again and nobody else learns it: n…@university.example."""
    name, _at, host = address.partition("@")
    return f"{name[:1]}…@{host}"
