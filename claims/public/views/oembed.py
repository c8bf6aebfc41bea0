"""oEmbed: how other sites learn to show a check, by its address or under the check's own (https://oembed.com/)."""

import re
from typing import Any, Final
from urllib.parse import urlsplit
from xml.etree import ElementTree as Xml

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _

from claims.public import presenters
from claims.public.answers import cached, from_any_site, public
from claims.public.asking_sites import note_check
from claims.public.site_languages import offered_here, split
from claims.public.views.checks import NUMBER, current
from claims.verdicts import addresses, snapshots
from claims.verdicts.models import Publication
from claims.verdicts.models.site_fetches import FetchKind
from claims.verdicts.translations import shown_in

FORMS: Final = ("json", "xml")
WIDTH: Final = 600


@public
@from_any_site
def by_address(request: HttpRequest) -> HttpResponseBase:
    """The oEmbed answer for a check's address, as JSON or XML (https://oembed.com/)."""
    form = request.GET.get("format", "json")
    if form not in FORMS:
        return HttpResponse(_("Ask for json or xml."), status=501, content_type="text/plain")
    publication, language = _publication_at(request.GET.get("url", ""))
    return _embedding(request, publication, form, language)


@public
@from_any_site
def of_check(request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
    """The same under an address of the check's own, which works from files too; its page names this one."""
    if form not in FORMS:
        raise Http404
    language, _plain = split(request.path)
    return _embedding(request, Publication.objects.get(pk=current(slug)["pk"]), form, language)


def _publication_at(address: str) -> tuple[Publication, str]:
    """The current publication whose page, older number or embedded form has this address, and its language."""
    try:
        base, asked = urlsplit(settings.PUBLIC_URL), urlsplit(address.replace("\x00", ""))
    except ValueError as error:
        raise Http404 from error
    language, path = split(asked.path.removeprefix(base.path))
    match = re.match(rf"{re.escape(addresses.CHECKS)}([^/]+)/", path)
    number = NUMBER.match(match[1]) if match and asked.netloc == base.netloc else None
    rows = Publication.objects.filter(claim_id=int(number[1]), is_current=True) if number else []
    found = next(iter(rows), None)
    if found is None:
        raise Http404
    return found, language


def _at_most(given: str, standard: int) -> int:
    return min(standard, int(given)) if given.isascii() and given.isdigit() and 0 < len(given) < 7 else standard


def _embedding(request: HttpRequest, publication: Publication, form: str, language: str) -> HttpResponse:
    note_check(request, FetchKind.OEMBED, {"claim_id": publication.claim_id, "number": publication.number})
    is_here = language and publication.listed and language in offered_here().split()
    translation = shown_in(language, publication.claim_id) if is_here else None
    page = translation.page if translation else publication.page
    answer = {
        "version": "1.0",
        "type": "rich",
        "provider_name": page["site"]["name"],
        "provider_url": addresses.absolute(addresses.CHECKS),
        "author_name": page["site"]["name"],
        "title": f"{(page.get('rating') or {}).get('label') or _('Withdrawn')}: {' '.join(page['statement'].split())}",
        "html": presenters.embed_code(page),
        "width": _at_most(request.GET.get("maxwidth", ""), WIDTH),
        "height": _at_most(request.GET.get("maxheight", ""), presenters.EMBED_HEIGHT),
        "cache_age": 300,
        "thumbnail_url": addresses.absolute(f"{addresses.check_path(page['slug'])}share.png"),
        "thumbnail_width": 1200,
        "thumbnail_height": 630,
    }
    key = f"oembed {form} {snapshots.page_hash(page)} {answer['width']} {answer['height']}"
    return cached(request, key=key, modified=publication.published_at, make=lambda: _written(answer, form))


def _written(answer: dict[str, Any], form: str) -> HttpResponse:
    if form == "json":
        return JsonResponse(answer)
    root = Xml.Element("oembed")
    for name, value in answer.items():
        Xml.SubElement(root, name).text = str(value)
    return HttpResponse(
        Xml.tostring(root, encoding="utf-8", xml_declaration=True), content_type="text/xml; charset=utf-8"
    )
