"""Headers that keep browsers from giving an answer to somebody it is not for."""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch

PERMISSIONS: Final = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "hid",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "serial",
        "usb",
    )
)
"""What no page of the desk or of the public site ever asks for, and no script in one may."""
NO_STORE: Final = "private, no-store"


class SafeHeaders:
    """Adds Permissions-Policy and Cross-Origin-Resource-Policy, and no-store to what is behind the sign-in.

    A view that sets one of these itself keeps it. What anybody may read can be shown by other sites too, such as a
    share image or an embed; everything else is for pages of this server alone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match: ResolverMatch | None = getattr(request, "resolver_match", None)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        is_behind_sign_in = match is None or _asks_for_sign_in(match.func)
        policy = "same-origin" if is_behind_sign_in else "cross-origin"
        response.headers.setdefault("Cross-Origin-Resource-Policy", policy)
        if match is not None and is_behind_sign_in:
            response.headers.setdefault("Cache-Control", NO_STORE)
        return response


def _asks_for_sign_in(view: Callable[..., Any]) -> bool:
    """As Django's LoginRequiredMiddleware decides."""
    return bool(getattr(view, "login_required", True))
