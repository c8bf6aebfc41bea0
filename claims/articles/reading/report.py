"""What reading left out of a document, and what about it is doubtful; kept with the version that came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any, Final


class Dropped(StrEnum):
    """What was in a document and is not in its text."""

    HIDDEN = "hidden"
    STRUCK_OUT = "struck_out"
    NOTE_MARKS = "note_marks"
    CALLS = "calls"
    RUNNING_HEADS = "running_heads"
    DELETED = "deleted"
    NOTES = "notes"


class Doubt(StrEnum):
    """What may have been read wrongly."""

    COLUMNS = "columns"
    RECOGNITION = "recognition"
    CONSENT = "consent"
    MISSING = "missing"
    SIGN_IN = "sign_in"
    PAYWALL = "paywall"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class Report:
    """How a document was read: `dropped` counts the pieces left out, `page_words` has one number a page.

    `is_cut` says that the rest is for subscribers; `notes` counts footnotes put at the end; `uncertain_columns` are the
    pages (from 1) on which columns could not be told apart.
    """

    kind: str = ""
    dropped: Mapping[str, int] = field(default_factory=dict)
    is_cut: bool = False
    notes: int = 0
    uncertain_columns: tuple[int, ...] = ()
    page_words: tuple[int, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def why_doubtful(self) -> tuple[str, ...]:
        """Why a person has to look at it before anything is made of it (`Doubt`)."""
        cut = (Doubt.PAYWALL.value,) if self.is_cut else ()
        columns = (Doubt.COLUMNS.value,) if self.uncertain_columns else ()
        return tuple(dict.fromkeys((*self.doubts, *cut, *columns)))

    def as_json(self) -> dict[str, Any]:  # Any: JSON
        """The report as it is stored, without what there is nothing to say of."""
        return {one.name: value for one in fields(self) if (value := getattr(self, one.name))}


NOTHING_TO_SAY: Final = Report()
