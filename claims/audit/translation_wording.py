"""What people do with the translations of a check, in words."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from claims import languages
from claims.audit.models import AuditEvent
from claims.audit.wording import Names, Piece, Tell


def translated(sentence: str) -> Tell:
    """An act on the translation of a check into a language, by the language's own name."""

    def tell(event: AuditEvent, names: Names) -> Iterable[Piece]:
        code = str(event.data.get("language"))
        return [_(sentence) % {"language": dict(languages.offered()).get(code, code)}]

    return tell
