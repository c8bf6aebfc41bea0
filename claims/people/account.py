"""What somebody changes about herself: her name, her initials, her picture."""

import secrets
from typing import Final

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from claims import pictures
from claims.accounts.models import User
from claims.accounts.services import put_picture
from claims.audit.services import JSONValue, record
from claims.errors import Blocked
from claims.verdicts import normalise_input
from claims.verdicts.authors import public_authors
from claims.verdicts.site_settings import touch

NAME_LIMIT: Final = 120
INITIALS_LIMIT: Final = 3


def change_name(*, actor: User, display_name: str, own_initials: str) -> None:
    """Set one's own name, and the letters of the avatar where they are not those of the name; Blocked with reasons."""
    name, letters = normalise_input.line(display_name), normalise_input.line(own_initials)
    reasons = []
    if not name or len(name) > NAME_LIMIT:
        reasons.append(_("Write your name, as colleagues should see it."))
    if len(letters) > INITIALS_LIMIT:
        reasons.append(_("Choose at most three letters."))
    if reasons:
        raise Blocked(" ".join(reasons), tuple(reasons))
    with transaction.atomic():
        person = _locked(actor)
        wanted = {"display_name": name, "own_initials": letters}
        changed = [field for field, value in wanted.items() if getattr(person, field) != value]
        if changed:
            person.display_name, person.own_initials = name, letters
            person.save(update_fields=changed)
            _record(actor, changed)


def keep_picture(*, actor: User, data: bytes) -> None:
    """Show this picture beside one's name from now on, small and without what else the file held."""
    drawn = pictures.portrait(data)
    kept = default_storage.save(f"people/{secrets.token_hex(12)}.webp", ContentFile(drawn))
    try:
        with transaction.atomic():
            _put(actor, kept)
    except BaseException:
        default_storage.delete(kept)
        raise


def remove_picture(*, actor: User) -> None:
    """Show initials again."""
    with transaction.atomic():
        _put(actor, "")


def _put(actor: User, name: str) -> None:
    person = _locked(actor)
    if person.picture.name == name:
        return
    put_picture(person, name)
    person.save(update_fields=["picture"])
    _record(actor, ["picture"])


def _locked(actor: User) -> User:
    person: User = User.objects.select_for_update(of=("self",)).get(pk=actor.pk)
    return person


def _record(actor: User, changed: list[str]) -> None:
    if public_authors().filter(person=actor).exists():
        touch()
    record(actor=actor, action="person_changed", target=actor, data={"fields": list[JSONValue](changed)})
