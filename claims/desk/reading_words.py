"""What the reading of an article came to, and how its candidates came from one version into the next, in words."""

from django.template.defaultfilters import floatformat, truncatechars
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.tracking.enums import RunState
from claims.tracking.models import ExtractionRun


def reading_in_words(run: ExtractionRun) -> str:
    """What a reading that is over came to: 52 sentences read in 1.2 s by rules-3."""
    came_to = _came_to(run)
    if not run.extractor:
        return came_to
    return _("%(reading)s by %(extractor)s") % {"reading": came_to, "extractor": truncatechars(run.extractor, 60)}


def _came_to(run: ExtractionRun) -> str:
    total = run.sentences_total
    if run.state == RunState.STOPPED:
        stopped = ngettext(
            "Stopped after %(done)s of %(count)s sentence", "Stopped after %(done)s of %(count)s sentences", total
        )
        return stopped % {"done": run.sentences_done, "count": total}
    if run.started_at is None or run.finished_at is None:
        return ngettext("%(count)s sentence read", "%(count)s sentences read", total) % {"count": total}
    seconds = floatformat((run.finished_at - run.started_at).total_seconds(), 1)
    read = ngettext("%(count)s sentence read in %(seconds)s s", "%(count)s sentences read in %(seconds)s s", total)
    return read % {"count": total, "seconds": seconds}
