"""Explainers as readers and machines find them: the list, one page, its older numbers, the data, the feed."""

import json
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from django.shortcuts import redirect
from django.template import loader
from django.urls import reverse
from django.utils.translation import gettext as _

from claims.public import feeds, schemas
from claims.public.answers import cached, from_any_site, public
from claims.public.explainers import article_of, as_they_stand, entry_of, listed, picture_of
from claims.public.page_context import frame
from claims.public.site_languages import prefix_of
from claims.public.views.lists import PAGE
from claims.verdicts import addresses
from claims.verdicts.enums import PublicationKind
from claims.verdicts.explainer_pages import what_changed
from claims.verdicts.explainers import latest_changes, shown
from claims.verdicts.models import ExplainerRevision
from claims.verdicts.site_settings import newsroom
from claims.verdicts.snapshots import site_of

IN_A_FEED = 50
IN_A_DATA_PAGE = 50


@public
def explainers(request: HttpRequest, before: int | None = None) -> HttpResponseBase:
    """The list of explainers, the newest first, each with how its checks stand now."""
    room = newsroom()

    def make() -> HttpResponse:
        rows = list(shown(before=before)[: PAGE + 1])
        context = frame(request.path, room, "explainers") | {
            "rows": listed(request.path, rows[:PAGE]),
            "older": "",
            "deeper": before is not None,
            "address": addresses.absolute(request.path),
        }
        if len(rows) > PAGE:
            context["older"] = f"{context['root']}explainers/older/{rows[PAGE - 1].explainer_id}/"
        return HttpResponse(loader.render_to_string("public/explainers.html", context))

    return cached(request, key=f"explainers {before} {room.version}", modified=room.changed_at, make=make)


@public
def explainer(request: HttpRequest, slug: str) -> HttpResponseBase:
    """An explainer as it stands now, each of its checks as that one stands now; or the notice in its place."""
    found = _current(slug)
    if found.card["slug"] != slug:
        return _moved(request, "public-explainer", found.card["slug"])
    return _page(request, found)


