"""The whole public site as files: the same bytes as served, with links that work under any path of any host."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urljoin, urlsplit

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage

from claims.public.frame import ICON, SCRIPT, STYLES
from claims.public.serving import Served, serve
from claims.verdicts import addresses
from claims.verdicts.enums import SiteTextName
from claims.verdicts.models import Publication

MANIFEST: Final = ".plumbline-export.json"
FORMS: Final = ("feed.atom", "feed.rss", "feed.json")
_OLDER: Final = re.compile(rb'href="([^"]*older/\d+/)"')


class NotOurs(Exception):
    """The folder holds files that no export wrote."""


@dataclass
class Report:
    """What an export did, in files."""

    written: int = 0
    unchanged: int = 0
    removed: int = 0
    tags: dict[str, str] = field(default_factory=dict)


def export(folder: Path) -> Report:
    """Write the site into a folder of its own; on a second run only what changed, and take away what is gone.

    Not exported, because they need the server: search, oEmbed, the form for sending a claim in. Raises NotOurs for a
    folder with anything else in it.
    """
    known = _known(folder)
    report = Report()
    for path in _paths():
        _export(folder, path, known, report)
    for name in (*STYLES, SCRIPT, ICON):
        _static(folder, name, report, known)
    for gone in set(known) - set(report.tags):
        _file(folder, gone).unlink(missing_ok=True)
        report.removed += 1
    (folder / MANIFEST).write_text(json.dumps(report.tags, indent=0, sort_keys=True), encoding="utf-8")
    return report


def _paths() -> Iterator[str]:
    """Every path of the site, lists with all their older pages left to `_export`."""
    checks = addresses.CHECKS
    yield from (checks, "/robots.txt", "/sitemap.xml", f"{checks}sitemap-pages.xml")
    yield from (f"{checks}{form}" for form in FORMS)
    yield from (
        f"{checks}claimreviews.json",
        f"{checks}claimreviews-all.json",
        f"{checks}feeds/",
        f"{checks}corrections/",
    )
    for name in ("topics", "claimants", "outlets", *(text.value for text in SiteTextName if text != SiteTextName.SEND)):
        yield f"{checks}{name}/"
    for facet in _facet_paths():
        yield facet
        yield from (f"{facet}{form}" for form in FORMS)
    rows = Publication.objects.order_by("pk").values_list("slug", "number", "is_current", "kind")
    for slug, number, is_current, kind in rows.iterator(chunk_size=2000):
        page = addresses.check_path(slug)
        if is_current:
            yield from (page, f"{page}embed/", f"{page}share.png")
            if kind != "retraction":
                yield f"{page}claimreview.json"
        elif kind != "retraction":
            yield f"{page}{number}/"


def _facet_paths() -> Iterator[str]:
    found = serve(f"{addresses.CHECKS}sitemap-pages.xml").content.decode()
    for address in re.findall(r"<loc>([^<]+)</loc>", found):
        path = urlsplit(address).path
        if path.count("/") == 4:
            yield path


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
    if "/claimreviews" in path and "-all" not in path:
        head = answer.content[:2000].decode("utf-8", "ignore")
        found = re.search(r'"hasPart":\{"@type":"DataFeed","url":"([^"]+)"', head)
        return urlsplit(found[1]).path if found else ""
    return ""


def _static(folder: Path, name: str, report: Report, known: dict[str, str]) -> None:
    """Copy a style sheet or the script under the name the pages call it by."""
    address = staticfiles_storage.url(name)
    if not address.startswith("/"):
        return
    stored = _stored_name(address)
    source = Path(staticfiles_storage.path(stored)) if staticfiles_storage.exists(stored) else None
    found = source or Path(str(finders.find(name)))
    content = found.read_bytes()
    _write(_file(folder, address), content, report)
    report.tags[address] = hashlib.sha256(content).hexdigest()[:32]


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


def _known(folder: Path) -> dict[str, str]:
    folder.mkdir(parents=True, exist_ok=True)
    manifest = folder / MANIFEST
    if manifest.exists():
        found: dict[str, str] = json.loads(manifest.read_text(encoding="utf-8"))
        return found
    if any(folder.iterdir()):
        raise NotOurs(f"{folder} holds files that no export wrote. Choose an empty folder.")
    return {}
