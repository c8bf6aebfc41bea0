"""Everything a reader will see of a verdict, as plain data, with its hash and the differences between two of them."""

import datetime
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from claims.fetching import escaped_url
from claims.figures.in_text import without_formulas
from claims.tracking.enums import CandidateState
from claims.tracking.models import Candidate, Claim, Claimant
from claims.tracking.words_said import appearance_with
from claims.verdicts.drafts import draft_of
from claims.verdicts.enums import CopyState, QuoteState
from claims.verdicts.figures import frozen_parts
from claims.verdicts.models import ClaimantContact, Evidence, EvidenceCopy, Picture, Rating, Verdict
from claims.verdicts.pictures import pictures_of
from claims.verdicts.sources import contacts_of, reasons_on, sources_of
from claims.words import Words

type Content = dict[str, Any]
"""JSON data of the shape `content_of` returns."""

PARTS: Final[Mapping[str, Words]] = {
    "statement": _("the wording of the claim"),
    "words_said": _("the words said"),
    "claimant": _("the claimant"),
    "said_on": _("the date it was said"),
    "said_where": _("where it was said"),
    "language": _("the language of the wording"),
    "topics": _("the topics"),
    "rating": _("the rating"),
    "summary": _("the short answer"),
    "key_points": _("the key points"),
    "why_checked": _("why we checked this"),
    "explanation": _("the explanation"),
    "figures": _("the figures worked out"),
    "tables": _("the tables behind the figures"),
    "evidence": _("the evidence"),
    "pictures": _("the pictures"),
    "contacts": _("what the claimant was asked"),
    "waivers": _("the written reasons"),
}
"""The parts that an approval is bound to, and their names in a sentence.

Appearances are frozen with a revision too, but a new one found later does not void an approval: readers are shown the
frozen list.
"""


@dataclass(frozen=True)
class Difference:
    """One part that is not the same in two contents."""

    part: str
    name: str
    before: Any
    after: Any


def content_of(claim: Claim) -> Content:
    """Everything a reader would see of this claim if it were published now, as JSON data."""
    appearances = _appearances(claim)
    quoted = claim.words_said if not claim.words_heard else ""
    source = appearance_with(quoted, appearances) if quoted else None
    return {
        "number": claim.number,
        **parts_of(claim),
        "appearances": [_appearance(candidate, source) for candidate in appearances],
    }


def parts_of(claim: Claim, sources: Sequence[Evidence] | None = None) -> Content:
    """The parts of the content that an approval is bound to; `sources` are the standing ones, where they are read."""
    verdict = draft_of(claim)
    return {
        "statement": claim.statement,
        "words_said": {"text": claim.words_said, "heard": claim.words_heard} if claim.words_said else None,
        "claimant": _claimant(claim.claimant),
        "said_on": _day(claim.said_on),
        "said_where": claim.said_where,
        **({"language": claim.language} if claim.language else {}),
        "topics": list(claim.topics.order_by("slug").values("slug", "name")),
        "rating": _rating(verdict.rating) if verdict and verdict.rating else None,
        "summary": without_formulas(verdict.summary) if verdict else "",
        "explanation": verdict.explanation if verdict else "",
        "evidence": [_source(source) for source in (sources_of(claim.pk) if sources is None else sources)],
        "contacts": [_contact(contact) for contact in contacts_of(claim.pk)],
        "waivers": reasons_on(claim.pk),
        **_pictures(claim),
        **_optional_words(verdict),
        **frozen_parts(claim.pk, verdict),
    }


def canonical(content: Mapping[str, Any]) -> bytes:
    """The content as it is hashed: JSON with sorted keys, in UTF-8, without spaces."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def content_hash(content: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON of the content."""
    return hashlib.sha256(canonical(content)).hexdigest()


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """The parts an approval is bound to that are not the same in both."""
    return [
        Difference(part, str(name), before.get(part), after.get(part))
        for part, name in PARTS.items()
        if before.get(part) != after.get(part)
    ]


def _appearances(claim: Claim) -> list[Candidate]:
    return list(
        Candidate.objects.filter(claim=claim, state__in=[CandidateState.ACCEPTED, CandidateState.MERGED])
        .select_related("version__article__outlet")
        .defer("version__text")
        .order_by("-is_first_appearance", "id")
    )


