"""What templates of every face may call: dates, lists, labels, and the address of this page with another query."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import get_language_info
from jinja2 import pass_context
from jinja2.runtime import Context

from claims import formats


def _or_nothing(style: Callable[..., str]) -> Callable[[date | None], str]:
    """A style of days and times as a filter, which says nothing where there is no day."""

    def filtered(when: date | None) -> str:
        return style(when) if when else ""

    return filtered


@pass_context
def querystring(context: Context, **changes: Any) -> str:
    """The query of this page with some of its values set, or taken out where they are None; `?` where none is left."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = value
    return f"?{query.urlencode()}"


def language_named(code: str) -> str:
    """A language as the reader of the page calls it; the code where it has no name here."""
    try:
        return str(get_language_info(code)["name_translated"]) if code else ""
    except KeyError:
        return code


FUNCTIONS: Final[Mapping[str, Callable[..., Any]]] = {
    "querystring": querystring,
    "language": formats.language,
    "direction": formats.direction,
    "direction_of": formats.direction_of,
    "today": timezone.localdate,
}
FILTERS: Final[Mapping[str, Callable[..., Any]]] = {
    **{name: _or_nothing(style) for name, style in formats.STYLES.items()},
    "inside": formats.inside,
    "language_named": language_named,
    "listed": formats.listed,
}
