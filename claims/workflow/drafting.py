"""Writing the verdict: the draft of rating, short answer and explanation, and the wording of the claim."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone

from claims.accounts.models import User
from claims.audit.services import JSONValue
from claims.matching.services import index_claim
from claims.prepared import prepared
from claims.tracking.claimants import claimant_named
from claims.tracking.models import Claim
from claims.verdicts import cleaning
from claims.verdicts.models import Rating, Verdict
from claims.workflow.editing import Part, edit
from claims.workflow.errors import Blocked, Stale

SUMMARY_LIMIT: Final = 1_000
EXPLANATION_LIMIT: Final = 100_000
STATEMENT_LIMIT: Final = 1_000
WHERE_LIMIT: Final = 300
CLAIMANT_LIMIT: Final = 200
DRAFT_FIELDS: Final = ["rating", "summary", "explanation", "lock_version", "updated_by", "updated_at"]


@dataclass(frozen=True)
class Draft:
    """What a person wrote: the slug of a rating (empty: none yet), the short answer, and the explanation (Markdown)."""

    rating: str = ""
    summary: str = ""
    explanation: str = ""


@dataclass(frozen=True)
class Wording:
    """The claim as readers see it: its words, who said it, when and where; empty where nobody knows."""

    statement: str
    claimant: str = ""
    said_on: date | None = None
    said_where: str = ""


class StaleDraft(Stale):
    """Somebody saved another draft: `stored` is the verdict as it is now, `typed` what this person wrote.

    `changed` names the parts in which the two differ.
    """

    def __init__(self, stored: Verdict | None, typed: Draft) -> None:
        self.stored, self.typed = stored, typed
        kept = _draft_of(stored)
        self.changed = tuple(
            name
            for name, before, after in (
                ("rating", kept.rating, typed.rating),
                ("short answer", kept.summary, typed.summary),
                ("explanation", kept.explanation, typed.explanation),
            )
            if before != after
        )
        who = f"{stored.updated_by} saved" if stored and stored.updated_by else "Somebody saved"
        super().__init__(
            f"{who} another draft after you opened this one. Yours differs in: {', '.join(self.changed)}. "
            "Nothing of yours is lost: compare the two, then save again."
        )


class StaleWording(Stale):
    """Somebody changed the claim meanwhile: `stored` is the claim as it is now, `typed` what this person wrote."""

    def __init__(self, stored: Claim, typed: Wording) -> None:
        self.stored, self.typed = stored, typed
        super().__init__(
            f"Somebody changed {stored.number} after you opened it. Nothing of yours is lost: compare, then save again."
        )


def save_draft(
    *, claim_id: int, rating: str, summary: str, explanation: str, expected_version: int, actor: User
) -> Verdict:
    """Save the draft and return it with its new `lock_version`; saving what is stored already changes nothing.

    `expected_version` is the `lock_version` of the draft the person saw, 0 where there was none; StaleDraft when it is
    another by now. Raises Blocked for an unknown rating and for text that is too long.
    """
    draft = Draft(rating.strip(), cleaning.lines(summary), cleaning.lines(explanation))
    reasons = []
    if len(draft.summary) > SUMMARY_LIMIT:
        reasons.append(f"The short answer has {len(draft.summary):,} characters; keep it under {SUMMARY_LIMIT:,}.")
    if len(draft.explanation) > EXPLANATION_LIMIT:
        reasons.append(
            f"The explanation has {len(draft.explanation):,} characters; keep it under {EXPLANATION_LIMIT:,}."
        )
    if reasons:
        raise Blocked(" ".join(reasons), tuple(reasons))

    def write(claim: Claim) -> dict[str, JSONValue]:
        stored = Verdict.objects.select_related("rating", "updated_by").filter(claim=claim).first()
        if stored and draft == _draft_of(stored):
            return {}
        if expected_version != (stored.lock_version if stored else 0):
            raise StaleDraft(stored, draft)
        before = _draft_of(stored)
        verdict = stored or Verdict(claim=claim, lock_version=0)
        verdict.rating = _rating(draft.rating, stored)
        verdict.summary, verdict.explanation = draft.summary, draft.explanation
        verdict.lock_version += 1
        verdict.updated_by, verdict.updated_at = actor, timezone.now()
        verdict.save(update_fields=DRAFT_FIELDS if stored else None)
        parts = [name for name in ("rating", "summary", "explanation") if getattr(before, name) != getattr(draft, name)]
        return {"version": verdict.lock_version, "parts": list(parts), "rating": draft.rating}

    edit(claim_id=claim_id, actor=actor, part=Part.VERDICT, action="draft_saved", change=write)
    return Verdict.objects.select_related("rating", "updated_by").get(claim_id=claim_id)


def reword(*, claim_id: int, wording: Wording, expected_version: int, actor: User) -> Claim:
    """Change how the claim is worded, who said it, when and where; StaleWording when the claim is another by now.

    `expected_version` is the claim's `lock_version` the person saw.
    """
    wording = _checked(wording)

    def write(claim: Claim) -> dict[str, JSONValue]:
        before = Wording(
            claim.statement, claim.claimant.name if claim.claimant else "", claim.said_on, claim.said_where
        )
        names = ("statement", "claimant", "said_on", "said_where")
        changed = [name for name in names if getattr(before, name) != getattr(wording, name)]
        if not changed:
            return {}
        if expected_version != claim.lock_version:
            raise StaleWording(claim, wording)
        claim.statement, claim.said_on, claim.said_where = wording.statement, wording.said_on, wording.said_where
        if "claimant" in changed:
            claim.claimant = claimant_named(wording.claimant)
        claim.lock_version += 1
        claim.save(update_fields=[*changed, "lock_version", "updated_at"])
        index_claim(claim.pk)
        return {"fields": list(changed), "before": before.statement, "after": wording.statement}

    return edit(claim_id=claim_id, actor=actor, part=Part.WORDING, action="claim_reworded", change=write)


def offered_ratings(claim_id: int) -> list[Rating]:
    """The ratings a person chooses from: those of the active scale, and the one the draft has already."""
    verdict = Verdict.objects.select_related("rating").filter(claim_id=claim_id).first()
    return ratings_with(verdict.rating if verdict else None)


def ratings_with(chosen: Rating | None) -> list[Rating]:
    """The ratings of the active scale, and the one that is chosen already: one query."""
    offered = _offered()
    return offered if chosen is None or chosen in offered else [*offered, chosen]


@prepared
def _offered() -> QuerySet[Rating, Rating]:
    return Rating.objects.filter(scale__is_active=True, is_active=True).order_by("order")


def _rating(slug: str, stored: Verdict | None) -> Rating | None:
    """The rating of that slug: the one the draft has, so that an older scale's can stay, or one of the active scale."""
    if not slug:
        return None
    if stored and stored.rating and stored.rating.slug == slug:
        return stored.rating
    rating = Rating.objects.filter(scale__is_active=True, is_active=True, slug=slug).first()
    if rating is None:
        raise Blocked("There is no such rating on the desk's scale. Choose one of those that are offered.")
    return rating


def _draft_of(verdict: Verdict | None) -> Draft:
    if verdict is None:
        return Draft()
    return Draft(verdict.rating.slug if verdict.rating else "", verdict.summary, verdict.explanation)


def _checked(wording: Wording) -> Wording:
    cleaned = Wording(
        statement=cleaning.line(wording.statement),
        claimant=cleaning.line(wording.claimant),
        said_on=wording.said_on,
        said_where=cleaning.line(wording.said_where),
    )
    limits = (
        ("wording", cleaned.statement, STATEMENT_LIMIT),
        ("claimant's name", cleaned.claimant, CLAIMANT_LIMIT),
        ("place", cleaned.said_where, WHERE_LIMIT),
    )
    reasons = [
        f"The {name} has {len(text):,} characters; keep it under {limit:,}."
        for name, text, limit in limits
        if len(text) > limit
    ]
    if not cleaned.statement:
        reasons.append("Write the claim in words that stand alone.")
    if cleaned.said_on and cleaned.said_on > timezone.localdate():
        reasons.append("The claim cannot have been said in the future. Check the date.")
    if reasons:
        raise Blocked(" ".join(reasons), tuple(reasons))
    return cleaned
