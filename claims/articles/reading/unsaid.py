"""What stands in a page's markup and is not said: struck out, hidden, or raised beside a word it is no part of."""

import re
from collections import Counter
from typing import Final

import lxml.html

from claims.articles.reading.report import Dropped

_STRUCK: Final = frozenset({"del", "s", "strike"})
_HIDDEN_STYLE: Final = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?:^|;)\s*(?:font-size|opacity)\s*:\s*0(?:\.0+)?(?:px|em|pt|%)?\s*(?:;|$)|"
    r"(?:^|[;\s])(?:left|top|text-indent)\s*:\s*-\d{3,}|clip\s*:\s*rect\(\s*[01]",
    re.I,
)
_STRUCK_STYLE: Final = re.compile(r"text-decoration(?:-line)?\s*+:[^;:]*line-through", re.I)
_HIDDEN_CLASSES: Final = frozenset(
    "sr-only visually-hidden visuallyhidden screen-reader-text screen-reader-only screenreader a11y-hidden u-hidden"
    " is-hidden d-none hide-text element-invisible assistive-text".split()
)
_RULE: Final = re.compile(r"([^{}]{1,500})\{([^{}]{0,2000})\}")
_SIMPLE: Final = re.compile(r"\s*[a-z]*[0-9]?([.#][\w-]+)\s*", re.I)
_MOST_WORDS_BY_SHEET: Final = 60
"""What a style sheet hides and is longer may be shown by a script: a story in tabs, or one that unfolds."""
_RAISED_STYLE: Final = re.compile(r"vertical-align\s*:\s*(?:super|text-top)", re.I)
_STRUCK_CLASSES: Final = frozenset(
    "strikethrough line-through text-decoration-line-through struck strike-through".split()
)
_MOST_HIDDEN: Final = 0.4
"""A larger share of a page's words is its story, which a script would show; hidden words are asides."""

_RAISED: Final = str.maketrans("0123456789+-−–()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁽⁾ⁿ")
_LOWERED: Final = str.maketrans("0123456789+-−()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₍₎")
_FIGURES: Final = re.compile(r"[+\-−–]?\d{1,4}")
_NOTE_MARK: Final = re.compile(
    r"[\[(]?\s*(?:\d{1,3}|[a-z]|[ivx]{1,5})\s*[\])]|[*†‡§¶#]{1,3}|\[[^\]]{1,20}\]|\d{1,3}(?:\s*[,;–-]\s*\d{1,3})+", re.I
)
_NOTE_LETTERS: Final = frozenset("abcdfgh")
"""Letters that are no power, as n and x are, and no ordinal, as e and o are."""
_WITHOUT_RAISED_ORDINALS: Final = frozenset({"en", "de", "nl", "sv", "da", "nb", "no", "nn", "fi", "pl", "cs"})
_NOTE_CLASS: Final = re.compile(r"(?:^|[\s_-])(?:reference|footnote|noteref|fn|endnote|cite|note)(?:$|[\s_-]|\d)", re.I)


def drop_unsaid(tree: lxml.html.HtmlElement) -> dict[str, int]:
    """Take out of the tree what a reader does not see as said, and write raised figures so that they stay apart.

    What was taken out is counted by its kind (`Dropped`).
    """
    counts: Counter[str] = Counter()
    words = len(tree.text_content().split())
    hidden, struck = _by_style_sheets(tree)
    for element in list(tree.iter()):
        if not isinstance(element.tag, str) or element.getparent() is None:
            continue
        if element.tag in _STRUCK or _is(element, _STRUCK_STYLE, _STRUCK_CLASSES) or _named(element, struck):
            kind = Dropped.STRUCK_OUT
        elif (_is_hidden(element) and _words(element) <= _MOST_HIDDEN * words) or (
            _named(element, hidden) and _words(element) <= _MOST_WORDS_BY_SHEET
        ):
            kind = Dropped.HIDDEN
        else:
            continue
        counts[kind.value] += bool(element.text_content().strip())
        element.drop_tree()
    for element in tree.xpath("//sup | //span[@style or @class]"):
        if element.tag != "sup" and not _is_raised(element):
            continue
        counts[Dropped.NOTE_MARKS.value] += _raise(element)
    for element in tree.xpath("//sub"):
        _lower(element)
    return {kind: count for kind, count in counts.items() if count}


def raised(figures: str) -> str:
    """Figures as raised letters: 10⁶ is another number than 106."""
    return figures.translate(_RAISED)


def lowered(figures: str) -> str:
    """Figures as lowered letters."""
    return figures.translate(_LOWERED)


def is_note_mark(text: str) -> bool:
    """Whether raised words only lead to a note: [3], *, 4,5."""
    return bool(_NOTE_MARK.fullmatch(text.strip()))


def _is_hidden(element: lxml.html.HtmlElement) -> bool:
    if element.tag in ("html", "body", "head", "noscript"):
        return False
    if element.tag == "dialog" or element.get("role") in ("dialog", "alertdialog"):
        return True
    return element.get("hidden") is not None or _is(element, _HIDDEN_STYLE, _HIDDEN_CLASSES)


def _words(element: lxml.html.HtmlElement) -> int:
    return len(element.text_content().split())


