"""`python -m tests.docs.data_model`: write docs/data-model.md from the models."""

import os
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
from django.apps import AppConfig, apps
from django.db import models

from tests.docs.rooms import ROOT, purpose

type Column = models.Field[Any, Any]

PAGE = ROOT / "docs" / "data-model.md"

# The words for a column's kind; a kind that is not here is written as Django calls it.
KINDS = {
    "AutoField": "number",
    "BigAutoField": "number",
    "BigIntegerField": "number",
    "BooleanField": "yes or no",
    "CharField": "text",
    "DateField": "day",
    "DateTimeField": "moment",
    "EmailField": "e-mail address",
    "FileField": "file",
    "FloatField": "number",
    "GenericIPAddressField": "IP address",
    "IntegerField": "number",
    "JSONField": "JSON",
    "PositiveBigIntegerField": "number",
    "PositiveIntegerField": "number",
    "PositiveSmallIntegerField": "number",
    "SlugField": "text",
    "SmallIntegerField": "number",
    "TextField": "text",
    "URLField": "web address",
    "UUIDField": "UUID",
}

HEAD = """# The data model

Written from the models by `make docs`; a test holds that it is up to date. Each app keeps its own tables. Words are
those of [words.md](words.md); how a claim moves from state to state is in
[STATES.md](../claims/workflow/STATES.md).
"""


def our_apps() -> list[AppConfig]:
    """The apps of the product that keep tables, in the order they are installed."""
    return [
        config for config in apps.get_app_configs() if config.name.startswith("claims.") and list(config.get_models())
    ]


def _plain(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _kind(field: Column) -> str:
    if field.is_relation:
        what = "many" if field.many_to_many else "one"
        return f"{what} [{field.related_model.__name__}](#{field.related_model.__name__.lower()})"
    kind = KINDS.get(type(field).__name__) or KINDS.get(field.get_internal_type()) or field.get_internal_type()
    if field.choices:
        return f"{kind}: {', '.join(f'`{value}`' for value, _label in field.flatchoices if value not in (None, ''))}"
    longest = getattr(field, "max_length", None)
    return f"{kind}, at most {longest:,}" if longest and kind == "text" else kind


def _notes(field: Column) -> str:
    notes = []
    if getattr(field, "primary_key", False):
        notes.append("key")
    elif getattr(field, "unique", False):
        notes.append("unique")
    if getattr(field, "null", False):
        notes.append("may be empty")
    if field.generated:
        notes.append("reckoned by the database")
    on_delete = getattr(field.remote_field, "on_delete", None) if field.is_relation else None
    if on_delete in (models.CASCADE, models.SET_NULL):
        notes.append("goes with it" if on_delete is models.CASCADE else "emptied when it goes")
    if field.help_text:
        notes.append(_plain(str(field.help_text)))
    return "; ".join(notes)


def _fields(model: type[models.Model]) -> list[Column]:
    return [
        field
        for field in (*model._meta.fields, *model._meta.many_to_many)
        if not field.is_relation or field.related_model.__module__.startswith("claims.")
    ]


def _model(model: type[models.Model]) -> Iterator[str]:
    yield f"### {model.__name__}\n"
    yield textwrap.fill(" ".join((model.__doc__ or "").split()), 120) + "\n"
    yield "| column | holds | |\n|---|---|---|"
    for field in _fields(model):
        yield f"| `{field.name}` | {_kind(field)} | {_notes(field)} |"
    rules = sorted(constraint.name for constraint in model._meta.constraints)
    if rules:
        yield f"\nHeld by the database: {', '.join(f'`{name}`' for name in rules)}."
    yield ""


def _diagram(models_of_app: list[type[models.Model]]) -> Iterator[str]:
    """Who refers to whom, as Mermaid; many on the side that holds the reference."""
    yield "```mermaid\nerDiagram"
    for model in models_of_app:
        for field in _fields(model):
            if not field.is_relation:
                continue
            one = "o|" if getattr(field, "null", False) else "||"
            ends = "}o--o{" if field.many_to_many else f"{'|o' if field.one_to_one else '}o'}--{one}"
            yield f"    {model.__name__} {ends} {field.related_model.__name__} : {field.name}"
    yield "```\n"


def page() -> str:
    """The whole page; the same text for the same models, on either database."""
    lines = [HEAD]
    for config in our_apps():
        found = list(config.get_models())
        lines.append(f"## {config.name.removeprefix('claims.')}\n\n{purpose(config.name)}.\n")
        if any(field.is_relation for model in found for field in _fields(model)):
            lines += _diagram(found)
        for model in found:
            lines += _model(model)
    return "\n".join(lines).rstrip() + "\n"


def main(target: Path = PAGE) -> None:
    """Write the page."""
    target.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    main()
