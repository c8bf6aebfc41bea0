"""What backs a claim's verdict, as the gates, a revision and the pages read it: sources, contacts, written reasons."""

from django.db.models import QuerySet

from claims.prepared import prepared
from claims.verdicts.models import ClaimantContact, Evidence, EvidenceCopy, Waiver

_OF_A_COPY = ("evidence_id", "state", "copied_at", "content_type", "size", "sha256", "error")


def sources_of(claim_id: int) -> list[Evidence]:
    """The sources that stand, in the order of their citations: two queries.

    Each has its copies, the newest first and without their text, in `loaded_copies`.
    """
    sources = _standing_on(claim_id)
    copies: dict[int, list[EvidenceCopy]] = {}
    for copy in _copies_of([source.pk for source in sources]):
        copies.setdefault(copy.evidence_id, []).append(copy)
    for source in sources:
        source.loaded_copies = copies.get(source.pk, [])
    return sources


@prepared
def _standing_on(claim: int) -> QuerySet[Evidence, Evidence]:
    return Evidence.objects.filter(claim=claim, removed_at__isnull=True).order_by("position", "id")


@prepared
def _copies_of(sources: list[int]) -> QuerySet[EvidenceCopy, EvidenceCopy]:
    return EvidenceCopy.objects.filter(evidence_id__in=sources).only(*_OF_A_COPY)


@prepared
def contacts_of(claim: int) -> QuerySet[ClaimantContact, ClaimantContact]:
    """When the claimant was asked: one query."""
    return ClaimantContact.objects.filter(claim=claim)


@prepared
def reasons_on(claim: int) -> QuerySet[Waiver, tuple[str, str]]:
    """The written reasons, each with the gate it stands in for: one query."""
    return Waiver.objects.filter(claim=claim).order_by("gate").values_list("gate", "reason")
