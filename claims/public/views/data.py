"""The public JSON API: lists of checks by any filter, one check whole, and what checks can be filtered by."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from claims.public import presenters, schemas
from claims.public.answers import cached, from_any_site, public
from claims.public.asking_sites import note_check
from claims.public.filtering import FOLDERS, Asked, asked_by_path, asked_by_query
from claims.public.translations import translation_at, translations_of
from claims.public.views.checks import ALSO_CHANGED, KEYS, LIST_CHANGED, STAMP, beside_of, current, elsewhere_of
from claims.public.views.lists import MOST_IN_A_DIRECTORY
from claims.verdicts import addresses, newsroom_facts, signing
from claims.verdicts.authors import byline_slugs, shown_authors
from claims.verdicts.models import Facet, Publication, TimeStamp
from claims.verdicts.models.site_fetches import FetchKind
from claims.verdicts.published import checks, choose
from claims.verdicts.site_settings import newsroom
from claims.verdicts.snapshots import site_of

IN_A_PAGE = 50
PROVED = ("page", "number", "kind", "content_hash", "page_hash", "signature")
STAMPED = ("time_stamp__server", "time_stamp__stamped_at", "time_stamp__compared", "time_stamp__response")


@public
@from_any_site
def listed(request: HttpRequest, before: int | None = None) -> HttpResponseBase:
    """The checks that a search's filters find, or all of them; `next` leads to older ones, and is null at the end."""
    asked = asked_by_query(request.GET) if request.GET else asked_by_path(before=before)
    room = newsroom()

    def make() -> HttpResponse:
        rows = checks(choose(asked.filters), before=asked.before, limit=IN_A_PAGE + 1)
        following = _older(asked, rows[IN_A_PAGE - 1].sequence) if len(rows) > IN_A_PAGE else None
        answer = schemas.document(site_of(room), addresses.absolute(_address(asked)))
        answer |= {"next": following, "checks": [schemas.in_a_list(row) for row in rows[:IN_A_PAGE]]}
        response = _json(answer)
        if following:
            response.headers["Link"] = f'<{following}>; rel="next"'
        return response

    key = f"checks as data {room.version} {asked.query} {asked.before}"
    return cached(request, key=key, modified=room.changed_at, make=make)


@public
@from_any_site
def check(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponseBase:
    """One check with everything its page shows and its ClaimReview; or one of its older numbers, which has none."""
    found = current(slug, *STAMP, LIST_CHANGED, ALSO_CHANGED)
    is_current = number in (None, found["number"])
    neighbours = beside_of(found) if is_current else None
    elsewhere = elsewhere_of(found) if is_current else []
    if not is_current:
        found = Publication.objects.filter(slug=found["slug"], number=number or 0).values(*KEYS, *STAMP).first() or {}
    if not found:
        raise Http404
    if is_current:
        note_check(request, FetchKind.DATA, found)

    translation = translation_at(request.path, found) if is_current else None
    further = translations_of(found) if is_current else []

    def make() -> HttpResponse:
        rows = Publication.objects.select_related("time_stamp")
        publication = rows.only(*PROVED, *STAMPED, "claim_review", "base_url", "revision").get(pk=found["pk"])
        page = translation.page if translation else publication.page
        markup = presenters.claim_review_at(publication, translation) if is_current else ""
        answer = schemas.document(page["site"], addresses.absolute(request.path))
        answer["check"] = schemas.whole(page, is_current=is_current)
        if further:
            answer["check"]["translations"] = schemas.translations(publication.slug, further)
        answer["authors"] = schemas.authors(page, byline_slugs(publication, room)) if is_current else []
        if neighbours is not None:
            answer["related"] = [schemas.neighbour(row) for row in neighbours.chosen]
            answer["earlier_of_claimant"] = [schemas.neighbour(row) for row in neighbours.earlier]
        if elsewhere:
            answer["also_checked_by"] = [schemas.elsewhere(row) for row in elsewhere]
        # The newsroom's signature is over the words in the language they were first written in.
        answer["proof"] = None if translation else _proof(publication)
        answer["claim_review"] = json.loads(markup) if markup else None
        return _json(answer)

    room = newsroom()
    beside = neighbours.state if neighbours else ""
    changed = [found.get(name) for name in (LIST_CHANGED, ALSO_CHANGED)]
    times = (found["published_at"], *changed, neighbours.changed_at if neighbours else None)
    modified = max(filter(None, (*times, translation.published_at if translation else None)))
    words_key = (
        f"{translation.page_hash if translation else ''} {further} {shown_authors(room)} {found[STAMP[0]]} {elsewhere}"
    )
    key = f"data of check {found['page_hash']} {is_current} {beside} {words_key}"
    return cached(request, key=key, modified=modified, make=make)


@public
@from_any_site
def directory(request: HttpRequest, folder: str) -> HttpResponseBase:
    """All ratings, topics, claimants or outlets that a check stands under, the most used first."""
    room = newsroom()

    def make() -> HttpResponse:
        used = Facet.objects.filter(kind=FOLDERS[folder], count__gt=0).order_by("-count", "name")
        answer = schemas.document(site_of(room), addresses.absolute(request.path))
        answer[folder] = [schemas.facet(row, folder) for row in used[:MOST_IN_A_DIRECTORY]]
        return _json(answer)

    return cached(request, key=f"directory as data {folder} {room.version}", modified=room.changed_at, make=make)


@public
@from_any_site
def about_newsroom(request: HttpRequest) -> HttpResponseBase:
    """Who publishes: legal form, owners, money by year, people, memberships and where to complain."""
    room = newsroom()

    def make() -> HttpResponse:
        answer = schemas.document(site_of(room), addresses.absolute(request.path))
        answer["newsroom"] |= newsroom_facts.as_data(room)
        return _json(answer)

    return cached(request, key=f"newsroom as data {room.version}", modified=room.changed_at, make=make)


def _proof(publication: Publication) -> dict[str, Any] | None:
    """What the newsroom signed when it published this, and the signature; None where it had no key then."""
    if not publication.signature:
        return None
    stamp = getattr(publication, "time_stamp", None)
    return {
        "signed": signing.statement_of(publication).decode(),
        "signature": publication.signature,
        "signer": signing.signer_name(),
        "keys": addresses.absolute(signing.KEYS_PATH),
        "time_stamp": None if stamp is None else _stamp(stamp),
    }


def _stamp(stamp: TimeStamp) -> dict[str, str | bool]:
    """A time stamp over what was signed, in base64 as RFC 3161 has it: `openssl ts -verify` takes it decoded."""
    return {
        "at": stamp.stamped_at.isoformat(),
        "server": stamp.server,
        "compared": stamp.compared,
        "response": stamp.response,
    }


def _address(asked: Asked) -> str:
    """Where these checks are to be had; all checks have addresses without a query, so that they work as files."""
    base = f"{addresses.CHECKS}checks"
    if not asked.query:
        return f"{base}/older/{asked.before}.json" if asked.deeper else f"{base}.json"
    return f"{base}.json?{asked.query}" + (f"&before={asked.before}" if asked.deeper else "")


def _older(asked: Asked, before: int) -> str:
    return addresses.absolute(_address(Asked(asked.filters, query=asked.query, before=before)))


def _json(answer: dict[str, Any]) -> HttpResponse:
    text = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(text, content_type="application/json; charset=utf-8")
