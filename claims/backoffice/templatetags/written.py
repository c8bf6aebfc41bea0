"""What people and software wrote, as people read it."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from claims import formats
from claims.verdicts.markdown import render

register = template.Library()


@register.filter
def rendered(text: str) -> SafeString:
    """The Markdown as safe HTML, its headings below those of the page."""
    return render(text, top=4)


@register.simple_tag
def written_in(language: str) -> SafeString:
    """The attributes of an element that holds words in this language, which may be unknown."""
    if not language:
        return format_html('dir="{}"', "auto")
    return format_html('dir="{}" lang="{}"', formats.direction_of(language), language)


@register.filter
def why(signals: list[dict[str, Any]]) -> str:
    """What speaks most for and against a candidate, in words: three signals at most."""
    heaviest = sorted(signals, key=lambda signal: -abs(signal["weight"]))[:3]
    return formats.listed(gettext(signal["label"]) for signal in heaviest)
