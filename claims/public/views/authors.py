"""The page of somebody who writes checks and agreed to one: who she is, and what she checked."""

import hashlib

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template import loader

from claims.accounts.models import AuthorPage
from claims.claimreview import script_text
from claims.public.answers import GONE, cached, not_here, public
from claims.public.page_context import frame
from claims.public.views.lists import PAGE
from claims.verdicts import addresses
from claims.verdicts.authors import checks_by, public_authors
from claims.verdicts.models import Newsroom
from claims.verdicts.published import FIRST_PAGE
from claims.verdicts.site_settings import newsroom


@public
def author(request: HttpRequest, slug: str, before: int = FIRST_PAGE) -> HttpResponseBase:
    """Name, role and background, and the checks she wrote, the newest first."""
    room = newsroom()
    page = _shown(slug, room)
    if page is None:
        return not_here(request, status=GONE)

    def make() -> HttpResponse:
        rows = checks_by(page.person_id, before=before, limit=PAGE + 1)
        context = frame(request.path, room)
        context |= {
            "page": page,
            "rows": rows[:PAGE],
            "older": f"{context['root']}authors/{slug}/older/{rows[PAGE - 1].sequence}/" if len(rows) > PAGE else "",
            "deeper": before < FIRST_PAGE,
            "address": addresses.absolute(request.path),
            "profile": _profile(page, room),
        }
        return HttpResponse(loader.render_to_string("public/author.html", context))

    person = page.person
    told = f"{person} {person.picture.name} {page.changed_at} {room.version}"
    return cached(request, key=f"author {slug} {before} {told}", modified=room.changed_at, make=make)


@public
def portrait(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Her picture, as long as she has a page."""
    page = _shown(slug, newsroom())
    if page is None:
        return not_here(request, status=GONE)
    name = page.person.picture.name
    if not name:
        raise Http404
    try:
        with default_storage.open(name) as file:
            picture: bytes = file.read()
    except OSError as error:
        raise Http404 from error
    return cached(
        request,
        key=hashlib.sha256(picture).hexdigest(),
        modified=None,
        make=lambda: HttpResponse(picture, content_type="image/webp"),
    )


def _shown(slug: str, room: Newsroom) -> AuthorPage | None:
    """The page readers may see, or None where there was one that was taken back; Http404 where there never was."""
    page = public_authors().select_related("person").filter(slug=slug).first() if room.show_names else None
    if page is None and not AuthorPage.objects.filter(slug=slug).exists():
        raise Http404
    return page


def _profile(page: AuthorPage, room: Newsroom) -> str:
    """The person as schema.org's ProfilePage, safe inside a script element."""
    person = {
        "@type": "Person",
        "name": str(page.person),
        "jobTitle": page.role,
        "description": page.background,
        "url": addresses.absolute(addresses.author_path(page.slug)),
        "image": addresses.absolute(f"{addresses.author_path(page.slug)}portrait.webp") if page.person.picture else "",
        "worksFor": {
            "@type": "Organization",
            "name": room.name,
            "url": room.homepage or addresses.absolute(addresses.CHECKS),
        },
    }
    told = {key: value for key, value in person.items() if value}
    return script_text({"@context": "https://schema.org", "@type": "ProfilePage", "mainEntity": told})
