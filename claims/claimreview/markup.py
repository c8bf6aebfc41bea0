"""The checks that look at the ClaimReview document alone: C2 to C12 and C15."""

import datetime
import difflib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from claims.claimreview import vocabulary
from claims.claimreview.reading import folded, types_of
from claims.claimreview.results import Level, PageFacts, Result
from claims.sentences import say

type Document = Mapping[str, Any]

ADVISED_LENGTH = 75
RATING_WORDS = 60


def check_context(document: Document, facts: PageFacts) -> Iterator[Result]:
    """C2: the vocabulary is schema.org's, the type ClaimReview, and every property spelt as schema.org spells it."""
    context = document.get("@context")
    if context not in ("https://schema.org", "https://schema.org/", "http://schema.org", "http://schema.org/"):
        yield Result("C2", False, say("Set @context to https://schema.org."))
    elif not str(context).startswith("https://"):
        yield Result("C2", False, say("Write @context with https: https://schema.org."), Level.WARN)
    if types_of(document) != ["ClaimReview"]:
        yield Result("C2", False, say("Set @type to ClaimReview."))
    yield from _misspelt(document)


def check_claim_text(document: Document, facts: PageFacts) -> Iterator[Result]:
    """C3: the claim is there, short, and does not tell its own rating."""
    claim = _text(document, "claimReviewed")
    if not claim:
        yield Result("C3", False, say("Say which claim was reviewed (claimReviewed)."))
        return
    if len(claim) > ADVISED_LENGTH:
        yield Result(
            "C3",
            False,
            say(
                "The claim is %(count)s characters long; readers of ClaimReview advise at most %(advised_length)s.",
                count=len(claim),
                advised_length=ADVISED_LENGTH,
            ),
            Level.WARN,
        )
    label = _text(_object(document, "reviewRating"), "alternateName")
    if label and says_rating(claim, label):
        yield Result(
            "C3",
            False,
            say("The claim's wording tells the rating (“%(label)s”). Leave the rating out of it.", label=label),
        )


def says_rating(claim: str, label: str) -> bool:
    """Whether a claim's wording tells its rating: put before or behind it, or a rating of several words inside it.

    A one-word rating such as “True” may stand inside a claim as an ordinary word.
    """
    claim, label = folded(claim), folded(label)
    word = re.escape(label)
    if re.search(rf"^\W*{word}\s*[:–—\-|.!]|[:–—\-|.([\]]\s*{word}\W*$|[\[(]\s*{word}\s*[\])]", claim):
        return True
    return " " in label and re.search(rf"(?<!\w){word}(?!\w)", claim) is not None


def check_rating(document: Document, facts: PageFacts) -> Iterator[Result]:
    """C4: the rating is a Rating whose word comes first."""
    rating = document.get("reviewRating")
    if "Rating" not in types_of(rating):
        yield Result("C4", False, say("Give reviewRating the type Rating."))
        return
    label = _text(_object(document, "reviewRating"), "alternateName")
    if not label:
        yield Result("C4", False, say("Write the rating's word in alternateName."))
    elif not label[0].isalpha() or re.match(r"(?i)(our\s+)?(rating|verdict)\b", label):
        yield Result(
            "C4", False, say("Begin alternateName with the rating's meaning, not “%(label)s”.", label=label[:20])
        )
    elif len(label) > RATING_WORDS:
        yield Result("C4", False, say("Shorten alternateName: only its first words are shown."), Level.WARN)


def check_numbers(document: Document, facts: PageFacts) -> Iterator[Result]:
    """C5: all three numbers or none, worst at least 1, best above worst, the value between, higher truer."""
    rating = _object(document, "reviewRating")
    names = ("ratingValue", "worstRating", "bestRating")
    present = [name for name in names if name in rating]
    if not present:
        return
    if len(present) < len(names):
        missing = ", ".join(name for name in names if name not in rating)
        yield Result("C5", False, say("Give all three numbers or none; missing: %(missing)s.", missing=missing))
        return
    numbers = [_number(rating[name]) for name in names]
    if None in numbers:
        yield Result("C5", False, say("Write ratingValue, worstRating and bestRating as numbers."))
        return
    value, worst, best = (number or 0.0 for number in numbers)
    if worst < 1:
        yield Result("C5", False, say("worstRating is %(worst)s; it must be at least 1.", worst=f"{worst:g}"))
    if best <= worst:
        yield Result(
            "C5",
            False,
            say("bestRating (%(best)s) must be above worstRating (%(worst)s).", best=f"{best:g}", worst=f"{worst:g}"),
        )
    if not worst <= value <= best:
        yield Result(
            "C5",
            False,
            say(
                "ratingValue %(value)s lies outside %(worst)s to %(best)s.",
                value=f"{value:g}",
                worst=f"{worst:g}",
                best=f"{best:g}",
            ),
        )
    label = folded(_text(rating, "alternateName"))
    truest = folded(facts.scale[-1]) if facts.scale else ""
    falsest = folded(facts.scale[0]) if facts.scale else ""
    if (label in vocabulary.MOST_TRUE or label == truest) and value != best:
        yield Result(
            "C5",
            False,
            say("Higher is truer: “%(label)s” must carry the best number (%(best)s).", label=label, best=f"{best:g}"),
        )
    if (label in vocabulary.LEAST_TRUE or label == falsest) and value != worst:
        yield Result(
            "C5",
            False,
            say(
                "Higher is truer: “%(label)s” must carry the worst number (%(worst)s).", label=label, worst=f"{worst:g}"
            ),
        )


