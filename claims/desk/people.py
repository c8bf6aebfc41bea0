"""Reviewers and what is on their desks: as bars to look at, and as choices with those who have room first."""

from dataclasses import dataclass

from claims.desk.charts import percent_of
from claims.tracking.queries import Load, load_of_reviewers


@dataclass(frozen=True)
class Lane:
    """A person's load as a bar: claims in time, then late ones, in per cent of the longest bar."""

    load: Load
    in_time: float
    late: float


def lanes() -> list[Lane]:
    """Every reviewer, those with most room first."""
    loads = sorted(load_of_reviewers(), key=_by_room)
    top = max([1, *(max(load.open, load.limit) for load in loads)])
    return [Lane(load, percent_of(load.open - load.late, top), percent_of(load.late, top)) for load in loads]


def reviewer_choices() -> list[tuple[int, str]]:
    """Ids and what a choice says: “Ines Okafor, 4 of 6, 1 late”."""
    return [(load.person.pk, in_words(load)) for load in sorted(load_of_reviewers(), key=_by_room)]


def in_words(load: Load) -> str:
    """A person and their load."""
    late = f", {load.late} late" if load.late else ""
    full = "" if load.room > 0 else ", no room"
    return f"{load.person}, {load.open} of {load.limit}{late}{full}"


def _by_room(load: Load) -> tuple[int, str]:
    return -load.room, str(load.person)
