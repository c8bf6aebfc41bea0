"""Sentences to and from those who translate them: a JSON object a line, checked before it is taken."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from babel.messages.catalog import Catalog, Message

from factcheck.catalogs import forms_of

PLACEHOLDER: Final = re.compile(r"%\(\w+\)[sdif]|%[sdif]|\{\w*(?::[^{}]*)?\}")
TAG: Final = re.compile(r"</?[a-zA-Z][^<>]*>|&#?\w+;")


def line_of(message: Message) -> str:
    """A sentence as translators get it; `text` is a list of all plural forms where there is a `plural`."""
    said: dict[str, Any] = {"id": message.id}
    if not isinstance(message.id, str):
        said = {"id": message.id[0], "plural": message.id[1]}
    if message.context:
        said["context"] = message.context
    said["places"] = [place for place, _ in message.locations]
    if message.auto_comments:
        said["notes"] = message.auto_comments
    said["text"] = message.string if isinstance(message.id, str) else list(forms_of(message.string))
    return json.dumps(said, ensure_ascii=False)


def take(catalog: Catalog, line: str) -> str:
    """Put one translated sentence into the catalog; what is wrong with it, or nothing."""
    try:
        said = json.loads(line)
        key, plural, text = said["id"], said.get("plural"), said["text"]
    except (ValueError, TypeError, KeyError, AttributeError):
        return "This is no JSON object with an id and a text."
    message = catalog.get(key, said.get("context"))
    if message is None or (plural or None) != (None if isinstance(message.id, str) else message.id[1]):
        return f"The product has no such sentence: {key}"
    translated = text if isinstance(text, str) else tuple(text)
    problems = list(problems_of(message, translated, catalog.num_plurals))
    if problems:
        return problems[0]
    message.string = translated
    return ""


def problems_of(message: Message, translated: str | tuple[str, ...], forms: int) -> Iterator[str]:
    """What is wrong with a translation, each in a sentence that names the message."""
    ids, texts = forms_of(message.id), forms_of(translated)
    name = f"“{ids[0]}”"
    if isinstance(translated, str) != isinstance(message.id, str) or (len(ids) == 2 and len(texts) != forms):
        yield f"{name} needs {forms if len(ids) == 2 else 1} forms."
        return
    for place, text in enumerate(texts):
        whole = place == len(texts) - 1
        if not text.strip():
            yield f"{name} has an empty form."
        elif lost := _wrong(PLACEHOLDER, ids, text, whole=whole):
            yield f"{name} has other placeholders: {lost}"
        elif not _can_be_filled(ids, text):
            yield f"{name} has a percent sign that would be read as a placeholder: write %%."
        elif lost := _wrong(TAG, ids, text, whole=True):
            yield f"{name} has other tags: {lost}"
        elif text.startswith("\n") != ids[0].startswith("\n") or text.endswith("\n") != ids[0].endswith("\n"):
            yield f"{name} begins or ends with another line break."


def _wrong(pattern: re.Pattern[str], ids: tuple[str, ...], text: str, *, whole: bool) -> str:
    """What is missing or too much.

    A form for one, two or few things may say the number in a word, so it may do without the one that counts.
    """
    found, wanted = set(pattern.findall(text)), set(pattern.findall(ids[-1]))
    missing = wanted - found
    if not whole and len(missing) == 1:
        missing = set()
    return ", ".join(sorted(missing | (found - wanted)))


def _can_be_filled(ids: tuple[str, ...], text: str) -> bool:
    """Whether a percent sign in the text is a placeholder or doubled, wherever it would be read as one."""
    if not any("%" in one for one in ids):
        return "%" not in text
    if not any("%(" in one or "%%" in one for one in ids):
        return True
    try:
        text % _AnyNumber()
    except (ValueError, TypeError, KeyError):
        return False
    return True


class _AnyNumber(dict[str, int]):
    """A one under every name."""

    def __missing__(self, name: str) -> int:
        return 1
