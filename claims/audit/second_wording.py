"""How acts of the second mind are told: sealed verdicts, precedents, guests. The words after whoever acted."""

from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _

from claims.audit.models import AuditEvent
from claims.audit.wording import Names, Piece, Tell, person, pieces


def drawn(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Drew it for a sealed second verdict, or did not."""
    said = {"number": event.data.get("number"), "share": event.data.get("share")}
    if event.data.get("sealed"):
        return [_("drew it for a sealed second verdict (drew %(number)s, %(share)s of 100 are wanted)") % said]
    return [_("drew it for no second verdict (drew %(number)s, %(share)s of 100 are wanted)") % said]


def given(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Came to False by themselves, as the first verdict did, or where it says True."""
    said = {"rating": event.data.get("rating"), "first": event.data.get("first")}
    if said["rating"] == said["first"]:
        return [_("came to “%(rating)s” by themselves, as the first verdict did") % said]
    return [_("came to “%(rating)s” by themselves, where the first verdict says “%(first)s”") % said]


def third_asked(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Asked somebody of neither side to settle it."""
    return pieces(_("asked %(person)s to settle it"), person=person(event.data.get("person"), names))


def guest_signed(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Took what an expert from outside signed, by what they think."""
    signed = {
        "agree": _("took the signature of an expert from outside: agrees"),
        "with_changes": _("took the signature of an expert from outside: agrees with changes"),
    }
    otherwise = _("took the signature of an expert from outside: disagrees")
    return [signed.get(str(event.data.get("opinion")), otherwise)]


def named(sentence: str) -> Tell:
    """An act that names what it is about, such as a rating or a rule."""
    return lambda event, names: [_(sentence) % defaultdict(str, event.data)]
