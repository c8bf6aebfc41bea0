"""Turning an approved revision into an immutable publication, and withdrawing one."""

import datetime

from claims.accounts.models import User
from claims.tracking.models import Claim
from claims.verdicts.content import content_hash
from claims.verdicts.enums import PublicationKind
from claims.verdicts.models import Publication, Revision


def publish_revision(
    *, revision: Revision, kind: PublicationKind, note: str, published_by: User | None, now: datetime.datetime
) -> Publication:
    """Make the revision the claim's current publication, numbered one after the last."""
    return _publish(
        claim=revision.claim,
        revision=revision,
        kind=kind,
        note=note,
        content=dict(revision.content),
        published_by=published_by,
        now=now,
    )


def publish_retraction(*, claim: Claim, note: str, published_by: User, now: datetime.datetime) -> Publication:
    """Make a withdrawal notice the claim's current publication; what was published before stays readable."""
    last = Publication.objects.get(claim=claim, is_current=True)
    content = {"number": claim.number, "statement": last.content["statement"], "retracted": True}
    return _publish(
        claim=claim,
        revision=None,
        kind=PublicationKind.RETRACTION,
        note=note,
        content=content,
        published_by=published_by,
        now=now,
    )


def _publish(
    *,
    claim: Claim,
    revision: Revision | None,
    kind: PublicationKind,
    note: str,
    content: dict[str, object],
    published_by: User | None,
    now: datetime.datetime,
) -> Publication:
    last = Publication.objects.filter(claim=claim).order_by("-number").first()
    Publication.objects.filter(claim=claim, is_current=True).update(is_current=False)
    return Publication.objects.create(
        claim=claim,
        revision=revision,
        number=last.number + 1 if last else 1,
        kind=kind,
        note=note,
        content=content,
        content_hash=content_hash(content),
        published_by=published_by,
        published_at=now,
    )
