"""The checks on a page whose rating is about a picture: M1 to M6."""

from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from claims.claimreview.reading import ReadPage, folded, types_of
from claims.claimreview.results import MediaFacts, PageFacts, Result
from claims.sentences import say

ORIGINAL: Final = "OriginalMediaContent"
CATEGORIES: Final = frozenset(
    {
        "DecontextualizedContent",
        "EditedOrCroppedContent",
        "StagedContent",
        "TransformedContent",
        "SatireOrParodyContent",
        ORIGINAL,
    }
)
"""The members of https://schema.org/MediaManipulationRatingEnumeration."""


def check_media(page: ReadPage, facts: PageFacts) -> dict[str, list[Result]]:
    """What M1 to M6 say of a page, by name; none of them is asked of a page that rates no picture."""
    media, reviews = facts.media, page.media_reviews
    wanted = 1 if media and media.category else 0
    if not reviews and not wanted:
        return {}
    if media and len(reviews) != wanted:
        sentence = say(
            "The page carries %(count)s MediaReviews; it must carry %(wanted)s.", count=len(reviews), wanted=wanted
        )
        return {"M1": [Result("M1", False, sentence)]}
    document = reviews[0]
    found = {"M1": list(_category(document)), "M2": list(_item(document))}
    if media:
        found |= {
            "M3": list(_context(document, page, media)),
            "M4": list(_stamp(page, media)),
            "M5": list(_agreement(document, page, media)),
            "M6": list(_rights(page, media)),
        }
    return found


def _category(document: Mapping[str, Any]) -> Iterator[Result]:
    if document.get("mediaAuthenticityCategory") not in CATEGORIES:
        yield Result("M1", False, say("Set mediaAuthenticityCategory to a category of schema.org."))


def _item(document: Mapping[str, Any]) -> Iterator[Result]:
    item = document.get("itemReviewed")
    places = item.get("mediaItemAppearance", item) if isinstance(item, Mapping) else []
    places = places if isinstance(places, list) else [places]
    if not any(_is_media(place) for place in places):
        yield Result("M2", False, say("Say which picture was reviewed, with its address (contentUrl)."))


def _is_media(place: Any) -> bool:
    kinds = {"ImageObject", "VideoObject", "AudioObject", "MediaObject"}
    address = place.get("contentUrl", "") if isinstance(place, Mapping) else ""
    return bool(kinds & set(types_of(place))) and urlsplit(str(address)).scheme in ("http", "https")


def _context(document: Mapping[str, Any], page: ReadPage, media: MediaFacts) -> Iterator[Result]:
    if not media.original_context:
        return
    if document.get("originalMediaContextDescription") != media.original_context:
        yield Result("M3", False, say("Say in originalMediaContextDescription what the picture shows in truth."))
    if folded(media.original_context) not in page.words:
        yield Result("M3", False, say("The page does not say what the picture shows in truth."))


def _stamp(page: ReadPage, media: MediaFacts) -> Iterator[Result]:
    if media.category == ORIGINAL:
        return
    told = (stamp == media.stamp and folded(stamp) in folded(alt) for alt, stamp in page.pictures)
    if not media.stamp or not any(told):
        yield Result("M4", False, say("Put the rating's word over the picture, and into its description."))


def _agreement(document: Mapping[str, Any], page: ReadPage, media: MediaFacts) -> Iterator[Result]:
    if document.get("mediaAuthenticityCategory") != media.category:
        yield Result("M5", False, say("The markup has another category than the newsroom chose."))
    if folded(media.label) not in page.words:
        yield Result("M5", False, say("The page does not say what became of the picture."))
    if page.reviews and document.get("url") != page.reviews[0].get("url"):
        yield Result("M5", False, say("MediaReview and ClaimReview name different pages."))


def _rights(page: ReadPage, media: MediaFacts) -> Iterator[Result]:
    if not all(said and folded(said) in page.words for said in (media.credit, media.licence)):
        yield Result("M6", False, say("Credit and licence of the picture do not stand on the page."))
