"""Coded words of the record as they read: a reason, the name of a field, a role."""

from collections.abc import Iterable

from django.utils.translation import gettext
from django.utils.translation import gettext as _

from claims.sentences import mark


def code(value: object) -> str:
    """A coded word as it reads: no_capacity is no capacity."""
    words = str(value or "").replace("_", " ")
    return gettext(words) if words in _CODES else words


def listed(words: Iterable[object]) -> str:
    """One, two and three."""
    items = [_(_READABLE[str(word)]) if str(word) in _READABLE else code(word) for word in words]
    if len(items) < 2:
        return items[0] if items else ""
    return _("%(some)s and %(last)s") % {"some": ", ".join(items[:-1]), "last": items[-1]}


_READABLE = {
    "summary": mark("short answer"),
    "key_points": mark("key points"),
    "why_checked": mark("why we checked this"),
    "statement": mark("wording"),
    "said_on": mark("day it was said"),
    "said_where": mark("place it was said"),
    "words_said": mark("words said"),
    "words_heard": mark("mark for heard words"),
    "language": mark("language"),
    "published_on": mark("date"),
    "url": mark("address"),
    "quote": mark("quoted passage"),
    "alt": mark("what can be seen"),
    "stamped": mark("stamp"),
    "display_name": mark("name"),
    "groups": mark("roles"),
    "max_open": mark("claims at once"),
    "own_initials": mark("initials"),
    "picture": mark("picture"),
    "is_active": mark("may sign in"),
}


_CODES = frozenset(
    (
        # why a claim was put away, a candidate dismissed or a tip declined
        mark("not checkable"),
        mark("overtaken"),
        mark("duplicate"),
        mark("no capacity"),
        mark("out of scope"),
        mark("opinion"),
        mark("prediction"),
        mark("trivial"),
        mark("already checked"),
        mark("not a claim"),
        # what is taken back
        mark("accepted"),
        mark("dismissed"),
        mark("merged"),
        mark("reworded"),
        mark("split"),
        mark("marked"),
        # fields, roles and rows
        mark("rating"),
        mark("explanation"),
        mark("title"),
        mark("publisher"),
        mark("kind"),
        mark("stance"),
        mark("claimant"),
        mark("topics"),
        mark("priority"),
        mark("email"),
        mark("viewer"),
        mark("reviewer"),
        mark("editor"),
        mark("approver"),
        mark("admin"),
        mark("topic"),
        mark("outlet"),
        mark("note"),
        mark("label"),
        mark("meaning"),
        mark("credit"),
        mark("licence"),
        mark("role"),
    )
)
