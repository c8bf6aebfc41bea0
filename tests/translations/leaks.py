"""Finds the plain English that a page shows in a made-up language, apart from what people have typed."""

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any, Final

from django.apps import apps
from django.db import models
from lxml import html

WORDS: Final = re.compile(r"[A-Za-z][A-Za-z'’-]*(?:[ ,;:()%]+[A-Za-z][A-Za-z'’-]*)*")
NO_WORDS: Final = re.compile(
    r"https?://\S+|whsec_\S+|\S+@\S+|(?<!\w)/\S+|</?\w[^>]*>|\w*\d\w*|\w*\*{3,}|\b(?:[A-Z]{1,2}|(?:ab){9,})\b|\w+_\w*"
)
"""Addresses, markup shown as such, checksums and numbers, initials, and the names of columns."""
SHOWN_ATTRIBUTES: Final = ("title", "aria-label", "placeholder", "alt", "label", "data-confirm")
# Names, formats and codes that are the same in every language.
KEPT: Final = frozenset(
    """Plumbline API CSV JSON JSONL XLSX HTML PDF DOCX RSS Atom Markdown SHA-256 SHA ClaimReview DataFeed URL UTC ID FC
    Django Python Ctrl Alt Shift Esc Enter Tab Home End PageUp PageDown Backspace Space GET POST PUT PATCH DELETE
    xx xb NaN JSON-LD Feed url now web heavy sqlite postgresql
    en min s h e-mail MB KB GB kB bytes""".split()
)


class Typed:
    """What stands in the database: everything that people, articles and other sites have said."""

    def __init__(self, besides: Iterable[str] = ()) -> None:
        self._texts = {*_stored(), *(" ".join(text.split()) for text in besides)}
        self._all = "\n".join(self._texts)

    def __contains__(self, piece: str) -> bool:
        return piece in self._texts or (len(piece) > 3 and piece in self._all)


def leaks(page: bytes, typed: Typed) -> list[str]:
    """The runs of plain words on a page that nobody has typed."""
    return leaks_of(_shown(html.document_fromstring(page)), typed)


def leaks_of(texts: Iterable[str], typed: Typed) -> list[str]:
    """The runs of plain words in texts that nobody has typed."""
    found = []
    for text in texts:
        if _is_json(text):
            continue
        flat = " ".join(text.split())
        if flat in typed:
            continue
        flat = NO_WORDS.sub(" | ", flat)
        found += [run[0] for run in WORDS.finditer(flat) if not _may_stand(run[0], typed)]
    return found


def _may_stand(run: str, typed: Typed) -> bool:
    run = run.strip("'’")
    if run in typed:
        return True
    if all(part in typed or part in KEPT for part in re.split(r"[,;:()%]+ ?", run) if part):
        return True
    words = re.split(r"[ ,;:()%]+", run.rstrip("-"))
    return all(len(word) == 1 or word in KEPT or word in typed for word in words)


def _is_json(text: str) -> bool:
    """Whether it is a column of JSON, as the back office shows it."""
    with suppress(ValueError):
        return isinstance(json.loads(text.replace("\xa0", " ")), dict | list)
    return False


def _names_places(element: Any) -> bool:
    """Whether it is a choice of a language or a time zone, whose names are their own."""
    return element.tag == "select" and any(word in (element.get("name") or "") for word in ("language", "zone"))


def _shown(element: Any, *, is_page: bool = True) -> Iterator[str]:
    """What an element shows; what says that it is in English is documentation, or what somebody has written."""
    if isinstance(element.tag, str) and (is_page or element.get("lang") is None) and not _names_places(element):
        if element.tag not in ("script", "style", "code", "pre", "kbd"):
            yield from filter(None, [element.text])
        said = (value for name, value in element.items() if name in SHOWN_ATTRIBUTES or name.startswith("data-say-"))
        yield from filter(None, said)
        for child in element:
            yield from _shown(child, is_page=False)
    if not is_page:
        yield from filter(None, [element.tail])


def _stored() -> Iterator[str]:
    for model in apps.get_models():
        fields = [field for field in model._meta.fields if isinstance(field, (models.CharField, models.TextField))]
        texts = [field.attname for field in fields if not field.choices and field.get_internal_type() != "WordsField"]
        for row in model._base_manager.values_list(*texts) if texts else ():
            yield from (" ".join(value.split()) for value in row if value)
        for field in model._meta.fields:
            if isinstance(field, models.JSONField):
                for value in model._base_manager.values_list(field.attname, flat=True):
                    yield from _strings(value)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield " ".join(value.split())
        with suppress(json.JSONDecodeError):
            yield from _strings(json.loads(value) if value.startswith(("{", "[")) else None)
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)
