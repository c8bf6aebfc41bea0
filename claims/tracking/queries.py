"""Named reads for the people of the desk; each says in its docstring how many queries it makes."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.articles.models import Outlet
from claims.audit.models import AuditEvent
from claims.audit.queries import Line, in_words
from claims.prepared import prepared
from claims.tracking.enums import ClaimState
from claims.tracking.models import Claim, Topic

IN_HAND = (
    ClaimState.ASSIGNED,
    ClaimState.IN_REVIEW,
    ClaimState.WAITING,
    ClaimState.CHANGES_REQUESTED,
    ClaimState.CORRECTING,
    ClaimState.REVISITING,
)
"""States in which a claim waits for its reviewer."""

_ON_DESK = (
    "pk", "statement", "state", "due_at", "waiting_on", "wake_at",
    "claimant__name", "reviewer__display_name", "reviewer__username", "language",
)  # fmt: skip

IN_HAND_SHOWN = 20
OTHERS_SHOWN = 10
FREE_SHOWN = 5
"""A desk shows what comes next; the whole is a view of the queue."""
OUTLETS_LISTED = 500
NEWS = 12


class DeskClaim(NamedTuple):
    """What a desk shows of a claim; reading no more costs half of reading the claim."""

    pk: int
    statement: str
    state: str
    due_at: datetime.datetime | None
    waiting_on: str
    wake_at: datetime.datetime | None
    claimant: str | None
    reviewer: str | None
    username: str | None
    language: str

    @property
    def number(self) -> str:
        """The desk's number for it."""
        return f"FC-{self.pk:04d}"

    @property
    def holder(self) -> str:
        """Whoever has it in hand, or an empty string."""
        return self.reviewer or self.username or ""


@dataclass(frozen=True)
class Desk:
    """What needs one person next, soonest due first; a late claim also stands with those of its kind."""

    mine: list[DeskClaim] = field(default_factory=list)
    late: list[DeskClaim] = field(default_factory=list)
    sent_back: list[DeskClaim] = field(default_factory=list)
    waiting: list[DeskClaim] = field(default_factory=list)
    second_opinion: list[DeskClaim] = field(default_factory=list)
    to_publish: list[DeskClaim] = field(default_factory=list)
    late_elsewhere: list[DeskClaim] = field(default_factory=list)
    is_cut: bool = False
    """Whether the person may have more than is shown."""


@dataclass(frozen=True)
class Standing:
    """How many claims are open; of them how many late, with nobody, before a second person, and approved."""

    open: int
    late: int
    free: int
    judged_next: int
    approved: int


@dataclass(frozen=True)
class Load:
    """How much one reviewer has in hand."""

    person: User
    open: int
    late: int

    @property
    def limit(self) -> int:
        """How many claims the person takes on at once."""
        return self.person.max_open

    @property
    def free(self) -> int:
        """How many more the person takes on; below zero when it is too much already."""
        return self.limit - self.open


@dataclass(frozen=True)
class FilterChoices:
    """What the queue can be filtered by, each as value and name: topics by slug, outlets and reviewers by id."""

    topics: list[tuple[str, str]]
    outlets: list[tuple[int, str]]
    reviewers: list[tuple[int, str]]


def desk_for(person: User) -> Desk:
    """What is mine, late, sent back, parked, or waits for my second opinion.

    One query; one more for what is late with others, for who assigns; two more for approvers.
    """
    now = timezone.now()
    in_hand = _desk_claims(_in_hand(person.pk))
    second_opinion = _desk_claims(_to_judge(person.pk)) if person.may(Right.APPROVE) else []
    to_publish = _desk_claims(_to_publish()) if person.may(Right.PUBLISH) else []
    return Desk(
        mine=[claim for claim in in_hand if claim.state not in (ClaimState.CHANGES_REQUESTED, ClaimState.WAITING)],
        late=[claim for claim in in_hand if claim.due_at and claim.due_at <= now],
        sent_back=[claim for claim in in_hand if claim.state == ClaimState.CHANGES_REQUESTED],
        waiting=[claim for claim in in_hand if claim.state == ClaimState.WAITING],
        second_opinion=second_opinion,
        to_publish=to_publish,
        late_elsewhere=_desk_claims(_late_elsewhere(person.pk, now)) if person.may(Right.ASSIGN) else [],
        is_cut=len(in_hand) == IN_HAND_SHOWN or OTHERS_SHOWN in (len(second_opinion), len(to_publish)),
    )


def since(person: User, when: datetime.datetime) -> list[Line]:
    """What others did to the person's claims since then, newest first, twelve at most: two queries."""
    return in_words(_done_by_others(person.pk, when))


def nobody_has() -> list[DeskClaim]:
    """Claims in the queue, the highest score first, five at most: one query."""
    return _desk_claims(_queued())


def standing() -> Standing:
    """How the open claims stand: one query over their index."""
    counted = list(_standing(timezone.now()))
    return Standing(*counted[0][1:]) if counted else Standing(0, 0, 0, 0, 0)


def waiting_to_be_published() -> list[DeskClaim]:
    """Approved claims for which no time is set, for those who cannot publish them: one query."""
    return _desk_claims(_to_publish())