def check_off_scale(document: Document, facts: PageFacts) -> Iterator[Result]:
    """C6: a rating off the scale has a word and no numbers."""
    rating = _object(document, "reviewRating")
    label = folded(_text(rating, "alternateName"))
    off_scale = {folded(known) for known in facts.off_scale} or vocabulary.OFF_ANY_SCALE
    if label in off_scale and {"ratingValue", "worstRating", "bestRating"} & set(rating):
        yield Result("C6", False, say("“%(label)s” stands off the scale, so leave its numbers out.", label=label))


def check_author(document: Document, facts: PageFacts) -> Iterator[Result]:
    """C8: the author is the newsroom, with name and address, and never the claimant."""
    author = _object(document, "author")
    if not set(types_of(author)) & vocabulary.ORGANISATION_TYPES:
        yield Result("C8", False, say("Make author the newsroom, an Organization."))
    name = _text(author, "name")
    if not name:
        yield Result("C8", False, say("Give the newsroom's name in author."))
    if not _is_web_address(author.get("url")):
        yield Result("C8", False, say("Give the newsroom's address in author, beginning with https://."))
    claimant = _text(_object(_object(document, "itemReviewed"), "author"), "name")
    if name and claimant and folded(name) == folded(claimant):
        yield Result("C8", False, say("The author is the claimant; the author must be whoever reviewed the claim."))
    if facts.organisation and name and folded(name) != folded(facts.organisation):
        yield Result(
            "C8",
            False,
            say(
                "The author is “%(name)s”, and the newsroom is “%(organisation)s”.",
                name=name,
                organisation=facts.organisation,
            ),
        )


def check_item(document: Document, facts: PageFacts) -> Iterator[Result]:
    """C9: what was reviewed is a Claim; its author has a type and a name, or is left out."""
    item = document.get("itemReviewed")
    if "Claim" not in types_of(item):
        yield Result("C9", False, say("Give itemReviewed the type Claim."))
        return
    author = _object(document, "itemReviewed").get("author")
    if author is not None:
        if not set(types_of(author)) & vocabulary.PARTY_TYPES:
            yield Result("C9", False, say("Say whether the claimant is a Person or an Organization."))
        if not _text(author if isinstance(author, Mapping) else {}, "name"):
            yield Result("C9", False, say("Name the claimant, or leave the claim's author out."))
    if facts.claimant is not None and bool(author) != bool(facts.claimant):
        yield Result("C9", False, say("The claim's author is not the claimant the desk knows."))


def check_claim_date(document: Document, facts: PageFacts) -> Iterator[Result]:
    """C10: the claim's date is when it was made, and not after the review."""
    said = _object(document, "itemReviewed").get("datePublished")
    if said is None:
        if facts.said_on:
            yield Result(
                "C10", False, say("The desk knows when the claim was made; say it in itemReviewed.datePublished.")
            )
        return
    day, reviewed = _day(said), _day(document.get("datePublished"))
    if day is None:
        yield Result("C10", False, say("Write the claim's date as ISO 8601, such as 2026-02-03."))
    elif reviewed is not None and day > reviewed:
        yield Result("C10", False, say("The claim's date lies after the review's."))
    elif facts.said_on and day.isoformat() != facts.said_on[:10]:
        yield Result(
            "C10",
            False,
            say(
                "The claim was made on %(said_on)s, not on %(isoformat)s.",
                said_on=facts.said_on,
                isoformat=day.isoformat(),
            ),
        )


