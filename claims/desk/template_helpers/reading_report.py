"""How a version was read, in sentences for people, out of the report that reading left with it."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from claims import formats
from claims.articles.reading.report import Doubt, Dropped

MOST_PAGES: Final = 12
DROPPED: Final = {
    Dropped.HIDDEN: ngettext_lazy(
        "%(count)s hidden passage was left out.", "%(count)s hidden passages were left out.", "count"
    ),
    Dropped.STRUCK_OUT: ngettext_lazy(
        "%(count)s struck-out passage was left out.", "%(count)s struck-out passages were left out.", "count"
    ),
    Dropped.DELETED: ngettext_lazy(
        "%(count)s deleted passage was left out.", "%(count)s deleted passages were left out.", "count"
    ),
    Dropped.NOTE_MARKS: ngettext_lazy(
        "%(count)s mark of a note was left out.", "%(count)s marks of notes were left out.", "count"
    ),
    Dropped.RUNNING_HEADS: ngettext_lazy(
        "%(count)s running head or foot was left out.", "%(count)s running heads and feet were left out.", "count"
    ),
    Dropped.NOTES: ngettext_lazy("%(count)s note was left out.", "%(count)s notes were left out.", "count"),
    Dropped.CALLS: ngettext_lazy(
        "%(count)s call to subscribe or to share was left out.",
        "%(count)s calls to subscribe or to share were left out.",
        "count",
    ),
}


MAY_BE: Final = {
    Doubt.RECOGNITION: gettext_lazy("Much of this PDF is no readable writing; its text recognition may have failed."),
    Doubt.CONSENT: gettext_lazy("It looks like a page that asks for consent to cookies."),
    Doubt.MISSING: gettext_lazy("It looks like a page that says that something was not found."),
    Doubt.SIGN_IN: gettext_lazy("It looks like a page that asks for a sign-in."),
    Doubt.SHORT: gettext_lazy("It is so short that the story may be missing."),
}


def report_in_words(report: Mapping[str, Any]) -> list[str]:
    """Whole sentences on what is doubtful, was left out or is missing; none for a document that was read as it is."""
    sentences = [str(told) for doubt, told in MAY_BE.items() if doubt in report.get("doubts", [])]
    if pages := report.get("uncertain_columns", []):
        told = ngettext(
            "The columns of page %(pages)s could not be told apart for certain; lines may be in a wrong order.",
            "The columns of pages %(pages)s could not be told apart for certain; lines may be in a wrong order.",
            len(pages),
        )
        sentences.append(told % {"pages": formats.listed(map(str, pages))})
    if report.get("is_cut"):
        sentences.append(_("The page says that the rest of the story is for subscribers."))
    for kind, count in report.get("dropped", {}).items():
        sentences.append(str(DROPPED[Dropped(kind)] % {"count": int(count)}))
    if notes := int(report.get("notes", 0)):
        told = ngettext(
            "%(count)s note stands below the paragraph it belongs to.",
            "%(count)s notes stand below the paragraphs they belong to.",
            notes,
        )
        sentences.append(told % {"count": notes})
    if len(words := report.get("page_words", [])) > 1:
        shown = ", ".join(map(str, words[:MOST_PAGES])) + (", …" if len(words) > MOST_PAGES else "")
        sentences.append(_("Words on each page: %(numbers)s.") % {"numbers": shown})
    return sentences
