"""What somebody changes about herself: her name, her initials, her picture, and the page readers may see of her."""

import secrets
from typing import Final

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from claims import pictures
from claims.accounts.author_models import BACKGROUND_LIMIT, ROLE_LIMIT
from claims.accounts.models import AuthorPage, User
from claims.accounts.services import put_picture
from claims.audit.services import JSONValue, record
from claims.errors import Blocked
from claims.verdicts import normalise_input
from claims.verdicts.authors import note_authors, public_authors
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


def author_page_of(person: User) -> AuthorPage:
    """The person's page as it is kept, or an empty one that nobody sees."""
    return AuthorPage.objects.filter(person=person).first() or AuthorPage(person=person)


def keep_author_page(*, actor: User, is_public: bool, role: str, background: str) -> AuthorPage:
    """Show readers a page about oneself, or no longer; what was written stays for another time.

    It is gone for readers at once: the page, the picture on it, and every link from a byline.
    """
    role, background = normalise_input.line(role), normalise_input.lines(background).strip()
    reasons = []
    if len(role) > ROLE_LIMIT:
        reasons.append(_("Say your role in at most %(limit)s characters.") % {"limit": ROLE_LIMIT})
    if len(background) > BACKGROUND_LIMIT:
        reasons.append(
            _("Your background has %(count)s characters; bring it down to %(limit)s.")
            % {"count": f"{len(background):,}", "limit": f"{BACKGROUND_LIMIT:,}"}
        )
    if reasons:
        raise Blocked(" ".join(reasons), tuple(reasons))
    with transaction.atomic():
        person = _locked(actor)
        page = author_page_of(person)
        before = (page.is_public, page.role, page.background)
        if before == (is_public, role, background):
            return page
        page.slug = page.slug or _free_slug(person)
        page.is_public, page.role, page.background = is_public, role, background
        page.changed_at = timezone.now()
        page.save()
        note_authors()
        record(
            actor=actor, action="author_page_changed", target=person, data={"was": before[0], "is_public": is_public}
        )
    return page


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


def _free_slug(person: User) -> str:
    base = slugify(str(person))[:70] or f"person-{person.pk}"
    return f"{base}-{person.pk}" if AuthorPage.objects.filter(slug=base).exists() else base
