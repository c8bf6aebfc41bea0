"""What the queue's page shows around its rows: tabs, filters that can be taken off one by one, ways to sort."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.template.defaultfilters import floatformat
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.template_helpers import language_named
from claims.tracking.enums import ClaimState
from claims.tracking.filters import QueueFilters, Sort
from claims.tracking.models import SavedView
from claims.tracking.queries import FilterChoices
from claims.tracking.views import Views

HIGH_SCORE = 0.7
SCORES = (0.5, 0.7, 0.9)
DUE_WORDS: Mapping[str, Promise] = {
    "late": pgettext_lazy("due", "late"),
    "today": pgettext_lazy("due", "today"),
    "week": pgettext_lazy("due", "in 7 days"),
}
SORT_WORDS: Mapping[Sort, Promise] = {
    Sort.DUE: gettext_lazy("Due, soonest first"),
    Sort.SCORE: gettext_lazy("Score, highest first"),
    Sort.PRIORITY: gettext_lazy("Priority, urgent first"),
    Sort.NEWEST: gettext_lazy("Newest first"),
    Sort.AGE: gettext_lazy("Oldest first"),
}

ARCHIVED = (ClaimState.PUBLISHED, ClaimState.RETRACTED, ClaimState.CLOSED)

PRESETS: Sequence[tuple[Promise, QueueFilters]] = (
    (gettext_lazy("All open"), QueueFilters()),
    (
        gettext_lazy("Unassigned, high score"),
        QueueFilters(assignee="nobody", min_score=HIGH_SCORE, sort=Sort.SCORE),
    ),
    (gettext_lazy("My claims"), QueueFilters(assignee="me")),
    (gettext_lazy("Second review"), QueueFilters(states=(ClaimState.SUBMITTED,))),
    (gettext_lazy("Due this week"), QueueFilters(due="week")),
    (gettext_lazy("Late"), QueueFilters(due="late")),
    (gettext_lazy("Archive"), QueueFilters(states=ARCHIVED, sort=Sort.NEWEST)),
)


@dataclass(frozen=True)
class Tab:
    """A named view of the queue; one's own saved ones can be shared and deleted."""

    name: str
    query: str
    is_current: bool
    saved: SavedView | None = None


@dataclass(frozen=True)
class Chip:
    """One filter that is on, and the query without it."""

    name: str
    value: str
    without: str


def tabs(filters: QueueFilters, views: Views) -> list[Tab]:
    """The desk's own views, then the person's, then those others share."""
    now = filters.query_string()
    found = [Tab(str(name), preset.query_string(), preset.query_string() == now) for name, preset in PRESETS]
    for view in [*views.own, *views.shared]:
        found.append(Tab(view.name, view.query, view.query == now, view))
    return found


def chips(filters: QueueFilters, choices: FilterChoices) -> list[Chip]:
    """The filters that are on, each with the way to take it off."""
    off = filters.query_string
    found = []
    if filters.all_states:
        found.append(Chip(_("State"), pgettext("state", "any"), off(all_states=False)))
    for state in filters.states:
        rest = tuple(other for other in filters.states if other != state)
        found.append(Chip(_("State"), str(ClaimState(state).label), off(states=rest)))
    if filters.assignee:
        found.append(Chip(_("Assignee"), _assignee(filters.assignee, choices), off(assignee="")))
    if filters.due:
        found.append(Chip(_("Due"), str(DUE_WORDS.get(filters.due, filters.due)), off(due="")))
    if filters.min_score is not None:
        at_least = _("%(score)s or more") % {"score": floatformat(filters.min_score, 2)}
        found.append(Chip(_("Score"), at_least, off(min_score=None)))
    if filters.topic:
        found.append(Chip(_("Topic"), dict(choices.topics).get(filters.topic, filters.topic), off(topic="")))
    if filters.outlet is not None:
        name = dict(choices.outlets).get(filters.outlet, pgettext("outlet", "unknown"))
        found.append(Chip(_("Outlet"), name, off(outlet=None)))
    if filters.claimant:
        found.append(Chip(_("Claimant"), filters.claimant.replace("-", " ").title(), off(claimant="")))
    if filters.language:
        found.append(Chip(_("Language"), language_named(filters.language), off(language="")))
    if filters.text:
        found.append(Chip(_("Words"), filters.text, off(text="")))
    return found


def sorts(filters: QueueFilters) -> list[tuple[str, str, bool]]:
    """Ways to sort: the value, its words, whether it is on."""
    return [(sort.value, str(words), filters.sort is sort) for sort, words in SORT_WORDS.items()]


def may_act(person: User) -> bool:
    """Whether the person acts on many claims at once."""
    return person.may(Right.ASSIGN)


def _assignee(value: str, choices: FilterChoices) -> str:
    if value == "me":
        return pgettext("assignee", "me")
    if value == "nobody":
        return pgettext("assignee", "nobody")
    return dict(choices.reviewers).get(int(value), pgettext("assignee", "somebody"))
