"""How well the extractor does, and what a threshold would have hidden."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from claims import formats
from claims.accounts.roles import Right
from claims.desk.access import needs, person_of
from claims.desk.charts import Chart, columns, percent_of
from claims.desk.score_threshold import Threshold, kept_threshold, read_threshold
from claims.tracking import report_card as figures
from claims.tracking.report_card import ERRORS, PERIODS, ReportCard
from claims.tracking.score_threshold import triage_settings
from claims.triage.score_threshold import may_set_threshold
from claims.words import Words

USUAL = 13
NAMES = {4: _("4 weeks"), 13: _("13 weeks"), 26: _("26 weeks")}
STEPS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


@require_GET
@needs(Right.READ)
def report_card(request: HttpRequest) -> HttpResponse:
    """Precision, recall and calibration from the desk's own decisions: by week, outlet, extractor and reason."""
    chosen = request.GET.get("weeks", "")
    weeks = int(chosen) if chosen in map(str, PERIODS) else USUAL
    card = figures.report_card(weeks)
    asked = read_threshold(request.GET.get("threshold"))
    threshold = Threshold(triage_settings(), asked, kept_threshold(request))
    context = {
        "card": card,
        "weeks": weeks,
        "periods": NAMES.items(),
        "by_week": columns(
            [(formats.day_of_year_short(row.start), row.tally.judged, row.tally.taken_up) for row in card.weeks]
        ),
        "calibration": _calibration(card),
        "threshold": threshold,
        "hidden": card.hidden(threshold.value),
        "steps": [card.hidden(step) for step in STEPS],
        "reasons": _reasons(card),
        "may_set": may_set_threshold(person_of(request)),
    }
    return render(request, "desk/report_card.html", context)


def _calibration(card: ReportCard) -> Chart:
    """The bands with enough decisions: how many in a hundred were taken up beside how many the scores promise."""
    telling = [band for band in card.bands if band.tally.precision.percent is not None]
    return columns([(band.name[:4], band.tally.precision.percent or 0, band.expected) for band in telling], top=100)


def _reasons(card: ReportCard) -> list[tuple[Words, int, bool, float]]:
    """Each reason, how often it was given, whether it counts as an error, and the length of its bar."""
    most = max([count for _, count in card.reasons], default=0)
    return [(reason.label, count, reason in ERRORS, percent_of(count, most)) for reason, count in card.reasons]
