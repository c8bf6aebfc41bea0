"""The preflight: every gate, shown live while a verdict is written; the same code blocks it from being submitted."""

from collections.abc import Mapping
from types import MappingProxyType

from claims.tracking.models import Claim
from claims.verdicts.gates import fairness, figures, pictures, sources, writing
from claims.verdicts.gates.dossier import Dossier, Finding, Gate, dossier_of

__all__ = ["GATES", "Finding", "blocking", "check", "look"]

_GATES = (
    Gate("rating_set", writing.rating_set, fix="rating"),
    Gate("summary", writing.summary_fits, fix="summary"),
    Gate("wording", writing.wording_fits, fix="wording"),
    Gate("words_said", writing.words_said_stand_in_source, fix="wording"),
    Gate("key_points", writing.key_points_fit, fix="key-points"),
    Gate("why_checked", writing.why_checked_fits, fix="why-checked"),
    Gate("explanation", writing.explanation_present, fix="explanation"),
    Gate("independent_sources", sources.independent_sources, fix="evidence", waivable=True),
    Gate("primary_source", sources.primary_source, fix="evidence", waivable=True),
    Gate("both_sides", sources.both_sides, fix="evidence", waivable=True),
    Gate("archived", sources.archived, fix="evidence"),
    Gate("quotes_found", sources.quotes_found, fix="evidence"),
    Gate("citations", sources.citations_lead_somewhere, fix="explanation"),
    Gate("figures", figures.figures_hold, fix="explanation"),
    Gate("cells", figures.cells_stand, fix="tables"),
    Gate("pictures", pictures.pictures_told, fix="pictures"),
    Gate("media", pictures.media_agrees, fix="pictures"),
    Gate("claimant_asked", fairness.claimant_asked, fix="contacts", waivable=True),
)

GATES: Mapping[str, Gate] = MappingProxyType({gate.id: gate for gate in _GATES})


def check(claim: Claim) -> list[Finding]:
    """What every gate says about the claim now, the passed ones too, in the order of the table."""
    return look(dossier_of(claim))


def look(dossier: Dossier) -> list[Finding]:
    """What every gate says about a dossier that was read already."""
    return [gate.look(dossier) for gate in GATES.values()]


def blocking(claim: Claim) -> list[Finding]:
    """The findings that stand against submitting the claim's verdict."""
    return [finding for finding in check(claim) if finding.blocks]
