"""What machines read: feeds, the ClaimReview data feed, sitemap, robots.txt."""

from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _

from claims.claimreview import script_text
from claims.public import feeds, presenters
from claims.public.answers import cached, from_any_site, public
from claims.public.asking_sites import note_feed
from claims.public.filtering import Asked, asked_by_path, asked_by_query
from claims.public.site_languages import language_links, prefix_of
from claims.public.translations import in_the_language_of
from claims.verdicts import addresses
from claims.verdicts.authors import shown_authors
from claims.verdicts.enums import FacetKind, SiteTextName
from claims.verdicts.explainers import latest_changes
from claims.verdicts.models import Facet, Newsroom, Publication
from claims.verdicts.published import FIRST_PAGE, changes, choose, corrections, pictures_of_sources
from claims.verdicts.signing import allowed_signers
from claims.verdicts.site_settings import further_languages, newsroom

IN_A_FEED = 50
IN_A_DATA_PAGE = 100
IN_A_SITEMAP = 10_000
IMPORTED = "imported-"
XML = "application/xml; charset=utf-8"


@public
@from_any_site
def feed(request: HttpRequest, form: str, folder: str = "", slug: str = "") -> HttpResponseBase:
    """The latest changes to all checks or to those under one facet."""
    if not folder:
        note_feed(request)
    return _feed(request, asked_by_path(folder, slug), form)


@public
@from_any_site
def search_feed(request: HttpRequest, form: str) -> HttpResponseBase:
    """The latest changes to the checks a search finds."""
    return _feed(request, asked_by_query(request.GET), form)


@public
@from_any_site
def corrections_feed(request: HttpRequest, form: str) -> HttpResponseBase:
    """The latest corrections, clarifications, updates and withdrawals, each an entry of its own."""
    room = newsroom()

    def make() -> HttpResponse:
        entries = [feeds.change_entry_of(row) for row in corrections(limit=IN_A_FEED)]
        written = feeds.Feed(
            title=_("%(newsroom)s: corrections") % {"newsroom": room.name},
            home=addresses.absolute(f"{prefix_of(request.path)}{addresses.CHECKS}corrections/"),
            address=addresses.absolute(request.path),
            updated=max((entry.updated for entry in entries), default=room.changed_at),
            newsroom=room,
            entries=entries,
        )
        return HttpResponse(feeds.write(written, form), content_type=feeds.CONTENT_TYPES[form])

    return cached(request, key=f"corrections {form} {room.version}", modified=room.changed_at, make=make)


@public
@from_any_site
def data_feed(request: HttpRequest, before: int = FIRST_PAGE) -> HttpResponseBase:
    """A page of the ClaimReviews of all current checks, the newest first; `Link` and `hasPart` lead to the next."""
    room = newsroom()

    def make() -> HttpResponse:
        rows = list(_reviews(before)[: IN_A_DATA_PAGE + 1])
        following = ""
        if len(rows) > IN_A_DATA_PAGE:
            path = f"{addresses.CHECKS}claimreviews/older/{rows[IN_A_DATA_PAGE - 1].sequence}.json"
            following = addresses.absolute(path)
        text = "".join(_data_feed(room, rows[:IN_A_DATA_PAGE], addresses.absolute(request.path), following))
        response = HttpResponse(text, content_type="application/ld+json")
        if following:
            response.headers["Link"] = f'<{following}>; rel="next"'
        return response

    return cached(request, key=f"data {room.version} {before}", modified=room.changed_at, make=make)


@public
@from_any_site
def whole_data_feed(request: HttpRequest) -> HttpResponseBase:
    """The ClaimReviews of all current checks in one answer, written while they are read."""
    room = newsroom()

    def make() -> HttpResponse:
        rows = _reviews(FIRST_PAGE).iterator(chunk_size=500)
        parts = _data_feed(room, rows, addresses.absolute(request.path), "")
        # A streaming answer takes the same headers; only its content is not there yet.
        response: Any = StreamingHttpResponse(parts, content_type="application/ld+json")
        return response  # type: ignore[no-any-return]

    return cached(request, key=f"all data {room.version}", modified=room.changed_at, make=make)


