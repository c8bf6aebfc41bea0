"""The sentences of the product that can be said in another language, gathered from code and templates.

Python is read with Babel, Jinja2 templates with Jinja2's own extractor, and the back office's templates, which are
Django's, after Django has turned them into Python. The names of models and fields come from the models.
"""

from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from django.conf import settings
from django.utils.translation.template import templatize

from claims.backoffice.labels import labels

ROOMS: Final = ("claims", "factcheck", "templates")
FUNCTIONS: Final = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "mark": None,
    "say": None,
    "say_counted": (1, 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
JINJA: Final = {"trimmed": "true", "silent": "false", "extensions": "jinja2.ext.i18n"}


def messages() -> Catalog:
    """Every sentence in the product with the places it stands in, as a catalog without translations."""
    catalog = Catalog(project="Plumbline", charset="utf-8")
    for path in sorted(_files(settings.BASE_DIR)):
        place = path.relative_to(settings.BASE_DIR).as_posix()
        for line, message, comments, context in _read(path):
            catalog.add(message, locations=[(place, line)], auto_comments=comments, context=context)
    for place, name in labels():
        catalog.add(name, locations=[(place, 0)])
    return catalog


def _files(root: Path) -> Iterator[Path]:
    for room in ROOMS:
        for path in (root / room).rglob("*"):
            if path.suffix in (".py", ".html", ".txt") and "data" not in path.parts:
                yield path


def _read(path: Path) -> Iterable[tuple[int, Any, list[str], str | None]]:
    source = path.read_bytes()
    if path.suffix == ".py":
        return extract("python", BytesIO(source), FUNCTIONS, ["Translators:"])
    parts = path.relative_to(settings.BASE_DIR).parts
    if "backoffice" in parts:
        # Python minds how far lines are indented, and templates are indented as their tags are.
        flat = "\n".join(line.lstrip() for line in templatize(source.decode()).splitlines())
        return extract("python", BytesIO(flat.encode()), FUNCTIONS)
    if "templates" in parts:
        return extract("jinja2", BytesIO(source), FUNCTIONS, ["Translators:"], options=JINJA)
    return ()
