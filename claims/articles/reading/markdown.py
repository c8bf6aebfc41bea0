"""Markdown: clean text, with the first heading as the title."""

import re
from collections.abc import Iterator

import lxml.html
from lxml import etree
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, table
from markdown_it.token import Token

from claims.articles.reading import markup
from claims.articles.reading.document import Draft
from claims.articles.reading.limits import MAX_MARKDOWN_CELLS

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?P<lines>(?:(?!---|\.\.\.).*\n){0,60})(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_FIELD = re.compile(r"^(?P<name>[A-Za-z_]+)[ \t]*:[ \t]*(?P<value>\S.*)$", re.MULTILINE)
_DECK_FIELDS = ("deck", "subtitle", "description", "standfirst", "summary")
_TEXTS = frozenset({"text", "code_inline", "text_special"})
_BREAKS = {"softbreak": " ", "hardbreak": "\n"}


def read_markdown(text: str) -> Draft:
    """Take the markup away. A front matter's title, author and description are used, as is a first heading."""
    fields: dict[str, str] = {}
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    front = _FRONT_MATTER.match(text)
    if front and (found := _FIELD.findall(front["lines"])):
        fields = {name.lower(): value.strip().strip("'\"") for name, value in found}
        text = text[front.end() :]
    parser = MarkdownIt("commonmark", {"maxNesting": 20})
    enable_tables(parser, most_cells=MAX_MARKDOWN_CELLS)
    title = fields.get("title", "")
    blocks: list[str] = []
    for heading, block in _blocks(parser.parse(text)):
        if heading == 1 and not title and not blocks:
            title = block
        else:
            blocks.append(block)
    return Draft(
        body="\n\n".join(blocks),
        title=title,
        deck=next((fields[name] for name in _DECK_FIELDS if fields.get(name)), ""),
        byline=fields.get("author", ""),
    )


def enable_tables(parser: MarkdownIt, *, most_cells: int) -> None:
    """Let the parser know tables of so many cells together in a text; rows beyond that stay as the text they are.

    A row of one sign is filled up to the columns of its table, so that a short text could ask for any number of cells.
    """

    def limited(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        columns = state.src.count("|", state.bMarks[start], state.eMarks[start]) + 1
        rows = (most_cells - state.env.get("cells", 0)) // columns
        # A heading, the line under it, and the rows.
        if rows < 1 or not table(state, start, min(end, start + 1 + rows), silent):
            return False
        if not silent:
            state.env["cells"] = state.env.get("cells", 0) + columns * (state.line - start - 1)
        return True

    parser.enable("table").block.ruler.at("table", limited, {"alt": ["paragraph", "reference"]})


def _blocks(tokens: list[Token]) -> Iterator[tuple[int, str]]:
    """Each block's heading level (0 for none) and its text; the cells of a table row are joined by " | "."""
    level = 0
    row: list[str] | None = None
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1])
        elif token.type == "heading_close":
            level = 0
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row is not None:
            yield 0, " | ".join(row)
            row = None
        elif token.type == "inline":
            block = _inline(token.children or [])
            if row is not None:
                row.append(block)
            elif block:
                yield level, block
        elif token.type in {"fence", "code_block"}:
            yield 0, token.content.strip()
        elif token.type == "html_block":
            for block in _html(token.content):
                yield 0, block


def _inline(tokens: list[Token]) -> str:
    pieces = []
    for token in tokens:
        if token.type in _TEXTS:
            pieces.append(token.content)
        elif token.type in _BREAKS:
            pieces.append(_BREAKS[token.type])
    return "".join(pieces).strip()


def _html(content: str) -> Iterator[str]:
    try:
        element = lxml.html.fragment_fromstring(content.encode("utf-8", "replace").decode(), create_parent="div")
    except (etree.ParserError, ValueError):
        return
    yield from markup.paragraphs(element, markup.HTML)
