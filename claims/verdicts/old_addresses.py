"""The addresses at which checks stood on the newsroom's old site, and where each of them stands now."""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

from claims.verdicts import addresses
from claims.verdicts.models import Publication
from claims.verdicts.models.archive import PATH_LIMIT

COLUMNS: Final = ("old", "new")

type Moved = dict[str, str]


def slug_at(path: str, query: str = "") -> str:
    """The slug of the check that stood at this path of the old site; empty where none did.

    The query counts first, as in `/?p=12`; what else a link carries, such as where it was shared, leads there too.
    """
    plain = path.rstrip("/") or "/"
    asked = [f"{plain}?{query}", plain] if query else [plain]
    if any("\x00" in one or len(one) > PATH_LIMIT for one in asked):
        return ""
    found = Publication.objects.filter(is_current=True, claim__old_check__path__in=asked).order_by("claim_id")
    slugs = dict(found.values_list("claim__old_check__path", "slug").reverse())
    return next((slugs[one] for one in asked if one in slugs), "")


def moved() -> Iterator[Moved]:
    """Every old address and the one of now, in the order of their import."""
    rows = Publication.objects.filter(is_current=True, claim__old_check__isnull=False).order_by("claim_id")
    for old, slug in rows.values_list("claim__old_check__address", "slug").iterator(chunk_size=2000):
        yield {"old": old, "new": addresses.absolute(addresses.check_path(slug))}


def redirects() -> Iterator[str]:
    """The table as a `_redirects` file, which several hosts of static sites read; paths are those of this site."""
    for path, slug in _paths():
        plain, _, query = path.partition("?")
        asked = f"{quote(plain)} {query}" if query else quote(plain)
        yield f"{asked} {addresses.check_path(slug)} 301\n"


def nginx_map() -> Iterator[str]:
    """The table as a `map` that nginx includes for the old host."""
    yield "# In http: include this file; in the server of the old host: if ($moved_to) { return 301 $moved_to; }\n"
    yield 'map $request_uri $moved_to {\n    default "";\n'
    for path, slug in _paths():
        yield f'    "~^{_pattern(path)}" "{addresses.absolute(addresses.check_path(slug))}";\n'
    yield "}\n"


def _paths() -> Iterator[tuple[str, str]]:
    """Each path of the old site with the slug of now; of two checks at one address the first."""
    rows = Publication.objects.filter(is_current=True, claim__old_check__isnull=False).order_by("claim_id")
    seen = set()
    for path, slug in rows.values_list("claim__old_check__path", "slug").iterator(chunk_size=2000):
        if path not in seen:
            seen.add(path)
            yield path, slug


def _pattern(path: str) -> str:
    """The path as nginx is asked for it, with or without a slash at its end and whatever a link carries behind it."""
    plain, asked, query = path.partition("?")
    whole = re.escape(quote(plain.rstrip("/"), safe="/~!$&'()*+,;=:@"))
    return rf"{whole}/?\?{re.escape(quote(query, safe='/~!$&()*+,;=:@?%'))}(&|$)" if asked else rf"{whole}/?(\?|$)"