@public
def sitemap(request: HttpRequest) -> HttpResponseBase:
    """The index of the sitemaps: one of the lists and texts, and one for each ten thousand checks."""
    room = newsroom()

    def make() -> HttpResponse:
        entries = "".join(
            f"<sitemap><loc>{addresses.absolute(f'{addresses.CHECKS}sitemap-{name}.xml')}</loc></sitemap>"
            for name in sitemaps()
        )
        return HttpResponse(_xml(f'<sitemapindex xmlns="{_SITEMAP}">{entries}</sitemapindex>'), content_type=XML)

    return cached(request, key=f"sitemap {room.version}", modified=room.changed_at, make=make)


@public
def sitemap_part(request: HttpRequest, name: str) -> HttpResponseBase:
    """One sitemap: `pages`, or the checks of one block in the order of first publication.

    A retracted check stays in it, with the time of its retraction: its address stays too, and search engines are to
    come for the notice instead of showing the old verdict on.
    """
    room = newsroom()
    if name not in sitemaps():
        raise Http404

    def make() -> HttpResponse:
        if name == "pages":
            found = _pages()
        else:
            found = _old_checks(int(name.removeprefix(IMPORTED))) if IMPORTED in name else _checks(int(name))
        entries = "".join(_in_each_language(path, day) for path, day in found)
        spaces = f'xmlns="{_SITEMAP}" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
        return HttpResponse(_xml(f"<urlset {spaces}>{entries}</urlset>"), content_type=XML)

    return cached(request, key=f"sitemap {name} {room.version}", modified=room.changed_at, make=make)


@public
def robots(request: HttpRequest) -> HttpResponseBase:
    """What search engines may read: everything published, and nothing of the desk."""
    roots = [addresses.CHECKS, *(f"/{code}{addresses.CHECKS}" for code in further_languages(newsroom()))]
    rules = [
        "User-agent: *",
        *(f"Disallow: {root}{place}/" for root in roots for place in ("search", "tips", "alerts")),
        *(f"Allow: {root}" for root in roots),
        "Allow: /static/",
        "Allow: /sitemap.xml",
        "Disallow: /",
        "",
        f"Sitemap: {addresses.absolute('/sitemap.xml')}",
        "",
    ]
    text = "\n".join(rules)
    return cached(
        request,
        key="robots",
        modified=None,
        make=lambda: HttpResponse(text, content_type="text/plain; charset=utf-8"),
        fresh_for=3600,
    )


@public
@from_any_site
def signing_keys(request: HttpRequest) -> HttpResponseBase:
    """The public keys that publications and evidence packs are signed with, as `ssh-keygen -Y verify` takes them."""
    text = allowed_signers()
    return cached(
        request,
        key=f"keys {text}",
        modified=None,
        make=lambda: HttpResponse(text, content_type="text/plain; charset=utf-8"),
    )


def _feed(request: HttpRequest, asked: Asked, form: str) -> HttpResponse:
    room, prefix = newsroom(), prefix_of(request.path)

    def make() -> HttpResponse:
        chosen = choose(asked.filters)
        if asked.place and asked.place != "search/" and not chosen.facets:
            raise Http404
        rows = in_the_language_of(request.path, changes(chosen, limit=IN_A_FEED))
        shown = pictures_of_sources(rows)
        entries = [feeds.entry_of(row, shown.get(row.pk, ())) for row in rows]
        named = " · ".join([*([asked.filters.words] if asked.filters.words else []), *(f.name for f in chosen.facets)])
        written = feeds.Feed(
            title=f"{room.name}: {named}" if named else _("%(name)s: all checks") % {"name": room.name},
            home=addresses.absolute(asked.address(prefix + addresses.CHECKS)),
            address=addresses.absolute(asked.feed(prefix + addresses.CHECKS, form)),
            updated=max((entry.updated for entry in entries), default=room.changed_at),
            newsroom=room,
            entries=entries,
        )
        return HttpResponse(feeds.write(written, form), content_type=feeds.CONTENT_TYPES[form])

    key = f"feed {form} {room.version} {asked.place} {asked.query}"
    return cached(request, key=key, modified=room.changed_at, make=make)


def _reviews(before: int) -> Any:
    rows = Publication.objects.filter(listed=True, sequence__lt=before).order_by("-sequence")
    return rows.only("sequence", "claim_review", "base_url", "first_published_at", "published_at")


