"""The page of one check: its current words, its older numbers, its markup alone, its share image, its embedded form."""

import re
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from django.shortcuts import redirect
from django.template import loader
from django.urls import reverse
from django.utils.csp import CSP
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csp import csp_override

from claims.followed.queries import AlsoChecked, also_changed_at, also_checked
from claims.public import presenters, share
from claims.public.answers import GONE, cached, from_any_site, not_here, public
from claims.public.asking_sites import note_check
from claims.public.page_context import frame
from claims.public.presenters import Holding, Stamped, Words
from claims.public.site_languages import prefix_of
from claims.public.translations import corrected_since, translation_at, translations_of
from claims.verdicts.authors import byline_slugs, shown_authors
from claims.verdicts.enums import PublicationKind
from claims.verdicts.models import Publication, TranslationRevision
from claims.verdicts.models.site_fetches import FetchKind
from claims.verdicts.related import Beside, beside
from claims.verdicts.site_settings import newsroom
from claims.verdicts.watching import last_seen

NUMBER = re.compile(r"FC-([0-9]{4,15})(?:-|$)")
KEYS = ("pk", "claim_id", "slug", "number", "kind", "is_current", "page_hash", "published_at", "sequence")

HOLDING = ("claim__shelf_life__as_of", "claim__shelf_life__again_since", "claim__shelf_life__sources_seen_at")
"""Since when the words are known to hold, since when they are looked at again, when a source was last read again."""

STAMP = ("time_stamp__stamped_at", "time_stamp__server", "time_stamp__compared")
"""When and by whom what was published was time-stamped, and whether its certificate was compared; None without one."""

LIST_CHANGED = "claim__related_list__changed_at"
"""When an editor last said what stands beside the check."""

ALSO_CHANGED = "also_changed_at"
"""When that which other newsrooms checked of the same claim changed last; None where readers see none of it."""

EMBED_CSP: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.NONE],
    "frame-ancestors": ["*"],
}
"""An embedded check may stand on any site, and does nothing there but show itself."""


@public
def check(request: HttpRequest, slug: str) -> HttpResponseBase:
    """A check as it stands now, with the day as of which its words hold, or the notice in its place."""
    found = current(slug, *HOLDING, *STAMP, LIST_CHANGED, ALSO_CHANGED)
    if found["slug"] != slug:
        return _moved(request, "public-check", found["slug"])

    translation, further = translation_at(request.path, found, behind=True), translations_of(found)

    def make() -> HttpResponse:
        publication = Publication.objects.only("page", "claim_review", "base_url", "revision").get(pk=found["pk"])
        page = translation.page if translation else publication.page
        words = Words(further, corrected_since(found, translation))
        markup = "" if words.behind_since else presenters.claim_review_at(publication, translation)
        seen = {key: at.isoformat() for key, at in last_seen(found["claim_id"]).items()} if seen_at else {}
        again = again_since.isoformat() if again_since else ""
        holding = Holding(as_of.isoformat(), again, seen) if as_of else None
        html = presenters.check_html(
            page,
            claim_review=markup,
            path=request.path,
            holding=holding,
            beside=neighbours,
            elsewhere=elsewhere,
            words=words,
            authors=byline_slugs(publication, room),
            stamp=stamp,
        )
        return HttpResponse(html)

    as_of, again_since, seen_at = (found[name] for name in HOLDING)
    room, neighbours, stamp = newsroom(), beside_of(found), _stamp_of(found)
    elsewhere = elsewhere_of(found)
    translated_at = translation.published_at if translation else None
    beside_times = (found[LIST_CHANGED], neighbours.changed_at, found[ALSO_CHANGED])
    times = (found["published_at"], as_of, again_since, seen_at, *beside_times)
    modified = max(filter(None, (*times, translated_at)))
    words_key = f"{_hash_of(translation)} {further} {shown_authors(room)} {stamp} {elsewhere}"
    key = f"check {found['page_hash']} {as_of} {again_since} {seen_at} {neighbours.state} {words_key}"
    return cached(request, key=key, modified=modified, make=make)


