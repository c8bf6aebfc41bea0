"""How a public page answers: no sign-in, no cookie, a validator for caches, a page of its own for what is not here."""

import datetime
import hashlib
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import Concatenate, Final

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    HttpResponsePermanentRedirect,
    JsonResponse,
)
from django.template import loader
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from claims.languages import nearest
from claims.public import site_languages
from claims.public.page_context import ICON, SCRIPT, STYLES, THEME_SCRIPT, frame
from claims.verdicts import addresses
from claims.verdicts.site_settings import newsroom

MINUTES: Final = 60
GONE: Final = 410
FRESH_FOR: Final = 2 * MINUTES


def public[**P, R: HttpResponseBase](
    view: Callable[Concatenate[HttpRequest, P], R],
) -> Callable[Concatenate[HttpRequest, P], R | HttpResponse]:
    """Let a view be read by anybody, by GET and HEAD only; what it does not find becomes the readers' own 404 page.

    It changes nothing, so no token is looked for, and no cookie set, where somebody sends a form here.
    """
    shared = getattr(view, "is_shared", False)

    @wraps(view)
    def open_view(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> R | HttpResponse:
        if request.method == "OPTIONS" and shared:
            return _preflight()
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD", "OPTIONS"] if shared else ["GET", "HEAD"])
        try:
            return view(request, *args, **kwargs)
        except Http404:
            return not_here(request)

    open_view.csrf_exempt = True  # type: ignore[attr-defined]
    return for_readers(open_view)


def for_readers[**P, R: HttpResponseBase](
    view: Callable[Concatenate[HttpRequest, P], R],
) -> Callable[Concatenate[HttpRequest, P], R | HttpResponse]:
    """Let a view answer anybody, by its address alone and in its language: nothing of who asks counts.

    A language that the newsroom does not offer has no pages; its own has them at the plain addresses.
    """

    @wraps(view)
    def spoken_view(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> R | HttpResponse:
        room = newsroom()
        code, plain = site_languages.split(request.path)
        if code and code == nearest(room.language):
            return HttpResponsePermanentRedirect(addresses.absolute(plain))
        with site_languages.speaking_for(room, code if code in room.more_languages else ""):
            if code and code not in room.more_languages:
                return not_here(request)
            return view(request, *args, **kwargs)

    login_not_required(spoken_view)
    spoken_view.is_for_readers = True  # type: ignore[attr-defined]
    return spoken_view


def from_any_site[**P](
    view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let scripts of any site read the answer: it is the same for everybody, and carries nothing of who asks."""

    @wraps(view)
    def shared_view(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        _share(response)
        return response

    shared_view.is_shared = True  # type: ignore[attr-defined]
    return shared_view


def not_here(request: HttpRequest, *, status: int = 404) -> HttpResponse:
    """The answer for an address under which nothing is published; 410 where something was and is gone for good."""
    gone = status == GONE
    if wants_json(request):
        title = _("What stood at this address was withdrawn.") if gone else _("Nothing is published at this address.")
        response: HttpResponse = JsonResponse({"status": status, "title": title}, status=status)
        _share(response)
    else:
        context = frame(request.path, newsroom()) | {"status": status, "gone": gone}
        response = HttpResponse(loader.render_to_string("public/missing.html", context), status=status)
    response.headers["Cache-Control"] = f"public, max-age={MINUTES}"
    return response


def wants_json(request: HttpRequest) -> bool:
    """Whether this is an address of data, so that a program reads the answer, also where there is nothing."""
    return request.path.endswith((".json", ".webmanifest", "/oembed")) or request.path.startswith("/api/")


def _share(response: HttpResponseBase) -> None:
    """Let a script of another site read the answer and what it needs to ask again."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "ETag, Last-Modified, Link"


def _preflight() -> HttpResponse:
    """What a browser asks before a script of another site may send If-None-Match (https://fetch.spec.whatwg.org/)."""
    response = HttpResponse(status=204)
    _share(response)
    response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
    response.headers["Access-Control-Allow-Headers"] = "Accept, If-None-Match, If-Modified-Since"
    response.headers["Access-Control-Max-Age"] = str(24 * 60 * MINUTES)
    response.headers["Allow"] = "GET, HEAD, OPTIONS"
    return response


def cached(
    request: HttpRequest,
    *,
    key: str,
    modified: datetime.datetime | None,
    make: Callable[[], HttpResponse],
    fresh_for: int = FRESH_FOR,
) -> HttpResponse:
    """Answer 304 where the reader has it already, else what `make` gives, with validators and a time to keep it.

    `key` names the state of everything the answer depends on; the release of the software is added here.
    """
    room = newsroom()
    links = f"{room.shows_ledger} {room.explainers > 0}"
    around = f"{site_languages.offered_here()} {room.logo.name} {room.logo_says_name} {links}"
    state = f"{release()} {get_language()} {around} {key}"
    etag = quote_etag(hashlib.sha256(state.encode()).hexdigest()[:32])
    stamp = int(modified.timestamp()) if modified else None
    response = get_conditional_response(request, etag=etag, last_modified=stamp)
    if response is None or response.status_code != 304:
        response = make()
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = f"public, max-age={fresh_for}, stale-while-revalidate={10 * fresh_for}"
    if stamp:
        response.headers["Last-Modified"] = http_date(stamp)
    return response


@cache
def release() -> str:
    """A short hash of what makes old copies stale: the public pages' code, templates and translations, the names of
    their style sheets, the site's address.
    """
    files = [staticfiles_storage.url(name) for name in (*STYLES, SCRIPT, THEME_SCRIPT, ICON)]
    digest = hashlib.sha256(f"{settings.PUBLIC_URL} {settings.TIME_ZONE} {files}".encode())
    for folder in (Path(__file__).parent, Path(settings.BASE_DIR) / "templates" / "public", *settings.LOCALE_PATHS):
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".py", ".html", ".po"):
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
