"""Where a claim was found: the quotes that stand in articles, with a little of the text around each."""

from dataclasses import dataclass

from django.db.models import F, Value
from django.db.models.functions import Greatest, Substr

from claims.tracking.enums import CandidateState
from claims.tracking.models import Candidate

AROUND = 220

_SHOWN = (
    "start",
    "exact",
    "score",
    "claim_id",
    "version__title",
    "version__published_at",
    "version__article_id",
    "version__article__outlet__name",
)


@dataclass(frozen=True)
class Appearance:
    """One quote in one article; `before` and `after` are up to 220 code points of text, cut at a word."""

    candidate: Candidate
    before: str
    after: str


def appearances_of(claim_id: int) -> list[Appearance]:
    """Every accepted quote of a claim, the first appearance first: one query, and never the whole article."""
    rows = (
        Candidate.objects.filter(claim_id=claim_id, state__in=[CandidateState.ACCEPTED, CandidateState.MERGED])
        .select_related("version__article__outlet")
        .only(*_SHOWN)
        .annotate(
            # SQL counts characters from 1.
            lead=Substr("version__text", Greatest(F("start") + 1 - AROUND, Value(1)), AROUND),
            tail=Substr("version__text", F("end") + 1, AROUND),
        )
        .order_by("-is_first_appearance", "id")
    )
    return [_appearance(row) for row in rows]


def _appearance(row: Candidate) -> Appearance:
    lead = row.lead[: min(row.start, AROUND)]  # type: ignore[attr-defined]
    cut = row.start > AROUND
    before = lead.rpartition("\n")[2]
    if cut and before == lead:
        before = "…" + before.partition(" ")[2]
    tail = row.tail  # type: ignore[attr-defined]
    after = tail.partition("\n")[0]
    if len(tail) == AROUND and after == tail:
        after = after.rpartition(" ")[0] + "…"
    return Appearance(row, before, after)
