"""Writing the verdict: the draft of rating, short answer, key points and explanation, and the claim's wording."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from claims import formats
from claims.accounts.models import User
from claims.audit.services import JSONValue
from claims.errors import Blocked, Stale
from claims.languages import is_language
from claims.matching.services import index_claim
from claims.tracking.claimants import claimant_named
from claims.tracking.limits import CLAIMANT_LIMIT, STATEMENT_LIMIT, WHERE_LIMIT, WORDS_SAID_LIMIT
from claims.tracking.models import Claim
from claims.verdicts import normalise_input
from claims.verdicts.models import Rating, Verdict
from claims.workflow.editing import Part, edit

SUMMARY_LIMIT: Final = 1_000
KEY_POINTS_LIMIT: Final = 4_000
WHY_CHECKED_LIMIT: Final = 2_000
EXPLANATION_LIMIT: Final = 100_000
PARTS: Final = ("rating", "summary", "key_points", "why_checked", "explanation")
DRAFT_FIELDS: Final = [*PARTS, "lock_version", "updated_by", "updated_at"]


@dataclass(frozen=True)
class Draft:
    """What a person wrote: the slug of a rating (empty: none yet), the short answer, and the explanation (Markdown).

    `key_points` are one on each line; they and why the claim was checked may be left out.
    """

    rating: str = ""
    summary: str = ""
    explanation: str = ""
    key_points: str = ""
    why_checked: str = ""


@dataclass(frozen=True)
class Wording:
    """The claim as readers see it: the desk's wording, who said it, when and where; empty where nobody knows.

    `words_said` are verbatim, from an appearance or, where `words_heard`, from somebody of the desk who heard them;
    `language` is that of the wording, by its two-letter code.
    """

    statement: str
    claimant: str = ""
    said_on: date | None = None
    said_where: str = ""
    words_said: str = ""
    words_heard: bool = False
    language: str = ""


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
                (_("rating"), kept.rating, typed.rating),
                (_("short answer"), kept.summary, typed.summary),
                (_("key points"), kept.key_points, typed.key_points),
                (_("why we checked this"), kept.why_checked, typed.why_checked),
                (_("explanation"), kept.explanation, typed.explanation),
            )
            if before != after
        )
        who = stored.updated_by if stored and stored.updated_by else _("Somebody")
        super().__init__(
            _(
                "%(who)s saved another draft after you opened this one. Yours differs in: %(changed)s."
                " Nothing of yours is lost: compare the two, then save again."
            )
            % {"who": who, "changed": formats.listed(self.changed)}
        )


class StaleWording(Stale):
    """Somebody changed the claim meanwhile: `stored` is the claim as it is now, `typed` what this person wrote."""

    def __init__(self, stored: Claim, typed: Wording) -> None:
        self.stored, self.typed = stored, typed
        super().__init__(
            _("Somebody changed %(number)s after you opened it. Nothing of yours is lost: compare, then save again.")
            % {"number": stored.number}
        )


def save_draft(
    *,
    claim_id: int,
    rating: str,
    summary: str,
    explanation: str,
    key_points: str = "",
    why_checked: str = "",
    expected_version: int,
    actor: User,
) -> Verdict:
    """Save the draft and return it with its new `lock_version`; saving what is stored already changes nothing.

    `expected_version` is the `lock_version` of the draft the person saw, 0 where there was none; StaleDraft when it is
    another by now. Raises Blocked for an unknown rating and for text that is too long.
    """
    draft = Draft(rating.strip(), *map(normalise_input.lines, (summary, explanation, key_points, why_checked)))
    reasons = []
    if len(draft.summary) > SUMMARY_LIMIT:
        reasons.append(
            _("The short answer has %(count)s characters; keep it under %(summary_limit)s.")
            % {"count": f"{len(draft.summary):,}", "summary_limit": f"{SUMMARY_LIMIT:,}"}
        )
    if len(draft.explanation) > EXPLANATION_LIMIT:
        reasons.append(
            _("The explanation has %(count)s characters; keep it under %(explanation_limit)s.")
            % {"count": f"{len(draft.explanation):,}", "explanation_limit": f"{EXPLANATION_LIMIT:,}"}
        )
    if len(draft.key_points) > KEY_POINTS_LIMIT:
        reasons.append(
            _("The key points have %(count)s characters; keep them under %(limit)s.")
            % {"count": f"{len(draft.key_points):,}", "limit": f"{KEY_POINTS_LIMIT:,}"}
        )
    if len(draft.why_checked) > WHY_CHECKED_LIMIT:
        reasons.append(
            _("Why you checked this has %(count)s characters; keep it under %(limit)s.")
            % {"count": f"{len(draft.why_checked):,}", "limit": f"{WHY_CHECKED_LIMIT:,}"}
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
        verdict.key_points, verdict.why_checked = draft.key_points, draft.why_checked
        verdict.lock_version += 1
        verdict.updated_by, verdict.updated_at = actor, timezone.now()
        verdict.save(update_fields=DRAFT_FIELDS if stored else None)
        parts = [name for name in PARTS if getattr(before, name) != getattr(draft, name)]
        return {"version": verdict.lock_version, "parts": list(parts), "rating": draft.rating}

    edit(claim_id=claim_id, actor=actor, part=Part.VERDICT, action="draft_saved", change=write)
    return Verdict.objects.select_related("rating", "updated_by").get(claim_id=claim_id)


def reword(*, claim_id: int, wording: Wording, expected_version: int, actor: User) -> Claim:
    """Change how the claim is worded and what was said, by whom, when, where; StaleWording when it is another by now.

    `expected_version` is the claim's `lock_version` the person saw.
    """
    wording = _checked(wording)

    def write(claim: Claim) -> dict[str, JSONValue]:
        before = Wording(
            claim.statement,
            claim.claimant.name if claim.claimant else "",
            claim.said_on,
            claim.said_where,
            claim.words_said,
            claim.words_heard,
            claim.language,
        )
        names = ("statement", "claimant", "said_on", "said_where", "words_said", "words_heard", "language")
        changed = [name for name in names if getattr(before, name) != getattr(wording, name)]
        if not changed:
            return {}
        if expected_version != claim.lock_version:
            raise StaleWording(claim, wording)
        claim.statement, claim.said_on, claim.said_where = wording.statement, wording.said_on, wording.said_where
        claim.words_said, claim.words_heard = wording.words_said, wording.words_heard
        claim.language = wording.language
        if "claimant" in changed:
            claim.claimant = claimant_named(wording.claimant)
        claim.lock_version += 1
        claim.save(update_fields=[*changed, "lock_version", "updated_at"])
        index_claim(claim.pk)
        return {"fields": list(changed), "before": before.statement, "after": wording.statement}

    return edit(claim_id=claim_id, actor=actor, part=Part.WORDING, action="claim_reworded", change=write)


def ratings_with(chosen: Rating | None) -> list[Rating]:
    """The ratings a person chooses from: those of the active scale, and the one that the draft has already."""
    offered = list(Rating.objects.filter(scale__is_active=True, is_active=True).order_by("order"))
    return offered if chosen is None or chosen in offered else [*offered, chosen]


def _rating(slug: str, stored: Verdict | None) -> Rating | None:
    """The rating of that slug: the one the draft has, so that an older scale's can stay, or one of the active scale."""
    if not slug:
        return None
    if stored and stored.rating and stored.rating.slug == slug:
        return stored.rating
    rating = Rating.objects.filter(scale__is_active=True, is_active=True, slug=slug).first()
    if rating is None:
        raise Blocked(_("There is no such rating on the desk's scale. Choose one of those that are offered."))
    return rating