@public
def number(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    """An older number of an explainer, with a notice that it was changed or withdrawn since."""
    now = _current(slug)
    found = ExplainerRevision.objects.filter(explainer=now.explainer_id, published_number=number).first()
    if found is None:
        raise Http404
    if found.is_current or found.kind == PublicationKind.RETRACTION:
        return redirect(prefix_of(request.path) + reverse("public-explainer", kwargs={"slug": now.card["slug"]}))
    if now.card["slug"] != slug:
        return _moved(request, "public-explainer-number", now.card["slug"], number)
    return _page(request, found, now)


@public
def compared(request: HttpRequest, slug: str, before: int, after: int) -> HttpResponseBase:
    """What changed between two numbers of an explainer, word by word."""
    now = _current(slug)
    rows = ExplainerRevision.objects.filter(explainer=now.explainer_id, published_number__in=(before, after))
    found = list(rows.exclude(kind=PublicationKind.RETRACTION).order_by("published_number"))
    if len(found) < 2 or before > after:
        raise Http404
    if now.card["slug"] != slug:
        return _moved(request, "public-explainer-changes", now.card["slug"], before, after)
    old, new = found
    room = newsroom()

    def make() -> HttpResponse:
        context: dict[str, Any] = frame(request.path, room) | {
            "slug": now.card["slug"],
            "title": new.page["title"],
            "before": old.page,
            "after": new.page,
            "parts": what_changed(old.content, new.content),
            "retracted": now.kind == PublicationKind.RETRACTION,
            "address": addresses.absolute(request.path),
        }
        return HttpResponse(loader.render_to_string("public/explainer_changes.html", context))

    key = f"explainer compared {old.page_hash} {new.page_hash} {now.kind}"
    return cached(request, key=key, modified=now.published_at, make=make)


@public
@from_any_site
def listed_data(request: HttpRequest, before: int | None = None) -> HttpResponseBase:
    """The explainers as data, the newest first; `next` leads to older ones, and is null at the end."""
    room = newsroom()

    def make() -> HttpResponse:
        rows = list(shown(before=before)[: IN_A_DATA_PAGE + 1])
        following = None
        if len(rows) > IN_A_DATA_PAGE:
            last = rows[IN_A_DATA_PAGE - 1].explainer_id
            following = addresses.absolute(f"{addresses.CHECKS}explainers/older/{last}.json")
        answer = schemas.document(site_of(room), addresses.absolute(request.path))
        answer |= {"next": following}
        answer |= {"explainers": [schemas.explainer_in_a_list(row.card) for row in rows[:IN_A_DATA_PAGE]]}
        response = _json(answer)
        if following:
            response.headers["Link"] = f'<{following}>; rel="next"'
        return response

    return cached(request, key=f"explainers as data {before} {room.version}", modified=room.changed_at, make=make)


@public
@from_any_site
def data(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One explainer with everything its page shows, each check as it stands now."""
    found, room = _current(slug), newsroom()

    def make() -> HttpResponse:
        checks = as_they_stand(request.path, found.page.get("parts", []))
        answer = schemas.document(found.page["site"], addresses.absolute(request.path))
        answer["explainer"] = schemas.explainer(found.page, checks, is_current=True)
        return _json(answer)

    key = f"explainer as data {found.page_hash} {room.version}"
    return cached(request, key=key, modified=room.changed_at, make=make)


@public
@from_any_site
def feed(request: HttpRequest, form: str) -> HttpResponseBase:
    """The latest changes to explainers; one that was withdrawn is followed by a notice."""
    room, prefix = newsroom(), prefix_of(request.path)

    def make() -> HttpResponse:
        entries = [entry_of(row, prefix) for row in latest_changes(IN_A_FEED)]
        written = feeds.Feed(
            title=_("%(newsroom)s: explainers") % {"newsroom": room.name},
            home=addresses.absolute(prefix + addresses.EXPLAINERS),
            address=addresses.absolute(request.path),
            updated=max((entry.updated for entry in entries), default=room.changed_at),
            newsroom=room,
            entries=entries,
        )
        return HttpResponse(feeds.write(written, form), content_type=feeds.CONTENT_TYPES[form])

    return cached(request, key=f"explainers {form} {room.version}", modified=room.changed_at, make=make)


def _page(request: HttpRequest, found: ExplainerRevision, now: ExplainerRevision | None = None) -> HttpResponse:
    """The page of a revision; `now` is what readers see instead of it, where it is an older one."""
    room, page = newsroom(), found.page
    retracted = (now or found).kind == PublicationKind.RETRACTION

    def make() -> HttpResponse:
        checks = as_they_stand(request.path, page.get("parts", []))
        path = prefix_of(request.path) + addresses.explainer_path(page["slug"])
        pictured = picture_of(page, [check.publication for check in checks]) if checks else None
        context: dict[str, Any] = frame(request.path, page["site"]) | {
            "page": page,
            "checks": checks,
            "picture": pictured,
            "changed": [check for check in checks if check.changed_since],
            "changes": [entry for entry in reversed(page["history"]) if entry["number"] > 1],
            "history": list(reversed(page["history"])),
            "superseded": now is not None,
            "retracted": retracted,
            "address": addresses.absolute(path),
            "article": "" if retracted or now else article_of(page, checks),
        }
        return HttpResponse(loader.render_to_string("public/explainer.html", context))

    key = f"explainer {found.page_hash} {retracted} {now is None} {room.version}"
    return cached(request, key=key, modified=room.changed_at, make=make)


def _current(slug: str) -> ExplainerRevision:
    """What readers see of the explainer with this number, whatever words follow the number."""
    number = int(slug.removeprefix("EX-").partition("-")[0])
    found = ExplainerRevision.objects.filter(explainer=number, is_current=True).first()
    if found is None:
        raise Http404
    return found


def _moved(request: HttpRequest, name: str, *arguments: object) -> HttpResponsePermanentRedirect:
    path = prefix_of(request.path) + reverse(name, args=arguments)
    return HttpResponsePermanentRedirect(f"{settings.PUBLIC_URL}{path}")


def _json(answer: dict[str, Any]) -> HttpResponse:
    text = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(text, content_type="application/json; charset=utf-8")
