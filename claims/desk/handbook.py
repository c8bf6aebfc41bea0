"""The handbook: the Markdown files in `docs/handbook/` as pages under Help, and the parts that the desk links to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

FOLDER: Final = settings.BASE_DIR / "docs" / "handbook"
PAGES: Final = (
    "the-desk",
    "articles",
    "triage",
    "claims",
    "evidence",
    "verdict",
    "second-review",
    "publishing",
    "corrections",
    "afterwards",
    "setting-up",
    "programs",
)
GATES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "rating_set": "a-rating",
        "summary": "a-short-answer",
        "wording": "a-wording-that-stands-alone",
        "words_said": "words-that-were-said",
        "key_points": "key-points-and-why-it-was-checked",
        "why_checked": "key-points-and-why-it-was-checked",
        "explanation": "an-explanation",
        "independent_sources": "independent-sources",
        "primary_source": "a-primary-source",
        "both_sides": "both-sides",
        "archived": "a-copy-of-every-source",
        "quotes_found": "quotations-that-can-be-found",
        "citations": "citations-that-lead-somewhere",
        "figures": "figures-that-are-worked-out",
        "cells": "figures-that-are-worked-out",
        "pictures": "pictures",
        "media": "what-became-of-a-picture",
        "claimant_asked": "the-claimant-was-asked",
    }
)
"""The paragraph about each submit gate, on the page about the verdict."""

type Attributes = dict[str, str | int | float]


@dataclass(frozen=True)
class Page:
    """One page: its name in addresses, its title, its parts as anchor and title, and the HTML below the title."""

    name: str
    title: str
    parts: Sequence[tuple[str, str]]
    html: SafeString


@cache
def page(name: str) -> Page:
    """The page of that name, one of PAGES."""
    machine = MarkdownIt("commonmark", {"html": False}, renderer_cls=_Renderer).enable("table")
    tokens = machine.parse((FOLDER / f"{name}.md").read_text(encoding="utf-8"))
    title, rest, parts = tokens[1].content, tokens[3:], []
    for place, token in enumerate(rest):
        if token.type == "heading_open":
            heading = rest[place + 1].content
            token.attrs["id"] = slugify(heading)
            parts.append((slugify(heading), heading))
    html = machine.renderer.render(rest, machine.options, {})
    # Our own words: raw HTML is off, and links lead where `_Renderer` lets them.
    return Page(name, title, parts, SafeString(html))


def help_url(name: str, anchor: str = "") -> str:
    """The address of a page of the handbook, or of one of its parts."""
    return reverse("help-page", args=[name]) + (f"#{anchor}" if anchor else "")


def gate_help(gate: str) -> str:
    """The address of the paragraph about a submit gate."""
    return help_url("verdict", GATES.get(gate, ""))


class _Renderer(RendererHTML):
    """Links from page to page and pictures as the desk serves them; as files they work where they lie."""

    def link_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        """A link to another page of the handbook leads to that page under Help."""
        name, _, anchor = str(tokens[idx].attrs["href"]).partition("#")
        if name.endswith(".md"):
            tokens[idx].attrs["href"] = help_url(name.removesuffix(".md"), anchor)
        return self.renderToken(tokens, idx, options, env)

    def image(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        """A picture is a static file, and opens at full size."""
        token = tokens[idx]
        name = str(token.attrs["src"]).removeprefix("pictures/")
        token.attrs["src"] = static(f"handbook/{name}")
        token.attrs["loading"] = "lazy"
        return str(super().image(tokens, idx, options, env))
