"""How acts on people's accounts, and on what readers know of them, are told: the words after whoever acted."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from claims.audit.coded_words import listed
from claims.audit.models import AuditEvent
from claims.audit.wording import Names, Piece, fields
from claims.sentences import mark


def person_changed(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Changed the roles from reviewer to editor, or other fields of the account."""
    before, after = event.data.get("roles_before") or [], event.data.get("roles_after") or []
    if before != after:
        none = pgettext("roles", "none")
        words = _("changed the roles from %(before)s to %(after)s")
        return [words % {"before": listed(before) or none, "after": listed(after) or none}]
    return fields(mark("changed the account"))(event, names)


def author_page_changed(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Let readers see a page about themselves, changed it, or took it back."""
    if event.data.get("was") == event.data.get("is_public"):
        return [_("changed the page about themselves")]
    shown, taken = _("let readers see a page about themselves"), _("took the page about themselves away from readers")
    return [shown if event.data.get("is_public") else taken]
