"""The ledger of fairness: what came in, what was put aside and why, what was checked, with which verdict and how soon.

Counted over the record's own rows for each claimant, group, outlet and topic. A claim counts for a group if its
claimant belonged to it on the day it was said, and once for each outlet it appeared in and each topic it is filed
under. Every function makes a fixed number of queries, however many rows there are.

SQLite knows no time zones and would ask Python for the day of every row, so moments are read as text there and cut to
the minute. The days of minutes, and who belonged where on which day, are worked out here, once each.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from statistics import quantiles
from typing import Any, Final

from django.db import connection, models
from django.db.models import Count, IntegerField, QuerySet, TextField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce, Substr, TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from claims.articles.models import Outlet
from claims.tracking.enums import CandidateState, ClaimState, CloseReason, DismissReason
from claims.tracking.models import Candidate, Claim, Claimant, GroupMembership, Topic
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
    def put_aside(self) -> int:
        """How many of the sentences found were dismissed."""
        return (self.dismissed or Counter()).total()

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
    def parts(self) -> list[tuple[str, int, int]]:
        """What became of the claims taken up: kind, tone and number, those with a verdict first; together `claims`."""
        rated = [("rated", verdict.tone, verdict.count) for verdict in self.verdicts]
        rest = [("retracted", 0, self.retracted), ("closed", 0, self.put_away), ("open", 0, self.open)]
        return rated + [part for part in rest if part[2]]

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
    """What came in since a day, for each claimant, group, outlet or topic: six queries at most."""
    entries: dict[int, Entry] = defaultdict(lambda: Entry(0, ""))
    members = _Members() if by is By.GROUP else None
    _count_claims(by, since, members, entries)
    _count_checks(by, since, members, entries)
    names = members.names if members else _names(by)
    if by is not By.TOPIC:
        _count_found(by, since, members, names, entries)
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
    model: type[models.Model] = {By.CLAIMANT: Claimant, By.OUTLET: Outlet, By.TOPIC: Topic}[by]
    return dict(model._default_manager.order_by("pk").values_list("pk", "name"))


_OWNER: Final[Mapping[By, str]] = {
    By.CLAIMANT: "claimant",
    By.GROUP: "claimant",
    By.OUTLET: "appearances__version__article__outlet",
    By.TOPIC: "topics",
}
"""The column of a claim that leads to whose it is; a group's claims are those of claimants on days."""


class _Members:
    """Which groups somebody belonged to on a day; asked by the key of a claimant, or by a name in small letters."""

    def __init__(self) -> None:
        self.names: dict[int, str] = {}
        self._entries: defaultdict[int | str, list[tuple[int, datetime.date, datetime.date]]] = defaultdict(list)
        columns = ("claimant_id", "claimant__name", "group_id", "group__name", "since", "until")
        for claimant, name, group, called, since, until in GroupMembership.objects.order_by().values_list(*columns):
            self.names[group] = called
            for who in (claimant, name.lower()):
                self._entries[who].append((group, since, until or datetime.date.max))
        self._day = cache(_day)
        self.on = cache(self._groups)

    def __contains__(self, who: int | str) -> bool:
        return who in self._entries

    def _groups(self, who: int | str, moment: str) -> frozenset[int]:
        """On the day, or on that of the minute; each once, however many entries say so."""
        entries = self._entries.get(who)
        if not entries:
            return frozenset()
        day = self._day(moment)
        return frozenset(group for group, since, until in entries if since <= day <= until)


def _day(moment: str) -> datetime.date:
    """The day itself, or here the day of a minute in UTC."""
    if len(moment) == len("2026-01-31"):
        return datetime.date.fromisoformat(moment)
    return timezone.localtime(datetime.datetime.fromisoformat(moment).replace(tzinfo=datetime.UTC)).date()


def _text(column: str) -> Cast:
    return Cast(column, TextField())


def _moment(column: str) -> Cast | Substr:
    """The day; where the database knows no time zones, the minute in UTC: 2026-01-31 09:30."""
    if connection.vendor == "postgresql":
        return Cast(TruncDate(column), TextField())
    return Substr(_text(column), 1, len("2026-01-31 09:30"), output_field=TextField())


def _of(by: By, rows: QuerySet[Any], claim: str, since: datetime.date | None) -> QuerySet[Any]:
    """The rows of claims taken up since then, once for each owner that counts them; `claim` leads to the claim."""
    if since:
        rows = rows.filter(**{f"{claim}created_at__gte": _midnight(since)})
    if by is By.OUTLET:
        rows = rows.filter(**{f"{claim}appearances__state__in": TAKEN_UP})
    if by is By.GROUP:
        rows = rows.filter(**{f"{claim}claimant__in": GroupMembership.objects.order_by().values("claimant")})
    # When it was said, or else taken up; only groups ask for it.
    said = Coalesce(_text(f"{claim}said_on"), _moment(f"{claim}created_at"))
    found: QuerySet[Any] = rows.annotate(said=said).order_by()
    return found


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


