"""What the desk's first page shows one person, read with a fixed number of queries."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.audit.queries import Line, last_notes
from claims.desk.desk_standing import Quiet, quiet
from claims.desk.people import Lane, lanes
from claims.desk.stepper import people_in_words, who_may_publish
from claims.tracking.enums import ClaimState
from claims.tracking.queries import OTHERS_SHOWN, Desk, DeskClaim, desk_for, nobody_has, since, waiting_to_be_published
from claims.tracking.shortlist import FreshArticle, fresh_articles
from claims.verdicts.seals import readable

FRESH = 5
LANES_SHOWN = 8
NUMBERS = (
    pgettext_lazy("how many claims", "No"),
    pgettext_lazy("how many claims", "One"),
    pgettext_lazy("how many claims", "Two"),
    pgettext_lazy("how many claims", "Three"),
    pgettext_lazy("how many claims", "Four"),
    pgettext_lazy("how many claims", "Five"),
    pgettext_lazy("how many claims", "Six"),
    pgettext_lazy("how many claims", "Seven"),
    pgettext_lazy("how many claims", "Eight"),
    pgettext_lazy("how many claims", "Nine"),
    pgettext_lazy("how many claims", "Ten"),
    pgettext_lazy("how many claims", "Eleven"),
    pgettext_lazy("how many claims", "Twelve"),
)

VERBS: Mapping[str, Promise] = {
    ClaimState.ASSIGNED: pgettext_lazy("a claim", "Start"),
    ClaimState.IN_REVIEW: pgettext_lazy("a claim", "Continue"),
    ClaimState.CORRECTING: pgettext_lazy("a claim", "Continue"),
    ClaimState.REVISITING: pgettext_lazy("a claim", "Look again"),
    ClaimState.CHANGES_REQUESTED: pgettext_lazy("a claim", "Revise"),
    ClaimState.SUBMITTED: pgettext_lazy("a claim", "Review"),
    ClaimState.APPROVED: pgettext_lazy("a claim", "Publish"),
}
OPEN = pgettext_lazy("a claim", "Open")


@dataclass(frozen=True)
class Task:
    """A claim with what to do about it, the page it is done on, and who has it where that is not the reader.

    `asked` is what a second person wants changed; `may_begin` says that the reader can take it and start at once.
    """

    claim: DeskClaim
    verb: str
    on_review_page: bool
    holder: str = ""
    asked_by: str = ""
    asked: str = ""
    may_begin: bool = False


@dataclass(frozen=True)
class Group:
    """Tasks of one kind."""

    name: str
    tasks: Sequence[Task]
    is_late: bool = False
    is_parked: bool = False


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
            (_("Overdue"), self._desk.late),
            (_("Sent back to you"), self._desk.sent_back),
            (_("Waiting for your second opinion"), self._desk.second_opinion),
            (_("Yours to check"), self._desk.mine),
            (_("Approved, to publish"), self._desk.to_publish),
            (_("Waiting for somebody"), self._desk.waiting),
        )
        found = []
        for name, claims in kinds:
            fresh = [claim for claim in claims if claim.pk not in shown]
            shown |= {claim.pk for claim in fresh}
            if fresh:
                tasks = [self._task(claim) for claim in fresh]
                found.append(Group(name, tasks, claims is self._desk.late, claims is self._desk.waiting))
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
        late = [Task(claim, str(OPEN), False, holder=_holder(claim)) for claim in self._desk.late_elsewhere]
        return Group(_("Late with others"), late, is_late=True) if late else None

    @cached_property
    def approved_elsewhere(self) -> Group | None:
        """What is approved and waits for those who may publish, for an editor who may not; each with their names."""
        if not self.person.may(Right.ASSIGN) or self.person.may(Right.PUBLISH):
            return None
        claims = waiting_to_be_published()
        if not claims:
            return None
        who = people_in_words(list(who_may_publish()), self.person)
        turn = _("%(people)s may publish it") % {"people": who} if who else _("Nobody may publish it: ask an admin")
        return Group(_("Approved, to be published"), [Task(claim, str(OPEN), False, holder=turn) for claim in claims])

    @cached_property
    def quiet(self) -> Quiet | None:
        """What to say where nothing waits for this person, nor is anything late or approved that they look after."""
        if self.groups or self.late_elsewhere or self.approved_elsewhere:
            return None
        return quiet(self.person, has_free=self.free is not None, fresh=len(self.fresh))

    @cached_property
    def free(self) -> Group | None:
        """What nobody has, for those who pick up or give out."""
        may_assign = self.person.may(Right.ASSIGN)
        verb = pgettext("a claim", "Assign") if may_assign else _("Pick up and start")
        claims = nobody_has() if self.person.may(Right.REVIEW) else []
        tasks = [Task(claim, verb, False, may_begin=not may_assign) for claim in claims]
        return Group(_("Nobody has these yet"), tasks) if tasks else None

    @property
    def needing(self) -> int:
        """How many claims need this person, of those that are shown."""
        return sum(len(group.tasks) for group in self.groups if not group.is_parked)

    @cached_property
    def headline(self) -> str:
        """The answer to the page's question in a sentence."""
        needing = self.needing
        late = sum(len(group.tasks) for group in self.groups if group.is_late)
        if not needing:
            return self._nothing_but_others
        if self.is_cut:
            words = ngettext("%(number)s or more claims need you.", "%(number)s or more claims need you.", needing)
        else:
            words = ngettext("%(number)s claim needs you.", "%(number)s claims need you.", needing)
        words %= {"number": _number(needing)}
        overdue = ngettext("%(number)s is overdue.", "%(number)s are overdue.", late) % {"number": _number(late)}
        return f"{words} {overdue}" if late else words

    @property
    def _nothing_but_others(self) -> str:
        late = len(self.late_elsewhere.tasks) if self.late_elsewhere else 0
        if not late:
            if self.approved_elsewhere:
                count = len(self.approved_elsewhere.tasks)
                waiting = ngettext("%(number)s waits to be published.", "%(number)s wait to be published.", count)
                return f"{_('Nothing of yours is open.')} {waiting % {'number': _number(count)}}"
            return _("Nothing needs you now.")
        nothing = _("Nothing of yours is open.")
        if late == OTHERS_SHOWN:
            others = ngettext(
                "%(number)s or more are late with others.", "%(number)s or more are late with others.", late
            )
        else:
            others = ngettext("%(number)s is late with others.", "%(number)s are late with others.", late)
        return f"{nothing} {others % {'number': _number(late)}}"

    @cached_property
    def news(self) -> list[Line]:
        """What others did since this person left."""
        lines = since(self.person, self.left) if self.left else []
        known = readable([line.event for line in lines], self.person)
        return [line for line in lines if line.event.pk in known]

    @cached_property
    def fresh(self) -> list[FreshArticle]:
        """Articles with candidates to triage, for those who triage."""
        return fresh_articles(limit=FRESH) if self.person.may(Right.TRIAGE) else []

    @cached_property
    def lanes(self) -> list[Lane]:
        """The load of those who can take most, for those who assign."""
        return lanes()[:LANES_SHOWN] if self.person.may(Right.ASSIGN) else []

    def _task(self, claim: DeskClaim) -> Task:
        judging = claim.state == ClaimState.SUBMITTED
        asked_by, asked = (
            self._asked.get(claim.pk, ("", "")) if claim.state == ClaimState.CHANGES_REQUESTED else ("", "")
        )
        return Task(claim, str(VERBS.get(claim.state, OPEN)), judging, asked_by=asked_by, asked=asked)

    @cached_property
    def _asked(self) -> Mapping[int, tuple[str, str]]:
        """What second people want changed, and who they are: one query, and only where something was sent back."""
        ids = [claim.pk for claim in self._desk.sent_back]
        return last_notes(object_type="claim", object_ids=ids, action="request_changes") if ids else {}


def _holder(claim: DeskClaim) -> str:
    return _("With %(person)s") % {"person": claim.holder} if claim.holder else _("Nobody has it")


def _number(count: int) -> str:
    return str(NUMBERS[count] if count < len(NUMBERS) else count)
