"""How the desk looks in this browser: its theme, the newsroom's logo, the pictures of people."""

from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.desk.access import needs
from claims.verdicts.site_settings import logo_picture

THEMES: Final = ("light", "dark")
A_YEAR: Final = 365 * 24 * 60 * 60
A_MINUTE: Final = 60
OUR_SIGN: Final = "icons/sign.svg"


@login_not_required
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep this browser's theme in a cookie; anything but light and dark follows the system."""
    response = HttpResponseRedirect(safe_next(request, reverse("desk")))
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        response.set_cookie("theme", chosen, max_age=A_YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response


@login_not_required
@require_GET
def logo(request: HttpRequest) -> HttpResponse:
    """The newsroom's logo; the software's own sign where it has none."""
    picture = logo_picture()
    if picture:
        return _kept_picture(picture, "image/png", f"private, max-age={A_MINUTE}")
    sign = Path(str(finders.find(OUR_SIGN))).read_bytes()
    return _kept_picture(sign, "image/svg+xml", f"private, max-age={A_MINUTE}")


@require_GET
@needs(Right.READ)
def portrait(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Somebody's picture; its address changes with it, so that it is asked for once."""
    person = User.objects.filter(pk=pk, picture=f"people/{name}").first()
    if person is None:
        raise Http404
    try:
        with default_storage.open(person.picture.name or "") as file:
            picture: bytes = file.read()
    except OSError as error:
        raise Http404 from error
    return _kept_picture(picture, "image/webp", f"private, max-age={A_YEAR}, immutable")


def safe_next(request: HttpRequest, otherwise: str) -> str:
    """The address in the form's `next` if it is one of ours, else the given one."""
    address = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if ours else otherwise


def _kept_picture(picture: bytes, content_type: str, kept: str) -> HttpResponse:
    return HttpResponse(picture, content_type=content_type, headers={"Cache-Control": kept})
