"""What an admin tells readers about the newsroom, and the lists that claims and articles are filed under."""

from collections.abc import Iterable
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from claims import pictures
from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.articles.models import Outlet
from claims.audit.services import record
from claims.errors import Blocked, NotAllowed
from claims.tracking.models import Topic
from claims.verdicts import normalise_input
from claims.verdicts.enums import SiteTextName
from claims.verdicts.models import Newsroom
from claims.verdicts.site_settings import keep_logo, keep_newsroom, newsroom, site_text, write_text

NAMES_AT_ONCE: Final = 200
SLUG_LENGTH: Final = 80


def tell_readers(*, actor: User, **words: Any) -> Newsroom:
    """Change what readers are told about the newsroom; what is the same already leaves no record."""
    ask_settings(actor)
    kept = newsroom()
    changed = {name: value for name, value in words.items() if getattr(kept, name) != value}
    return keep_newsroom(actor=actor, **changed) if changed else kept


def show_logo(*, actor: User, data: bytes) -> None:
    """Show this picture at the head of the public pages and of the desk."""
    ask_settings(actor)
    keep_logo(actor=actor, picture=pictures.logo(data))


def remove_logo(*, actor: User) -> None:
    """Show the name alone again."""
    ask_settings(actor)
    if newsroom().logo:
        keep_logo(actor=actor, picture=b"")


def write_method(*, actor: User, body: str) -> None:
    """Word how this newsroom checks; a new version of the text where it differs from the last."""
    ask_settings(actor)
    text = site_text(SiteTextName.METHODOLOGY)
    if normalise_input.lines(body).strip() != text.body.strip():
        write_text(actor=actor, name=SiteTextName.METHODOLOGY, title=text.title, body=body)


def add_topics(*, actor: User, lines: str) -> int:
    """Add each line as a topic, those that are here already left out; how many were added."""
    ask_settings(actor)
    names = _names(lines, Topic)
    with transaction.atomic():
        here = {name.casefold() for name in Topic.objects.values_list("name", flat=True)}
        new = [name for name in names if name.casefold() not in here]
        for name in new:
            topic = Topic.objects.create(name=name, slug=_free_slug(name, Topic.objects.all()))
            record(actor=actor, action="topic_added", target=topic)
    return len(new)


def add_outlets(*, actor: User, lines: str) -> int:
    """Add each line as an outlet, `name` or `name https://its.site`; how many were added."""
    ask_settings(actor)
    entries = [_outlet(line) for line in _lines(lines)]
    names = _names("\n".join(name for name, _site in entries), Outlet)
    sites = dict(entries)
    with transaction.atomic():
        here = {name.casefold() for name in Outlet.objects.values_list("name", flat=True)}
        new = [name for name in names if name.casefold() not in here]
        for name in new:
            outlet = Outlet.objects.create(
                name=name, homepage=sites.get(name, ""), slug=_free_slug(name, Outlet.objects.all())
            )
            record(actor=actor, action="outlet_added", target=outlet)
    return len(new)


def ask_settings(actor: User) -> None:
    """Refuse whoever does not look after the settings."""
    if not actor.may(Right.SETTINGS):
        raise NotAllowed(_("Your role does not let you change the newsroom's settings. Ask an admin."))


def _lines(text: str) -> list[str]:
    return [line for line in (normalise_input.line(line) for line in text.splitlines()) if line]


def _names(text: str, model: type[Topic] | type[Outlet]) -> list[str]:
    """The names of a list, once each; Blocked where one is too long or they are too many."""
    first: dict[str, str] = {}
    for line in _lines(text):
        first.setdefault(line.casefold(), line)
    names = list(first.values())
    limit = model._meta.get_field("name").max_length or 0
    too_long = next((name for name in names if len(name) > limit), "")
    if too_long:
        raise Blocked(
            _("“%(name)s” is longer than %(limit)d characters. Shorten it.") % {"name": too_long, "limit": limit}
        )
    if len(names) > NAMES_AT_ONCE:
        raise Blocked(_("Add at most %(limit)d at once.") % {"limit": NAMES_AT_ONCE})
    return names


def _outlet(line: str) -> tuple[str, str]:
    """A line's name and address; a last word that begins as an address is one."""
    name, _space, site = line.rpartition(" ")
    if not name or not site.startswith(("http://", "https://")):
        return line, ""
    try:
        URLValidator(schemes=["http", "https"])(site)
    except ValidationError as error:
        raise Blocked(_("%(site)s is no address of a page. Correct it, or leave it out.") % {"site": site}) from error
    return name, site


def _free_slug(name: str, rows: "models.QuerySet[Any]") -> str:
    """The name as a part of an address; the next free number behind it where another has the same."""
    base = slugify(name)[: SLUG_LENGTH - 6] or "x"
    taken = set(rows.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in _numbered(base) if slug not in taken)


def _numbered(base: str) -> Iterable[str]:
    yield base
    number = 2
    while True:
        yield f"{base}-{number}"
        number += 1
