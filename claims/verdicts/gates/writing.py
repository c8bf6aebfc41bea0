"""Gates on what the reviewer wrote: rating, short answer, wording, explanation."""

import re

from claims.verdicts.gates.dossier import Dossier, Severity
from claims.verdicts.markdown import is_too_deep

SUMMARY_LIMIT = 280
WORDING_ADVISED = 75

type Answer = tuple[Severity, str]


def rating_set(dossier: Dossier) -> Answer:
    """A rating is chosen."""
    rating = dossier.verdict.rating if dossier.verdict else None
    if rating is None:
        return "block", "Choose a rating."
    return "ok", f"The rating is set: {rating.label}."


def summary_fits(dossier: Dossier) -> Answer:
    """The short answer is there and short."""
    summary = dossier.verdict.summary.strip() if dossier.verdict else ""
    if not summary:
        return "block", "Write the short answer: two or three sentences that a reader meets first."
    if len(summary) > SUMMARY_LIMIT:
        return "block", f"The short answer has {len(summary)} characters; bring it down to {SUMMARY_LIMIT}."
    return "ok", f"The short answer has {len(summary)} of {SUMMARY_LIMIT} characters."


def wording_fits(dossier: Dossier) -> Answer:
    """The claim is worded without its rating, and short enough to be shown whole elsewhere."""
    wording = dossier.claim.statement.strip()
    rating = dossier.verdict.rating if dossier.verdict else None
    if not wording:
        return "block", "Word the claim so that it stands alone."
    if rating and _words(rating.label) in _words(wording):
        return "block", f"The wording of the claim holds the rating (“{rating.label}”). Word it as it was said."
    if len(wording) > WORDING_ADVISED:
        return "warn", (
            f"The wording has {len(wording)} characters; others who show our checks cut it off after {WORDING_ADVISED}."
        )
    return "ok", f"The wording has {len(wording)} of the {WORDING_ADVISED} characters advised."


def explanation_present(dossier: Dossier) -> Answer:
    """The explanation is there, and readers would see all of it."""
    if dossier.verdict is None or not dossier.verdict.explanation.strip():
        return "block", "Write the explanation: how you checked it, and what the sources show."
    if is_too_deep(dossier.verdict.explanation):
        return "block", "Quotes or lists lie so deep in one another that readers would not see all. Flatten them."
    return "ok", "The explanation is written."


def _words(text: str) -> str:
    """The words in lower case with one space around each, so that `in` finds whole words only."""
    return f" {' '.join(re.findall(r'[^\W_]+', text.casefold()))} "
