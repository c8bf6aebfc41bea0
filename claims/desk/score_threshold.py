"""From which score one person lists candidates: the one in the address, else the one kept, else the newsroom's."""

from dataclasses import dataclass

from django.http import HttpRequest

from claims.tracking.models import TriageSettings

KEPT = "threshold"


@dataclass(frozen=True)
class Threshold:
    """The score in force on a page, and where it comes from."""

    newsroom: TriageSettings
    asked: float | None = None
    own: float | None = None

    @property
    def value(self) -> float:
        """The score in force."""
        return self.asked if self.asked is not None else self.usual

    @property
    def usual(self) -> float:
        """What it is when no address asks for another."""
        return self.own if self.own is not None else self.newsroom.threshold

    @property
    def is_usual(self) -> bool:
        """Whether the person would see the same tomorrow."""
        return self.value == self.usual

    @property
    def is_newsrooms(self) -> bool:
        """Whether it is what everybody sees."""
        return self.value == self.newsroom.threshold


def read_threshold(text: str | None) -> float | None:
    """The score that somebody wrote, with two digits after the point; None where it is none from 0 to 1."""
    try:
        given = float((text or "").strip().replace(",", ".")[:20])
    except ValueError:
        return None
    return round(given, 2) if 0 <= given <= 1 else None


def kept_threshold(request: HttpRequest) -> float | None:
    """The one this person kept until she signs out."""
    kept = request.session.get(KEPT)
    return kept if isinstance(kept, float) else None


def keep_threshold(request: HttpRequest, threshold: float | None) -> None:
    """Keep one for this person until she signs out; None goes back to the newsroom's."""
    if threshold is None:
        request.session.pop(KEPT, None)
    else:
        request.session[KEPT] = threshold
