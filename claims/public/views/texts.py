"""The texts around the checks: how we check, ratings, corrections policy, about, contact; and the page about feeds."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template import loader
from django.utils.translation import gettext as _

from claims.public.answers import cached, public
from claims.public.page_context import frame
from claims.verdicts import addresses, markdown, newsroom_facts, signing
from claims.verdicts.agreement import Agreement
from claims.verdicts.enums import SiteTextName
from claims.verdicts.models import Newsroom, NewsroomKey, Rating
from claims.verdicts.second_verdict_figures import second_verdict_figures
from claims.verdicts.site_settings import newsroom, site_text, text_language


@public
def text(request: HttpRequest, name: str) -> HttpResponseBase:
    """One of the texts, in its newest version."""
    room = newsroom()

    def make() -> HttpResponse:
        found = site_text(SiteTextName(name))
        context: dict[str, Any] = frame(request.path, room, name) | {
            "title": found.title,
            "body": markdown.render(found.body, top=2),
            "edited_at": found.edited_at.isoformat() if found.number else "",
            "version": found.number,
            "text_language": text_language(found),
            "address": addresses.absolute(request.path),
        }
        if name == SiteTextName.METHODOLOGY and agreement:
            context["agreement"] = agreement
        if name == SiteTextName.RATINGS:
            context["ratings"] = steps
            context["used"] = {facet["slug"] for facet in room.sidebar.get("rating", [])}
        if name in (SiteTextName.CONTACT, SiteTextName.CORRECTIONS):
            context |= {"email": room.email, "place": room.address, "reachable": True}
        if name == SiteTextName.CORRECTIONS:
            context["complaints"] = [each for each in room.memberships if each["complaints"]]
        if name in (SiteTextName.ABOUT, SiteTextName.METHODOLOGY) and room.position:
            context["position"] = markdown.render(room.position, top=3)
        if name == SiteTextName.ABOUT:
            context |= {"homepage": room.homepage, "signs_with": key, "keys": signing.KEYS_PATH}
            context |= {"place": room.address, "statements": _statements(room)}
            context |= {"facts": room, "years": newsroom_facts.years_of(room)}
        return HttpResponse(loader.render_to_string("public/text.html", context))

    # The scale is kept in the admin like the texts, but does not move the newsroom's version.
    steps = _scale() if name == SiteTextName.RATINGS else []
    state = [(step.slug, step.label, step.definition, step.tone) for step in steps]
    agreement = _agreement(room) if name == SiteTextName.METHODOLOGY else None
    in_use = NewsroomKey.objects.filter(retired_at__isnull=True) if name == SiteTextName.ABOUT else ()
    key = next((str(known) for known in in_use), "")
    return cached(request, key=f"text {name} {room.version} {state} {key} {agreement}", modified=None, make=make)


@public
def feeds(request: HttpRequest) -> HttpResponseBase:
    """What there is to follow and to fetch."""
    room = newsroom()

    def make() -> HttpResponse:
        context = frame(request.path, room) | {"address": addresses.absolute(request.path)}
        return HttpResponse(loader.render_to_string("public/feeds.html", context))

    return cached(request, key=f"feeds {room.version}", modified=None, make=make)


def _agreement(room: Newsroom) -> Agreement | None:
    """How often two people agree who judge by themselves, where the newsroom tells it and has enough cases."""
    if not room.shows_agreement:
        return None
    overall = second_verdict_figures().overall
    return overall if overall.raw else None


def _statements(room: Newsroom) -> list[tuple[str, str]]:
    """What the newsroom says of its owners and its money, each with its heading."""
    parts = ((_("Who owns us"), room.ownership), (_("Who pays for our work"), room.funding))
    return [(heading, markdown.render(words, top=3)) for heading, words in parts if words]


def _scale() -> list[Rating]:
    return list(Rating.objects.filter(scale__is_active=True, is_active=True).order_by("order"))
