"""Checks gathered into an explainer by the newsroom's own steps."""

from typing import Any

from claims.accounts.models import User
from claims.publishing import explainers
from claims.publishing.explainer_words import ExplainerWords, Passage
from claims.verdicts.models import Explainer, ExplainerRevision, Publication


def words(*checks: Publication, **more: Any) -> ExplainerWords:
    """The words of an explainer on these checks; `more` replaces what is usual."""
    parts = tuple(
        Passage(check.claim_id, f"The sentence on number {place}.", f"The paragraph before number {place}.")
        for place, check in enumerate(checks, 1)
    )
    usual = {
        "title": "What the council spends",
        "introduction": "Two claims about the *budget* went round.",
        "parts": parts,
        "closing": "The accounts are public.",
    }
    return ExplainerWords(**usual | more)


def drafted(writer: User, given: ExplainerWords, row: Explainer | None = None) -> Explainer:
    """The words kept by this person."""
    return explainers.save_explainer(
        explainer_id=row.pk if row else None,
        words=given,
        expected_version=Explainer.objects.get(pk=row.pk).lock_version if row else 0,
        actor=writer,
    )


def act(name: str, row: Explainer, person: User, **more: Any) -> Any:
    """Take one step by its name: submit, take_back, send_back, approve; or ask for the retraction."""
    step = explainers.ask_retraction if name == "retract" else getattr(explainers, f"{name}_explainer")
    version = Explainer.objects.get(pk=row.pk).lock_version
    return step(explainer_id=row.pk, expected_version=version, actor=person, **more)


def waiting_hash(row: Explainer) -> str:
    """The hash of what waits for a second person."""
    return row.revisions.order_by("-number")[0].content_hash


def shown(writer: User, approver: User, given: ExplainerWords, row: Explainer | None = None) -> ExplainerRevision:
    """The explainer as readers see it: written by one, approved by another."""
    row = drafted(writer, given, row)
    act("submit", row, writer)
    revision: ExplainerRevision = act("approve", row, approver, seen_hash=waiting_hash(row))
    return revision


def withdrawn(revision: ExplainerRevision, asker: User, confirmer: User, note: str = "The subject was misread.") -> Any:
    """The explainer withdrawn: asked by one, confirmed by another."""
    act("retract", revision.explainer, asker, note=note)
    return act("approve", revision.explainer, confirmer, seen_hash=waiting_hash(revision.explainer))
