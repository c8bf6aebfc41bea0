"""Everything a reader will see of a verdict, as plain data, with its hash and the differences between two of them."""

import datetime
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from claims.prepared import prepared
from claims.tracking.enums import CandidateState
from claims.tracking.models import Candidate, Claim, Claimant, Topic
from claims.verdicts.drafts import draft_of
from claims.verdicts.enums import CopyState
from claims.verdicts.models import ClaimantContact, Evidence, EvidenceCopy, Rating
from claims.verdicts.sources import contacts_of, reasons_on, sources_of

type Content = dict[str, Any]
"""JSON data of the shape `content_of` returns."""

PARTS = {
    "statement": "the wording of the claim",
    "claimant": "the claimant",
    "said_on": "the date it was said",
    "said_where": "where it was said",
    "topics": "the topics",
    "rating": "the rating",
    "summary": "the short answer",
    "explanation": "the explanation",
    "evidence": "the evidence",
    "contacts": "what the claimant was asked",
    "waivers": "the written reasons",
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
    return {
        "number": claim.number,
        **parts_of(claim),
        "appearances": [_appearance(candidate) for candidate in _appearances(claim)],
    }


def parts_of(claim: Claim) -> Content:
    """The parts of the content that an approval is bound to."""
    verdict = draft_of(claim)
    return {
        "statement": claim.statement,
        "claimant": _claimant(claim.claimant),
        "said_on": _day(claim.said_on),
        "said_where": claim.said_where,
        "topics": [{"slug": slug, "name": name} for slug, name in _topics_of(claim.pk)],
        "rating": _rating(verdict.rating) if verdict and verdict.rating else None,
        "summary": verdict.summary if verdict else "",
        "explanation": verdict.explanation if verdict else "",
        "evidence": [_source(source) for source in sources_of(claim.pk)],
        "contacts": [_contact(contact) for contact in contacts_of(claim.pk)],
        "waivers": dict(reasons_on(claim.pk)),
    }


def content_hash(content: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON (sorted keys, UTF-8, no spaces) of the content."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """The parts an approval is bound to that are not the same in both."""
    return [
        Difference(part, name, before.get(part), after.get(part))
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


@prepared
def _topics_of(claim: int) -> QuerySet[Topic, tuple[str, str]]:
    return Topic.objects.filter(claims=claim).order_by("slug").values_list("slug", "name")


@prepared
def _values_on(scale: int) -> QuerySet[Rating, float | None]:
    return Rating.objects.filter(scale=scale).order_by().values_list("value", flat=True)


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
    numbers = [value for value in _values_on(rating.scale_id) if value is not None]
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
        "url": source.url,
        "title": source.title,
        "publisher": source.publisher,
        "published_on": _day(source.published_on),
        "kind": source.kind,
        "stance": source.stance,
        "quote": source.quote,
        "note": source.note,
        "interest": source.interest,
        "accessed_at": _instant(source.accessed_at),
        "copy": _copy(kept) if kept else None,
        "copy_impossible": impossible and kept is None,
    }


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


def _appearance(candidate: Candidate) -> Content:
    version, article = candidate.version, candidate.version.article
    return {
        "url": article.url,
        "title": version.title,
        "outlet": article.outlet.name if article.outlet else "",
        "published_at": _instant(version.published_at),
        "quote": candidate.exact,
        "first": candidate.is_first_appearance,
    }


def _day(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None


def _instant(at: datetime.datetime | None) -> str | None:
    return at.astimezone(datetime.UTC).isoformat(timespec="seconds") if at else None
