"""Lists of checks: all of them, those under one facet, those a search finds; and the directories of facets."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template import loader
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from claims.public.answers import cached, public
from claims.public.filtering import FOLDERS, Asked, asked_by_path, asked_by_query
from claims.public.old_addresses import moved_from
from claims.public.page_context import frame
from claims.public.site_languages import prefix_of
from claims.public.translations import in_the_language_of
from claims.verdicts import addresses
from claims.verdicts.enums import FacetKind
from claims.verdicts.models import Facet, Newsroom
from claims.verdicts.published import Filters, checks, choose, corrections, meant
from claims.verdicts.site_settings import newsroom

PAGE = 20
MOST_IN_A_DIRECTORY = 1000

TITLES = {
    FacetKind.RATING: gettext_lazy("Checks rated %(name)s"),
    FacetKind.TOPIC: gettext_lazy("Checks on %(name)s"),
    FacetKind.CLAIMANT: gettext_lazy("What %(name)s said"),
    FacetKind.OUTLET: gettext_lazy("Claims in %(name)s"),
}
DIRECTORIES = {
    "topics": gettext_lazy("Topics"),
    "claimants": gettext_lazy("Who said it"),
    "outlets": gettext_lazy("Outlets"),
}


@public
def home(request: HttpRequest, before: int | None = None) -> HttpResponseBase:
    """The newest checks, the latest of them first and large; or older ones."""
    asked = asked_by_path(before=before)
    return _cached_list(request, asked, {"title": _("All checks"), "heading": _("Latest checks"), "is_all": True})


@public
def filed(request: HttpRequest, folder: str, slug: str, before: str = "") -> HttpResponseBase:
    """The checks under one rating, topic, claimant or outlet."""
    asked = asked_by_path(folder, slug, int(before) if before else None)
    return _cached_list(request, asked, {"heading": _("Latest first")})


@public
def search(request: HttpRequest) -> HttpResponseBase:
    """The checks that hold all the words and stand under all kinds of facets asked for."""
    asked = asked_by_query(request.GET)
    words = asked.filters.words
    words_and_title = {
        "title": _("Checks with “%(words)s”") % {"words": words} if words else _("Find checks"),
        "searching": True,
    }
    return _cached_list(request, asked, words_and_title | {"heading": _("Latest first"), "noindex": True})


@public
def directory(request: HttpRequest, folder: str) -> HttpResponseBase:
    """All facets of a kind that have a check, by name."""
    room = newsroom()

    def make() -> HttpResponse:
        used = Facet.objects.filter(kind=FOLDERS[folder], count__gt=0).order_by("-count", "name")
        facets = list(used[: MOST_IN_A_DIRECTORY + 1])
        context = frame(request.path, room) | {
            "title": DIRECTORIES[folder],
            "folder": folder,
            "facets": sorted(facets[:MOST_IN_A_DIRECTORY], key=lambda facet: facet.name.casefold()),
            "more": len(facets) > MOST_IN_A_DIRECTORY,
            "address": addresses.absolute(request.path),
        }
        return HttpResponse(loader.render_to_string("public/directory.html", context))

    return cached(request, key=f"directory {folder} {room.version}", modified=room.changed_at, make=make)


@public
def correction_log(request: HttpRequest, before: int | None = None) -> HttpResponseBase:
    """Every change to a published check, the latest first."""
    room = newsroom()

    def make() -> HttpResponse:
        rows = in_the_language_of(request.path, corrections(before=before, limit=PAGE + 1))
        context = frame(request.path, room, "corrections")
        context |= {
            "rows": rows[:PAGE],
            "older": f"{context['root']}corrections/older/{rows[PAGE - 1].pk}/" if len(rows) > PAGE else "",
            "address": addresses.absolute(request.path),
        }
        return HttpResponse(loader.render_to_string("public/corrections.html", context))

    return cached(request, key=f"log {before} {room.version}", modified=room.changed_at, make=make)


@public
def nothing(request: HttpRequest) -> HttpResponseBase:
    """An address among the checks under which nothing is now; what stood there on the old site is found again."""
    moved = moved_from(request)
    if moved is None:
        raise Http404
    return moved


def _cached_list(request: HttpRequest, asked: Asked, words: dict[str, Any]) -> HttpResponse:
    room = newsroom()
    key = f"list {room.version} {request.path} {asked.query} {asked.before}"
    return cached(
        request, key=key, modified=room.changed_at, make=lambda: HttpResponse(_list(request, asked, words, room))
    )


def _list(request: HttpRequest, asked: Asked, words: dict[str, Any], room: Newsroom) -> str:
    chosen = choose(asked.filters)
    if asked.place and asked.place != "search/":
        if not chosen.facets:
            raise Http404
        words = words | _about(chosen.facets[0])
    rows = in_the_language_of(request.path, checks(chosen, before=asked.before, limit=PAGE + 1))
    more, rows = len(rows) > PAGE, rows[:PAGE]
    context = frame(request.path, room, "home" if words.get("is_all") else "")
    root, checks_here = context["root"], prefix_of(request.path) + addresses.CHECKS
    context |= words | {
        "older": asked.older(root, rows[-1].sequence) if more else "",
        "newest": asked.address(root),
        "deeper": asked.deeper,
        "lead": rows[0] if words.get("is_all") and rows and not asked.deeper else None,
        "sidebar": room.sidebar,
        "words": asked.filters.words,
        "asked": {kind.value: slugs for kind, slugs in asked.filters.facets.items()},
        "feeds": {form: asked.feed(root, form) for form in ("atom", "rss", "json")},
        "alerts": asked.alerts(root) if room.offers_alerts else "",
        "address": addresses.absolute(asked.older(checks_here, asked.before) if asked.deeper else
                                      asked.address(checks_here)),
        "description": f"{words.get('title', '')} · {room.name}",
    }  # fmt: skip
    context["rows"] = rows[1:] if context["lead"] else rows
    context |= _choices(room, asked) | _when_empty(asked)
    if not rows and not asked.deeper and (spelt := meant(asked.filters)):
        context["meant"] = {"words": spelt, "address": Asked(Filters(spelt, asked.filters.facets)).search(root)}
    return loader.render_to_string("public/list.html", context)


def _about(facet: Facet) -> dict[str, Any]:
    count = ngettext("%(count)s check", "%(count)s checks", facet.count) % {"count": facet.count}
    return {
        "title": TITLES[FacetKind(facet.kind)] % {"name": facet.name},
        "subtitle": f"{facet.detail}. {count}" if facet.detail else count,
        "chosen_kind": facet.kind,
        "chosen_slug": facet.slug,
    }


def _choices(room: Newsroom, asked: Asked) -> dict[str, Any]:
    """The claimants and outlets a search can name: the most used ones, and whichever was asked for."""
    return {
        f"{kind.value}s": [
            *room.sidebar.get(kind.value, []),
            *(
                {"slug": slug, "name": slug}
                for slug in asked.filters.facets.get(kind, ())
                if slug not in {facet["slug"] for facet in room.sidebar.get(kind.value, [])}
            ),
        ]
        for kind in (FacetKind.CLAIMANT, FacetKind.OUTLET)
    }


def _when_empty(asked: Asked) -> dict[str, str]:
    if asked.filters.is_empty:
        return {
            "empty_title": _("No check is published yet"),
            "empty_text": _("The first one will stand here as soon as it is out."),
        }
    if asked.place != "search/":
        return {
            "empty_title": _("No check stands here now"),
            "empty_text": _("Those that did were withdrawn, or are filed elsewhere since they were corrected."),
        }
    return {
        "empty_title": _("No check matches"),
        "empty_text": _("Try fewer words, or take a filter away. You can also send us the claim to check."),
    }
