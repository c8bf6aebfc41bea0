"""The whole public site as files: the same bytes as served, with links that work under any path of any host.

One link differs: a check's page as a file leads to the live site, or to the contact page, to report an error.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from itertools import combinations, groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template import loader
from django.utils import timezone
from django.utils.translation import gettext_lazy

from claims.public.answers import release
from claims.public.filtering import FOLDERS
from claims.public.page_context import FONTS, ICON, LOGO, MORE_ICONS, SCRIPT, STYLES, THEME_SCRIPT, frame
from claims.public.render_offline import Served, serve
from claims.public.site_languages import speaking_for, split
from claims.public.views.machine import sitemaps
from claims.verdicts import addresses
from claims.verdicts.authors import public_authors, shown_authors
from claims.verdicts.enums import FacetKind, PublicationKind, SiteTextName
from claims.verdicts.models import ExplainerRevision, Facet, Newsroom, PictureFile, Publication, Rating
from claims.verdicts.old_addresses import redirects
from claims.verdicts.signing import KEYS_PATH, allowed_signers
from claims.verdicts.site_settings import further_languages, newsroom

REDIRECTS: Final = "/_redirects"
"""Where the addresses of an old site lead, in the form that hosts of static sites read."""
MANIFEST: Final = ".{}.plumbline-export.json"
"""Kept beside the folder and not in it, so that it is not put on the web with the rest."""
FORMS: Final = ("feed.atom", "feed.rss", "feed.json")
OF_A_CHECK: Final = ("embed/", "share.png", "check.json", "oembed.json", "oembed.xml")
DATA_LISTS: Final = (
    "checks.json",
    "checks/",
    "claimreviews.json",
    "claimreviews/",
    "publications.json",
    "publications/",
    "explainers",
)
SITE_FILES: Final = (
    "/robots.txt",
    "/favicon.ico",
    "/apple-touch-icon.png",
    "/manifest.webmanifest",
    "/.well-known/security.txt",
    KEYS_PATH,
)
ALERTS: Final = f"{addresses.CHECKS}alerts/"
STAND_INS: Final[Mapping[str, Mapping[str, Any]]] = {
    f"{addresses.CHECKS}search/": {
        "title": gettext_lazy("Searching needs our server"),
        "sentence": gettext_lazy("This is a copy of our site as files, and files cannot search."),
        "link": gettext_lazy("Search on our site"),
    },
    addresses.text_path(SiteTextName.SEND.value): {
        "title": gettext_lazy("Send us a claim"),
        "sentence": gettext_lazy("This is a copy of our site as files, and files cannot take messages."),
        "link": gettext_lazy("Send it on our site"),
        "sending": True,
    },
    ALERTS: {
        "title": gettext_lazy("E-mail alerts"),
        "sentence": gettext_lazy("This is a copy of our site as files, and files cannot send e-mail."),
        "link": gettext_lazy("Ask for an alert on our site"),
    },
}
# The pager's own link: relative, so that no address in what somebody wrote is taken for it.
_OLDER: Final = re.compile(rb'<a\s+class="btn"\s+href="(\.[^":]*older/-?\d+/)(?:index\.html)?"\s+rel="next"\s*>')
# A link to a folder of the site, which a browser that reads files would show as a list of what is in it.
_TO_A_FOLDER: Final = re.compile(rb'(<(?:a|link)\s[^<>]*?\bhref=")(\.{1,2}/(?:[^"?#:<>]*/)?)((?:#[^"<>]*)?")')
# Where a check's page leads to report an error in it: no file can take that.
_TO_REPORT: Final = re.compile(rb'href="((?:\.{1,2}/)*)(FC-[-a-zA-Z0-9]+/report-an-error/)"')
_NEXT_DATA: Final = re.compile(rb'(?:"hasPart":\{"@type":"DataFeed","url"|"next"):"([^"]+)"')


class NotOurs(Exception):
    """The folder holds files that no export wrote."""


@dataclass
class Report:
    """What an export did, in files."""

    written: int = 0
    unchanged: int = 0
    removed: int = 0
    for_files: bool = False
    live: str = ""
    tags: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Known:
    """What an earlier run left: each path with its validator, and the state of the site that it wrote."""

    tags: Mapping[str, str] = field(default_factory=dict)
    state: str = ""
    for_files: bool = False
    live: str = ""


def export(folder: Path, *, live: str = "", for_files: bool = False) -> Report:
    """Write the site into a folder of its own; on a second run only what changed, and take away what is gone.

    Searching, sending a claim in and e-mail alerts need the server: in their places stand pages that say so, and lead
    to the site at the address `live` where one is given. Reporting an error leads there too, or else to the contact
    page.
    `for_files`: links name the files they lead to. Raises NotOurs for a folder with anything else in it.
    """
    folder, live = folder.resolve(), live.rstrip("/")
    earlier, state = _known(folder), _state(live, for_files)
    if earlier.state == state and all(_file(folder, path).exists() for path in earlier.tags):
        return Report(unchanged=len(earlier.tags))
    same_links = (earlier.for_files, earlier.live) == (for_files, live)
    known = {path: tag if same_links else "" for path, tag in earlier.tags.items()}
    report, further = Report(for_files=for_files, live=live), further_languages(newsroom())
    # Kept from the first file on: a run that is broken off leaves a folder that the next one knows as its own.
    try:
        for path in _paths():
            _export(folder, path, known, report)
            for code in further if _stands_in_each_language(path) else ():
                _export(folder, f"/{code}{path}", known, report)
        with speaking_for(newsroom(), ""):
            for path, page in _ways_in(for_files):
                _put(folder, path, page.encode(), report)
        if table := "".join(redirects()):
            _put(folder, REDIRECTS, table.encode(), report)
        for path, page in _stand_ins(live):
            _put(folder, path, _linked(page.encode(), report), report)
        for name in (*STYLES, *FONTS, SCRIPT, THEME_SCRIPT, ICON, *MORE_ICONS):
            _static(folder, name, report)
    except BaseException:
        _remember(folder, Known(known | report.tags, for_files=for_files, live=live))
        raise
    for gone in set(known) - set(report.tags):
        _remove(folder, gone)
        report.removed += 1
    _remember(folder, Known(report.tags, state, for_files, live))
    return report


def _state(live: str, for_files: bool) -> str:
    """A hash of all that the pages are made of; the same where a second run would find every file as it is."""
    room = newsroom()
    scale = list(Rating.objects.order_by("pk").values_list("slug", "label", "definition", "tone", "is_active"))
    # The day stands in security.txt.
    parts = (release(), room.version, room.changed_at, live, for_files, scale, allowed_signers(), timezone.now().date())
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _ways_in(for_files: bool) -> Iterator[tuple[str, str]]:
    """The file a server shows for the address without a path, and the one for an address that is not there.

    The latter is shown in the place of any address, so its links are whole.
    """
    room, home = newsroom(), addresses.absolute("/")
    around = frame("/", room)
    way_in = f"{addresses.CHECKS.lstrip('/')}{'index.html' if for_files else ''}"
    context = around | {"way_in": way_in, "address": addresses.absolute(addresses.CHECKS)}
    yield "/", loader.render_to_string("public/way_in.html", context)
    whole = {name: _whole(value, home) for name, value in around.items()}
    yield "/404.html", loader.render_to_string("public/missing.html", whole | {"status": 404})


def _paths() -> Iterator[str]:
    """Every path of the site, lists with all their older pages left to `_export`."""
    checks = addresses.CHECKS
    yield from (checks, *SITE_FILES, "/sitemap.xml")
    yield from (f"{checks}sitemap-{name}.xml" for name in sitemaps())
    yield from (f"{checks}{form}" for form in FORMS)
    yield from (
        f"{checks}checks.json",
        f"{checks}newsroom.json",
        f"{checks}claimreviews.json",
        f"{checks}claimreviews-all.json",
        f"{checks}publications.json",
        f"{checks}feeds/",
        f"{checks}corrections/",
        *(f"{checks}corrections/{form}" for form in FORMS),
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
            yield f"{page}{number}/page.json"
            if kind != PublicationKind.RETRACTION:
                yield f"{page}claimreview.json"
        elif kind != PublicationKind.RETRACTION:
            yield from (f"{page}{number}/", f"{page}{number}/check.json")
    yield from _comparisons()
    files = PictureFile.objects.filter(picture__is_published=True).order_by("sha256").distinct()
    yield from map(addresses.picture_path, files.values_list("sha256", flat=True))
    room = newsroom()
    if room.logo:
        yield LOGO
    if room.shows_ledger:
        yield f"{addresses.CHECKS}fairness/"
    yield from _author_paths(room)
    yield from _explainer_paths()
    if room.offers_packs:
        offered = Publication.objects.filter(is_current=True, page__site__offers_packs=True).order_by("pk")
        yield from (f"{addresses.check_path(slug)}pack.zip" for slug in offered.values_list("slug", flat=True))


def _author_paths(room: Newsroom) -> Iterator[str]:
    """The pages and pictures of those who agreed; a page that was taken back is no longer among the files."""
    shown = public_authors().filter(slug__in=shown_authors(room).values()).order_by("slug")
    for slug, picture in shown.values_list("slug", "person__picture"):
        yield addresses.author_path(slug)
        if picture:
            yield f"{addresses.author_path(slug)}portrait.webp"


def _explainer_paths() -> Iterator[str]:
    """The lists of explainers, and each explainer with its earlier numbers; notices of withdrawal stay too."""
    yield from (addresses.EXPLAINERS, *(f"{addresses.EXPLAINERS}{form}" for form in FORMS))
    yield f"{addresses.CHECKS}explainers.json"
    rows = ExplainerRevision.objects.exclude(published_number=None).order_by("explainer", "published_number")
    for slug, number, is_current, kind in rows.values_list("explainer__slug", "published_number", "is_current", "kind"):
        path = addresses.explainer_path(slug)
        if is_current:
            yield from (path, f"{path}explainer.json")
        elif kind != PublicationKind.RETRACTION:
            yield f"{path}{number}/"
    compared = rows.exclude(kind=PublicationKind.RETRACTION).values_list("explainer__slug", "published_number")
    for slug, group in groupby(compared, key=itemgetter(0)):
        for before, after in combinations((number for _, number in group), 2):
            yield f"{addresses.explainer_path(slug)}changes/{before}-{after}/"


def _stands_in_each_language(path: str) -> bool:
    """Whether a further language of the site has the page too; pictures stand at the plain address alone."""
    is_picture = path == LOGO or path.endswith(("/share.png", "/portrait.webp")) or path.startswith(addresses.PICTURES)
    return path.startswith(addresses.CHECKS) and not is_picture


def _comparisons() -> Iterator[str]:
    """The comparison of every two numbers of a check that was changed."""
    rows = Publication.objects.exclude(kind=PublicationKind.RETRACTION).order_by("slug", "number")
    numbers = rows.values_list("slug", "number").iterator(chunk_size=2000)
    for slug, group in groupby(numbers, key=itemgetter(0)):
        for before, after in combinations((number for _, number in group), 2):
            yield f"{addresses.check_path(slug)}changes/{before}-{after}/"


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
        _write(file, _as_file(path, answer, report), report)
        report.tags[path] = answer.headers.get("ETag", "")
        path = _following(path, answer)


def _as_file(path: str, answer: Served, report: Report) -> bytes:
    is_page = answer.headers.get("Content-Type", "").startswith("text/html")
    return _linked(_reporting(path, answer.content, report.live), report) if is_page else answer.content


def _reporting(path: str, page: bytes, live: str) -> bytes:
    """The page, with errors reported on the live site, or by the ways of the contact page where none is known."""
    if not live:
        return _TO_REPORT.sub(rb'href="\1contact/"', page)
    return _TO_REPORT.sub(lambda link: f'href="{urljoin(live + path, (link[1] + link[2]).decode())}"'.encode(), page)


def _linked(page: bytes, report: Report) -> bytes:
    """The page; where files are to be read without a server, with links that name the files."""
    return _TO_A_FOLDER.sub(rb"\1\2index.html\3", page) if report.for_files else page


def _following(path: str, answer: Served) -> str:
    if path.endswith("/"):
        older = _OLDER.search(answer.content)
        return urljoin(path, older[1].decode()) if older else ""
    is_list = split(path)[1].removeprefix(addresses.CHECKS).startswith(DATA_LISTS)
    found = _NEXT_DATA.search(answer.content[:2000]) if is_list else None
    return _path_of(found[1].decode()) if found else ""


def _path_of(address: str) -> str:
    """An address of the site as the path it is served under."""
    return address.removeprefix(settings.PUBLIC_URL)


def _whole(value: Any, home: str) -> Any:
    """A relative address of the root, or a list of such, as whole addresses; anything else as it is."""
    if isinstance(value, list):
        return [_whole(one, home) for one in value]
    return home + value.removeprefix("./") if isinstance(value, str) and value.startswith("./") else value


def _stand_ins(live: str) -> Iterator[tuple[str, str]]:
    """The pages in the places of what needs the server."""
    room = newsroom()
    for code in ("", *further_languages(room)):
        with speaking_for(room, code):
            for plain, words in STAND_INS.items():
                if plain == ALERTS and not room.offers_alerts:
                    continue
                path = f"/{code}{plain}" if code else plain
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


def _remember(folder: Path, left: Known) -> None:
    text = json.dumps(asdict(left), indent=0, sort_keys=True)
    folder.with_name(MANIFEST.format(folder.name)).write_text(text, encoding="utf-8")


def _known(folder: Path) -> Known:
    folder.mkdir(parents=True, exist_ok=True)
    manifest = folder.with_name(MANIFEST.format(folder.name))
    if manifest.exists():
        return Known(**json.loads(manifest.read_text(encoding="utf-8")))
    if any(folder.iterdir()):
        raise NotOurs(f"{folder} holds files that no export wrote. Choose an empty folder.")
    return Known()
