"""How the desk does: what comes in and goes out, how long each state takes, what waits, and how often two people agree.

Each report looks at all claims, or at those of one topic and one claimant. Every function makes a fixed number of
queries, however many claims there are.
"""

import datetime
from collections import Counter, defaultdict
from dataclasses import dataclass
from statistics import median

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Window
from django.db.models.functions import Lead, TruncWeek
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from claims.audit.models import AuditEvent
from claims.restrictions.hidden import not_kept
from claims.tracking.enums import ClaimState
from claims.tracking.models import Claim, Claimant, Topic
from claims.verdicts.enums import PublicationKind
from claims.verdicts.models import Approval, Publication, Revision

WEEKS = 12
DAYS = 90
MOST_STAYS = 50_000
MOST_JUDGED = 5_000
SHOWN = 10

TIMED_STATES = (
    ClaimState.QUEUED,
    ClaimState.ASSIGNED,
    ClaimState.IN_REVIEW,
    ClaimState.WAITING,
    ClaimState.SUBMITTED,
    ClaimState.CHANGES_REQUESTED,
    ClaimState.APPROVED,
)
AGES = ((_("Under 2 days"), 2), (_("2 to 7 days"), 7), (_("1 to 4 weeks"), 28), (_("Older"), None))


@dataclass(frozen=True)
class Scope:
    """Which claims a report looks at: those of a topic and of a claimant, each by slug; empty for all."""

    topic: str = ""
    claimant: str = ""

    def of(self, path: str = "") -> Q:
        """The condition on rows whose claim is found at `path`, such as `claim__`."""
        chosen = Q()
        if self.topic:
            chosen &= Q(**{f"{path}topics__slug": self.topic})
        if self.claimant:
            chosen &= Q(**{f"{path}claimant__slug": self.claimant})
        return chosen


EVERYTHING = Scope()


@dataclass(frozen=True)
class Week:
    """What came in and went out in the week that begins on `start`."""

    start: datetime.date
    accepted: int
    published: int


@dataclass(frozen=True)
class Stay:
    """How long claims stayed in a state: the median, and over how many stays."""

    state: ClaimState
    hours: float
    count: int


@dataclass(frozen=True)
class Backlog:
    """Open claims of one state by age, in the order of AGES."""

    state: ClaimState
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts)


FEWEST_FOR_PERCENT = 20
"""Of fewer cases than this, the cases themselves are told and no share in a hundred."""


@dataclass(frozen=True)
class Agreement:
    """What second people made of first submissions."""

    as_submitted: int
    rating_kept: int
    rating_changed: int
    changes: tuple[tuple[str, str, int], ...]

    @property
    def judged(self) -> int:
        """How many were judged."""
        return self.as_submitted + self.rating_kept + self.rating_changed

    @property
    def percent(self) -> int | None:
        """In how many of a hundred the first rating stood; None where fewer than 20 were judged, which is too few."""
        return round(100 * self.stood / self.judged) if self.judged >= FEWEST_FOR_PERCENT else None

    @property
    def stood(self) -> int:
        """How often the first rating stood."""
        return self.as_submitted + self.rating_kept


@dataclass(frozen=True)
class Share:
    """Claims of one topic or claimant: how many are open, and how many are published."""

    name: str
    slug: str
    open: int
    published: int


def throughput(scope: Scope = EVERYTHING) -> list[Week]:
    """The last twelve weeks, this one included: two queries."""
    this_week = timezone.localdate() - datetime.timedelta(days=timezone.localdate().weekday())
    starts = [this_week - datetime.timedelta(weeks=back) for back in range(WEEKS - 1, -1, -1)]
    since = timezone.make_aware(datetime.datetime.combine(starts[0], datetime.time()))
    published = _by_week(
        Publication.objects.filter(scope.of("claim__"), published_at__gte=since, kind=PublicationKind.FIRST)
        .annotate(week=TruncWeek("published_at"))
        .values_list("week")
        .annotate(n=Count("pk"))
    )
    accepted = _by_week(
        Claim.objects.filter(scope.of(), created_at__gte=since)
        .annotate(week=TruncWeek("created_at"))
        .values_list("week")
        .annotate(n=Count("pk"))
    )
    return [Week(start, accepted[start], published[start]) for start in starts]


