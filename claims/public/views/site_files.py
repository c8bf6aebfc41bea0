"""What browsers and machines ask a whole site for, at addresses of their own choosing."""

import datetime
import hashlib
import json
from pathlib import Path
from typing import Final

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from claims.public.answers import cached, public
from claims.verdicts import addresses
from claims.verdicts.enums import SiteTextName
from claims.verdicts.site_settings import logo_picture, newsroom

DAY: Final = 24 * 60 * 60
ICONS: Final = {"favicon.ico": "image/x-icon", "apple-touch-icon.png": "image/png"}
MANIFEST_ICONS: Final = {"icon-192.png": "192x192", "icon-512.png": "512x512"}
SECURITY_TXT: Final = "/.well-known/security.txt"
SECURITY_TXT_HOLDS_FOR: Final = datetime.timedelta(days=180)


@public
def icon(request: HttpRequest, name: str) -> HttpResponseBase:
    """An icon that browsers and feed readers look for without being told."""
    content = Path(str(finders.find(f"icons/{name}"))).read_bytes()
    return cached(
        request,
        key=hashlib.sha256(content).hexdigest(),
        modified=None,
        make=lambda: HttpResponse(content, content_type=ICONS[name]),
        fresh_for=DAY,
    )


@public
def logo(request: HttpRequest) -> HttpResponseBase:
    """The newsroom's logo."""
    picture = logo_picture()
    if not picture:
        raise Http404
    return cached(
        request,
        key=hashlib.sha256(picture).hexdigest(),
        modified=None,
        make=lambda: HttpResponse(picture, content_type="image/png"),
    )


@public
def manifest(request: HttpRequest) -> HttpResponseBase:
    """The site's name and icons for a telephone's home screen (https://www.w3.org/TR/appmanifest/)."""
    room = newsroom()
    told = {
        "name": f"{room.name} {room.strapline}".strip(),
        "short_name": room.name,
        "lang": room.language,
        "start_url": addresses.CHECKS.lstrip("/"),
        "display": "browser",
        "background_color": "#fbfcfc",
        "theme_color": "#fbfcfc",
        "icons": [
            {"src": staticfiles_storage.url(f"icons/{name}").lstrip("/"), "sizes": sizes, "type": "image/png"}
            for name, sizes in MANIFEST_ICONS.items()
        ],
    }
    text = json.dumps(told, ensure_ascii=False)
    return cached(
        request,
        key=f"manifest {text}",
        modified=None,
        make=lambda: HttpResponse(text, content_type="application/manifest+json"),
    )


@public
def security_txt(request: HttpRequest) -> HttpResponseBase:
    """Whom to tell of a fault of the site (RFC 9116); it holds for half a year from the day it is asked for."""
    room = newsroom()
    contact = f"mailto:{room.email}" if room.email else addresses.absolute(addresses.text_path(SiteTextName.CONTACT))
    until = timezone.now().astimezone(datetime.UTC).date() + SECURITY_TXT_HOLDS_FOR
    lines = (
        f"Contact: {contact}",
        f"Expires: {until.isoformat()}T00:00:00Z",
        f"Preferred-Languages: {room.language}",
        f"Canonical: {addresses.absolute(SECURITY_TXT)}",
    )
    text = "".join(f"{line}\n" for line in lines)
    return cached(
        request,
        key=f"security {text}",
        modified=None,
        make=lambda: HttpResponse(text, content_type="text/plain; charset=utf-8"),
    )
