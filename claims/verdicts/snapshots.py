"""Snapshots: everything a public page shows, gathered once and kept with its hash; pages are drawn from that alone."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from claims import claimreview
from claims.tracking.enums import CandidateOrigin, ClaimantKind
from claims.tracking.models import Candidate, Claim
from claims.verdicts import addresses, figures, markdown, normalise_input
from claims.verdicts.content import Content, content_hash
from claims.verdicts.corrections import change_of
from claims.verdicts.enums import ContactMethod, MediaCategory, PublicationKind, SiteTextName, SourceKind, Stance
from claims.verdicts.models import Newsroom, Publication, Rating
from claims.verdicts.reasons import ABOUT

FORMAT: Final = 1


@dataclass(frozen=True)
class Occasion:
    """One act of publishing: what it is, when, what came before it, and the names readers may see."""

    number: int
    kind: PublicationKind
    note: str
    now: datetime.datetime
    newsroom: Newsroom
    earlier: Sequence[Publication] = ()
    written_by: Sequence[str] = ()
    approved_by: Sequence[str] = ()
    experts: Sequence[Mapping[str, str]] = ()
    first_at: datetime.datetime | None = None
    """When it was first published elsewhere, where it was."""

    @property
    def first_published_at(self) -> datetime.datetime:
        """When the words were first published, here or elsewhere."""
        if self.earlier:
            return self.earlier[0].first_published_at or self.earlier[0].published_at
        return self.first_at or self.now


def page_of(claim: Claim, content: Mapping[str, Any], occasion: Occasion) -> Content:
    """Everything the page of a verdict shows, as JSON data; the same content on the same occasion gives the same."""
    approved_hash = content_hash(content)
    content = _tidy(dict(content))
    page = _common(claim, content["statement"], content, occasion)
    evidence = [_source(number, source) for number, source in enumerate(content["evidence"], 1)]
    worked_out = figures.shown_to_readers(content)
    pictures = _pictures(content)
    for source in evidence:
        source |= {"picture": pictures[source["id"]]} if source["id"] in pictures else {}
    page |= {
        "words_said": _words_said(content),
        "claimant": content["claimant"],
        "said_on": content["said_on"],
        "said_where": content["said_where"],
        **_language(content),
        "rating": content["rating"],
        "scale": _scale(content["rating"]),
        "summary": content["summary"],
        "explanation": str(
            markdown.render(
                content["explanation"],
                [source["anchor"] for source in evidence],
                figures=figures.anchors(worked_out, "explanation"),
            )
        ),
        "evidence": evidence,
        "contacts": [_contact(contact) for contact in content["contacts"]],
        "reasons": [_reason(gate, reason) for gate, reason in content["waivers"].items()],
        "appearances": content["appearances"],
        "topics": sorted(content["topics"], key=lambda topic: str(topic["name"]).casefold()),
        "written_by": list(occasion.written_by) if occasion.newsroom.show_names else [],
        "approved_by": list(occasion.approved_by) if occasion.newsroom.show_names else [],
        "found_by": _found_by(claim),
        "content_hash": approved_hash,
    }
    page |= worked_out
    if occasion.experts:
        page["experts"] = [dict(expert) for expert in occasion.experts]
    if None in pictures:
        page["picture"] = pictures[None]
    page |= {part: content[part] for part in ("key_points", "why_checked") if content.get(part)}
    return _tidy_page(page)


def retraction_page_of(claim: Claim, statement: str, occasion: Occasion) -> Content:
    """Everything the notice in place of a retracted verdict shows."""
    page = _common(claim, normalise_input.lines(statement), {"retracted": True}, occasion)
    last = occasion.earlier[-1].content if occasion.earlier else {}
    return _tidy_page(page | _language(last) | {"retracted": True})


def card_of(page: Mapping[str, Any]) -> Content:
    """What a list shows of a page."""
    claimant, rating = page.get("claimant") or {}, page.get("rating") or {}
    return {
        "number": page["number"],
        "statement": page["statement"],
        **_language(page),
        "words_said": page["words_said"]["text"] if page.get("words_said") else "",
        "summary": page.get("summary", ""),
        "claimant": {key: claimant.get(key, "") for key in ("name", "slug", "role")} if claimant else None,
        "rating": {key: rating[key] for key in ("label", "slug", "tone")} if rating else None,
        "said_on": page.get("said_on"),
        "kind": page["kind"],
        "note": page["note"],
        "change": page["history"][-1]["change"],
        "id": page["id"],
        **{part: page[part] for part in ("picture", "key_points") if page.get(part)},
        **({"imported": True} if page.get("imported") else {}),
    }


def claim_review_of(page: Mapping[str, Any], base: str | None = None) -> claimreview.Review:
    """The facts a page's ClaimReview is built from; `base` is the site's address, by default the one of now."""
    claimant, rating = page["claimant"], page["rating"] or {}
    site, shown_since = page["site"], page.get("translation", page)
    return claimreview.Review(
        url=addresses.absolute(page_path(page), base),
        claim=page["statement"],
        rating=claimreview.RatingGiven(
            rating.get("label", ""), rating.get("value"), rating.get("worst"), rating.get("best")
        ),
        organisation=claimreview.Organisation(
            name=site["name"],
            url=site["homepage"] or addresses.absolute(addresses.CHECKS, base),
            corrections_policy=addresses.absolute(addresses.text_path(SiteTextName.CORRECTIONS.value), base),
            principles=addresses.absolute(addresses.text_path(SiteTextName.METHODOLOGY.value), base),
        ),
        published=shown_since["first_published_at"],
        modified=shown_since["published_at"],
        summary=page["summary"],
        claimant=_party(claimant) if claimant else None,
        said_on=page["said_on"] or "",
        appearances=tuple(
            claimreview.Appearance(
                url=appearance["url"],
                headline=appearance["title"],
                publisher=appearance["outlet"],
                published=(appearance["published_at"] or "")[:10],
                is_first=appearance["first"],
                words=page["words_said"]["text"] if appearance["has_words_said"] else "",
            )
            for appearance in page["appearances"]
        ),
        corrections=tuple(
            claimreview.Correction(f"{entry['label']}: {entry['note']}", entry["at"])
            for entry in page["history"]
            if entry["kind"] == PublicationKind.CORRECTION
        ),
        language=site["language"],
        claim_language=page.get("translation", page).get("claim_language", page.get("language", "")),
        original=addresses.absolute(addresses.check_path(page["slug"]), base) if "translation" in page else "",
        image=image_address(page.get("picture"), page["slug"], base),
        based_on=page["imported"]["address"] if page.get("imported") else "",
        credit=credit_of(page["imported"]) if page.get("imported") else "",
    )


def credit_of(imported: Mapping[str, Any]) -> str:
    """Where an imported check comes from and who checked it then, in one sentence."""
    if not imported["checked_by"]:
        return _("Imported from our old site.")
    return _("Imported from our old site, where it was checked by %(names)s.") % {"names": imported["checked_by"]}


def claim_review_text(page: Mapping[str, Any], base: str | None = None) -> str:
    """A page's ClaimReview as JSON that is safe inside a script element; empty for a retraction."""
    if page.get("retracted"):
        return ""
    return claimreview.script_text(claimreview.build(claim_review_of(page, base)))


