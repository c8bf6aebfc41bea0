"""The Jinja2 environment that everything but the back office is drawn with."""

from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any, Final

from django.http import HttpRequest
from django.template.backends.jinja2 import Jinja2, Template
from django.template.defaultfilters import (
    capfirst,
    filesizeformat,
    floatformat,
    linebreaks_filter,
    linebreaksbr,
    pluralize,
    truncatechars,
    truncatewords,
)
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext, npgettext, pgettext
from django_htmx.jinja import htmx_script
from jinja2 import ChainableUndefined, Environment
from jinja2 import Template as JinjaTemplate
from jinja2.runtime import Macro

from claims import template_helpers as common
from claims.desk import template_helpers as desk
from claims.desk.addresses import address
from claims.public import template_helpers as public
from factcheck.template_sentences import gettext

EXTENSIONS: Final = ("jinja2.ext.i18n",)
COMPONENTS: Final = ("basics", "sources", "public", "api")
"""Files of macros that every template may call without importing them."""
DRAWN_ONCE: Final = {"icon"}
"""Macros of a word of the code, which a page calls a hundred times and gets the same."""


class KeysFirst(Environment):
    """An environment in which `source.copy` is the key of a mapping before it is the method of one."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """What a dot means in a template: a key, an attribute, or nothing."""
        if isinstance(obj, (dict, MappingProxyType)):
            try:
                return obj[attribute]
            except LookupError:
                pass
        try:
            return getattr(obj, attribute)
        except AttributeError:
            return super().getattr(obj, attribute)


class PageTemplate(Template):
    """A template that is drawn with what the view gives before what every page has."""

    def render(self, context: Mapping[str, Any] | None = None, request: HttpRequest | None = None) -> Any:
        """The page's text."""
        everywhere: dict[str, Any] = {}
        if request is not None:
            everywhere["request"] = request
            for processor in self.backend.template_context_processors:
                everywhere |= processor(request)
        return super().render(everywhere | dict(context or {}))


class Templates(Jinja2):
    """Django's Jinja2 backend with our page template."""

    def get_template(self, template_name: str) -> PageTemplate:
        """The template of that name, ready to be drawn."""
        return PageTemplate(super().get_template(template_name).template, self)


def environment(**options: Any) -> Environment:
    """The environment with the helpers of every face."""
    made = KeysFirst(**options | {"undefined": ChainableUndefined, "autoescape": _is_markup, "extensions": EXTENSIONS})
    made.policies["ext.i18n.trimmed"] = True
    # The extension adds this method, which its types do not know.
    made.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    made.globals |= {"gettext": gettext, "_": gettext}
    made.globals |= {"static": static, "url": address_of, "htmx_script": htmx_script}
    made.filters |= {
        "capfirst": capfirst,
        "filesizeformat": filesizeformat,
        "floatformat": figure,
        "linebreaks": linebreaks_filter,
        "linebreaksbr": linebreaksbr,
        "pluralize": pluralize,
        "truncatechars": shortened,
        "truncatewords": truncatewords,
    }
    for helpers in (common, desk, public):
        made.globals |= helpers.FUNCTIONS
        made.filters |= helpers.FILTERS
    for name in COMPONENTS:
        made.globals |= _macros_of(made.get_template(f"components/{name}.html"))
    return made


def _macros_of(template: JinjaTemplate) -> dict[str, Callable[..., str]]:
    macros = {name: kept for name, kept in vars(template.module).items() if isinstance(kept, Macro)}
    return {name: cache(kept) if name in DRAWN_ONCE else kept for name, kept in macros.items()}


def address_of(name: str, *args: int | str, **kwargs: object) -> str:
    """The address of a named page."""
    if kwargs or not all(isinstance(part, int) for part in args):
        return reverse(name, args=args, kwargs=kwargs)
    return address(name, *args)


def shortened(value: object, length: int) -> str:
    """The text with at most so many signs; Django counts every sign, also of what is short enough to see."""
    text = str(value)
    return text if len(text) <= length else truncatechars(text, length)


def figure(value: object, places: int | str = -1) -> str:
    """A number as the language in use writes it; the queue asks for the same scores at every visit."""
    return _figure(value, places, translation.get_language())


@lru_cache(maxsize=4096, typed=True)
def _figure(value: object, places: int | str, language: str | None) -> str:
    return floatformat(value, places)


def _is_markup(template_name: str | None) -> bool:
    return template_name is None or not template_name.endswith(".txt")
