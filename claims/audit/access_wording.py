"""Who was let in to a claim, in words."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from claims.audit.models import AuditEvent
from claims.audit.wording import Names, Piece, person, pieces


def restricted(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Kept the claim to Hana Whitlock and Ines Okafor."""
    told: Iterable[Piece] = [_("kept the claim to named people")]
    for number, each in enumerate(event.data.get("people") or []):
        words = _("%(did)s: %(person)s") if number == 0 else _("%(did)s, %(person)s")
        told = pieces(words, did=told, person=person(each, names))
    return told
