"""The pictures of published checks, each width at an address made of its own hash, so that it never changes."""

import re
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from claims.public.answers import from_any_site, public
from claims.public.byte_ranges import part_of
from claims.verdicts.pictures import read
from claims.verdicts.resizing import CONTENT_TYPE

YEAR: Final = 365 * 24 * 60 * 60
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


@public
@from_any_site
def picture(request: HttpRequest, sha256: str) -> HttpResponseBase:
    """A picture that was published, to be kept by every cache for as long as it likes."""
    etag = f'"{sha256}"'
    if not _DIGEST.fullmatch(sha256):
        raise Http404
    content = read(sha256)
    if content is None:
        raise Http404
    response = part_of(request, content, content_type=CONTENT_TYPE, etag=etag)
    if request.headers.get("If-None-Match", "") in (etag, f"W/{etag}"):
        response = HttpResponse(status=304)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