def _by_style_sheets(tree: lxml.html.HtmlElement) -> tuple[frozenset[str], frozenset[str]]:
    """The classes and ids, as `.name` and `#name`, that a page's own style sheets hide and strike out."""
    hidden: set[str] = set()
    struck: set[str] = set()
    for sheet in tree.iter("style"):
        if sheet.get("media") not in (None, "", "all", "screen"):
            continue
        # What stands within @media holds for some screens only, and is no simple selector.
        for selectors, style in _RULE.findall(_without_nested(sheet.text or "")):
            names = {found[1] for one in selectors.split(",") if (found := _SIMPLE.fullmatch(one))}
            if re.search(r"display\s*:\s*none|visibility\s*:\s*hidden", style, re.I):
                hidden |= names
            elif _STRUCK_STYLE.search(style):
                struck |= names
    return frozenset(hidden), frozenset(struck)


def _without_nested(css: str) -> str:
    """A style sheet without comments and without the rules that stand within others."""
    kept: list[str] = []
    depth, pieces = 0, re.split(r"([{}])", _without_comments(css))
    for place, piece in enumerate(pieces):
        if piece == "{":
            depth += 1
        nested = depth > 1 or (depth == 0 and "@" in piece) or (depth == 1 and place > 1 and "@" in pieces[place - 2])
        if not nested:
            kept.append(piece)
        if piece == "}":
            depth = max(0, depth - 1)
    return "".join(kept)


def _without_comments(css: str) -> str:
    first, *rest = css.split("/*")
    return first + "".join(piece.partition("*/")[2] for piece in rest)


def _named(element: lxml.html.HtmlElement, names: frozenset[str]) -> bool:
    if not names:
        return False
    own = {f".{name}" for name in (element.get("class") or "").split()} | {f"#{element.get('id')}"}
    return not names.isdisjoint(own)


def _is_raised(span: lxml.html.HtmlElement) -> bool:
    """Whether a span is a raised piece, or the figure that leads to a note."""
    if _RAISED_STYLE.search(span.get("style") or ""):
        return True
    text = " ".join(span.text_content().split())
    return bool(_NOTE_CLASS.search(span.get("class") or "")) and bool(re.fullmatch(r"[\[(]?\d{1,3}[\])]?", text))


def _is(element: lxml.html.HtmlElement, style: re.Pattern[str], classes: frozenset[str]) -> bool:
    given = element.get("style")
    return bool(given and style.search(given)) or not classes.isdisjoint((element.get("class") or "").lower().split())


def _raise(sup: lxml.html.HtmlElement) -> bool:
    """Set a raised piece apart, or take it out where it leads to a note; whether it was taken out."""
    text = " ".join(sup.text_content().split())
    if is_note_mark(text) or _is_note_letter(sup, text) or (_leads_to_note(sup) and len(text) <= 6):
        link = sup.getparent()
        alone = link is not None and link.tag == "a" and " ".join(link.text_content().split()) == text
        (link if link is not None and alone else sup).drop_tree()
        return True
    if _is_fraction(sup):
        _unfold(sup, f" {text}" if _before(sup)[-1:].isdigit() else text)
    elif _FIGURES.fullmatch(text):
        _unfold(sup, raised(text))
    return False


def _lower(sub: lxml.html.HtmlElement) -> None:
    text = " ".join(sub.text_content().split())
    # CO2 is what people write; 10 with a small 2 is no 102.
    if _FIGURES.fullmatch(text) and _before(sub)[-1:].isdigit():
        _unfold(sub, lowered(text))


def _leads_to_note(sup: lxml.html.HtmlElement) -> bool:
    own = " ".join(filter(None, (sup.get("class"), sup.get("id"), sup.get("role"))))
    links = sup.xpath(".//a[starts-with(@href, '#') or contains(@href, '#')]") or sup.xpath(
        "parent::a[contains(@href, '#')]"
    )
    return bool(links) or bool(_NOTE_CLASS.search(own))


def _is_note_letter(sup: lxml.html.HtmlElement, text: str) -> bool:
    """Whether it is a letter that leads to a note, as below tables: 274ᵃ; in some languages 1ᵃ is "first"."""
    if text not in _NOTE_LETTERS:
        return False
    before = _before(sup)
    if text == "a" and before[-1:].isdigit() and not before[-3:].isdigit():
        root = sup.getroottree().getroot()
        return (root.get("lang") or "").lower()[:2] in _WITHOUT_RAISED_ORDINALS
    return before[-1:].isdigit() or (len(before) >= 4 and before[-4:].isalpha())


def _is_fraction(sup: lxml.html.HtmlElement) -> bool:
    after = sup.getnext()
    return (sup.tail or "").strip() in ("/", "⁄") and after is not None and after.tag == "sub"


def _before(element: lxml.html.HtmlElement) -> str:
    """The words right before an element, within its parent."""
    previous = element.getprevious()
    if previous is not None:
        return str(previous.tail or previous.text_content())
    parent = element.getparent()
    return (parent.text or "") if parent is not None else ""


def _unfold(element: lxml.html.HtmlElement, text: str) -> None:
    for child in list(element):
        element.remove(child)
    element.text = text
    element.drop_tag()