def _claimant(claimant: Claimant | None) -> Content | None:
    if claimant is None:
        return None
    return {
        "name": claimant.name,
        "slug": claimant.slug,
        "kind": claimant.kind,
        "role": claimant.role,
        "same_as": claimant.same_as,
    }


def _rating(rating: Rating) -> Content:
    on_the_scale = Rating.objects.filter(scale=rating.scale_id).order_by()
    numbers = [value for value in on_the_scale.values_list("value", flat=True) if value is not None]
    return {
        "slug": rating.slug,
        "label": rating.label,
        "definition": rating.definition,
        "tone": rating.tone,
        "lean": rating.lean,
        "value": rating.value,
        "worst": min(numbers) if rating.value is not None else None,
        "best": max(numbers) if rating.value is not None else None,
    }


def _source(source: Evidence) -> Content:
    kept = next((copy for copy in source.loaded_copies if copy.state == CopyState.KEPT), None)
    impossible = any(copy.state == CopyState.IMPOSSIBLE for copy in source.loaded_copies)
    return {
        "id": source.pk,
        "url": escaped_url(source.url),
        "title": source.title,
        "publisher": source.publisher,
        "published_on": _day(source.published_on),
        "kind": source.kind,
        "stance": source.stance,
        "quote": source.quote,
        "around": _around(source, kept),
        "note": source.note,
        "interest": source.interest,
        "accessed_at": _instant(source.accessed_at),
        "copy": _copy(kept) if kept else None,
        "copy_impossible": impossible and kept is None,
    }


def _optional_words(verdict: Verdict | None) -> Content:
    """The key points and why it was checked, where written: a verdict without them keeps the hash it always had."""
    if verdict is None:
        return {}
    why = verdict.why_checked.strip()
    return {
        **({"key_points": [without_formulas(point) for point in verdict.points]} if verdict.points else {}),
        **({"why_checked": why} if why else {}),
    }


def _pictures(claim: Claim) -> Content:
    """The pictures, where there are some: words without one keep the hash that they have always had."""
    pictures = [_picture(picture) for picture in pictures_of(claim.pk)]
    return {"pictures": pictures} if pictures else {}


def _picture(picture: Picture) -> Content:
    return {
        "id": picture.pk,
        "evidence": picture.evidence_id,
        "alt": picture.alt,
        "credit": picture.credit,
        "licence": picture.licence,
        "stamped": picture.stamped,
        "original_sha256": picture.original_sha256,
        **(_rated(picture) if picture.category else {}),
        "files": [
            {"sha256": file.sha256, "width": file.width, "height": file.height, "size": file.size}
            for file in picture.loaded_files
        ],
    }


def _rated(picture: Picture) -> Content:
    """What became of the picture, where the check is about it."""
    return {
        "category": picture.category,
        "original_context": picture.original_context,
        "media_url": escaped_url(picture.media_url),
    }


def _around(source: Evidence, kept: EvidenceCopy | None) -> Content | None:
    """What stands around the quoted passage in the copy that was kept."""
    if kept is None or source.quote_state != QuoteState.FOUND:
        return None
    return {"before": source.passage_before, "after": source.passage_after}


def _copy(copy: EvidenceCopy) -> Content:
    return {
        "id": copy.pk,
        "sha256": copy.sha256,
        "copied_at": _instant(copy.copied_at),
        "content_type": copy.content_type,
        "size": copy.size,
    }


def _contact(contact: ClaimantContact) -> Content:
    return {
        "whom": contact.whom,
        "method": contact.method,
        "asked_at": _instant(contact.asked_at),
        "answer_by": _instant(contact.answer_by),
        "answer": contact.answer,
        "answered_at": _instant(contact.answered_at),
    }


def _appearance(candidate: Candidate, source: Candidate | None) -> Content:
    """An appearance; `has_words_said` on the one whose article the words said are taken from."""
    version, article = candidate.version, candidate.version.article
    return {
        "url": escaped_url(article.url),
        "title": version.title,
        "outlet": article.outlet.name if article.outlet else "",
        "published_at": _instant(version.published_at),
        "quote": candidate.exact,
        "first": candidate.is_first_appearance,
        "has_words_said": candidate == source,
        **({"language": version.language} if version.language else {}),
    }


def _day(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None


def _instant(at: datetime.datetime | None) -> str | None:
    return at.astimezone(datetime.UTC).isoformat(timespec="seconds") if at else None
