"""What the desk's first page shows one person, read with a fixed number of queries."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.audit.queries import Line
from claims.desk.people import Lane, lanes
from claims.tracking.enums import ClaimState
from claims.tracking.queries import OTHERS_SHOWN, Desk, DeskClaim, desk_for, nobody_has, since
from claims.tracking.shortlist import FreshArticle, fresh_articles

FRESH = 5
LANES_SHOWN = 8
NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve")

VERBS = {
    ClaimState.ASSIGNED: "Start",
    ClaimState.IN_REVIEW: "Continue",
    ClaimState.CORRECTING: "Continue",
    ClaimState.CHANGES_REQUESTED: "Revise",
    ClaimState.SUBMITTED: "Review",
    ClaimState.APPROVED: "Publish",
}


@dataclass(frozen=True)
class Task:
    """A claim with what to do about it, the page it is done on, and who has it where that is not the reader."""

    claim: DeskClaim
    verb: str
    on_review_page: bool
    holder: str = ""


@dataclass(frozen=True)
class Group:
    """Tasks of one kind."""

    name: str
    tasks: Sequence[Task]
    is_late: bool = False


class DeskPage:
    """The desk of one person; `left` is when they were last away for a while."""

    def __init__(self, person: User, left: datetime.datetime | None) -> None:
        self.person = person
        self.left = left

    @cached_property
    def _desk(self) -> Desk:
        return desk_for(self.person)

    @cached_property
    def groups(self) -> list[Group]:
        """What needs this person, the most urgent kind first; each claim stands in one group."""
        shown: set[int] = set()
        kinds = (
            ("Overdue", self._desk.late, True),
            ("Sent back to you", self._desk.sent_back, False),
            ("Waiting for your second opinion", self._desk.second_opinion, False),
            ("Yours to check", self._desk.mine, False),
            ("Approved, to publish", self._desk.to_publish, False),
            ("Parked", self._desk.waiting, False),
        )
        found = []
        for name, claims, is_late in kinds:
            fresh = [claim for claim in claims if claim.pk not in shown]
            shown |= {claim.pk for claim in fresh}
            if fresh:
                found.append(Group(name, [self._task(claim) for claim in fresh], is_late))
        return found

    @property
    def is_cut(self) -> bool:
        """Whether more may need this person than the page shows."""
        return self._desk.is_cut

    @property
    def is_clear(self) -> bool:
        """Whether nothing waits for this person."""
        return not self.groups

    @cached_property
    def late_elsewhere(self) -> Group | None:
        """What is late with others or with nobody, for those who assign."""
        late = [Task(claim, "Open", False, holder=_holder(claim)) for claim in self._desk.late_elsewhere]
        return Group("Late with others", late, is_late=True) if late else None

    @cached_property
    def free(self) -> Group | None:
        """What nobody has, for those who pick up or give out."""
        verb = "Assign" if self.person.may(Right.ASSIGN) else "Pick up"
        claims = nobody_has() if self.person.may(Right.REVIEW) else []
        return Group("Nobody has these yet", [Task(claim, verb, False) for claim in claims]) if claims else None

    @cached_property
    def headline(self) -> str:
        """The answer to the page's question in a sentence."""
        needing = sum(len(group.tasks) for group in self.groups if group.name != "Parked")
        late = sum(len(group.tasks) for group in self.groups if group.is_late)
        if not needing:
            return self._nothing_but_others
        many = " or more" if self.is_cut else ""
        words = f"{_number(needing)}{many} claim{'s need' if needing > 1 else ' needs'} you."
        return f"{words} {_number(late)} {'are' if late > 1 else 'is'} overdue." if late else words

    @property
    def _nothing_but_others(self) -> str:
        late = len(self.late_elsewhere.tasks) if self.late_elsewhere else 0
        if not late:
            return "Nothing needs you now."
        many = " or more" if late == OTHERS_SHOWN else ""
        return f"Nothing of yours is open. {_number(late)}{many} {'are' if late > 1 else 'is'} late with others."

    @cached_property
    def news(self) -> list[Line]:
        """What others did since this person left."""
        return since(self.person, self.left) if self.left else []

    @cached_property
    def fresh(self) -> list[FreshArticle]:
        """Articles with candidates to triage, for those who triage."""
        return fresh_articles(limit=FRESH) if self.person.may(Right.TRIAGE) else []

    @cached_property
    def lanes(self) -> list[Lane]:
        """The load of those with most room, for those who assign."""
        return lanes()[:LANES_SHOWN] if self.person.may(Right.ASSIGN) else []

    def _task(self, claim: DeskClaim) -> Task:
        judging = claim.state == ClaimState.SUBMITTED
        return Task(claim, VERBS.get(ClaimState(claim.state), "Open"), judging)


def _holder(claim: DeskClaim) -> str:
    return f"With {claim.holder}" if claim.holder else "Nobody has it"


def _number(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else str(count)
