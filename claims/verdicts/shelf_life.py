"""The dates by which published verdicts are looked at again: what the rules say, and what is written down.

The narrowest rule counts: one for topic and rating goes before one for the topic, that before one for the rating, and
the rule for all verdicts comes last. Where a claim has several topics, the shortest of the narrowest counts.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, F, Q, QuerySet
from django.db.models.fields.json import KT
from django.utils import timezone

from claims.tracking.enums import ClaimState
from claims.tracking.models import Claim
from claims.verdicts.models import Publication, Rating, ShelfLife, ShelfLifeRule

AT_ONCE: Final = 500
SOON: Final = datetime.timedelta(days=30)
SHOWN: Final = 20


@dataclass(frozen=True)
class Overdue:
    """How many published verdicts are past their date, how many will be within thirty days, and the oldest of them."""

    overdue: int
    soon: int
    undated: int
    oldest: Sequence[ShelfLife]


def days_for(rules: Iterable[ShelfLifeRule], *, topics: frozenset[int], rating: int | None) -> int | None:
    """After how many days a verdict of these topics and this rating is looked at again; None where no rule says."""
    found = [
        (-((rule.topic_id is not None) * 2 + (rule.rating_id is not None)), rule.days)
        for rule in rules
        if (rule.topic_id is None or rule.topic_id in topics) and rule.rating_id in (None, rating)
    ]
    return min(found)[1] if found else None


def begin(claim: Claim, now: datetime.datetime, *, by_hand: datetime.datetime | None = None) -> ShelfLife:
    """Let the published words stand as of now, until a person's date or the rules'; in the caller's transaction.

    What was being looked at again no longer is.
    """
    review_by = by_hand or _by_the_rules([claim.pk], {claim.pk: now})[claim.pk]
    values = {
        "as_of": now,
        "review_by": review_by,
        "by_hand": by_hand is not None,
        "again_since": None,
        "undated": False,
    }
    return ShelfLife.objects.update_or_create(claim=claim, defaults=values)[0]


def begin_imported(claim: Claim, as_of: datetime.datetime) -> None:
    """Let an imported check stand as of its last day on the old site, without a date.

    The rules would call a whole archive back at once: nobody here has stood by it until somebody says that it holds.
    """
    ShelfLife.objects.create(claim=claim, as_of=as_of, undated=False)


def set_date(claim: Claim, by_hand: datetime.datetime | None) -> tuple[datetime.datetime | None, ShelfLife]:
    """Set the date by hand, or by the rules again with None; the date before, and the row as it is now."""
    row = ShelfLife.objects.get(claim=claim)
    before = row.review_by
    row.review_by = by_hand or _by_the_rules([claim.pk], {claim.pk: row.as_of})[claim.pk]
    row.by_hand, row.undated = by_hand is not None, False
    row.save(update_fields=["review_by", "by_hand", "undated"])
    return before, row


def end(claim: Claim) -> None:
    """Nothing of the claim is published any longer, so nothing has a date."""
    ShelfLife.objects.filter(claim=claim).delete()


def ask_rules_again() -> int:
    """Have every date that no person set asked of the rules anew, in the background; how many there are."""
    standing = Q(claim__old_check__isnull=True) | Q(as_of__gte=F("claim__old_check__imported_at"))
    return ShelfLife.objects.filter(standing, by_hand=False).update(undated=True)


def date_the_undated() -> int:
    """Ask the rules for the dates of some of those that wait for one; how many there were."""
    waiting = dict(ShelfLife.objects.filter(undated=True).order_by("claim")[:AT_ONCE].values_list("claim_id", "as_of"))
    for claim_id, review_by in _by_the_rules(list(waiting), waiting).items():
        rows = ShelfLife.objects.filter(claim=claim_id, undated=True, as_of=waiting[claim_id])
        rows.update(review_by=review_by, undated=False)
    return len(waiting)


def past(now: datetime.datetime) -> QuerySet[Claim]:
    """Published claims whose date has gone by."""
    return Claim.objects.filter(state=ClaimState.PUBLISHED, shelf_life__review_by__lte=now)


def overdue(of: Q | None = None) -> Overdue:
    """What is past its date or soon will be, of the claims that the condition on `claim__` chooses: two queries."""
    now = timezone.now()
    rows = ShelfLife.objects.filter(of or Q())
    late = Q(review_by__lte=now)
    counted = rows.order_by().aggregate(
        overdue=Count("pk", filter=late),
        soon=Count("pk", filter=Q(review_by__gt=now, review_by__lte=now + SOON)),
        undated=Count("pk", filter=Q(review_by__isnull=True)),
    )
    oldest = rows.filter(late).select_related("claim__reviewer").order_by("review_by", "claim")[:SHOWN]
    return Overdue(**counted, oldest=list(oldest))


def _by_the_rules(claims: Sequence[int], as_of: dict[int, datetime.datetime]) -> dict[int, datetime.datetime | None]:
    """The date that the rules give each claim: a fixed number of queries."""
    rules = list(ShelfLifeRule.objects.order_by())
    if not rules or not claims:
        return dict.fromkeys(claims)
    through = Claim.topics.through.objects.filter(claim_id__in=claims).values_list("claim_id", "topic_id")
    topics: dict[int, set[int]] = {}
    for claim_id, topic_id in through:
        topics.setdefault(claim_id, set()).add(topic_id)
    ratings = _ratings_of(claims)
    days = {
        claim: days_for(rules, topics=frozenset(topics.get(claim, ())), rating=ratings.get(claim)) for claim in claims
    }
    return {claim: as_of[claim] + datetime.timedelta(days=found) if found else None for claim, found in days.items()}


def _ratings_of(claims: Sequence[int]) -> dict[int, int]:
    """The rating that readers see of each claim: a publication names it by its words."""
    current = Publication.objects.filter(claim__in=claims, is_current=True)
    # As text: read as JSON, the slug “false” would come back as no string.
    words = current.values_list("claim_id", KT("content__rating__slug"), KT("content__rating__label"))
    known = {(row.slug, row.label): row.pk for row in Rating.objects.order_by("scale__is_active", "pk")}
    return {claim: known[slug, label] for claim, slug, label in words if (slug, label) in known}
