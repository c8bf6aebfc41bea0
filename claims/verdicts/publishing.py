"""Turning an approved revision into an immutable publication, and withdrawing one."""

import datetime
from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings

from claims.accounts.models import User
from claims.tracking.models import Claim
from claims.verdicts import snapshots
from claims.verdicts.content import content_hash, content_of
from claims.verdicts.enums import PublicationKind
from claims.verdicts.experts import experts_of
from claims.verdicts.facets import file_publication
from claims.verdicts.models import Newsroom, OldCheck, Publication, Revision
from claims.verdicts.pictures import let_readers_have
from claims.verdicts.signing import sign_publication
from claims.verdicts.site_settings import locked_newsroom
from claims.verdicts.snapshots import Occasion
from claims.verdicts.stamping import ask_for_stamp

LATEST_SECOND: Final = 2**35
"""After every day of an old check, so that its place in the lists is below 0."""
CLAIMS_A_SECOND: Final = 10**7


def publish_revision(
    *, revision: Revision, kind: PublicationKind, note: str, published_by: User | None, now: datetime.datetime
) -> Publication:
    """Make the revision the claim's current publication, numbered one after the last."""
    newsroom, claim = locked_newsroom(), revision.claim
    earlier = _earlier(claim)
    approvals = revision.approvals.filter(voided_at__isnull=True).select_related("approver").order_by("id")
    occasion = Occasion(
        number=len(earlier) + 1,
        kind=kind,
        note=note,
        now=now,
        newsroom=newsroom,
        earlier=earlier,
        written_by=[str(author) for author in revision.authors.order_by("id")],
        approved_by=[str(approval.approver) for approval in approvals],
        experts=experts_of(revision),
    )
    content = dict(revision.content)
    page = snapshots.page_of(claim, content, occasion)
    publication = _publish(claim, occasion, content, page, revision=revision, published_by=published_by)
    ask_for_stamp(publication)
    return publication


def publish_retraction(*, claim: Claim, note: str, published_by: User, now: datetime.datetime) -> Publication:
    """Make a withdrawal notice the claim's current publication; what was published before stays readable."""
    newsroom = locked_newsroom()
    earlier = _earlier(claim)
    statement = earlier[-1].content["statement"]
    content = {"number": claim.number, "statement": statement, "retracted": True}
    occasion = Occasion(
        number=len(earlier) + 1,
        kind=PublicationKind.RETRACTION,
        note=note,
        now=now,
        newsroom=newsroom,
        earlier=earlier,
    )
    page = snapshots.retraction_page_of(claim, statement, occasion)
    publication = _publish(claim, occasion, content, page, revision=None, published_by=published_by)
    ask_for_stamp(publication)
    return publication


def publish_imported(*, old: OldCheck, published_by: User) -> Publication:
    """Make a check of the old site the claim's first publication, with its days of then and nobody's approval."""
    newsroom, claim = locked_newsroom(), old.claim
    imported = {
        "address": old.address,
        "checked_by": old.checked_by if newsroom.show_names else "",
        "rating": old.rating,
        "published_at": _instant(old.published_at),
        "corrected_at": _instant(old.corrected_at),
        "imported_at": _instant(old.imported_at),
    }
    content = {**content_of(claim), "imported": imported}
    occasion = Occasion(
        number=1,
        kind=PublicationKind.FIRST,
        note="",
        now=old.corrected_at or old.published_at,
        newsroom=newsroom,
        first_at=old.published_at,
    )
    page = snapshots.page_of(claim, content, occasion)
    return _publish(claim, occasion, content, page, revision=None, published_by=published_by)


def _instant(at: datetime.datetime | None) -> str:
    return at.astimezone(datetime.UTC).isoformat(timespec="seconds") if at else ""


def _earlier(claim: Claim) -> list[Publication]:
    return list(Publication.objects.filter(claim=claim).order_by("number"))


def _publish(
    claim: Claim,
    occasion: Occasion,
    content: Mapping[str, Any],
    page: Mapping[str, Any],
    *,
    revision: Revision | None,
    published_by: User | None,
) -> Publication:
    before = occasion.earlier[-1] if occasion.earlier else None
    Publication.objects.filter(claim=claim, is_current=True).update(is_current=False)
    publication = Publication(
        claim=claim,
        revision=revision,
        number=occasion.number,
        kind=occasion.kind,
        note=occasion.note,
        content=content,
        content_hash=content_hash(content),
        published_by=published_by,
        published_at=occasion.now,
        slug=page["slug"],
        sequence=before.sequence if before else _sequence(claim, occasion),
        first_published_at=occasion.first_published_at,
        listed=occasion.kind is not PublicationKind.RETRACTION,
        card=snapshots.card_of(page),
        page=page,
        page_hash=snapshots.page_hash(page),
        claim_review=snapshots.claim_review_text(page),
        base_url=settings.PUBLIC_URL,
    )
    let_readers_have(content)
    publication.signature = sign_publication(publication)
    publication.save(force_insert=True)
    file_publication(publication, before, occasion.newsroom)
    _count(occasion.newsroom, publication, is_first=publication.sequence > 0 and before is None)
    return publication


def _sequence(claim: Claim, occasion: Occasion) -> int:
    """One after the last; what was imported goes below all that was published here, in the order of its days."""
    if occasion.first_at is None:
        return occasion.newsroom.sequence + 1
    return (int(occasion.first_at.timestamp()) - LATEST_SECOND) * CLAIMS_A_SECOND + claim.pk % CLAIMS_A_SECOND


def _count(newsroom: Newsroom, publication: Publication, *, is_first: bool) -> None:
    """Move the newsroom's counters on, so that no cache takes an old list for a fresh one."""
    newsroom.sequence += is_first
    newsroom.version += 1
    newsroom.changed_at = max(publication.published_at, newsroom.changed_at)
    newsroom.save(update_fields=["sequence", "version", "changed_at", "sidebar"])
