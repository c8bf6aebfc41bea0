"""What stands around every public page: the newsroom's name, relative addresses, style sheets.

Links between public pages are relative, so that the same bytes work on this server, under another path, and as files.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage

from claims.public.site_languages import split
from claims.verdicts.addresses import CHECKS, PICTURES, absolute
from claims.verdicts.models import Newsroom
from claims.verdicts.site_settings import newsroom
from claims.verdicts.snapshots import site_of

FACES = "css/fonts.css"
FONTS = ("fonts/inter.woff2", "fonts/source-serif-4.woff2")
RULES = ("css/base.css", "css/layout.css", "css/components.css", "css/forms.css", "css/public.css")
STYLES = (FACES, *RULES)
SCRIPT = "js/public.js"
THEME_SCRIPT = "js/theme_public.js"
LOGO = f"{CHECKS}logo.png"
ICON = "icons/plumbline.svg"
MORE_ICONS = ("icons/icon-192.png", "icons/icon-512.png")


def frame(path: str, site: Newsroom | Mapping[str, Any], section: str = "") -> dict[str, Any]:
    """The context every public page has: `root` leads to its language's first page, `top` to the site's own root."""
    top = "../" * max(0, path.count("/") - 1) or "./"
    _language, plain = split(path)
    depth = max(0, plain.count("/") - CHECKS.count("/"))
    # A page that stands elsewhere, such as a preview or the page for a mistyped address, leads to the checks too.
    root = ("../" * depth or "./") if plain.startswith(CHECKS) else top + CHECKS.lstrip("/")
    room = newsroom()
    return {
        "root": root,
        "top": top,
        "logo": f"{top}{LOGO.lstrip('/')}" if room.logo else "",
        "logo_says_name": room.logo_says_name,
        "site": site if isinstance(site, Mapping) else site_of(site),
        "shows_ledger": room.shows_ledger,
        "has_explainers": room.explainers > 0,
        "section": section,
        "path": path,
        "styles": [_static(top, name) for name in STYLES],
        "script": _static(top, SCRIPT),
        "theme_script": _static(top, THEME_SCRIPT),
        "favicon": _static(top, ICON),
        "pictures": top + PICTURES.removeprefix("/"),
        "touch_icon": f"{top}apple-touch-icon.png",
        "manifest": f"{top}manifest.webmanifest",
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
        "theme_script": "",
        "favicon": "",
        "pictures": "pictures/",
    }


def style_sheet() -> str:
    """All rules of the public pages in one sheet, for a page beside which no fonts stand."""
    return "\n".join(Path(str(finders.find(name))).read_text(encoding="utf-8") for name in RULES)


def _static(top: str, name: str) -> str:
    address = staticfiles_storage.url(name)
    return top + address.removeprefix("/") if address.startswith("/") else address