def _draft_of(verdict: Verdict | None) -> Draft:
    if verdict is None:
        return Draft()
    return Draft(
        verdict.rating.slug if verdict.rating else "",
        verdict.summary,
        verdict.explanation,
        verdict.key_points,
        verdict.why_checked,
    )


def _checked(wording: Wording) -> Wording:
    cleaned = Wording(
        statement=normalise_input.line(wording.statement),
        claimant=normalise_input.line(wording.claimant),
        said_on=wording.said_on,
        said_where=normalise_input.line(wording.said_where),
        words_said=normalise_input.line(wording.words_said).strip('“”„«»" '),
        words_heard=wording.words_heard,
        language=wording.language.strip().lower(),
    )
    limits = (
        (_("The wording has %(count)s characters; keep it under %(limit)s."), cleaned.statement, STATEMENT_LIMIT),
        (_("The claimant's name has %(count)s characters; keep it under %(limit)s."), cleaned.claimant, CLAIMANT_LIMIT),
        (_("The place has %(count)s characters; keep it under %(limit)s."), cleaned.said_where, WHERE_LIMIT),
        (_("The words said have %(count)s characters; keep it under %(limit)s."), cleaned.words_said, WORDS_SAID_LIMIT),
    )
    reasons = [
        sentence % {"count": f"{len(text):,}", "limit": f"{limit:,}"}
        for sentence, text, limit in limits
        if len(text) > limit
    ]
    if not cleaned.statement:
        reasons.append(_("Write the claim in words that stand alone."))
    if cleaned.words_heard and not cleaned.words_said:
        reasons.append(_("Write the words that were heard, or take the mark for heard words away."))
    if cleaned.language and not is_language(cleaned.language):
        reasons.append(_("Choose one of the languages in the list."))
    if cleaned.said_on and cleaned.said_on > timezone.localdate():
        reasons.append(_("The claim cannot have been said in the future. Check the date."))
    if reasons:
        raise Blocked(" ".join(reasons), tuple(reasons))
    return cleaned
