"""Reviewers and what is on their desks, as bars to look at and as choices; those who can take most come first."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from claims import formats
from claims.desk.charts import percent_of
from claims.tracking.queries import Load, load_of_reviewers


@dataclass(frozen=True)
class Lane:
    """A person's load as a bar: claims in time, then late ones, in per cent of the longest bar."""

    load: Load
    in_time: float
    late: float


def lanes() -> list[Lane]:
    """Every reviewer, those who can take most first."""
    loads = sorted(load_of_reviewers(), key=_by_free)
    top = max([1, *(max(load.open, load.limit) for load in loads)])
    return [Lane(load, percent_of(load.open - load.late, top), percent_of(load.late, top)) for load in loads]


def reviewer_choices() -> list[tuple[int, str]]:
    """Ids and what a choice says: “Ines Okafor, 4 of 6, 1 late”."""
    return [(load.person.pk, in_words(load)) for load in sorted(load_of_reviewers(), key=_by_free)]


def in_words(load: Load) -> str:
    """A person and their load."""
    if load.late and load.free > 0:
        words = _("%(person)s, %(open)s of %(limit)s, %(late)s late")
    elif load.late:
        words = _("%(person)s, %(open)s of %(limit)s, %(late)s late, at the limit")
    elif load.free > 0:
        words = _("%(person)s, %(open)s of %(limit)s")
    else:
        words = _("%(person)s, %(open)s of %(limit)s, at the limit")
    told = words % {"person": load.person, "open": load.open, "limit": load.limit, "late": load.late}
    if not load.person.is_away or load.person.away_until is None:
        return told
    return _("%(load)s, away until %(day)s") % {"load": told, "day": formats.day_of_year(load.person.away_until)}


def _by_free(load: Load) -> tuple[bool, int, str]:
    """Those who are away come last, whatever they have room for."""
    return load.person.is_away, -load.free, str(load.person)
