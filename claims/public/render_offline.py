"""The public pages as bytes without a web server: what the export writes and the checker reads."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http import StreamingHttpResponse
from django.test import RequestFactory
from django.urls import resolve

from claims.public.site_languages import split

_SITE: Final = urlsplit(settings.PUBLIC_URL)
_ASKER: Final = RequestFactory(SERVER_NAME=_SITE.hostname or "localhost", SERVER_PORT=str(_SITE.port or 80))


@dataclass(frozen=True)
class Served:
    """What a reader's request was answered with."""

    status: int
    content: bytes
    headers: dict[str, str]


def serve(path: str, etag: str = "") -> Served:
    """Answer a path as the web server does; with the validator of a copy, the status may be 304."""
    request = _ASKER.get(path, secure=_SITE.scheme == "https", headers={"If-None-Match": etag} if etag else {})
    _language, plain = split(urlsplit(path).path)
    view, arguments, named = resolve(plain)
    response = view(request, *arguments, **named)
    content = response.getvalue() if isinstance(response, StreamingHttpResponse) else response.content
    return Served(response.status_code, content, dict(response.headers))
