"""What waits for people: counted cheaply, each with the list that shows it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.jobs.sweeping import job_models
from claims.tracking import queries
from claims.tracking.enums import CandidateState, ClaimState
from claims.tracking.models import Candidate, Claim
from claims.tracking.tips import waiting_tips
from claims.verdicts.models import WatchedSource
from claims.words import Words

COUNTED: Final = 1000
"""Of what can be a million rows no more are counted."""

OPEN: Final = (
    (ClaimState.QUEUED, gettext_lazy("for somebody to pick it up")),
    (ClaimState.ASSIGNED, gettext_lazy("for its reviewer to begin")),
    (ClaimState.IN_REVIEW, gettext_lazy("for a verdict")),
    (ClaimState.WAITING, gettext_lazy("for an answer from outside")),
    (ClaimState.SUBMITTED, gettext_lazy("for a second person")),
    (ClaimState.CHANGES_REQUESTED, gettext_lazy("for its reviewer to change it")),
    (ClaimState.APPROVED, gettext_lazy("for publication")),
    (ClaimState.CORRECTING, gettext_lazy("for a correction")),
    (ClaimState.REVISITING, gettext_lazy("for a look at whether it still holds")),
)
"""The open states in the order of the work, and what a claim waits for in each."""


@dataclass(frozen=True)
class Waiting:
    """Something that waits: how much of it, for what, and the address of its list; `state` gives it its colour."""

    name: Words
    number: str
    url: str
    why: Words = ""
    state: str = ""

    @property
    def is_none(self) -> bool:
        """Whether nothing of it waits."""
        return self.number == "0"


def claims_by_state() -> list[Waiting]:
    """Open claims by their state: one query over the index of states."""
    states = [state for state, _why in OPEN]
    found: dict[str, int] = dict(
        Claim.objects.filter(state__in=states).order_by().values_list("state").annotate(Count("pk"))
    )
    return [
        Waiting(state.label, f"{found.get(state, 0):,}", _list("claims_claim", state__exact=state.value), why, state)
        for state, why in OPEN
    ]


def other_work(person: User) -> list[Waiting]:
    """What else waits for whoever may do something about it: a query each, and one for each kind of work given up."""
    return list(_other_work(person))


def _other_work(person: User) -> Iterator[Waiting]:
    late = queries.standing().late
    yield Waiting(_("Late claims"), f"{late:,}", _list("claims_claim", due="late"))
    if person.may(Right.TRIAGE):
        pending = Candidate.objects.filter(state=CandidateState.PENDING)
        yield Waiting(_("Candidates to decide on"), _up_to(pending), _list("claims_candidate"))
        new = _list("claims_tip", state__exact="new")
        yield Waiting(_("Tips from readers"), _up_to(waiting_tips()), new)
    changed = WatchedSource.objects.filter(alarm_since__isnull=False)
    yield Waiting(_("Sources that changed after publication"), _up_to(changed), reverse("watch"))
    if person.may(Right.SETTINGS):
        yield from _given_up()


def _given_up() -> Iterator[Waiting]:
    for model in job_models():
        parked = _up_to(model.jobs().parked())
        if parked != "0":
            name = _("Given up: %(work)s") % {"work": model._meta.verbose_name_plural}
            address = _list(f"{model._meta.app_label}_{model._meta.model_name}", given_up="yes")
            yield Waiting(name, parked, address)


def _up_to(rows: QuerySet[Any]) -> str:
    number = rows.order_by()[: COUNTED + 1].count()
    return f"{COUNTED:,}+" if number > COUNTED else f"{number:,}"


def _list(name: str, **chosen: str) -> str:
    return reverse(f"admin:{name}_changelist") + (f"?{urlencode(chosen)}" if chosen else "")
