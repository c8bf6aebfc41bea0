"""The parts of an article's page: the filters of the list, its cards, and the pieces of the marked text."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from claims.desk.highlight import Piece
from claims.tracking.enums import CandidateState
from claims.tracking.models import Candidate
from claims.tracking.score_threshold import is_untouched
from claims.tracking.shortlist import LIKELY, Outline

PENDING, ACCEPTED, DISMISSED, ALL = "pending", "accepted", "dismissed", "all"
TAB_NAMES = {
    PENDING: gettext_lazy("To triage"),
    ACCEPTED: gettext_lazy("Accepted"),
    DISMISSED: gettext_lazy("Dismissed"),
    ALL: gettext_lazy("All"),
}
TAB_OF = {
    CandidateState.PENDING: PENDING,
    CandidateState.ACCEPTED: ACCEPTED,
    CandidateState.MERGED: ACCEPTED,
    CandidateState.DISMISSED: DISMISSED,
}


@dataclass(frozen=True)
class Tab:
    """One filter of the list, with how many candidates it holds."""

    name: str
    label: str
    count: int
    query: str


@dataclass(frozen=True)
class MarkedPiece:
    """A piece of text; where candidates cover it, `lead` is the one it is drawn as and leads to.

    A faint one is marked on request only: nobody has decided on it, and it is not likely worth checking.
    """

    piece: Piece
    lead: Outline | None
    numbers: tuple[int, ...]
    is_faint: bool = False

    @property
    def covers(self) -> str:
        """The candidates that cover it, for the script that follows the current one."""
        return " ".join(str(key) for key in self.piece.covers)

    @property
    def can_hide(self) -> bool:
        """Whether a threshold may hide it."""
        return self.lead is not None and is_untouched(self.lead)


@dataclass(frozen=True)
class Card:
    """A candidate in the list, with its number in the text."""

    number: int
    candidate: Candidate
    is_below: bool

    @property
    def can_hide(self) -> bool:
        """Whether a threshold may hide it."""
        return is_untouched(self.candidate)


def is_likely(candidate: Outline) -> bool:
    """Whether it is likely worth checking; what a person marked is."""
    return candidate.score is None or candidate.score >= LIKELY


def is_faint(candidate: Outline) -> bool:
    """Whether it is marked in the text only where somebody asks for every mark."""
    return is_untouched(candidate) and not is_likely(candidate)


def lead_of(covers: list[Outline]) -> Outline | None:
    """The candidate that a piece of text is drawn as: the first one that is marked, else the first."""
    return next((row for row in covers if not is_faint(row)), covers[0] if covers else None)