@public
def number(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    """An older number of a check, with a notice that it was changed or withdrawn since."""
    now = current(slug)
    found = Publication.objects.filter(slug=now["slug"], number=number).values(*KEYS, *STAMP).first()
    if found is None:
        raise Http404
    if found["is_current"] or found["kind"] == PublicationKind.RETRACTION:
        return redirect(prefix_of(request.path) + reverse("public-check", kwargs={"slug": now["slug"]}))
    if now["slug"] != slug:
        return _moved(request, "public-check-number", now["slug"], number)
    stamp = _stamp_of(found)
    retracted = now["kind"] == PublicationKind.RETRACTION

    def make() -> HttpResponse:
        page = Publication.objects.only("page").get(pk=found["pk"]).page
        html = presenters.check_html(
            page, claim_review="", path=request.path, superseded=True, retracted=retracted, stamp=stamp
        )
        return HttpResponse(html)

    return cached(
        request,
        key=f"number {found['page_hash']} {retracted} {stamp}",
        modified=now["published_at"] if retracted else found["published_at"],
        make=make,
    )


@public
@from_any_site
def markup(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The ClaimReview of a check alone; a retracted check has none."""
    found = current(slug)
    if found["kind"] == PublicationKind.RETRACTION:
        return not_here(request, status=GONE)
    translation = translation_at(request.path, found)

    def make() -> HttpResponse:
        publication = Publication.objects.only("page", "claim_review", "base_url").get(pk=found["pk"])
        return HttpResponse(presenters.claim_review_at(publication, translation), content_type="application/ld+json")

    return cached(
        request, key=f"markup {found['page_hash']} {_hash_of(translation)}", modified=found["published_at"], make=make
    )


@public
def share_image(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The picture that stands beside a shared link."""
    found = current(slug)

    def make() -> HttpResponse:
        page = Publication.objects.only("page").get(pk=found["pk"]).page
        return HttpResponse(share.image(page), content_type=share.CONTENT_TYPE)

    return cached(request, key=f"image {found['page_hash']}", modified=found["published_at"], make=make, fresh_for=3600)


@public
@xframe_options_exempt
@csp_override(EMBED_CSP)
def embed(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The check as a small part of another site's page."""
    found = current(slug)
    note_check(request, FetchKind.EMBED, found)
    translation = translation_at(request.path, found)

    def make() -> HttpResponse:
        page = translation.page if translation else Publication.objects.only("page").get(pk=found["pk"]).page
        context: dict[str, Any] = frame(request.path, page["site"]) | presenters.check_context(
            page, prefix_of(request.path)
        )
        return HttpResponse(loader.render_to_string("public/embed.html", context))

    return cached(
        request, key=f"embed {found['page_hash']} {_hash_of(translation)}", modified=found["published_at"], make=make
    )


def beside_of(found: dict[str, Any]) -> Beside:
    """What stands beside the current publication with these keys and `LIST_CHANGED`; beside a withdrawn one nothing."""
    if found["kind"] == PublicationKind.RETRACTION:
        return Beside()
    return beside(
        claim_id=found["claim_id"],
        publication_id=found["pk"],
        sequence=found["sequence"],
        has_list=found[LIST_CHANGED] is not None,
    )


def elsewhere_of(found: dict[str, Any]) -> list[AlsoChecked]:
    """Which other newsrooms checked what this publication checks; beside a withdrawn one nothing stands."""
    if found["kind"] == PublicationKind.RETRACTION or found[ALSO_CHANGED] is None:
        return []
    return also_checked(found["claim_id"])


def current(slug: str, *more: str) -> dict[str, Any]:
    """The keys of the current publication of the check with this number, whatever words follow the number."""
    match = NUMBER.match(slug)
    if not match:
        raise Http404
    rows = Publication.objects.filter(claim_id=int(match[1]), is_current=True)
    if ALSO_CHANGED in more:
        rows = rows.annotate(**{ALSO_CHANGED: also_changed_at()})
    found = next(iter(rows.values(*KEYS, *more)), None)
    if found is None:
        raise Http404
    return dict(found)


def _stamp_of(found: dict[str, Any]) -> Stamped | None:
    """The time stamp of a publication with these keys and those of `STAMP`."""
    at, by, compared = (found[name] for name in STAMP)
    return Stamped(at.isoformat(), by, compared=compared) if at else None


def _hash_of(translation: TranslationRevision | None) -> str:
    return translation.page_hash if translation else ""


def _moved(request: HttpRequest, name: str, *arguments: object) -> HttpResponsePermanentRedirect:
    path = prefix_of(request.path) + reverse(name, args=arguments)
    return HttpResponsePermanentRedirect(f"{settings.PUBLIC_URL}{path}")
