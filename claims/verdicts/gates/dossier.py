"""What the gates look at, and what they answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from django.utils.translation import gettext as _

from claims.tracking.models import Candidate, Claim
from claims.tracking.words_said import appearances_with_texts
from claims.verdicts.drafts import draft_of
from claims.verdicts.figures import tables_of
from claims.verdicts.models import ClaimantContact, Evidence, EvidenceTable, Picture, Verdict
from claims.verdicts.pictures import pictures_of
from claims.verdicts.sources import contacts_of, reasons_on, sources_of

type Severity = Literal["block", "warn", "ok"]


@dataclass(frozen=True)
class Finding:
    """What one gate says about a claim now.

    `fix` is the id of the element on the claim page where it is mended. A waivable gate also passes with a written
    reason, which is then `reason`.
    """

    gate: str
    severity: Severity
    sentence: str
    fix: str
    waivable: bool = False
    reason: str = ""

    @property
    def blocks(self) -> bool:
        """Whether it stands against submitting."""
        return self.severity == "block"


@dataclass(frozen=True)
class Dossier:
    """Everything on a claim that a reader would see or a gate asks about, read once: five queries, and the draft's.

    `appearances` come with the whole texts of their articles, so they are read where words are quoted, and not before.
    """

    claim: Claim
    verdict: Verdict | None
    sources: tuple[Evidence, ...]
    contacts: tuple[ClaimantContact, ...]
    reasons: Mapping[str, str]
    pictures: tuple[Picture, ...] = ()

    @cached_property
    def appearances(self) -> list[Candidate]:
        """Where the claim was found, with the texts: one query, at the first use."""
        return appearances_with_texts(self.claim.pk)

    @cached_property
    def tables(self) -> list[EvidenceTable]:
        """The tables of its sources with their named cells: one query, at the first use."""
        return tables_of(self.claim.pk)


def dossier_of(claim: Claim) -> Dossier:
    """Read what the gates look at."""
    return Dossier(
        claim=claim,
        verdict=draft_of(claim),
        sources=tuple(sources_of(claim.pk)),
        contacts=tuple(contacts_of(claim.pk)),
        reasons=reasons_on(claim.pk),
        pictures=tuple(pictures_of(claim.pk)),
    )


type Judge = Callable[[Dossier], tuple[Severity, str] | tuple[Severity, str, str]]
"""Looks at a dossier; answers a severity, a sentence, and the id of another place to mend it where that is nearer."""


@dataclass(frozen=True)
class Gate:
    """One rule: its id, where it is mended, and whether a written reason may stand in for it."""

    id: str
    judge: Judge
    fix: str
    waivable: bool = False

    def look(self, dossier: Dossier) -> Finding:
        """What this gate says now; a written reason turns a block of a waivable gate into a pass."""
        severity, sentence, *place = self.judge(dossier)
        finding = Finding(self.id, severity, sentence, place[0] if place else self.fix, self.waivable)
        reason = dossier.reasons.get(self.id, "") if self.waivable else ""
        if not finding.blocks or not reason:
            return finding
        return replace(
            finding, severity="ok", sentence=_("Written reason: %(reason)s") % {"reason": reason}, reason=reason
        )