def _data_feed(room: Newsroom, rows: Any, address: str, following: str) -> Iterator[str]:
    """A DataFeed of schema.org, written piece by piece; each ClaimReview is the text that stands on its page."""
    head = {
        "@context": "https://schema.org",
        "@type": "DataFeed",
        "name": _("ClaimReviews of %(name)s") % {"name": room.name},
        "url": address,
        "dateModified": room.changed_at.isoformat(timespec="seconds"),
        "publisher": {
            "@type": "Organization",
            "name": room.name,
            "url": room.homepage or addresses.absolute(addresses.CHECKS),
        },
    }
    if following:
        head["hasPart"] = {"@type": "DataFeed", "url": following}
    yield script_text(head)[:-1] + ',"dataFeedElement":['
    for number, row in enumerate(rows):
        dates = {
            "dateCreated": row.first_published_at.isoformat(timespec="seconds"),
            "dateModified": row.published_at.isoformat(timespec="seconds"),
        }
        item = script_text({"@type": "DataFeedItem", **dates})[:-1]
        yield f'{"," if number else ""}\n{item},"item":{presenters.claim_review_now(row)}}}'
    yield "\n]}\n"


def _pages() -> Iterator[tuple[str, str]]:
    yield addresses.CHECKS, ""
    for name in ("corrections", "topics", "claimants", "outlets", "feeds", *SiteTextName.values):
        yield f"{addresses.CHECKS}{name}/", ""
    for slug in sorted(shown_authors(newsroom()).values()):
        yield addresses.author_path(slug), ""
    yield from _explainers()
    folders = {FacetKind.RATING: "ratings", FacetKind.TOPIC: "topics", FacetKind.CLAIMANT: "claimants"}
    folders[FacetKind.OUTLET] = "outlets"
    used = Facet.objects.filter(count__gt=0).order_by("kind", "-count").values_list("kind", "slug")
    for kind, slug in used[: 4 * IN_A_SITEMAP]:
        yield f"{addresses.CHECKS}{folders[FacetKind(kind)]}/{slug}/", ""


def _explainers() -> Iterator[tuple[str, str]]:
    """The list of explainers where there are some, and each; one that was withdrawn stays, with its notice."""
    if newsroom().explainers:
        yield addresses.EXPLAINERS, ""
    for row in latest_changes(IN_A_SITEMAP):
        yield addresses.explainer_path(row.card["slug"]), row.card["published_at"]


def _in_each_language(path: str, day: str) -> str:
    """A page of the sitemap once for each language of the site, each naming all of them."""
    changed = f"<lastmod>{day}</lastmod>" if day else ""
    links = language_links(path)
    if not links:
        return f"<url><loc>{escape(addresses.absolute(path))}</loc>{changed}</url>"
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href="{escape(address)}"/>'
        for code, address in [*((link.code, link.address) for link in links), ("x-default", links[0].address)]
    )
    return "".join(f"<url><loc>{escape(link.address)}</loc>{changed}{others}</url>" for link in links)


def _checks(block: int) -> Iterator[tuple[str, str]]:
    first = (block - 1) * IN_A_SITEMAP
    rows = Publication.objects.filter(is_current=True, sequence__gt=first, sequence__lte=first + IN_A_SITEMAP)
    for slug, changed in rows.order_by("-sequence").values_list("slug", "published_at"):
        yield addresses.check_path(slug), changed.isoformat(timespec="seconds")


def _old_checks(block: int) -> Iterator[tuple[str, str]]:
    rows = _imported().order_by("sequence").values_list("slug", "published_at")
    for slug, changed in rows[(block - 1) * IN_A_SITEMAP : block * IN_A_SITEMAP]:
        yield addresses.check_path(slug), changed.isoformat(timespec="seconds")


def sitemaps() -> list[str]:
    """The names of all sitemaps: of the pages around the checks, of the checks of here, and of the imported ones."""
    return ["pages", *_blocks("", newsroom().sequence), *_blocks(IMPORTED, _imported().count())]


def _imported() -> QuerySet[Publication]:
    return Publication.objects.filter(is_current=True, sequence__lt=0)


def _blocks(prefix: str, count: int) -> list[str]:
    """The names of the sitemaps that so many checks fill."""
    return [f"{prefix}{number}" for number in range(1, -(-count // IN_A_SITEMAP) + 1)]


_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


def _xml(text: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'
