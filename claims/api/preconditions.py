"""ETags: the version a program saw, with a digest of what it was shown, so that one header serves reads and writes.

The ETag of an object with a `lock_version` is `"v5-0f3a…"`. `If-None-Match` compares all of it; `If-Match` compares the
version alone, since a write is about the stored object and not about which of its fields were asked for.
"""

import hashlib
import re
from typing import Final

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.request import Request

from claims.api.errors import VersionMissing

_TAG: Final = re.compile(r'^(?:W/)?"(?:v(\d{1,10})(?:-[0-9a-f]+)?|[^"]*)"$')
_DIGEST_LENGTH: Final = 16


def etag_of(body: bytes, version: int | None = None) -> str:
    """The ETag of a representation, with the version of the object where it has one."""
    digest = hashlib.sha256(body).hexdigest()[:_DIGEST_LENGTH]
    return f'"v{version}-{digest}"' if version is not None else f'"{digest}"'


def version_tag(version: int) -> str:
    """The shortest ETag that `If-Match` takes for a version."""
    return f'"v{version}"'


def not_modified(request: Request, etag: str) -> bool:
    """Whether the program has this representation already."""
    asked = request.headers.get("If-None-Match", "")
    return etag in {tag.strip().removeprefix("W/") for tag in asked.split(",")} or asked.strip() == "*"


def version_seen(request: Request) -> int:
    """The version in If-Match; VersionMissing where there is none.

    `*` says that any version will do, which is what the header is there to prevent, so it counts as missing. A tag the
    desk never gave out reads as version -1, which no object has.
    """
    given = request.headers.get("If-Match", "").strip()
    if not given or given == "*":
        raise VersionMissing
    tag = _TAG.match(given)
    if tag is None:
        raise ParseError(_('If-Match is not one ETag. Send the ETag of the object as you got it, such as "v3".'))
    return int(tag[1]) if tag[1] else -1
