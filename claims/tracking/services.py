"""Making claims and candidates; callers in `claims.workflow` hold the locks and ask who may."""

import datetime

from django.utils import timezone

from claims.accounts.models import User
from claims.articles.models import ArticleVersion
from claims.articles.reading.anchors import make_anchor
from claims.audit.services import record
from claims.tracking.claimants import claimant_named
from claims.tracking.enums import CandidateOrigin, ClaimState
from claims.tracking.models import Candidate, Claim


def create_claim(
    *,
    statement: str,
    actor: User,
    claimant_name: str = "",
    score: float | None = None,
    said_on: datetime.date | None = None,
    said_where: str = "",
) -> Claim:
    """Put a new claim into the queue, inside the caller's transaction."""
    now = timezone.now()
    claim = Claim.objects.create(
        statement=statement,
        claimant=claimant_named(claimant_name),
        score=score,
        said_on=said_on,
        said_where=said_where,
        state=ClaimState.QUEUED,
        state_since=now,
        created_at=now,
        created_by=actor,
    )
    record(actor=actor, action="claim_created", target=claim, to_state=claim.state, data={"statement": statement})
    return claim


def create_marked_candidate(
    *, version: ArticleVersion, start: int, end: int, statement: str, speaker: str, actor: User
) -> Candidate:
    """Store a span a person marked, anchored by position and quote, inside the caller's transaction."""
    anchor = make_anchor(version.text, start, end)
    candidate = Candidate.objects.create(
        version=version,
        origin=CandidateOrigin.PERSON,
        marked_by=actor,
        start=start,
        end=end,
        exact=anchor.exact,
        prefix=anchor.prefix,
        suffix=anchor.suffix,
        statement=statement or " ".join(anchor.exact.split()),
        speaker=speaker,
    )
    record(actor=actor, action="candidate_marked", target=candidate, to_state=candidate.state)
    return candidate
