"""A part of a file that a reader asks for: single byte ranges of RFC 9110, section 14."""

import re
from typing import Final

from django.http import HttpRequest, HttpResponse

_ASKED: Final = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def part_of(request: HttpRequest, content: bytes, *, content_type: str, etag: str) -> HttpResponse:
    """The part of the content that is asked for, or all of it; 416 where the part lies outside.

    Several ranges at once, or a range of another version (If-Range), are answered with the whole, as the standard lets
    a server do.
    """
    found = _ASKED.fullmatch(request.headers.get("Range", "").strip())
    size = len(content)
    response = HttpResponse(content, content_type=content_type)
    if found and any(found.groups()) and request.headers.get("If-Range", etag) == etag:
        first, last = found.groups()
        start = int(first) if first else max(0, size - int(last))
        end = min(int(last), size - 1) if first and last else size - 1
        if start > end or (not first and not int(last)):
            response = HttpResponse(status=416)
            response.headers["Content-Range"] = f"bytes */{size}"
        else:
            response = HttpResponse(content[start : end + 1], status=206, content_type=content_type)
            response.headers["Content-Range"] = f"bytes {start}-{end}/{size}"
    response.headers["Accept-Ranges"] = "bytes"
    return response
