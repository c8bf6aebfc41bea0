"""In which language and time zone a request is answered."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers

from claims import languages
from claims.accounts.models import User
from claims.public.site_languages import split
from claims.verdicts.readers import newsroom_language


class Speaking:
    """A person's own language and zone; else the first that her browser asks for; else the newsroom's.

    A program gets the language it asks for, and English where it names none. Public pages go by their
    address alone. What was chosen stays in use after the answer, for answers that are still being written; every
    request chooses anew.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        languages.use(languages.asked_for(_header(request)) or languages.ENGLISH)
        response = self.get_response(request)
        if getattr(request, "language_was_asked", False):
            patch_vary_headers(response, ["Accept-Language"])
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Choose, now that it is known whether the view is one for readers, for programs or for people."""
        if getattr(view, "is_for_readers", False):
            return None
        asked = languages.asked_for(_header(request))
        person = None if request.path_info.startswith("/api/") else request.user
        if isinstance(person, User) and (person.language or person.time_zone):
            languages.use(person.language or asked or newsroom_language(), person.time_zone)
        elif _header(request) and not asked and person is not None:
            languages.use(newsroom_language())
        request.language_was_asked = not (isinstance(person, User) and person.language)  # type: ignore[attr-defined]
        return None


class SiteLanguage:
    """Answers /es/checks/ by the views of /checks/, which read the language from the path that was asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Have the rest of the path looked up."""
        _language, request.path_info = split(request.path_info)
        return self.get_response(request)


def _header(request: HttpRequest) -> str:
    return request.headers.get("Accept-Language", "")[:500]
