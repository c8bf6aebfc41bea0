"""Extraction runs, candidates, claims and what surrounds a claim."""

from claims.tracking.models.candidates import Candidate, ExtractionRun
from claims.tracking.models.claims import (
    Assignment,
    Claim,
    Claimant,
    ClaimWords,
    Comment,
    Correction,
    SavedView,
    Topic,
)
from claims.tracking.models.groups import ClaimantGroup, GroupMembership
from claims.tracking.models.imports import ImportBatch, ImportedClaim, ImportFile, ImportRow
from claims.tracking.models.tips import Tip
from claims.tracking.models.triage import TriageSettings

__all__ = [
    "Assignment",
    "Candidate",
    "Claim",
    "ClaimWords",
    "Claimant",
    "ClaimantGroup",
    "Comment",
    "Correction",
    "ExtractionRun",
    "GroupMembership",
    "ImportBatch",
    "ImportFile",
    "ImportRow",
    "ImportedClaim",
    "SavedView",
    "Tip",
    "Topic",
    "TriageSettings",
]
