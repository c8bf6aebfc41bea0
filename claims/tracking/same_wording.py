"""Claims that say the same in the same words, whatever the case of the letters."""

from collections.abc import Iterable

from claims.searching.folding import lower_forms
from claims.tracking.models import Claim
from claims.tracking.models.claims import WordingStart

type Wording = tuple[str, str]
"""A statement and the name of whoever said it, empty where nobody is named, both in folded case."""


def wording(statement: str, claimant: str) -> Wording:
    """By what two claims are known to be worded alike."""
    return statement.casefold(), claimant.casefold()


def claims_worded(wordings: Iterable[Wording], statements: Iterable[str]) -> dict[Wording, Claim]:
    """The oldest claim of each of these wordings, where there is one; `statements` are theirs as they are written."""
    starts = lower_forms(statement[:60] for statement in statements)
    wanted = set(wordings)
    alike = (
        Claim.objects.alias(start=WordingStart("statement"))
        .filter(start__in=starts)
        .select_related("claimant")
        .order_by("pk")
    )
    found: dict[Wording, Claim] = {}
    for claim in alike:
        own = wording(claim.statement, claim.claimant.name if claim.claimant else "")
        if own in wanted:
            found.setdefault(own, claim)
    return found
