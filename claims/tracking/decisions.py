"""What people decided about candidates that software found.

A candidate counts once, as it stands in the newest version of its article; a split one counts as the whole it was.
"""

from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.tracking.enums import CandidateOrigin, CandidateState
from claims.tracking.models import Candidate
from claims.tracking.score_threshold import cut_of

TAKEN_UP: Final = (CandidateState.ACCEPTED, CandidateState.MERGED)
DECIDED: Final = (*TAKEN_UP, CandidateState.DISMISSED)
NEWEST: Final = 2_000
FEWEST: Final = 10
"""Fewer decisions than this say too little."""
FEWEST_FOR_PERCENT: Final = 20
"""Of fewer decisions than this no share in a hundred is told."""


@dataclass(frozen=True)
class Cost:
    """Of the newest decisions: how many were about a score under a threshold, and how many of those were taken up."""

    decided: int
    below: int
    taken_up: int

    def __str__(self) -> str:
        if not self.decided:
            return _("Nobody has decided on a candidate yet, so what this would hide of value is not known.")
        if not self.below:
            return _("None of the desk’s last %(decided)s decisions was about a score this low.") % {
                "decided": f"{self.decided:,}"
            }
        told = ngettext(
            "Of the desk’s last %(decided)s decisions, %(below)s was about a score this low: %(taken_up)s accepted.",
            "Of the desk’s last %(decided)s decisions, %(below)s were about a score this low: %(taken_up)s accepted.",
            self.below,
        ) % {"decided": f"{self.decided:,}", "below": f"{self.below:,}", "taken_up": f"{self.taken_up:,}"}
        return f"{told} {_('Too few to say much.')}" if self.below < FEWEST else told


def decisions() -> QuerySet[Candidate]:
    """The candidates found by software that people have decided on."""
    return _standing().filter(origin=CandidateOrigin.MACHINE, part=0, score__isnull=False, state__in=DECIDED)


def finds_by_hand() -> QuerySet[Candidate]:
    """What people marked themselves and took up, where software had found nothing in those words."""
    found = Candidate.objects.filter(
        version=OuterRef("version"),
        origin=CandidateOrigin.MACHINE,
        start__lt=OuterRef("end"),
        end__gt=OuterRef("start"),
    )
    return _standing().filter(~Exists(found), origin=CandidateOrigin.PERSON, part=0, state__in=TAKEN_UP)


def cost_of(threshold: float) -> Cost:
    """What a threshold would have hidden of the newest 2,000 decisions: one query."""
    newest = decisions().order_by("-decided_at").values("score", "state")[:NEWEST]
    low = Q(score__lt=cut_of(threshold))
    counts = newest.aggregate(
        decided=Count("score"),
        below=Count("score", filter=low),
        taken_up=Count("score", filter=low & Q(state__in=TAKEN_UP)),
    )
    return Cost(**counts)


def _standing() -> QuerySet[Candidate]:
    """Decided candidates as they stand last: one that a newer version carries on counts there."""
    carried_on = Candidate.objects.filter(carried_from=OuterRef("pk"))
    return Candidate.objects.filter(~Exists(carried_on), decided_at__isnull=False)
