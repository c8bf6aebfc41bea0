"""How the desk does, in charts with a table behind each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.views.decorators.http import require_GET

from claims.accounts.roles import Right
from claims.desk.access import needs
from claims.desk.charts import columns, percent_of
from claims.verdicts import reports as figures


@require_GET
@needs(Right.READ)
def reports(request: HttpRequest) -> HttpResponse:
    """Throughput, time in each state, backlog by age, agreement, and shares by topic and claimant."""
    weeks, stays, waiting = figures.throughput(), figures.time_in_states(), figures.backlog()
    longest = max([stay.hours for stay in stays], default=0.0)
    most = max([row.total for row in waiting], default=0)
    context = {
        "weeks": weeks,
        "chart": columns([(date_format(week.start, "j M"), week.published, week.accepted) for week in weeks]),
        "published": sum(week.published for week in weeks),
        "accepted": sum(week.accepted for week in weeks),
        "stays": [(stay, percent_of(stay.hours, longest)) for stay in stays],
        "ages": [label for label, _ in figures.AGES],
        "backlog": [(row, percent_of(row.total, most)) for row in waiting],
        "waiting": sum(row.total for row in waiting),
        "agreement": figures.agreement(),
        "topics": _with_bars(figures.by_topic()),
        "claimants": _with_bars(figures.by_claimant()),
    }
    return render(request, "desk/reports.html", context)


def _with_bars(shares: list[figures.Share]) -> list[tuple[figures.Share, float, float]]:
    """Each share with the lengths of its two bars."""
    most = max([share.open + share.published for share in shares], default=0)
    return [(share, percent_of(share.published, most), percent_of(share.open, most)) for share in shares]