def time_in_states(scope: Scope = EVERYTHING) -> list[Stay]:
    """The median stay in each state over the last 90 days, from the audit record: one query."""
    since = timezone.now() - datetime.timedelta(days=DAYS)
    moves = (
        AuditEvent.objects.about("claim")
        .filter(_happened_to(scope), at__gte=since)
        .exclude(to_state="")
        .exclude(from_state=F("to_state"))
        .annotate(left=Window(Lead("at"), partition_by=F("object_id"), order_by=F("sequence").asc()))
        .order_by("-id")
        .values_list("to_state", "at", "left")[:MOST_STAYS]
    )
    stays: dict[str, list[float]] = defaultdict(list)
    for state, came, left in moves:
        if left is not None:
            stays[state].append((left - came).total_seconds() / 3600)
    return [Stay(state, median(stays[state]), len(stays[state])) for state in TIMED_STATES if stays[state]]


def backlog(scope: Scope = EVERYTHING) -> list[Backlog]:
    """Open claims by state and age: one query."""
    now = timezone.now()
    edges = [now - datetime.timedelta(days=days) for _, days in AGES if days is not None]
    counts = {
        f"age{place}": Count(
            "pk",
            filter=Q(created_at__gte=edges[place] if place < len(edges) else now - datetime.timedelta(days=36_500))
            & (Q(created_at__lt=edges[place - 1]) if place else Q()),
        )
        for place in range(len(AGES))
    }
    rows = Claim.objects.filter(scope.of(), state__in=TIMED_STATES).order_by().values("state").annotate(**counts)
    found = {row[0]: tuple(row[1:]) for row in rows.values_list("state", *counts)}
    return [Backlog(state, found[state]) for state in TIMED_STATES if state in found]


def agreement(scope: Scope = EVERYTHING) -> Agreement:
    """What became of first submissions of the last 90 days that were judged: two queries."""
    since = timezone.now() - datetime.timedelta(days=DAYS)
    first = (
        Revision.objects.filter(scope.of("claim__"), number=1, submitted_at__gte=since)
        .annotate(approved=Exists(Approval.objects.filter(revision=OuterRef("pk"))))
        .order_by("-pk")
        .values_list("claim_id", "approved", "content__rating__label")[:MOST_JUDGED]
    )
    rows = list(first)
    waiting = [claim_id for claim_id, approved, _ in rows if not approved]
    later = dict(
        Revision.objects.filter(claim_id__in=waiting, number__gt=1)
        .order_by("number")
        .values_list("claim_id", "content__rating__label")
    )
    judged = [(before, later[claim_id]) for claim_id, approved, before in rows if not approved and claim_id in later]
    changes = Counter((before or "", after or "") for before, after in judged if before != after)
    return Agreement(
        as_submitted=sum(bool(approved) for _, approved, _ in rows),
        rating_kept=sum(before == after for before, after in judged),
        rating_changed=sum(changes.values()),
        changes=tuple((before, after, count) for (before, after), count in changes.most_common(SHOWN)),
    )


def by_topic(scope: Scope = EVERYTHING) -> list[Share]:
    """The topics with the most claims: one query."""
    return _shares(Topic.objects.filter(slug=scope.topic) if scope.topic else Topic.objects.all(), scope)


def by_claimant(scope: Scope = EVERYTHING) -> list[Share]:
    """The claimants with the most claims: one query."""
    chosen = Claimant.objects.filter(slug=scope.claimant) if scope.claimant else Claimant.objects.all()
    return _shares(chosen, scope)


_PUBLIC = (ClaimState.PUBLISHED, ClaimState.CORRECTING, ClaimState.REVISITING)


def _shares(owners: "QuerySet[Topic] | QuerySet[Claimant]", scope: Scope) -> list[Share]:
    """Owners of claims by how many there are, those without any left out."""
    ours = scope.of("claims__") & Q(not_kept("claims__id"))
    counted = owners.annotate(
        opened=Count("claims", filter=ours & Q(claims__state__in=TIMED_STATES), distinct=True),
        out=Count("claims", filter=ours & Q(claims__state__in=_PUBLIC), distinct=True),
        all=Count("claims", filter=ours, distinct=True),
    )
    rows = counted.filter(all__gt=0).order_by("-all", "name").values_list("name", "slug", "opened", "out")[:SHOWN]
    return [Share(*row) for row in rows]


def _happened_to(scope: Scope) -> Q:
    """The condition on audit events of claims; none where all claims are looked at."""
    return Q() if scope == EVERYTHING else Q(object_id__in=Claim.objects.filter(scope.of()).values("pk"))


def _by_week(rows: object) -> Counter[datetime.date]:
    return Counter({timezone.localtime(week).date(): count for week, count in rows})  # type: ignore[attr-defined]
