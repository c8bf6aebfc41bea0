"""The whole public site as files: the same bytes as served, with links that work under any path of any host."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template import loader

from claims.public.filtering import FOLDERS
from claims.public.frame import ICON, SCRIPT, STYLES, frame
from claims.public.serving import Served, serve
from claims.verdicts import addresses
from claims.verdicts.enums import FacetKind, PublicationKind, SiteTextName
from claims.verdicts.models import Facet, Publication
from claims.verdicts.newsroom import newsroom

MANIFEST: Final = ".plumbline-export.json"
FORMS: Final = ("feed.atom", "feed.rss", "feed.json")
OF_A_CHECK: Final = ("embed/", "share.png", "check.json", "oembed.json", "oembed.xml")
DATA_LISTS: Final = ("checks.json", "checks/", "claimreviews.json", "claimreviews/")
STAND_INS: Final[Mapping[str, Mapping[str, Any]]] = {
    f"{addresses.CHECKS}search/": {
        "title": "Searching needs our server",
        "sentence": "This is a copy of our site as files, and files cannot search.",
        "link": "Search on our site",
    },
    addresses.text_path(SiteTextName.SEND.value): {
        "title": "Send us a claim",
        "sentence": "This is a copy of our site as files, and files cannot take messages.",
        "link": "Send it on our site",
        "sending": True,
    },
}
# The pager's own link: relative, so that no address in what somebody wrote is taken for it.
_OLDER: Final = re.compile(rb'<a class="btn" href="(\.[^":]*older/\d+/)" rel="next">')
_NEXT_DATA: Final = re.compile(rb'(?:"hasPart":\{"@type":"DataFeed","url"|"next"):"([^"]+)"')


class NotOurs(Exception):
    """The folder holds files that no export wrote."""


@dataclass
class Report:
    """What an export did, in files."""

    written: int = 0
    unchanged: int = 0
    removed: int = 0
    tags: dict[str, str] = field(default_factory=dict)


def export(folder: Path, *, live: str = "") -> Report:
    """Write the site into a folder of its own; on a second run only what changed, and take away what is gone.

    Searching and sending a claim in need the server: in their places stand pages that say so, and lead to the site
    at the address `live` where one is given. Raises NotOurs for a folder with anything else in it.
    """
    known = _known(folder)
    report = Report()
    # Kept from the first file on: a run that is broken off leaves a folder that the next one knows as its own.
    try:
        for path in _paths():
            _export(folder, path, known, report)
        for path, page in _stand_ins(live.rstrip("/")):
            _put(folder, path, page.encode(), report)
        for name in (*STYLES, SCRIPT, ICON):
            _static(folder, name, report)
    except BaseException:
        _remember(folder, known | report.tags)
        raise
    for gone in set(known) - set(report.tags):
        _remove(folder, gone)
        report.removed += 1
    _remember(folder, report.tags)
    return report


def _paths() -> Iterator[str]:
    """Every path of the site, lists with all their older pages left to `_export`."""
    checks = addresses.CHECKS
    yield from (checks, "/robots.txt", "/sitemap.xml", f"{checks}sitemap-pages.xml")
    yield from (f"{checks}{form}" for form in FORMS)
    yield from (
        f"{checks}checks.json",
        f"{checks}claimreviews.json",
        f"{checks}claimreviews-all.json",
        f"{checks}feeds/",
        f"{checks}corrections/",
    )
    yield from (f"{checks}{folder}.json" for folder in FOLDERS)
    for name in ("topics", "claimants", "outlets", *(text.value for text in SiteTextName if text != SiteTextName.SEND)):
        yield f"{checks}{name}/"
    for facet in _facet_paths():
        yield facet
        yield from (f"{facet}{form}" for form in FORMS)
    rows = Publication.objects.order_by("pk").values_list("slug", "number", "is_current", "kind")
    for slug, number, is_current, kind in rows.iterator(chunk_size=2000):
        page = addresses.check_path(slug)
        if is_current:
            yield from (f"{page}{name}" for name in ("", *OF_A_CHECK))
            if kind != PublicationKind.RETRACTION:
                yield f"{page}claimreview.json"
        elif kind != PublicationKind.RETRACTION:
            yield from (f"{page}{number}/", f"{page}{number}/check.json")


def _facet_paths() -> Iterator[str]:
    """The lists under every facet, those that are empty now too: pages of earlier numbers still lead to them."""
    folders = {kind: folder for folder, kind in FOLDERS.items()}
    for kind, slug in Facet.objects.order_by("pk").values_list("kind", "slug").iterator(chunk_size=2000):
        yield f"{addresses.CHECKS}{folders[FacetKind(kind)]}/{slug}/"


def _export(folder: Path, path: str, known: dict[str, str], report: Report) -> None:
    """Write one page, and after a list or a data page the older ones it leads to."""
    while path:
        file = _file(folder, path)
        answer = serve(path, known.get(path, "") if file.exists() else "")
        if answer.status == 304:
            report.unchanged += 1
            report.tags[path] = known[path]
            path = _following(path, Served(200, file.read_bytes(), answer.headers))
            continue
        if answer.status != 200:
            raise RuntimeError(f"{path} answers {answer.status}.")
        _write(file, answer.content, report)
        report.tags[path] = answer.headers.get("ETag", "")
        path = _following(path, answer)


def _following(path: str, answer: Served) -> str:
    if path.endswith("/"):
        older = _OLDER.search(answer.content)
        return urljoin(path, older[1].decode()) if older else ""
    is_list = path.removeprefix(addresses.CHECKS).startswith(DATA_LISTS)
    found = _NEXT_DATA.search(answer.content[:2000]) if is_list else None
    return _path_of(found[1].decode()) if found else ""


def _path_of(address: str) -> str:
    """An address of the site as the path it is served under."""
    return address.removeprefix(settings.PUBLIC_URL)


def _stand_ins(live: str) -> Iterator[tuple[str, str]]:
    """The pages in the places of what needs the server."""
    room = newsroom()
    for path, words in STAND_INS.items():
        context = frame(path, room) | {**words, "live": f"{live}{path}" if live else "", "email": room.email}
        yield path, loader.render_to_string("public/elsewhere.html", context)


def _put(folder: Path, path: str, content: bytes, report: Report) -> None:
    _write(_file(folder, path), content, report)
    report.tags[path] = hashlib.sha256(content).hexdigest()[:32]


def _static(folder: Path, name: str, report: Report) -> None:
    """Copy a style sheet or the script under the name the pages call it by."""
    address = staticfiles_storage.url(name)
    if not address.startswith("/"):
        return
    stored = _stored_name(address)
    source = Path(staticfiles_storage.path(stored)) if staticfiles_storage.exists(stored) else None
    found = source or Path(str(finders.find(name)))
    _put(folder, address, found.read_bytes(), report)


def _stored_name(address: str) -> str:
    return address.removeprefix(getattr(staticfiles_storage, "base_url", None) or "/")


def _write(file: Path, content: bytes, report: Report) -> None:
    if file.exists() and file.read_bytes() == content:
        report.unchanged += 1
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    report.written += 1


def _file(folder: Path, path: str) -> Path:
    relative = path.lstrip("/")
    return folder / (f"{relative}index.html" if path.endswith("/") else relative)


def _remove(folder: Path, path: str) -> None:
    """Take a file away, and the folders it leaves empty."""
    file = _file(folder, path)
    file.unlink(missing_ok=True)
    for parent in file.parents:
        if parent == folder or not parent.is_dir() or any(parent.iterdir()):
            return
        parent.rmdir()


def _remember(folder: Path, tags: dict[str, str]) -> None:
    (folder / MANIFEST).write_text(json.dumps(tags, indent=0, sort_keys=True), encoding="utf-8")


def _known(folder: Path) -> dict[str, str]:
    folder.mkdir(parents=True, exist_ok=True)
    manifest = folder / MANIFEST
    if manifest.exists():
        found: dict[str, str] = json.loads(manifest.read_text(encoding="utf-8"))
        return found
    if any(folder.iterdir()):
        raise NotOurs(f"{folder} holds files that no export wrote. Choose an empty folder.")
    return {}
