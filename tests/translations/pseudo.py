"""Two made-up languages: one of accented letters, 40 % longer than English, and the same written from right to left.

A page drawn in them shows at once what was not handed to the translators (plain letters) and what has no room.
"""

import re
from pathlib import Path
from typing import Final

import django
import rest_framework
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

from factcheck.translations import messages

LONGER: Final = "xx"
MIRRORED: Final = "ar-xb"
PLAIN: Final = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
ACCENTED: Final = "àƀçđéƒĝĥîĵķļɱñöþɋŕšţûṽŵẋýžÀƁÇĐÉƑĜĤÎĴĶĻṀÑÖÞɊŔŠŢÛṼŴẊÝŽ"
LETTERS: Final = str.maketrans(PLAIN, ACCENTED)
# Placeholders, tags and entities are no words.
KEPT: Final = re.compile(r"(%\(\w+\)[sd]|%%|%[sdi]|\{\w*\}|</?\w[^>]*>|&#?\w+;)")


def said(text: str) -> str:
    """The sentence in accented letters, with filling until it is 40 % longer: “Öþéñ~”."""
    parts = KEPT.split(text)
    plain = "".join(parts[::2])
    accented = "".join(part if place % 2 else part.translate(LETTERS) for place, part in enumerate(parts))
    return accented + "~" * round(len(plain.strip()) * 0.4) if plain.strip() else accented


def write(folder: Path) -> None:
    """Writes both languages' catalogs under `folder`, as Django looks for them: ours and those of what we stand on."""
    catalog = _everything()
    for name in ("xx", "ar_XB"):
        place = folder / name / "LC_MESSAGES"
        place.mkdir(parents=True)
        with open(place / "django.mo", "wb") as out:
            write_mo(out, catalog)


def _everything() -> Catalog:
    made = Catalog(charset="utf-8")
    for source in (messages(), *_of_libraries()):
        for message in source:
            if message.id:
                made.add(message.id, _translated(message), context=message.context)
    return made


def _translated(message: Message) -> str | tuple[str, ...]:
    if message.context == "date":
        return str(message.id)
    return said(message.id) if isinstance(message.id, str) else tuple(said(form) for form in message.id)


def _of_libraries() -> list[Catalog]:
    django_room, rest_room = Path(django.__file__).parent, Path(rest_framework.__file__).parent
    found = []
    for part in ("conf", "contrib/admin", "contrib/auth"):
        with open(django_room / part / "locale/en/LC_MESSAGES/django.po", "rb") as source:
            found.append(read_po(source))
    with open(rest_room / "locale/en/LC_MESSAGES/django.mo", "rb") as source:
        found.append(read_mo(source))
    return found
