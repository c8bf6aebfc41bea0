"""Gates on what the reviewer wrote: rating, short answer, wording, words said, explanation."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.figures.in_text import without_formulas
from claims.tracking.words_said import FEWEST_WORDS, appearance_with, are_between_marks, quotations_of, stands_in
from claims.verdicts.gates.dossier import Dossier, Severity
from claims.verdicts.markdown import is_too_deep
from claims.verdicts.models import RatingScale

SUMMARY_LIMIT = 280
WORDING_ADVISED = 75
MOST_POINTS = 5
POINT_LIMIT = 200
WHY_LIMIT = 400

type Answer = tuple[Severity, str]


def rating_set(dossier: Dossier) -> Answer:
    """A rating is chosen."""
    rating = dossier.verdict.rating if dossier.verdict else None
    if rating is None and not RatingScale.objects.filter(is_active=True).exists():
        return "block", _("There is no rating scale yet. Ask an admin to choose one: Set up, Rating scale.")
    if rating is None:
        return "block", _("Choose a rating.")
    return "ok", _("The rating is set: %(label)s.") % {"label": rating.label}


def summary_fits(dossier: Dossier) -> Answer:
    """The short answer is there and short."""
    summary = without_formulas(dossier.verdict.summary).strip() if dossier.verdict else ""
    if not summary:
        return "block", _("Write the short answer: two or three sentences that a reader meets first.")
    if len(summary) > SUMMARY_LIMIT:
        return "block", _("The short answer has %(count)s characters; bring it down to %(summary_limit)s.") % {
            "count": len(summary),
            "summary_limit": SUMMARY_LIMIT,
        }
    return "ok", _("The short answer has %(count)s of %(summary_limit)s characters.") % {
        "count": len(summary),
        "summary_limit": SUMMARY_LIMIT,
    }


def key_points_fit(dossier: Dossier) -> Answer:
    """The key points, where there are some, are few and short."""
    points = [without_formulas(point) for point in dossier.verdict.points] if dossier.verdict else []
    if len(points) > MOST_POINTS:
        return "block", _("There are %(count)s key points; bring them down to %(most)s, one on each line.") % {
            "count": len(points),
            "most": MOST_POINTS,
        }
    longest = max(points, key=len, default="")
    if len(longest) > POINT_LIMIT:
        return "block", _("The key point “%(point)s” has %(count)s characters; bring it down to %(limit)s.") % {
            "point": _short(longest),
            "count": len(longest),
            "limit": POINT_LIMIT,
        }
    if not points:
        return "ok", _("There are no key points, and none are needed.")
    return "ok", ngettext("One key point is written.", "%(count)s key points are written.", len(points)) % {
        "count": len(points)
    }


def why_checked_fits(dossier: Dossier) -> Answer:
    """Why this was checked, where it is said, is said in a sentence or two."""
    why = dossier.verdict.why_checked.strip() if dossier.verdict else ""
    if len(why) > WHY_LIMIT:
        return "block", _("Why you checked this takes %(count)s characters; bring it down to %(limit)s.") % {
            "count": len(why),
            "limit": WHY_LIMIT,
        }
    if not why:
        return "ok", _("Why you checked this is not said, and need not be.")
    return "ok", _("Readers are told why you checked this.")


def wording_fits(dossier: Dossier) -> Answer:
    """The claim is worded without its rating, and short enough to be shown whole elsewhere."""
    wording = dossier.claim.statement.strip()
    rating = dossier.verdict.rating if dossier.verdict else None
    if not wording:
        return "block", _("Word the claim so that it stands alone.")
    if rating and _words(rating.label) in _words(wording):
        return "block", _("The wording of the claim holds the rating (“%(label)s”). Take it out.") % {
            "label": rating.label
        }
    if len(wording) > WORDING_ADVISED:
        return "warn", (
            _("The wording has %(count)s characters; others who show our checks cut it off after %(wording_advised)s.")
            % {"count": len(wording), "wording_advised": WORDING_ADVISED}
        )
    return "ok", _("The wording has %(count)s of the %(wording_advised)s characters advised.") % {
        "count": len(wording),
        "wording_advised": WORDING_ADVISED,
    }


def words_said_stand_in_source(dossier: Dossier) -> Answer:
    """What readers are shown between quotation marks stands in an article character by character, or was heard."""
    claim = dossier.claim
    quoted = [words for words in quotations_of(claim.statement) if len(words.split()) >= FEWEST_WORDS]
    strange = next((words for words in quoted if not _is_said(words, dossier)), "")
    if strange:
        return "block", (
            _(
                "The wording quotes “%(strange)s”, and no article of this claim has these words."
                " Take the quotation marks away, or quote what was said."
            )
            % {"strange": _short(strange)}
        )
    if not claim.words_said:
        return "ok", _("Nobody is quoted: readers see the wording without quotation marks.")
    if claim.words_heard:
        return "ok", _("The words said were heard by the desk, and readers are told so.")
    source = appearance_with(claim.words_said, dossier.appearances)
    if source is None:
        return "block", (
            _(
                "“%(words_said)s” stands in no article of this claim."
                " Copy the words from the article character by character, mark them as heard, or leave them out."
            )
            % {"words_said": _short(claim.words_said)}
        )
    if not are_between_marks(claim.words_said, source.version.text):
        return "warn", (
            _(
                "The article has these words outside quotation marks, so they may be its reporter's. "
                "Quote them if it is a record of what was said; leave them out if not."
            )
        )
    return "ok", _("The words said stand in the article, character by character.")


def explanation_present(dossier: Dossier) -> Answer:
    """The explanation is there, and readers would see all of it."""
    if dossier.verdict is None or not dossier.verdict.explanation.strip():
        return "block", _("Write the explanation: how you checked it, and what the sources show.")
    if is_too_deep(dossier.verdict.explanation):
        return "block", _("Quotes or lists lie so deep in one another that readers would not see all. Flatten them.")
    return "ok", _("The explanation is written.")


def _is_said(words: str, dossier: Dossier) -> bool:
    claim = dossier.claim
    return stands_in(words, claim.words_said) or appearance_with(words, dossier.appearances) is not None


def _short(words: str) -> str:
    return words if len(words) <= 80 else f"{words[:79]}…"


def _words(text: str) -> str:
    """The words in lower case with one space around each, so that `in` finds whole words only."""
    return f" {' '.join(re.findall(r'[^\W_]+', text.casefold()))} "