def check_appearances(document: Document, facts: PageFacts) -> Iterator[Result]:
    """C11: every known appearance is listed with a full address; a first one only where the desk marked it."""
    item = _object(document, "itemReviewed")
    listed = items_of(item.get("appearance"))
    first = item.get("firstAppearance")
    for work in listed + ([first] if first is not None else []):
        address = work.get("url") if isinstance(work, Mapping) else work
        if address is not None and not _is_web_address(address):
            yield Result(
                "C11", False, say("An appearance has an empty or partial address; write it in full or leave it out.")
            )
    if facts.appearances is not None:
        addresses = {work.get("url") if isinstance(work, Mapping) else work for work in listed}
        missing = [address for address in facts.appearances if address not in addresses]
        if missing:
            yield Result(
                "C11", False, say("An appearance the desk knows is not listed: %(missing)s.", missing=missing[0])
            )
    if facts.first_appearance is not None and bool(first) != bool(facts.first_appearance):
        wanted = (
            say("say which appearance was the first") if facts.first_appearance else say("leave firstAppearance out")
        )
        yield Result("C11", False, say("The desk decides which appearance was first: %(wanted)s.", wanted=wanted))


def check_dates(document: Document, facts: PageFacts) -> Iterator[Result]:
    """C12: first and latest publication, and what a corrected page has to carry."""
    published, modified = _instant(document.get("datePublished")), _instant(document.get("dateModified"))
    if published is None:
        yield Result("C12", False, say("Give datePublished, the first publication, as ISO 8601."))
    if modified is not None and published is not None and modified < published:
        yield Result("C12", False, say("dateModified lies before datePublished."))
    if facts.first_published and published and not _same(document.get("datePublished"), facts.first_published):
        yield Result("C12", False, say("datePublished must be the first publication, not when the row was made."))
    if facts.last_published and not _same(document.get("dateModified"), facts.last_published):
        yield Result("C12", False, say("dateModified must be the latest publication."))
    corrections = items_of(document.get("correction"))
    if facts.corrections is not None and len(corrections) != facts.corrections:
        yield Result(
            "C12",
            False,
            say(
                "The page has %(corrections)s corrections and the markup %(count)s.",
                corrections=facts.corrections,
                count=len(corrections),
            ),
        )
    for correction in corrections:
        if "CorrectionComment" not in types_of(correction) or not _text(correction, "text"):
            yield Result("C12", False, say("Write each correction as a CorrectionComment with its text."))
    policy = _object(document, "author").get("correctionsPolicy")
    if corrections and not _is_web_address(policy):
        yield Result("C12", False, say("A corrected page names the newsroom's correctionsPolicy."))


def check_safety(document: Document, facts: PageFacts) -> Iterator[Result]:
    """C15, for the data: it is JSON, and holds no empty string, no null and nothing empty."""
    try:
        json.dumps(document, allow_nan=False)
    except (TypeError, ValueError) as error:
        yield Result("C15", False, say("The markup is not JSON: %(error)s.", error=str(error)))
        return
    empty = list(_empty_places(document, ""))
    if empty:
        yield Result("C15", False, say("Leave out what is not known; empty: %(empty)s.", empty=", ".join(empty[:3])))


def _misspelt(value: Any) -> Iterator[Result]:
    if isinstance(value, list):
        for item in value:
            yield from _misspelt(item)
    if not isinstance(value, Mapping):
        return
    known = frozenset().union(*(vocabulary.PROPERTIES.get(name, frozenset()) for name in types_of(value)))
    for name, item in value.items():
        if known and name not in known:
            near = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.8)
            if near:
                yield Result(
                    "C2", False, say("“%(name)s” is misspelt; schema.org calls it “%(near)s”.", name=name, near=near[0])
                )
        yield from _misspelt(item)


def _empty_places(value: Any, path: str) -> Iterator[str]:
    if value is None or (isinstance(value, str) and not value.strip()) or value in ([], {}):
        yield path or "everything"
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _empty_places(item, f"{path}.{key}".lstrip("."))
    elif isinstance(value, list):
        for item in value:
            yield from _empty_places(item, path)


def _object(value: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = value.get(key)
    return found if isinstance(found, Mapping) else {}


def items_of(value: Any) -> list[Any]:
    """A property's values as a list, whether it held none, one or several."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _text(value: Mapping[str, Any], key: str) -> str:
    found = value.get(key)
    return found.strip() if isinstance(found, str) else ""


def _number(value: Any) -> float | None:
    if isinstance(value, bool):
        return None
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _is_web_address(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _instant(value: Any) -> datetime.datetime | None:
    if not isinstance(value, str):
        return None
    try:
        found = datetime.datetime.fromisoformat(value)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=datetime.UTC)


def _day(value: Any) -> datetime.date | None:
    found = _instant(value)
    return found.date() if found else None


def _same(value: Any, moment: datetime.datetime) -> bool:
    """Whether a date or an instant in the markup is this moment; a date alone is right when its day is."""
    found = _instant(value)
    if found is None:
        return False
    return (
        found.date() == moment.date() if len(str(value)) == 10 else abs(found - moment) < datetime.timedelta(seconds=1)
    )
