"""What every request passes through besides Django's own middleware."""

from collections.abc import Callable, Iterator
from typing import Any, Final, cast
from urllib.parse import urlsplit

from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from claims.accounts import second_step
from claims.accounts.models import User
from claims.errors import Refusal
from claims.outages import Outage, as_outage
from claims.viewing import NOBODY, each_as, look_as, looking_as, viewer
from factcheck.outage_pages import outage_page

BEFORE_SECOND_STEP: Final = frozenset(
    {
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_view_recovery_codes",
        "mfa_download_recovery_codes",
        "account_reauthenticate",
        "logout",
        "theme",
        "nav-counts",
    }
)
"""What somebody may ask for who has yet to set up a second step: the way to one, and out."""


class SignInFirst(LoginRequiredMiddleware):
    """Asks for a sign-in without taking a page away that somebody may be writing on.

    htmx gets 401 with a notice that leads to the sign-in beside the page. A form that was sent leads back to the page
    it stood on, never to its own address, which cannot be looked at.
    """

    def handle_no_permission(  # type: ignore[override]  # Django sends on whatever response it gets
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponseBase:
        """Answer somebody who is not signed in."""
        if request.headers.get("HX-Request"):
            page = _path_here(request, request.headers.get("HX-Current-URL", ""))
            way_in = f"{resolve_url(self.get_login_url(view_func))}?{urlencode({'next': page})}"
            return render(request, "401.html", {"way_in": way_in}, status=401)
        if request.method not in ("GET", "HEAD"):
            page = _path_here(request, request.headers.get("Referer", ""))
            return redirect_to_login(page, self.get_login_url(view_func), self.get_redirect_field_name(view_func))
        return super().handle_no_permission(request, view_func)


class OnWhoseBehalf:
    """Says for whom the database is read while a request is answered: the person who is signed in, or nobody.

    Pages that ask for no sign-in are read on behalf of nobody, so that no session is looked at for them. The API says
    by itself whose token it was given.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Begin with nobody; an answer that is still being made while it is sent is made for the same person."""
        with looking_as(NOBODY):
            response = self.get_response(request)
            if isinstance(response, StreamingHttpResponse) and not response.is_async:
                response.streaming_content = each_as(viewer(), cast("Iterator[bytes]", response.streaming_content))
            return response

    def process_view(self, request: HttpRequest, view_func: Callable[..., Any], args: Any, kwargs: Any) -> None:
        """From here on it is the person's own page."""
        if getattr(view_func, "login_required", True) and isinstance(request.user, User):
            look_as(request.user.pk)


class SecondStepFirst:
    """Leads people whose role needs a second step to set one up, before anything else of the desk.

    Programs that come with a browser's session are refused by the API itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Answer in the place of a view that has to wait."""
        match = request.resolver_match
        is_open = match is None or match.url_name in BEFORE_SECOND_STEP or "api" in match.namespaces
        if is_open or not getattr(view_func, "login_required", True):
            return None
        if not isinstance(request.user, User) or not second_step.is_due_of(request):
            return None
        if request.headers.get("HX-Request"):
            response = HttpResponse(status=204)
            response.headers["HX-Redirect"] = reverse("mfa_index")
            return response
        return HttpResponseRedirect(reverse("mfa_index"))


def _path_here(request: HttpRequest, address: str) -> str:
    """Path and query of an address of this site, or the desk's own where it is none."""
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}):
        return resolve_url(settings.LOGIN_REDIRECT_URL)
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


class RefusalPages:
    """Turns a refused act that no view caught into a page that says why, with the right status."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Render 403, 409 or 422 for a Refusal and 503 or 507 for an outage; leave every other exception alone."""
        if isinstance(exception, ReauthenticationRequired) and request.user.is_authenticated:
            page = request.get_full_path()
            if request.method != "GET":
                page = _path_here(request, request.headers.get("Referer", ""))
            return HttpResponseRedirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': page})}")
        refusal = exception if isinstance(exception, Refusal) else as_outage(exception)
        if refusal is None:
            return None
        if isinstance(refusal, Outage):
            return outage_page(request, refusal, exception)
        return render(request, f"{refusal.status}.html", {"message": refusal.message}, status=refusal.status)
