"""The path of a claim in five steps: what was done by whom and when, whose turn it is, and who comes next."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.audit.models import AuditEvent
from claims.audit.queries import History
from claims.audit.sentences import SOFTWARE
from claims.prepared import prepared
from claims.tracking.enums import ClaimState
from claims.tracking.models import Claim
from claims.verdicts.models import Contribution
from claims.workflow.editing import UNDER_WORK

S = ClaimState

ASSIGNED, SUBMITTED, APPROVED, PUBLISHED, ASKED = 1, 2, 3, 4, 5
"""The places of some of the landmarks below; the last made no step."""

JUDGED_NEXT = UNDER_WORK | {S.CHANGES_REQUESTED, S.SUBMITTED}
"""The states in which it matters who may judge the verdict."""

LANDMARKS = {
    "claim_created": 0,
    "assign": 1,
    "reassign": 1,
    "pick_up": 1,
    "submit": 2,
    "approve": 3,
    "publish": 4,
    "publish_imported": 4,
    "request_changes": 5,
}
"""Acts that made a step, by its place; and what a second person asked for, which made none."""

WHERE: Mapping[str, int] = {
    S.QUEUED: 1,
    S.ASSIGNED: 1,
    S.IN_REVIEW: 2,
    S.WAITING: 2,
    S.CHANGES_REQUESTED: 2,
    S.CORRECTING: 2,
    S.REVISITING: 2,
    S.SUBMITTED: 3,
    S.APPROVED: 4,
    S.PUBLISHED: 5,
    S.RETRACTED: 4,
    S.CLOSED: 1,
}

NAMES = (
    pgettext_lazy("step", "Accepted"),
    pgettext_lazy("step", "Assigned"),
    pgettext_lazy("step", "Review"),
    pgettext_lazy("step", "Second review"),
    pgettext_lazy("step", "Published"),
)
DONE_NAMES = (
    pgettext_lazy("step", "Accepted"),
    pgettext_lazy("step", "Assigned"),
    pgettext_lazy("step", "Reviewed"),
    pgettext_lazy("step", "Approved"),
    pgettext_lazy("step", "Published"),
)


@dataclass(frozen=True)
class Step:
    """One step of the path; `who` and `at` tell who did it when, `words` what else there is to say."""

    name: str
    place: str
    words: str = ""
    who: str = ""
    at: datetime.datetime | None = None
    due: datetime.datetime | None = None

    @property
    def is_done(self) -> bool:
        """Whether it lies behind."""
        return self.place == "done"

    @property
    def is_current(self) -> bool:
        """Whether the claim stands here."""
        return self.place == "current"


@dataclass(frozen=True)
class Landmark:
    """An act that made a step; `actor` is a name, Plumbline's where the software did it."""

    actor: str
    actor_id: int | None
    at: datetime.datetime
    note: str


def second_people(claim: Claim) -> list[User]:
    """Who comes after the reviewer: may judge the verdict and wrote no part of it, or may publish an approved one."""
    if claim.state == S.APPROVED:
        return who_may_publish()
    if claim.state not in JUDGED_NEXT:
        return []
    return _who_may_judge(claim.pk)


@prepared
def _who_may_judge(claim: int) -> QuerySet[User, User]:
    authors = Contribution.objects.filter(claim=claim).values("person_id")
    people: QuerySet[User] = User.objects.holding(Right.APPROVE).exclude(pk__in=authors).order_by("display_name")
    return people.only("pk", "display_name", "username")


@prepared
def who_may_publish() -> QuerySet[User, User]:
    """Everybody who may publish, by name."""
    people: QuerySet[User] = User.objects.holding(Right.PUBLISH).order_by("display_name")
    return people.only("pk", "display_name", "username")


def path_of(claim: Claim, viewer: User, approvers: Sequence[User], last: Mapping[int, Landmark]) -> list[Step]:
    """The five steps as this person sees them."""
    here = WHERE[claim.state]
    # Published, and approved by nobody: it was imported from the old site, and what nobody did here is not said.
    is_imported = PUBLISHED in last and APPROVED not in last
    steps = [
        Step(str(NAMES[place]), "ahead", _("not here"))
        if is_imported and place not in last
        else _done(place, last.get(place), viewer)
        for place in range(min(here, 5))
    ]
    if here < 5:
        steps.append(_current(claim, viewer, approvers))
    steps += [Step(str(NAMES[place]), "ahead", _ahead(place, approvers, viewer)) for place in range(here + 1, 5)]
    return steps


