"""Making claims and candidates; callers in `claims.workflow` hold the locks and ask who may."""

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils import timezone

from claims.accounts.models import User
from claims.articles.models import ArticleVersion
from claims.articles.reading.anchors import make_anchor
from claims.audit.services import Act, record, record_all
from claims.inserting import insert_all
from claims.tracking.claimants import claimant_named
from claims.tracking.enums import CandidateOrigin, ClaimState, Priority
from claims.tracking.models import Candidate, Claim, Claimant, Topic


def create_claim(
    *,
    statement: str,
    actor: User,
    claimant_name: str = "",
    score: float | None = None,
    said_on: datetime.date | None = None,
    said_where: str = "",
    words_said: str = "",
    language: str = "",
) -> Claim:
    """Put a new claim into the queue, inside the caller's transaction."""
    now = timezone.now()
    claim = Claim.objects.create(
        statement=statement,
        claimant=claimant_named(claimant_name),
        score=score,
        said_on=said_on,
        said_where=said_where,
        words_said=words_said,
        language=language,
        state=ClaimState.QUEUED,
        state_since=now,
        created_at=now,
        created_by=actor,
    )
    record(actor=actor, action="claim_created", target=claim, to_state=claim.state, data={"statement": statement})
    return claim


@dataclass(frozen=True)
class NewClaim:
    """What a claim that comes in with others begins with."""

    statement: str
    claimant: Claimant | None = None
    said_on: datetime.date | None = None
    said_where: str = ""
    priority: Priority = Priority.NORMAL
    due_at: datetime.datetime | None = None
    language: str = ""
    topics: Collection[Topic] = ()


def create_claims(new: Sequence[NewClaim], *, actor: User) -> list[Claim]:
    """Put new claims into the queue, in few statements inside the caller's transaction."""
    now = timezone.now()
    claims = [
        Claim(
            statement=one.statement,
            claimant=one.claimant,
            said_on=one.said_on,
            said_where=one.said_where,
            priority=one.priority,
            due_at=one.due_at,
            language=one.language,
            state=ClaimState.QUEUED,
            state_since=now,
            created_at=now,
            created_by=actor,
        )
        for one in new
    ]
    insert_all(claims)
    filed = Claim.topics.through
    insert_all(
        [
            filed(claim_id=claim.pk, topic_id=topic.pk)
            for claim, one in zip(claims, new, strict=True)
            for topic in one.topics
        ]
    )
    acts = [Act("claim_created", claim, to_state=claim.state, data={"statement": claim.statement}) for claim in claims]
    record_all(acts, actor=actor)
    return claims


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
