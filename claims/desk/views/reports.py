"""How the desk does, in charts with a table behind each."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from claims import formats
from claims.accounts.roles import Right
from claims.desk.access import needs
from claims.desk.charts import columns, percent_of
from claims.tracking.models import Claimant, Topic
from claims.verdicts import reports as figures
from claims.verdicts.reports import Scope
from claims.verdicts.shelf_life import overdue

A_MINUTE = 1 / 60
"""In hours; what is shorter has no bar, since its length would say nothing."""


@require_GET
@needs(Right.READ)
def reports(request: HttpRequest) -> HttpResponse:
    """Throughput, time in each state, backlog by age and agreement, of all claims or of one topic and claimant."""
    scope = Scope(_slug(request, "topic"), _slug(request, "claimant"))
    weeks, stays, waiting = figures.throughput(scope), figures.time_in_states(scope), figures.backlog(scope)
    agreement = figures.agreement(scope)
    longest = max([stay.hours for stay in stays], default=0.0)
    most = max([row.total for row in waiting], default=0)
    context = {
        "weeks": weeks,
        "chart": columns([(formats.day_of_year_short(week.start), week.published, week.accepted) for week in weeks]),
        "published": sum(week.published for week in weeks),
        "accepted": sum(week.accepted for week in weeks),
        "stays": [(stay, percent_of(stay.hours if stay.hours >= A_MINUTE else 0.0, longest)) for stay in stays],
        "ages": [label for label, _days in figures.AGES],
        "backlog": [(row, percent_of(row.total, most)) for row in waiting],
        "waiting": sum(row.total for row in waiting),
        "agreement": agreement,
        "outcomes": [
            (words, count, percent_of(count, agreement.judged))
            for words, count in (
                (_("Approved as submitted"), agreement.as_submitted),
                (_("Sent back, rating kept"), agreement.rating_kept),
                (_("Sent back, rating changed"), agreement.rating_changed),
            )
        ],
        "topics": _with_bars(figures.by_topic(scope), scope, "topic"),
        "claimants": _with_bars(figures.by_claimant(scope), scope, "claimant"),
        "overdue": overdue(scope.of("claim__")),
        "chips": _chips(scope),
    }
    return render(request, "desk/reports.html", context)


def _slug(request: HttpRequest, name: str) -> str:
    given = request.GET.get(name, "")
    return given if given.replace("-", "").replace("_", "").isalnum() else ""


def _chips(scope: Scope) -> list[tuple[str, str, str]]:
    """What the reports are narrowed to: its kind, its name, and the address without it."""
    chips = []
    if scope.topic:
        topic = Topic.objects.filter(slug=scope.topic).first()
        chips.append((_("Topic"), str(topic or scope.topic), urlencode(_given(claimant=scope.claimant))))
    if scope.claimant:
        claimant = Claimant.objects.filter(slug=scope.claimant).first()
        chips.append((_("Claimant"), str(claimant or scope.claimant), urlencode(_given(topic=scope.topic))))
    return chips


def _with_bars(
    shares: list[figures.Share], scope: Scope, kind: str
) -> list[tuple[figures.Share, float, float, str, str]]:
    """Each share with the lengths of its two bars, the query that narrows the reports to it, and that of the queue."""
    most = max([share.open + share.published for share in shares], default=0)
    now = {"topic": scope.topic, "claimant": scope.claimant}
    return [
        (
            share,
            percent_of(share.published, most),
            percent_of(share.open, most),
            urlencode(_given(**now | {kind: share.slug})),
            urlencode({**_given(**now | {kind: share.slug}), "state": "any"}),
        )
        for share in shares
    ]


def _given(**values: str) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}