def media_review_text(page: Mapping[str, Any], base: str | None = None) -> str:
    """The MediaReview of a page whose check is about its picture, safe inside a script element; else empty."""
    picture = page.get("picture") or {}
    media = picture.get("media")
    if not media or page.get("retracted"):
        return ""
    kept = addresses.absolute(addresses.picture_path(picture["files"][-1]["sha256"]), base)
    finding = claimreview.MediaFinding(
        category=media["category"],
        seen=picture["alt"],
        url=media["url"] or kept,
        kept_at=kept if media["url"] else "",
        original_context=media["original_context"],
    )
    return claimreview.script_text(claimreview.build_media(claim_review_of(page, base), finding))


def page_path(page: Mapping[str, Any]) -> str:
    """The path of a page: a translation stands under the name of its language."""
    path = addresses.check_path(page["slug"])
    return f"/{page['site']['language']}{path}" if "translation" in page else path


def card_path(card: Mapping[str, Any], slug: str) -> str:
    """The path of the page that a card in a list leads to."""
    path = addresses.check_path(slug)
    return f"/{card['translation']}{path}" if card.get("translation") else path


def page_hash(page: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON of a page."""
    return content_hash(page)


def image_address(picture: Mapping[str, Any] | None, slug: str, base: str | None = None) -> str:
    """The address of a claim's picture; a debunked one leaves the page only as the share image, with its stamp."""
    if not picture:
        return ""
    if picture["stamp"]:
        return addresses.absolute(f"{addresses.check_path(slug)}share.png", base)
    return addresses.absolute(addresses.picture_path(picture["files"][-1]["sha256"]), base)


def site_of(newsroom: Newsroom) -> Content:
    """The newsroom in the words that a snapshot keeps of it."""
    return {
        "name": newsroom.name,
        "strapline": newsroom.strapline,
        "about_line": newsroom.about_line,
        "homepage": newsroom.homepage,
        "language": newsroom.language,
        "offers_packs": newsroom.offers_packs,
    }


def tag_of(number: str, first_at: datetime.datetime) -> str:
    """An id that stays when the site moves: a tag URI (RFC 4151) of the host and day of the first publication."""
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    return f"tag:{host},{first_at.astimezone(datetime.UTC):%Y-%m-%d}:{number}"


def _common(claim: Claim, statement: str, content: Mapping[str, Any], occasion: Occasion) -> Content:
    first = occasion.earlier[0] if occasion.earlier else None
    latest = occasion.earlier[-1] if occasion.earlier else None
    newsroom = occasion.newsroom
    first_at = occasion.first_published_at
    imported = first.page.get("imported") if first else content.get("imported")
    return {
        "format": FORMAT,
        "id": first.page["id"] if first else tag_of(claim.number, first_at),
        "number": claim.number,
        "slug": first.slug if first else addresses.slug_for(claim, statement),
        "publication": occasion.number,
        "kind": occasion.kind.value,
        "note": normalise_input.lines(occasion.note),
        "site": site_of(newsroom),
        "statement": statement,
        "first_published_at": _instant(first_at),
        "published_at": _instant(occasion.now),
        **({"imported": imported} if imported else {}),
        "history": [
            *(latest.page["history"] if latest else []),
            {
                "number": occasion.number,
                "kind": occasion.kind.value,
                "label": str(occasion.kind.label),
                "note": normalise_input.lines(occasion.note),
                "at": _instant(occasion.now),
                "change": change_of(latest.content, content) if latest else None,
            },
        ],
    }


def _source(number: int, source: Mapping[str, Any]) -> Content:
    return {
        **source,
        "anchor": f"source-{number}",
        "kind_label": str(SourceKind(source["kind"]).label),
        "stance_label": str(Stance(source["stance"]).label),
    }


def _pictures(content: Mapping[str, Any]) -> dict[int | None, Content]:
    """The pictures by the source they show, the claim's own by None; a stamp is the word of the rating."""
    label = (content["rating"] or {}).get("label", "")
    return {
        picture["evidence"]: {
            **{key: picture[key] for key in ("alt", "credit", "licence", "files")},
            "stamp": label if picture["stamped"] else "",
            **({"media": _media(picture)} if picture.get("category") else {}),
        }
        for picture in content.get("pictures", [])
    }


def _media(picture: Mapping[str, Any]) -> Content:
    return {
        "category": picture["category"],
        "label": str(MediaCategory(picture["category"]).label),
        "original_context": picture["original_context"],
        "url": picture["media_url"],
    }


def _reason(gate: str, reason: str) -> Content:
    return {"about": str(ABOUT.get(gate, gate)), "text": reason}


def _contact(contact: Mapping[str, Any]) -> Content:
    return {**contact, "method_label": str(ContactMethod(contact["method"]).label)}


def _words_said(content: Mapping[str, Any]) -> Content | None:
    """What was said, word for word, with the appearance that has the words; None where no source is known for them.

    Nothing is a quotation for readers unless an article has the words or somebody of the desk heard them.
    """
    words = content["words_said"]
    source = next((appearance for appearance in content["appearances"] if appearance["has_words_said"]), None)
    if not words or not (words["heard"] or source):
        return None
    language = _language(source or content)
    return {**words, "source": source, **language}


def _language(words: Mapping[str, Any]) -> Content:
    """The language of the wording or of a source, where it is known."""
    return {"language": words["language"]} if words.get("language") else {}


def _scale(rating: Mapping[str, Any] | None) -> list[Content]:
    """The whole scale the rating was taken from, in its order, as it was worded then."""
    if not rating:
        return []
    found = (
        Rating.objects.filter(slug=rating["slug"], label=rating["label"])
        .order_by("-scale__is_active", "-scale_id")
        .values_list("scale_id", flat=True)
        .first()
    )
    words = Rating.objects.filter(scale_id=found, is_active=True).order_by("order")
    return [dict(step) for step in words.values("slug", "label", "definition", "tone", "lean", "value")]


def _found_by(claim: Claim) -> str:
    origin = Candidate.objects.filter(claim=claim).order_by("id").values_list("origin", flat=True).first()
    if origin is None:
        return ""
    return "software" if origin == CandidateOrigin.MACHINE else "person"


def _party(claimant: Mapping[str, Any]) -> claimreview.Claimant:
    kind = "Person" if claimant["kind"] == ClaimantKind.PERSON else "Organization"
    return claimreview.Claimant(claimant["name"], kind, claimant["role"], claimant["same_as"])


def _tidy_page(page: Content) -> Content:
    """The page with the names that came from beside the content as fit as the rest."""
    tidied: Content = _tidy(page)
    return tidied


def _tidy(value: Any) -> Any:
    """The same data with its texts fit for every output: no control characters and no overrides of direction."""
    if isinstance(value, str):
        return normalise_input.lines(value)
    if isinstance(value, dict):
        return {key: _tidy(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_tidy(item) for item in value]
    return value


def _instant(at: datetime.datetime) -> str:
    return at.astimezone(datetime.UTC).isoformat(timespec="seconds")


def facets_of(page: Mapping[str, Any]) -> Iterator[tuple[str, str, str, str, int, int]]:
    """What a page is filed under: kind, slug, name, detail, tone and order of each facet."""
    rating, claimant = page.get("rating"), page.get("claimant")
    if rating:
        order = 100 if rating["value"] is None else rating["best"] - rating["value"]
        yield "rating", rating["slug"], rating["label"], "", rating["tone"], order
    if claimant:
        yield "claimant", claimant["slug"], claimant["name"], claimant["role"], 0, 0
    for topic in page.get("topics", []):
        yield "topic", topic["slug"], topic["name"], "", 0, 0
    for name in {appearance["outlet"] for appearance in page.get("appearances", []) if appearance["outlet"]}:
        yield "outlet", addresses.slug_of_name(name), name, "", 0, 0
