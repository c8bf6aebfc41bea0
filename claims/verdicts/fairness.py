"""The ledger of fairness: what came in, what was put aside and why, what was checked, with which verdict and how soon.

Counted over the record's own rows for each claimant, group, outlet and topic. A claim counts for a group if its
claimant belonged to it on the day it was said, and once for each outlet it appeared in and each topic it is filed
under. Every function makes a fixed number of queries, however many rows there are.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import quantiles
from typing import Any, Final

from django.db import models
from django.db.models import Count, F, IntegerField, Q, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce, Lower, TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from claims.articles.models import Outlet
from claims.tracking.enums import CandidateState, ClaimState, CloseReason, DismissReason
from claims.tracking.models import Candidate, Claim, Claimant, ClaimantGroup, GroupMembership, Topic
from claims.tracking.report_card import Share
from claims.verdicts.enums import PublicationKind
from claims.verdicts.models import Publication

FEWEST: Final = 20
"""Of fewer cases than this the cases are told, and no share and no usual time."""
ROWS: Final = 50
TAKEN_UP: Final = (CandidateState.ACCEPTED, CandidateState.MERGED)


class By(models.TextChoices):
    """What the ledger counts for each of."""

    CLAIMANT = "claimant", _("Claimant")
    GROUP = "group", _("Party or office")
    OUTLET = "outlet", _("Outlet")
    TOPIC = "topic", _("Topic")


@dataclass(frozen=True)
class Rated:
    """How many checks got a rating, as readers see it now; of a retracted one there is none."""

    label: str
    tone: int
    count: int
    share: Share


@dataclass
class Entry:
    """One line of the ledger.

    `found` are the sentences in articles that came in, `dismissed` those of them put aside, by reason; both are None
    for topics, as nobody files a sentence before it is a claim. `closed` are claims put away, by reason.
    """

    key: int
    name: str
    found: int | None = None
    dismissed: Counter[str] | None = None
    claims: int = 0
    open: int = 0
    closed: Counter[str] = field(default_factory=Counter)
    retracted: int = 0
    ratings: Counter[tuple[str, int]] = field(default_factory=Counter)
    days: list[float] = field(default_factory=list)

    @property
    def checked(self) -> int:
        """How many have a verdict that readers see."""
        return self.ratings.total()

    @property
    def put_away(self) -> int:
        """How many were closed without a verdict."""
        return self.closed.total()

    @property
    def dismissals(self) -> list[tuple[str, int]]:
        """Why sentences were dismissed, the commonest reason first."""
        return [
            (str(DismissReason(reason).label), count) for reason, count in (self.dismissed or Counter()).most_common()
        ]

    @property
    def closings(self) -> list[tuple[str, int]]:
        """Why claims were closed without a verdict, the commonest reason first."""
        return [(str(CloseReason(reason).label), count) for reason, count in self.closed.most_common()]

    @property
    def is_enough(self) -> bool:
        """Whether there are enough checks for shares."""
        return self.checked >= FEWEST

    @property
    def share_checked(self) -> Share:
        """How many of the claims taken up were checked."""
        return Share(self.checked, self.claims)

    @property
    def verdicts(self) -> list[Rated]:
        """The ratings, from true to false, those beside the scale last."""
        ordered = sorted(self.ratings.items(), key=lambda pair: (pair[0][1] or 9, pair[0][0]))
        return [Rated(label, tone, count, Share(count, self.checked)) for (label, tone), count in ordered]

    @property
    def usual_days(self) -> tuple[float, float, float] | None:
        """Days from taking up to the first publication: a quarter took less than the first, half, three quarters."""
        if len(self.days) < FEWEST:
            return None
        low, middle, high = quantiles(self.days, n=4, method="inclusive")
        return low, middle, high


@dataclass(frozen=True)
class Ledger:
    """A page of the ledger, those with the most claims first; `after` is the key to go on from, None at the end."""

    by: By
    since: datetime.date | None
    entries: Sequence[Entry]
    after: int | None = None


def ledger(by: By, *, since: datetime.date | None = None, after: int | None = None, size: int = ROWS) -> Ledger:
    """What came in since a day, for each claimant, group, outlet or topic: five queries at most."""
    entries: dict[int, Entry] = defaultdict(lambda: Entry(0, ""))
    _count_claims(by, since, entries)
    _count_checks(by, since, entries)
    names = _names(by)
    if by is not By.TOPIC:
        _count_found(by, since, entries, names)
    known = [_named(key, name, entries[key], by) for key, name in names.items() if key in entries]
    ordered = sorted(known, key=lambda entry: (-entry.claims, -(entry.found or 0), entry.name, entry.key))
    place = next((number for number, entry in enumerate(ordered, 1) if entry.key == after), 0)
    shown = ordered[place : place + size]
    return Ledger(by, since, shown, shown[-1].key if len(ordered) > place + size else None)


def finished(by: By, *, size: int) -> list[Entry]:
    """What readers may see of the ledger, for what has a check they can read: the most checked first."""
    entries = [entry for entry in ledger(by, size=10**9).entries if entry.checked]
    return sorted(entries, key=lambda entry: (-entry.checked, entry.name, entry.key))[:size]


def _named(key: int, name: str, entry: Entry, by: By) -> Entry:
    entry.key, entry.name = key, name
    if by is not By.TOPIC:
        entry.found = entry.found or 0
        entry.dismissed = entry.dismissed or Counter()
    return entry


def _names(by: By) -> dict[int, str]:
    model: type[models.Model] = {
        By.CLAIMANT: Claimant,
        By.GROUP: ClaimantGroup,
        By.OUTLET: Outlet,
        By.TOPIC: Topic,
    }[by]
    return dict(model._default_manager.order_by("pk").values_list("pk", "name"))


_OWNER: Final[Mapping[By, str]] = {
    By.CLAIMANT: "claimant",
    By.GROUP: "claimant__memberships__group",
    By.OUTLET: "appearances__version__article__outlet",
    By.TOPIC: "topics",
}


def _of(by: By, rows: QuerySet[Any], claim: str, since: datetime.date | None) -> QuerySet[Any]:
    """The rows of claims taken up since then, once for each owner that counts them; `claim` leads to the claim."""
    if since:
        rows = rows.filter(**{f"{claim}created_at__gte": _midnight(since)})
    if by is By.OUTLET:
        rows = rows.filter(**{f"{claim}appearances__state__in": TAKEN_UP})
    if by is By.GROUP:
        said = Coalesce(F(f"{claim}said_on"), TruncDate(f"{claim}created_at"))
        rows = rows.annotate(said=said).filter(_belonged(f"{claim}claimant__memberships__", F("said")))
    return rows.order_by()


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


def _belonged(path: str, day: Any) -> Q:
    begun = Q(**{f"{path}since__lte": day})
    return begun & (Q(**{f"{path}until__isnull": True}) | Q(**{f"{path}until__gte": day}))


def _count_claims(by: By, since: datetime.date | None, entries: dict[int, Entry]) -> None:
    rows = _of(by, Claim.objects.all(), "", since)
    counted = rows.values(_OWNER[by], "state", "close_reason").annotate(count=Count("pk", distinct=True))
    for owner, state, reason, count in counted.values_list(_OWNER[by], "state", "close_reason", "count"):
        if owner is None:
            continue
        entry = entries[owner]
        entry.claims += count
        if state == ClaimState.CLOSED:
            entry.closed[reason] += count
        elif state == ClaimState.RETRACTED:
            entry.retracted += count


def _count_checks(by: By, since: datetime.date | None, entries: dict[int, Entry]) -> None:
    """By what readers see now, and how long the first publication took."""
    current = Publication.objects.filter(is_current=True).annotate(
        label=KT("card__rating__label"), tone=Cast(KT("card__rating__tone"), IntegerField())
    )
    columns = (
        f"claim__{_OWNER[by]}", "claim_id", "kind", "label", "tone", "claim__created_at", "first_published_at"
    )  # fmt: skip
    seen: set[tuple[int, int]] = set()
    for owner, claim, kind, label, tone, came, out in _of(by, current, "claim__", since).values_list(*columns):
        if owner is None or (owner, claim) in seen:
            continue
        seen.add((owner, claim))
        entry = entries[owner]
        entry.days.append((out - came).total_seconds() / 86_400)
        if kind != PublicationKind.RETRACTION:
            entry.ratings[(label or "", tone or 0)] += 1
    for entry in entries.values():
        # Also a published claim that is open again for a correction has its verdict out.
        entry.open = entry.claims - entry.checked - entry.closed.total() - entry.retracted


def _count_found(by: By, since: datetime.date | None, entries: dict[int, Entry], names: Mapping[int, str]) -> None:
    # A sentence that stands in several versions of its article counts once, as it stands in the newest.
    rows = Candidate.objects.filter(carried_to__isnull=True)
    if since:
        rows = rows.filter(created_at__gte=_midnight(since))
    for owner, state, reason, count in _found_by(by, rows, names):
        entry = entries[owner]
        entry.found = (entry.found or 0) + count
        if state == CandidateState.DISMISSED:
            entry.dismissed = entry.dismissed or Counter()
            entry.dismissed[reason] += count


def _found_by(by: By, rows: QuerySet[Candidate], names: Mapping[int, str]) -> Iterable[tuple[int, str, str, int]]:
    """Sentences by outlet, or by the speaker whom the software read beside them, where that is a claimant's name."""
    counted = ("state", "dismiss_reason")
    if by is By.OUTLET:
        owned = (
            rows.filter(version__article__outlet__isnull=False).order_by().values("version__article__outlet", *counted)
        )
        yield from owned.annotate(count=Count("pk")).values_list("version__article__outlet", *counted, "count")
        return
    spoken = rows.exclude(speaker="").annotate(who=Lower("speaker")).order_by()
    if by is By.CLAIMANT:
        owners = {name.lower(): key for key, name in names.items()}
        for who, state, reason, count in (
            spoken.values("who", *counted).annotate(count=Count("pk")).values_list("who", *counted, "count")
        ):
            if who in owners:
                yield owners[who], state, reason, count
        return
    yield from _found_by_group(spoken)


def _found_by_group(spoken: QuerySet[Any]) -> Iterable[tuple[int, str, str, int]]:
    """Sentences of whoever belonged to a group on the day the sentence came in."""
    belonged: defaultdict[str, list[tuple[int, datetime.date, datetime.date]]] = defaultdict(list)
    memberships = GroupMembership.objects.order_by().values_list("claimant__name", "group_id", "since", "until")
    for name, group, since, until in memberships:
        belonged[name.lower()].append((group, since, until or datetime.date.max))
    days = spoken.filter(who__in=list(belonged)).annotate(day=TruncDate("created_at"))
    counted = ("who", "day", "state", "dismiss_reason")
    for who, day, state, reason, count in (
        days.values(*counted).annotate(count=Count("pk")).values_list(*counted, "count")
    ):
        for group in {group for group, since, until in belonged[who] if since <= day <= until}:
            yield group, state, reason, count