def people_in_words(people: Sequence[User], viewer: User, most: int = 3) -> str:
    """Tomasz Brandt, Mael Ferreira or you; and how many more."""
    others = [str(person) for person in people if person.pk != viewer.pk]
    names = others[:most]
    if len(others) > most:
        more = len(others) - most + 1
        names = [*others[: most - 1], ngettext("%(count)s other", "%(count)s others", more) % {"count": more}]
    if any(person.pk == viewer.pk for person in people):
        names.append(_("you"))
    if len(names) < 2:
        return "".join(names)
    return _("%(people)s or %(person)s") % {"people": ", ".join(names[:-1]), "person": names[-1]}


def landmarks_of(claim: Claim) -> dict[int, Landmark]:
    """The last act that made each step, by the step's place: one query."""
    return {
        LANDMARKS[action]: Landmark(name or username or SOFTWARE, actor_id, at, note)
        for action, name, username, actor_id, at, note in _acts_on(claim.pk)
    }


@prepared
def _acts_on(claim: int) -> QuerySet[AuditEvent, tuple[Any, ...]]:
    acts = AuditEvent.objects.about("claim").filter(object_id=claim, action__in=LANDMARKS)
    columns = ("action", "actor__display_name", "actor__username", "actor_id", "at", "note")
    return acts.order_by("sequence").values_list(*columns)


def landmarks_in(history: History) -> dict[int, Landmark]:
    """The same from a history that was read already and goes back to the beginning."""
    told = [(line.event, line.sentence.actor) for line in reversed(history.lines)]
    return {
        LANDMARKS[event.action]: Landmark(actor, event.actor_id, event.at, event.note)
        for event, actor in told
        if event.action in LANDMARKS
    }


def _done(place: int, act: Landmark | None, viewer: User) -> Step:
    name = str(DONE_NAMES[place])
    if act is None:
        return Step(name, "done")
    return Step(name, "done", who=_("you") if act.actor_id == viewer.pk else act.actor, at=act.at)


def _current(claim: Claim, viewer: User, approvers: Sequence[User]) -> Step:
    state = claim.state
    if state == S.QUEUED:
        return Step(_("Queued: nobody has it"), "current", _("pick it up or assign it"), due=claim.due_at)
    if state == S.ASSIGNED:
        return Step(_turn(_("Assigned: %(turn)s"), claim, viewer), "current", _("not started yet"), due=claim.due_at)
    if state == S.WAITING:
        waiting = _("Waiting for %(whom)s") % {"whom": claim.waiting_on}
        return Step(waiting, "current", _("wakes by itself"), at=claim.wake_at)
    if state == S.CHANGES_REQUESTED:
        return Step(_turn(_("Changes asked: %(turn)s"), claim, viewer), "current", due=claim.due_at)
    if state == S.CORRECTING:
        correcting = _turn(_("Being corrected: %(turn)s"), claim, viewer)
        return Step(correcting, "current", _("the page stays live"), due=claim.due_at)
    if state == S.REVISITING:
        again = _turn(_("Looked at again: %(turn)s"), claim, viewer)
        return Step(again, "current", _("the page stays live"), due=claim.due_at)
    if state == S.SUBMITTED:
        return _second_review(claim, viewer, approvers)
    if state == S.APPROVED:
        next_people = _next_in_words(approvers, viewer) or _("nobody may publish: ask an admin to name an approver")
        when = _("goes out by itself") if claim.publish_at else next_people
        return Step(_("Approved: ready to publish"), "current", when, at=claim.publish_at)
    if state == S.RETRACTED:
        return Step(pgettext("step", "Retracted"), "current", _("the notice stays at its address"))
    if state == S.CLOSED:
        return Step(pgettext("step", "Closed"), "current", claim.get_close_reason_display())
    return Step(_turn(_("In review: %(turn)s"), claim, viewer), "current", due=claim.due_at)


def _turn(sentence: str, claim: Claim, viewer: User) -> str:
    """The sentence with whose turn it is."""
    if claim.reviewer_id == viewer.pk:
        return sentence % {"turn": _("your turn")}
    return sentence % {"turn": claim.reviewer or _("nobody yet")}


def _second_review(claim: Claim, viewer: User, approvers: Sequence[User]) -> Step:
    if any(person.pk == viewer.pk for person in approvers):
        return Step(_("Second review: your turn"), "current", due=claim.due_at)
    words = _next_in_words(approvers, viewer) or _("nobody can judge it yet")
    return Step(pgettext("step", "Second review"), "current", words, due=claim.due_at)


def _ahead(place: int, approvers: Sequence[User], viewer: User) -> str:
    if place == 3:
        return _next_in_words(approvers, viewer) or _("an approver who wrote no part of it")
    return _("an approver publishes it") if place == 4 else ""


def _next_in_words(approvers: Sequence[User], viewer: User) -> str:
    names = people_in_words(approvers, viewer)
    return _("next: %(people)s") % {"people": names} if names else ""
