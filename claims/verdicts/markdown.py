"""Explanations from Markdown to HTML that is safe on any page, with citations that lead to the sources."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal
from urllib.parse import urlsplit

import nh3
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from claims.articles.reading.markdown import enable_tables
from claims.figures.in_text import PATTERN, Written, is_figure, written

# The page's own headings come first: the claim (h1) and the parts of the page (h2).
TOP_HEADING = 3
DEEPEST_NESTING = 20
MOST_CELLS = 5_000

MARK_BEGIN, MARK_END = "\ue000", "\ue001"
"""Characters for private use around words that changed; see `paragraphs`."""

_TAGS = {
    "p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li",
    "a", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
_SCHEMES = {"http", "https", "mailto"}
CITATION = re.compile(r"\[(\d{1,3})\]")
_MARKS = re.compile(f"[{MARK_BEGIN}{MARK_END}]|%EE%80%80|%EE%80%81")
_TAG = re.compile(r"<[^<>]*>")
_MAYBE_DEEP = re.compile(r"^[ \t>*+\-0-9.)]{10}", re.MULTILINE)


def render(text: str, anchors: Sequence[str] = (), top: int = TOP_HEADING, figures: Sequence[str] = ()) -> SafeString:
    """The Markdown as HTML: no raw HTML, no pictures, no scripts, only http, https and mailto links.

    `anchors` are the ids of the page's sources in their order: `[2]` becomes a link to the second. `figures` are the
    ids under which the page says how each figure with a formula was worked out, in their order; without one, such a
    figure stands alone. Headings begin at the level `top`. Quotes and lists that are nested deeper than 20 levels are
    left out; `is_too_deep` says so. Tables of more than 5,000 cells together go on as plain text.
    """
    return _rendered(text, tuple(anchors), top, tuple(figures))


def render_marked(text: str, tag: Literal["del", "ins"], anchors: Sequence[str] = ()) -> SafeString:
    """The same of Markdown in which the words that changed stand between marks: they come out in that element."""
    markup = _TAG.sub(lambda found: without_marks(found[0]), render(text, anchors))
    return SafeString(markup.replace(MARK_BEGIN, f"<{tag}>").replace(MARK_END, f"</{tag}>"))


def without_marks(text: str) -> str:
    """The text without the marks of changed words, also as they stand in an address."""
    return _MARKS.sub("", text)


@lru_cache(maxsize=64)
def _rendered(text: str, anchors: tuple[str, ...], top: int, figures: tuple[str, ...]) -> SafeString:
    """The same text gives the same HTML, and a page is looked at more often than its explanation changes."""
    markup = _MARKDOWN.render(text, {"anchors": anchors, "top": top, "figures": figures})
    return SafeString(
        nh3.clean(
            markup,
            tags=_TAGS,
            attributes=_ATTRIBUTES,
            attribute_filter=_only_known_links,
            allowed_classes={"a": {"cite", "figure"}},
            url_schemes=_SCHEMES,
            link_rel="noopener noreferrer",
        )
    )


def is_too_deep(text: str) -> bool:
    """Whether quotes or lists are nested so deeply that readers would not see what lies inside."""
    return bool(_MAYBE_DEEP.search(text)) and any(
        token.type in ("blockquote_open", "list_item_open") and token.level >= DEEPEST_NESTING - 1
        for token in _MARKDOWN.parse(text)
    )


def figures_of(text: str) -> list[Written]:
    """The figures with a formula in the Markdown, in their order; those in code do not count."""
    if "[[" not in text:
        return []
    return [
        Written(token.content, str(token.meta["formula"]))
        for block in _MARKDOWN.parse(text)
        for token in block.children or []
        if token.type == "figure"
    ]


def cited_numbers(text: str) -> set[int]:
    """The numbers of the sources that the Markdown cites; those in code or in links of its own do not count."""
    return {
        int(found[1])
        for block in _MARKDOWN.parse(text)
        for token in _open_text(block.children or [])
        for found in CITATION.finditer(token.content)
    }


def _only_known_links(tag: str, attribute: str, value: str) -> str | None:
    """No address relative to our own pages but the citations: such a link could be taken for one of the desk's."""
    if (tag, attribute) != ("a", "href") or value.startswith("#"):
        return value
    return value if urlsplit(value).scheme.lower() in _SCHEMES else None