def _owned(
    by: By, members: _Members | None, claim: str, rows: QuerySet[Any], *columns: str
) -> Iterable[tuple[int, Sequence[Any]]]:
    """The columns of each row with the key of whose it is; for a group once for each that the claimant was in."""
    if members:
        for who, said, *values in rows.values_list(f"{claim}claimant", "said", *columns):
            for group in members.on(who, said):
                yield group, values
        return
    for owner, *values in rows.values_list(f"{claim}{_OWNER[by]}", *columns):
        if owner is not None:
            yield owner, values


def _count_claims(by: By, since: datetime.date | None, members: _Members | None, entries: dict[int, Entry]) -> None:
    rows = _of(by, Claim.objects.all(), "", since)
    whose = (_OWNER[by], "said") if members else (_OWNER[by],)
    # Only a claim that appears in several articles of an outlet comes more than once.
    counted = rows.values(*whose, "state", "close_reason").annotate(count=Count("pk", distinct=by is By.OUTLET))
    for owner, (state, reason, count) in _owned(by, members, "", counted, "state", "close_reason", "count"):
        entry = entries[owner]
        entry.claims += count
        if state == ClaimState.CLOSED:
            entry.closed[reason] += count
        elif state == ClaimState.RETRACTED:
            entry.retracted += count


def _count_checks(by: By, since: datetime.date | None, members: _Members | None, entries: dict[int, Entry]) -> None:
    """By what readers see now, and how long the first publication took."""
    current = Publication.objects.filter(is_current=True).annotate(
        label=KT("card__rating__label"),
        tone=Cast(KT("card__rating__tone"), IntegerField()),
        came=_text("claim__created_at"),
        out=_text("first_published_at"),
    )
    rows = _of(by, current, "claim__", since)
    seen: set[tuple[int, int]] = set()
    read = datetime.datetime.fromisoformat
    for owner, values in _owned(by, members, "claim__", rows, "claim_id", "kind", "label", "tone", "came", "out"):
        claim, kind, label, tone, came, out = values
        if by is By.OUTLET:
            if (owner, claim) in seen:
                continue
            seen.add((owner, claim))
        entry = entries[owner]
        entry.days.append((read(out) - read(came)).total_seconds() / 86_400)
        if kind != PublicationKind.RETRACTION:
            entry.ratings[(label or "", tone or 0)] += 1
    for entry in entries.values():
        # Also a published claim that is open again for a correction has its verdict out.
        entry.open = entry.claims - entry.checked - entry.closed.total() - entry.retracted


def _count_found(
    by: By,
    since: datetime.date | None,
    members: _Members | None,
    names: Mapping[int, str],
    entries: dict[int, Entry],
) -> None:
    # A sentence that stands in several versions of its article counts once, as it stands in the newest.
    rows = Candidate.objects.filter(carried_to__isnull=True).order_by()
    if since:
        rows = rows.filter(created_at__gte=_midnight(since))
    for owner, state, reason, count in _found_by(by, rows, members, names):
        entry = entries[owner]
        entry.found = (entry.found or 0) + count
        if state == CandidateState.DISMISSED:
            entry.dismissed = entry.dismissed or Counter()
            entry.dismissed[reason] += count


def _found_by(
    by: By, rows: QuerySet[Candidate], members: _Members | None, names: Mapping[int, str]
) -> Iterable[tuple[int, str, str, int]]:
    """Sentences by outlet, or by the speaker whom the software read beside them, where that is a claimant's name."""
    if by is By.OUTLET:
        yield from _counted(rows.filter(version__article__outlet__isnull=False), "version__article__outlet")
        return
    spoken = rows.exclude(speaker="")
    # Names are compared here: SQLite knows the small letters of English only.
    if members:
        speakers = [who for who in spoken.values_list("speaker", flat=True).distinct() if who.lower() in members]
        moments = spoken.filter(speaker__in=speakers).annotate(moment=_moment("created_at"))
        for who, moment, state, reason, count in _counted(moments, "speaker", "moment"):
            for group in members.on(who.lower(), moment):
                yield group, state, reason, count
        return
    owners = {name.lower(): key for key, name in names.items()}
    for who, state, reason, count in _counted(spoken, "speaker"):
        if who.lower() in owners:
            yield owners[who.lower()], state, reason, count


def _counted(rows: QuerySet[Candidate], *owner: str) -> Iterable[tuple[Any, ...]]:
    """How many there are of each owner, state and reason."""
    columns = (*owner, "state", "dismiss_reason")
    counted: QuerySet[Any] = rows.values(*columns).annotate(count=Count("pk"))
    return counted.values_list(*columns, "count")
