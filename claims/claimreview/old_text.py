"""The text of an old check, from the HTML of its site to Markdown: paragraphs, headings, lists, quotes and links."""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Final
from urllib.parse import quote, urlsplit

import lxml.html

_BLOCKS: Final = frozenset(
    "address article aside dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr main"
    " nav p pre section summary table tbody thead tr blockquote ul ol li body html center".split()
)
_UNSEEN: Final = frozenset("script style template noscript head iframe object svg video audio select button".split())
_SHORTCODE: Final = re.compile(r"\[/?(?:caption|wp_caption|embed|gallery|playlist|video|audio)\b[^\[\]]*\]")
_SIGNS: Final = re.compile(r"([\\`*_\[\]<>&#|~])")
_BEGINS_A_LIST: Final = re.compile(r"^([-+=]|\d{1,9}(?=[.)]))")
_DEEPEST: Final = 100


def markdown_of(html: str) -> str:
    """The words with their paragraphs, headings, lists, quotes, links and emphasis; pictures and scripts are left out.

    A text without any paragraph has them at its blank lines, as old editors stored them.
    """
    html = _SHORTCODE.sub("", html.replace("\x00", ""))
    if "<p" not in html.lower():
        html = "".join(f"<p>{paragraph}</p>" for paragraph in _paragraphs(html))
    if not html.strip():
        return ""
    try:
        root = lxml.html.document_fromstring(html, parser=lxml.html.HTMLParser(encoding="utf-8"))
    except (lxml.etree.ParserError, ValueError):
        return ""
    return "\n\n".join(block for block in _blocks(root, 0) if block.strip())


def _paragraphs(text: str) -> Iterator[str]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for is_text, some in groupby(lines, key=lambda line: bool(line.strip())):
        if is_text:
            yield "<br>".join(some)


def _blocks(element: lxml.html.HtmlElement, depth: int) -> Iterator[str]:
    """The blocks inside an element; words that stand between blocks are a paragraph of their own."""
    words = [_escaped(element.text)]
    for child in element:
        if _is_block(child) and depth < _DEEPEST:
            yield _paragraph(words)
            words = []
            yield from _block(child, depth + 1)
        else:
            words.append(_inline(child, depth + 1))
        words.append(_escaped(child.tail))
    yield _paragraph(words)


def _block(element: lxml.html.HtmlElement, depth: int) -> Iterator[str]:
    tag = element.tag
    if tag in ("ul", "ol"):
        yield "\n".join(_items(element, depth))
    elif tag == "blockquote":
        lines = "\n\n".join(block for block in _blocks(element, depth) if block.strip()).split("\n")
        yield "\n".join(f"> {line}".rstrip() for line in lines)
    elif tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
        words = " ".join(_inline(element, depth, whole=False).split())
        yield f"{'##' if tag in ('h1', 'h2') else '###'} {words}" if words else ""
    elif tag == "tr":
        yield " · ".join(words for cell in element if (words := " ".join(_inline(cell, depth).split())))
    else:
        yield from _blocks(element, depth)


def _items(element: lxml.html.HtmlElement, depth: int) -> Iterator[str]:
    number = 0
    for item in element:
        blocks = [block for block in _blocks(item, depth + 1) if block.strip()] if isinstance(item.tag, str) else []
        if not blocks:
            continue
        number += 1
        mark = f"{number}. " if element.tag == "ol" else "- "
        lines = "\n\n".join(blocks).split("\n")
        yield "\n".join(
            (mark if place == 0 else " " * len(mark) if line else "") + line for place, line in enumerate(lines)
        )


def _inline(element: lxml.html.HtmlElement, depth: int, *, whole: bool = True) -> str:
    """An element's words inside a paragraph; `whole`: with what the element itself makes of them."""
    tag = element.tag
    if not isinstance(tag, str) or tag in _UNSEEN or depth > _DEEPEST:
        return ""
    if tag == "br":
        return "\n"
    inner = _escaped(element.text)
    for child in element:
        inner += _inline(child, depth + 1) + _escaped(child.tail)
    words = inner.strip()
    if not whole or not words:
        return inner
    before, after = inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :]
    if tag in ("strong", "b"):
        return f"{before}**{words}**{after}"
    if tag in ("em", "i", "cite"):
        return f"{before}*{words}*{after}"
    if tag == "a" and (address := _link(element.get("href", ""))):
        return f"{before}[{words}](<{address}>){after}"
    return inner


def _paragraph(words: list[str]) -> str:
    lines = (" ".join(line.split()) for line in "".join(words).split("\n"))
    return "\\\n".join(_BEGINS_A_LIST.sub(r"\\\1", line) if not line[:1].isdigit() else _number(line) for line in lines
                       if line)  # fmt: skip


def _number(line: str) -> str:
    """A line that begins with a number and a dot, which is no list."""
    found = _BEGINS_A_LIST.match(line)
    return f"{found[0]}\\{line[found.end() :]}" if found else line


def _is_block(element: lxml.html.HtmlElement) -> bool:
    return isinstance(element.tag, str) and element.tag in _BLOCKS


def _link(address: str) -> str:
    try:
        usable = urlsplit(address.strip()).scheme in ("http", "https")
    except ValueError:
        return ""
    return quote(address.strip(), safe="!#$%&'()*+,/:;=?@[]~") if usable else ""


def _escaped(text: str | None) -> str:
    """Words of a page, in which line ends are spaces and no sign means anything to Markdown."""
    return _SIGNS.sub(r"\\\1", " ".join((text or "").split("\n")))