def _demote_headings(state: StateCore) -> None:
    """The highest heading used becomes the top one, and none lies more than one level below the one before it."""
    top: int = state.env.get("top", TOP_HEADING)
    depths: list[int] = []
    shown = top
    for token in state.tokens:
        if token.type == "heading_open":
            depth = int(token.tag[1])
            while depths and depths[-1] >= depth:
                depths.pop()
            depths.append(depth)
            shown = min(6, top + len(depths) - 1)
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{shown}"


def _link_citations(state: StateCore) -> None:
    anchors: Sequence[str] = state.env.get("anchors", ())
    if not anchors:
        return
    for block in state.tokens:
        if block.children:
            linkable = {id(token) for token in _open_text(block.children)}
            block.children = [
                piece
                for token in block.children
                for piece in (_with_links(token, anchors) if id(token) in linkable else [token])
            ]


def _open_text(children: Sequence[Token]) -> list[Token]:
    """The text tokens that do not stand in a link already."""
    found, in_link = [], 0
    for token in children:
        if token.type in ("link_open", "link_close"):
            in_link += token.nesting
        elif token.type == "text" and not in_link:
            found.append(token)
    return found


def _with_links(token: Token, anchors: Sequence[str]) -> list[Token]:
    matches = [match for match in CITATION.finditer(token.content) if 1 <= int(match[1]) <= len(anchors)]
    if not matches:
        return [token]
    pieces = [_text(token, token.content[: matches[0].start()])]
    edges = [*(match.start() for match in matches[1:]), len(token.content)]
    for match, end in zip(matches, edges, strict=True):
        number = int(match[1])
        attributes: dict[str, str | int | float] = {"href": f"#{anchors[number - 1]}", "class": "cite"}
        pieces += [
            Token("link_open", "a", 1, attrs=attributes, level=token.level),
            _text(token, match[0]),
            Token("link_close", "a", -1, level=token.level),
            _text(token, token.content[match.end() : end]),
        ]
    return [piece for piece in pieces if piece.type != "text" or piece.content]


def _figure(state: StateInline, silent: bool) -> bool:
    """A figure with its formula, before any sign of the formula could mean something in Markdown.

    With marks of changed words inside, the whole of it stays as it was typed, so that the change is seen.
    """
    if not state.src.startswith("[[", state.pos):
        return False
    found = PATTERN.match(state.src, state.pos)
    if found is None or not is_figure(found) or _MARKS.search(found[0]):
        return False
    if not silent:
        figure = written(found)
        token = state.push("figure", "", 0)
        token.content, token.meta = figure.shown, {"formula": figure.formula}
    state.pos = found.end()
    return True


def _link_figures(state: StateCore) -> None:
    """Each figure becomes a link to where the page says how it was worked out, or plain text."""
    anchors: Sequence[str] = state.env.get("figures", ())
    if state.env.get("figures") is None:
        return
    seen = 0
    for block in state.tokens:
        pieces: list[Token] = []
        for token in block.children or []:
            if token.type != "figure":
                pieces.append(token)
                continue
            anchor, seen = anchors[seen] if seen < len(anchors) else "", seen + 1
            shown = _text(token, token.content)
            if not anchor:
                pieces.append(shown)
                continue
            attributes: dict[str, str | int | float] = {"href": f"#{anchor}", "class": "figure"}
            opening = Token("link_open", "a", 1, attrs=attributes, level=token.level)
            pieces += [opening, shown, Token("link_close", "a", -1, level=token.level)]
        if block.children is not None:
            block.children = pieces


def _text(token: Token, content: str) -> Token:
    return Token("text", "", 0, content=content, level=token.level)


def _machine() -> MarkdownIt:
    machine = MarkdownIt("commonmark", {"html": False, "maxNesting": DEEPEST_NESTING})
    enable_tables(machine, most_cells=MOST_CELLS)
    machine.enable("strikethrough")
    machine.disable(["image", "html_block", "html_inline"])
    machine.inline.ruler.before("link", "figure", _figure)
    machine.core.ruler.push("demote_headings", _demote_headings)
    machine.core.ruler.push("link_citations", _link_citations)
    machine.core.ruler.push("link_figures", _link_figures)
    return machine


_MARKDOWN = _machine()
