"""What stands around every public page: the newsroom's name, relative addresses, style sheets.

Links between public pages are relative, so that the same bytes work on this server, under another path, and as files.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage

from claims.verdicts.addresses import CHECKS, absolute
from claims.verdicts.models import Newsroom

STYLES = ("css/base.css", "css/layout.css", "css/components.css", "css/forms.css", "css/public.css")
SCRIPT = "js/public.js"
ICON = "icons/plumbline.svg"


def frame(path: str, site: Newsroom | Mapping[str, Any], section: str = "") -> dict[str, Any]:
    """The context every public page has: `root` leads to the checks' first page, `top` to the site's own root."""
    depth = max(0, path.count("/") - CHECKS.count("/"))
    root = "../" * depth or "./"
    top = "../" * max(0, path.count("/") - 1) or "./"
    return {
        "root": root,
        "top": top,
        "site": site if isinstance(site, Mapping) else site_of(site),
        "section": section,
        "path": path,
        "styles": [_static(top, name) for name in STYLES],
        "script": _static(top, SCRIPT),
        "icon": _static(top, ICON),
    }


def frame_apart(site: Mapping[str, Any], style: str) -> dict[str, Any]:
    """The frame of a page kept away from the site: links lead to the site by full addresses, one style sheet beside."""
    return {
        "root": absolute(CHECKS),
        "top": absolute("/"),
        "site": site,
        "section": "",
        "path": "",
        "styles": [style],
        "script": "",
        "icon": "",
    }


def style_sheet() -> str:
    """All rules of the public pages in one sheet."""
    return "\n".join(Path(str(finders.find(name))).read_text(encoding="utf-8") for name in STYLES)


def site_of(newsroom: Newsroom) -> dict[str, Any]:
    """The newsroom in the words a snapshot keeps of it."""
    return {
        "name": newsroom.name,
        "strapline": newsroom.strapline,
        "about_line": newsroom.about_line,
        "homepage": newsroom.homepage,
        "language": newsroom.language,
    }


def _static(top: str, name: str) -> str:
    address = staticfiles_storage.url(name)
    return top + address.removeprefix("/") if address.startswith("/") else address
