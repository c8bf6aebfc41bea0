"""What people wrote in Markdown, as readers see it."""

from django import template
from django.utils.safestring import SafeString

from claims.verdicts.markdown import render

register = template.Library()


@register.filter
def rendered(text: str) -> SafeString:
    """The Markdown as safe HTML, its headings below those of the page."""
    return render(text, top=4)