def load_of_reviewers() -> list[Load]:
    """Everybody who reviews, and whoever else has claims in hand, by name: two queries."""
    open_claims, late_claims = Counter[int](), Counter[int]()
    for _, holder, number, of_them_late in _held(timezone.now()):
        open_claims[holder] += number
        late_claims[holder] += of_them_late
    people = _reviewers_and(list(open_claims))
    return [Load(person, open_claims[person.pk], late_claims[person.pk]) for person in people]


def filter_choices() -> FilterChoices:
    """Topics, outlets and reviewers by name: three queries."""
    return FilterChoices(
        topics=_topics(),
        outlets=_outlets(),
        reviewers=[(key, name or username) for key, name, username in _reviewers()],
    )


type _Rows = QuerySet[Claim, tuple[Any, ...]]


def _desk_claims(rows: Iterable[tuple[Any, ...]]) -> list[DeskClaim]:
    return [DeskClaim(*row) for row in rows]


@prepared
def _in_hand(person: int) -> _Rows:
    held = Claim.objects.filter(reviewer=person, state__in=IN_HAND)
    return held.order_by("due_key", "id").values_list(*_ON_DESK)[:IN_HAND_SHOWN]


@prepared
def _to_judge(person: int) -> _Rows:
    """Submitted claims of which the person wrote no part and has not approved the newest revision."""
    submitted = Claim.objects.filter(state=ClaimState.SUBMITTED)
    approved = submitted.filter(
        revisions__publications__isnull=True,
        revisions__approvals__approver=person,
        revisions__approvals__voided_at__isnull=True,
    )
    others = submitted.exclude(contributions__person=person).exclude(pk__in=approved.values("pk"))
    return others.order_by("due_key", "id").values_list(*_ON_DESK)[:OTHERS_SHOWN]


@prepared
def _to_publish() -> _Rows:
    """Approved claims for which no time to publish is set."""
    approved = Claim.objects.filter(state=ClaimState.APPROVED, publish_at__isnull=True)
    return approved.order_by("due_key", "id").values_list(*_ON_DESK)[:OTHERS_SHOWN]


@prepared
def _standing(now: datetime.datetime) -> QuerySet[Claim, tuple[bool, int, int, int, int, int]]:
    is_open = Claim.objects.filter(is_open=True).order_by().values_list("is_open")
    counted = is_open.annotate(
        all=Count("pk"),
        late=Count("pk", filter=Q(due_key__lte=now)),
        free=Count("pk", filter=Q(state=ClaimState.QUEUED)),
        judged_next=Count("pk", filter=Q(state=ClaimState.SUBMITTED)),
        approved=Count("pk", filter=Q(state=ClaimState.APPROVED)),
    )
    return counted


@prepared
def _late_elsewhere(person: int, now: datetime.datetime) -> _Rows:
    late = Claim.objects.filter(is_open=True, due_key__lte=now).exclude(reviewer=person)
    return late.order_by("due_key", "id").values_list(*_ON_DESK)[:OTHERS_SHOWN]


@prepared
def _queued() -> _Rows:
    queued = Claim.objects.filter(state=ClaimState.QUEUED)
    return queued.order_by("-score_key", "-id").values_list(*_ON_DESK)[:FREE_SHOWN]


@prepared
def _done_by_others(person: int, when: datetime.datetime) -> QuerySet[AuditEvent, AuditEvent]:
    mine = Claim.objects.filter(Q(reviewer=person) | Q(created_by=person), pk=OuterRef("object_id"))
    events = AuditEvent.objects.about("claim").filter(Exists(mine), at__gt=when).exclude(actor=person)
    return events.order_by("-at", "-id")[:NEWS]


@prepared
def _held(now: datetime.datetime) -> QuerySet[Claim, tuple[str, int, int, int]]:
    """By the index's own columns and in its order: nothing is sorted, and no row is read."""
    held = (
        Claim.objects.filter(state__in=IN_HAND, reviewer__isnull=False).order_by().values_list("state", "reviewer_id")
    )
    late = Count("reviewer_id", filter=Q(due_key__lte=now))
    return held.annotate(in_hand=Count("reviewer_id"), of_them_late=late)


_OF_A_PERSON = ("display_name", "username", "max_open", "away_until", "own_initials", "picture")


@prepared
def _reviewers_and(holders: list[int]) -> QuerySet[User, User]:
    reviewers = User.objects.holding(Right.REVIEW).values("pk")
    people: QuerySet[User] = User.objects.filter(Q(pk__in=reviewers) | Q(pk__in=holders))
    return people.order_by("display_name", "pk").only(*_OF_A_PERSON)


@prepared
def _topics() -> QuerySet[Topic, tuple[str, str]]:
    return Topic.objects.values_list("slug", "name")


@prepared
def _outlets() -> QuerySet[Outlet, tuple[int, str]]:
    return Outlet.objects.values_list("pk", "name")[:OUTLETS_LISTED]


@prepared
def _reviewers() -> QuerySet[User, tuple[int, str, str]]:
    reviewers: QuerySet[User] = User.objects.holding(Right.REVIEW).order_by("display_name", "pk")
    return reviewers.values_list("pk", "display_name", "username")
