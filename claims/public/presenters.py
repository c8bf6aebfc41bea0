"""From a publication's snapshot to what the page's template is given, and to the whole page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.template import loader
from django.utils.html import format_html
from django.utils.translation import gettext as _

from claims.followed.queries import AlsoChecked
from claims.public.change_words import latest_of_each_kind
from claims.public.page_context import frame
from claims.public.passing_on import minutes_to_read, ways_to_share
from claims.public.site_languages import prefix_of
from claims.verdicts import addresses, snapshots
from claims.verdicts.enums import PublicationKind
from claims.verdicts.models import Publication, TranslationRevision
from claims.verdicts.related import Beside

EMBED_HEIGHT = 260
DESCRIPTION_LENGTH = 200


@dataclass(frozen=True)
class Holding:
    """Since when somebody stands by the published words, and since when they are being looked at again, if they are.

    Both are ISO 8601 instants.
    """

    as_of: str
    again_since: str = ""
    seen: Mapping[int, str] = field(default_factory=dict)
    """When the quoted words were last seen at each source, by the id of the evidence."""


@dataclass(frozen=True)
class Stamped:
    """When somebody else stamped what was signed (an instant), the host that did, and whether that was looked at."""

    at: str
    by: str
    compared: bool


@dataclass(frozen=True)
class Words:
    """In which further languages the check can be read, and since when a translation is behind it (an instant)."""

    translations: Sequence[str] = ()
    behind_since: str = ""


def check_html(
    page: Mapping[str, Any],
    *,
    claim_review: str,
    path: str = "",
    draft: bool = False,
    superseded: bool = False,
    retracted: bool = False,
    around: Mapping[str, Any] | None = None,
    holding: Holding | None = None,
    beside: Beside | None = None,
    elsewhere: Sequence[AlsoChecked] = (),
    words: Words | None = None,
    authors: Sequence[str] = (),
    stamp: Stamped | None = None,
) -> str:
    """The whole page of a verdict or of a retraction notice, drawn from the snapshot alone.

    `superseded`: an older number, shown with a notice; `retracted`: the check was withdrawn since. Neither a draft nor
    an older number carries a ClaimReview. `around`: another frame than the site's own.
    `holding`: since when the words are known to hold, `beside`: the checks that stand beside it now, `elsewhere`: what
    other newsrooms found, `words`: its other languages, and `authors`: the slug of each name in the byline that has a
    page, else empty; all are for the page that readers open. `stamp`: the time stamp of these words.
    """
    path = path or addresses.check_path(page["slug"])
    surroundings = around or frame(path, page["site"])
    context = {**surroundings} | check_context(page, prefix_of(path))
    context |= {
        "claim_review": "" if superseded or draft else claim_review,
        "media_review": "" if superseded or draft else snapshots.media_review_text(page),
        "draft": draft,
        "superseded": superseded,
        "retracted": retracted or page.get("retracted", False),
        "holding": holding,
        "beside": beside,
        "elsewhere": elsewhere,
        "words": words or Words(),
        "authors": authors,
        "stamp": stamp,
    }
    return loader.render_to_string("public/check.html", context)


def check_context(page: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """What the parts of a verdict page are drawn with; `prefix` is that of the page's language, such as /es."""
    plain = addresses.absolute(addresses.check_path(page["slug"]))
    address = addresses.absolute(prefix + addresses.check_path(page["slug"]))
    changes = [entry for entry in reversed(page["history"]) if entry["kind"] != PublicationKind.FIRST]
    return {
        "page": page,
        # Notes, reasons and labels stay as they were first written; a translation has other words in their places.
        "first_written": page.get("translation", {}).get("source_language") or page["site"]["language"],
        "address": address,
        "description": description_of(page),
        "step": step_of(page),
        "changes": changes,
        "changed": latest_of_each_kind(page["history"]),
        "history": list(reversed(page["history"])),
        "embed_code": embed_code(page),
        "minutes": 0 if page.get("retracted") else minutes_to_read(page),
        "ways": ways_to_share(page, address),
        "share_image": f"{plain}share.png",
        "oembed_json": f"{plain}oembed.json",
        "oembed_xml": f"{plain}oembed.xml",
    }


def claim_review_now(publication: Publication) -> str:
    """The publication's ClaimReview; built anew where the site has another address than when it was published."""
    if publication.base_url == settings.PUBLIC_URL:
        return publication.claim_review
    return snapshots.claim_review_text(publication.page)


def claim_review_at(publication: Publication, translation: TranslationRevision | None) -> str:
    """The ClaimReview of the page in the language of its address."""
    return snapshots.claim_review_text(translation.page) if translation else claim_review_now(publication)


def step_of(page: Mapping[str, Any]) -> dict[str, Any] | None:
    """Where the rating stands on its scale, the truest step first; None off it, and in other words than its own."""
    if "translation" in page:
        return None
    given = page.get("rating") or {}
    steps = sorted(
        (step for step in page.get("scale", []) if step["value"] is not None), key=lambda step: -int(step["value"])
    )
    values = [step["value"] for step in steps]
    if given.get("value") not in values or len(steps) < 2:
        return None
    return {
        "place": values.index(given["value"]) + 1,
        "of": len(steps),
        "first": steps[0]["label"],
        "last": steps[-1]["label"],
    }


def description_of(page: Mapping[str, Any]) -> str:
    """One or two sentences for a search result or a shared link."""
    if page.get("retracted"):
        return _("We have retracted this check. It no longer says what we say.")
    summary = " ".join(page["summary"].split())
    return summary if len(summary) <= DESCRIPTION_LENGTH else f"{summary[: DESCRIPTION_LENGTH - 1]}…"


def embed_address(page: Mapping[str, Any]) -> str:
    """Where the embedded form of a check is."""
    return addresses.absolute(f"{snapshots.page_path(page)}embed/")


def embed_code(page: Mapping[str, Any]) -> str:
    """The HTML that shows a check on another site; whatever the check says stays inside the attributes."""
    given = page.get("rating") or {}
    title = f"{given.get('label') or _('Withdrawn')}: {' '.join(page['statement'].split())[:120]}"
    return format_html(
        '<iframe src="{}" title="{}" width="100%" height="{}" loading="lazy" '
        'sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>',
        embed_address(page),
        title,
        EMBED_HEIGHT,
    )
