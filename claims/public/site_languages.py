"""The languages of the public site: the newsroom's own at the plain addresses, each further one under its name.

`/es/checks/` is `/checks/` with the words around the checks in Spanish; what people wrote stays in the language they
wrote it in. The address alone decides, so that no cookie is needed and any cache may keep the answer.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

from claims import languages
from claims.verdicts import addresses
from claims.verdicts.models import Newsroom
from claims.verdicts.site_settings import further_languages, newsroom_at_hand

_PREFIXED: Final = re.compile(r"/([a-z]{2,3}(?:-[a-z]{2,4})?)(?=/checks/)")


@dataclass(frozen=True)
class Link:
    """A page in one of the site's languages: by its full address, and as seen from the page that names it."""

    code: str
    name: str
    address: str
    href: str
    is_here: bool


@dataclass(frozen=True)
class _Site:
    main: str
    further: tuple[str, ...]


_ENGLISH_ONLY: Final = _Site(languages.ENGLISH, ())
_site: ContextVar[_Site] = ContextVar("languages of the site", default=_ENGLISH_ONLY)


def split(path: str) -> tuple[str, str]:
    """The language a path names and the path without it: "es" and /checks/ for /es/checks/; "" where it names none."""
    found = _PREFIXED.match(path)
    if found and found[1] in dict(languages.offered()):
        return found[1], path[found.end() :]
    return "", path


def prefix_of(path: str) -> str:
    """What stands before the plain path: /es, or nothing."""
    code, _rest = split(path)
    return f"/{code}" if code else ""


@contextmanager
def speaking_for(room: Newsroom, code: str) -> Iterator[None]:
    """Draw pages of this newsroom in this language, or in its own where none is named, inside the block."""
    site = _Site(languages.nearest(room.language), tuple(further_languages(room)))
    token = _site.set(site)
    try:
        with languages.speaking(code or site.main), newsroom_at_hand(room):
            yield
    finally:
        _site.reset(token)


def offered_here() -> str:
    """The languages that pages name each other in, for what depends on them."""
    site = _site.get()
    return " ".join((site.main, *site.further))


def language_links(path: str, top: str = "/") -> list[Link]:
    """The page at this path in each language of the site, its own first; nothing where there is one language only."""
    site, names = _site.get(), dict(languages.offered())
    here, rest = split(path)
    if not site.further or not rest.startswith(addresses.CHECKS):
        return []
    prefixes = [(site.main, ""), *((code, f"/{code}") for code in site.further)]
    return [
        Link(
            code=code,
            name=names[code],
            address=addresses.absolute(prefix + rest),
            href=top + (prefix + rest).lstrip("/"),
            is_here=prefix == (f"/{here}" if here else ""),
        )
        for code, prefix in prefixes
    ]
