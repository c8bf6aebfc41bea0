"""Reading and keeping what readers are told about the newsroom."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from pathlib import Path
from typing import Any, Final

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from claims import formats
from claims.accounts.models import User
from claims.audit.services import JSONValue, record
from claims.errors import Blocked
from claims.languages import ENGLISH, nearest, offered
from claims.verdicts import normalise_input
from claims.verdicts.enums import SiteTextName
from claims.verdicts.models import Newsroom, SiteText
from claims.verdicts.models.site import ONLY

DEFAULT_TEXTS: Final = Path(__file__).parent / "site_texts"
EDITABLE: Final = (
    "name",
    "strapline",
    "about_line",
    "homepage",
    "email",
    "address",
    "ownership",
    "funding",
    "legal_form",
    "position",
    "owners",
    "funders",
    "team",
    "memberships",
    "logo_says_name",
    "show_names",
    "offers_packs",
    "offers_alerts",
    "shows_ledger",
    "shows_agreement",
    "language",
    "more_languages",
)
SEVERAL_LINES: Final = frozenset({"address", "ownership", "funding", "position"})


_at_hand: ContextVar[Newsroom | None] = ContextVar("the newsroom that was read already", default=None)


def newsroom() -> Newsroom:
    """The newsroom as it is kept, or with the standard words where nobody has kept anything yet."""
    return _at_hand.get() or Newsroom.objects.filter(pk=ONLY).first() or Newsroom(pk=ONLY, changed_at=timezone.now())


@contextmanager
def newsroom_at_hand(room: Newsroom) -> Iterator[None]:
    """Take this for the newsroom inside the block, which only reads, instead of asking for the row again."""
    token = _at_hand.set(room)
    try:
        yield
    finally:
        _at_hand.reset(token)


def further_languages(room: Newsroom) -> list[str]:
    """The languages the newsroom offers its site in besides its own."""
    known, main = dict(offered()), nearest(room.language)
    return [code for code in room.more_languages if code in known and code != main]


def locked_newsroom() -> Newsroom:
    """The row, made if need be and locked until the transaction ends; every publication passes through here in turn."""
    Newsroom.objects.get_or_create(pk=ONLY, defaults={"changed_at": timezone.now()})
    return Newsroom.objects.select_for_update().get(pk=ONLY)


def keep_newsroom(*, actor: User | None, **words: Any) -> Newsroom:
    """Change what is said about the newsroom; `words` are any of the fields an editor keeps."""
    unknown = set(words) - set(EDITABLE)
    if unknown:
        raise TypeError(f"The newsroom has no {', '.join(sorted(unknown))}.")
    if not set(words.get("more_languages", ())) <= set(dict(offered())):
        raise Blocked(_("Choose the further languages from the list."))
    with transaction.atomic():
        kept = locked_newsroom()
        for field, value in words.items():
            setattr(kept, field, _tidy(field, value) if isinstance(value, str) else value)
        kept.save(update_fields=list(words))
        touch()
        record(actor=actor, action="newsroom_changed", target=kept, data={"fields": list[JSONValue](sorted(words))})
    return kept


def keep_logo(*, actor: User | None, picture: bytes) -> None:
    """Show this PNG at the head of every page from now on; none where there are no bytes."""
    kept = default_storage.save(f"newsroom/{secrets.token_hex(12)}.png", ContentFile(picture)) if picture else ""
    try:
        with transaction.atomic():
            room = locked_newsroom()
            old, room.logo = room.logo.name, kept
            room.save(update_fields=["logo"])
            touch()
            record(actor=actor, action="newsroom_changed", target=room, data={"fields": ["logo"]})
            if old:
                transaction.on_commit(partial(default_storage.delete, old))
    except BaseException:
        if kept:
            default_storage.delete(kept)
        raise


def logo_picture() -> bytes:
    """The newsroom's logo as PNG; nothing where it has none, or where the file cannot be read."""
    name = newsroom().logo.name
    if not name:
        return b""
    try:
        with default_storage.open(name) as file:
            picture: bytes = file.read()
    except OSError:
        return b""
    return picture


def _tidy(field: str, value: str) -> str:
    return normalise_input.lines(value).strip() if field in SEVERAL_LINES else normalise_input.line(value)


def touch() -> None:
    """Say that a public page changed, so that no cache shows the old one as fresh."""
    Newsroom.objects.filter(pk=ONLY).update(version=F("version") + 1, changed_at=timezone.now())


def site_text(name: SiteTextName) -> SiteText:
    """The newest version of a text, or the standard wording (number 0) where nobody has written one."""
    return SiteText.objects.filter(name=name).first() or standard_text(name)


def text_language(text: SiteText) -> str:
    """In which language a text is written: the newsroom's, or that of the standard wording."""
    return newsroom().language if text.number else _standard_language(SiteTextName(text.name))


def _standard_language(name: SiteTextName) -> str:
    """The language in use, where the wording that comes with the software is there in it; else English."""
    used = formats.language()
    return used if (DEFAULT_TEXTS / used / f"{name.value}.md").exists() else ENGLISH


def standard_text(name: SiteTextName) -> SiteText:
    """The wording that comes with the software, in the language in use where it is there: `site_texts/es/about.md`."""
    folder = DEFAULT_TEXTS / _standard_language(name)
    body = (folder / f"{name.value}.md").read_text(encoding="utf-8")
    return SiteText(name=name, number=0, title=str(name.label), body=body)


def write_text(*, actor: User | None, name: SiteTextName, title: str, body: str) -> SiteText:
    """Add a new version of a text; the earlier ones stay."""
    with transaction.atomic():
        locked_newsroom()
        newest = SiteText.objects.filter(name=name).first()
        text = SiteText.objects.create(
            name=name,
            number=newest.number + 1 if newest else 1,
            title=normalise_input.line(title),
            body=normalise_input.lines(body),
            edited_by=actor,
            edited_at=timezone.now(),
        )
        touch()
        record(
            actor=actor,
            action="site_text_written",
            target=text,
            data={"name": name.value, "version": text.number},
        )
    return text
