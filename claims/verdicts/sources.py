"""What backs a claim's verdict, as the gates, a revision and the pages read it: sources, contacts, written reasons."""

from claims.verdicts.models import ClaimantContact, Evidence, EvidenceCopy, Waiver

_OF_A_COPY = ("evidence_id", "state", "copied_at", "content_type", "size", "sha256", "error", "doubt")


def sources_of(claim_id: int) -> list[Evidence]:
    """The sources that stand, in the order of their citations: two queries.

    Each has its copies, the newest first and without their text, in `loaded_copies`.
    """
    standing = Evidence.objects.filter(claim=claim_id, removed_at__isnull=True)
    sources = list(standing.order_by("position", "id"))
    copies: dict[int, list[EvidenceCopy]] = {}
    for copy in EvidenceCopy.objects.filter(evidence__in=sources).only(*_OF_A_COPY):
        copies.setdefault(copy.evidence_id, []).append(copy)
    for source in sources:
        source.loaded_copies = copies.get(source.pk, [])
    return sources


def contacts_of(claim_id: int) -> list[ClaimantContact]:
    """When the claimant was asked: one query."""
    return list(ClaimantContact.objects.filter(claim=claim_id))


def reasons_on(claim_id: int) -> dict[str, str]:
    """The written reasons by the gate each stands in for: one query."""
    return dict(Waiver.objects.filter(claim=claim_id).order_by("gate").values_list("gate", "reason"))
