"""Judging our own pages by the ClaimReview checks, with everything the desk knows of them."""

import datetime
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.conf import settings

from claims.claimreview import MediaFacts, PageFacts, PageKind, Result, check_page
from claims.sentences import say, together
from claims.verdicts import addresses
from claims.verdicts.enums import PublicationKind


def facts_of(page: Mapping[str, Any], *, robots_txt: str = "", in_sitemap: bool | None = None) -> PageFacts:
    """What the desk knows of a page from its snapshot."""
    address = addresses.absolute(addresses.check_path(page["slug"]))
    if page.get("retracted"):
        return PageFacts(url=address, kind=PageKind.RETRACTION)
    steps = [step for step in page["scale"] if step["value"] is not None]
    appearances = page["appearances"]
    return PageFacts(
        url=address,
        robots_txt=robots_txt,
        in_sitemap=in_sitemap,
        organisation=page["site"]["name"],
        claimant=page["claimant"]["name"] if page["claimant"] else "",
        said_on=page["said_on"] or "",
        appearances=tuple(place["url"] for place in appearances if place["url"]),
        first_appearance=next((place["url"] or place["title"] for place in appearances if place["first"]), ""),
        first_published=datetime.datetime.fromisoformat(page["first_published_at"]),
        last_published=datetime.datetime.fromisoformat(page["published_at"]),
        corrections=sum(entry["kind"] == PublicationKind.CORRECTION for entry in page["history"]),
        scale=tuple(step["label"] for step in sorted(steps, key=lambda step: int(step["value"]))),
        off_scale=frozenset(step["label"] for step in page["scale"] if step["value"] is None),
        media=_media_facts(page.get("picture") or {}),
    )


def _media_facts(picture: Mapping[str, Any]) -> MediaFacts:
    media = picture.get("media")
    if not media:
        return MediaFacts()
    return MediaFacts(
        category=media["category"],
        label=media["label"],
        original_context=media["original_context"],
        stamp=picture["stamp"],
        credit=picture["credit"],
        licence=picture["licence"],
    )


def judge(page: Mapping[str, Any], html: str, *, robots_txt: str = "", in_sitemap: bool | None = None) -> list[Result]:
    """Every check's answer on a page as it is served."""
    results = check_page(html, facts_of(page, robots_txt=robots_txt, in_sitemap=in_sitemap))
    return results if settings.PUBLIC_URL.startswith("https://") else [_with_setting(result) for result in results]


def _with_setting(result: Result) -> Result:
    """C7 on a site whose own address is at fault, with what mends it: no editor can."""
    if result.check != "C7" or result.passed:
        return result
    mend = say(
        "This desk's PUBLIC_URL is %(address)s: set it to the https:// address readers use, and restart.",
        address=settings.PUBLIC_URL,
    )
    return replace(result, sentence=together(result.sentence, mend))
