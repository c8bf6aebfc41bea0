"""How a change of a check is told to readers: what became of the rating, and in one word what happened when."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from claims.verdicts.enums import PublicationKind


def rating_sentence(change: Mapping[str, Any] | None) -> str:
    """What became of the rating; empty for a first publication, a retraction, and where no rating was given."""
    if not change or not change["rating_before"] or not change["rating_after"]:
        return ""
    if change["rating_before"] == change["rating_after"]:
        return _("The rating is the same as before.")
    return _("The rating was %(before)s and is now %(after)s.") % {
        "before": change["rating_before"],
        "after": change["rating_after"],
    }


def latest_of_each_kind(history: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The last change of each class, in the order of time: `verb` and `at`, an ISO 8601 instant."""
    verbs = {
        PublicationKind.CORRECTION: _("corrected"),
        PublicationKind.CLARIFICATION: _("clarified"),
        PublicationKind.UPDATE: _("updated"),
    }
    last = {entry["kind"]: entry["at"] for entry in history}
    found = [{"verb": verb, "at": last[kind]} for kind, verb in verbs.items() if kind in last]
    return sorted(found, key=lambda change: str(change["at"]))
