"""Sentences of templates in the reader's language, looked up once a process and not once a row.

A page of the queue asks for three hundred, a tenth of the page's time where each walks every catalog.
"""

from functools import cache
from typing import Any

from django.utils import translation
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup


@pass_eval_context
def gettext(drawing: EvalContext, message: str, **values: Any) -> str:
    """The sentence with its values in; they are escaped where the template is HTML."""
    language = translation.get_language()
    if values:
        return _sentence(language, message, drawing.autoescape) % values
    return _sentence_without_values(language, message, drawing.autoescape)


def forget() -> None:
    """Read the catalogs anew, after they changed."""
    _sentence.cache_clear()
    _sentence_without_values.cache_clear()


@cache
def _sentence(language: str | None, message: str, is_html: bool) -> str:
    said = translation.gettext(message)
    # A catalog is a part of the program: its sentences may hold tags, and what is put into them is escaped.
    return Markup(said) if is_html else said  # noqa: S704


@cache
def _sentence_without_values(language: str | None, message: str, is_html: bool) -> str:
    return _sentence(language, message, is_html) % {}
