"""Where on a page the head of its story is: its heading, what stands around it, and what belongs to something else."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import lxml.html

_OPENING_WORDS: Final = 15
"""A paragraph of so many words is the story; decks are told by their class."""
_AROUND_TAGS: Final = frozenset(
    {"aside", "nav", "footer", "dialog", "form", "figure", "figcaption", "menu", "template"}
)
_AROUND_ROLES: Final = frozenset("dialog alertdialog complementary navigation contentinfo search menu banner".split())
_AROUND_NAMES: Final = re.compile(
    r"(?:^|[\s_-])(?:shar(?:e|ing)|social|modal|dialog|popup|overlay|lightbox|newsletter|subscri(?:be|ption)|sign-?up|promo(?:tion)?s?|"
    r"related|recommend(?:ed|ations?)|more-(?:stories|news|from|on)|read-?more|most-?(?:read|popular|viewed)|popular|trending|latest|"
    r"teasers?|cards?|comments?|sidebar|widgets?|cookies?|consent|menu|navbar|breadcrumbs?|footer|advert(?:isement)?s?|sponsor(?:ed)?|"
    r"outbrain|taboola|carousel|gallery|podcast-promo|author-(?:bio|box|card)|bio|toolbar|poll|quiz|upsell|feedback|toast|banner)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_DECK_CLASS: Final = re.compile(
    r"(?:^|[\s_-])(?:standfirst|deck|dek|subtitle|sub-?head(?:line|ing)?|strapline|(?:article|post|story)[-_]*summary|"
    r"excerpt|teaser-?text|untertitel|unterzeile|vorspann|chap[oô]|sous-?titre|entradilla|bajada|copete|subt[ií]tulo|"
    r"sottotitolo|occhiello|catenaccio|ingress|manchet|underrubrik|onderkop|zajawka|perex)(?:$|[\s_-])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PageHead:
    """A page's main heading, and the places (in the order of the markup) where its story's head begins and ends.

    `spine` holds all that the heading and the story's first and last paragraph stand in, and these; `closing` is the
    place of that last one. Places are 0 or the page's end where nothing was found.
    """

    order: Mapping[lxml.html.HtmlElement, int]
    heading: lxml.html.HtmlElement | None
    spine: frozenset[lxml.html.HtmlElement]
    start: int
    opening: int
    closing: int

    def holds(self, element: lxml.html.HtmlElement) -> bool:
        """Whether an element stands in the head: around the heading, above the story's first paragraph."""
        return self.start <= self.order.get(element, -1) < self.opening and not self.is_around(element)

    def is_around(self, element: lxml.html.HtmlElement) -> bool:
        """Whether an element is in a part of the page that is no part of its story, as menus and other stories are."""
        for part in (element, *element.iterancestors()):
            if part in self.spine:
                return False
            if _is_around(part):
                return True
        return False


def head_of(tree: lxml.html.HtmlElement, *, title: str = "") -> PageHead:
    """Find the head of a page's story; `title` is what the page is called, by which its heading is known."""
    order = {element: place for place, element in enumerate(tree.iter())}
    heading = _main_heading(tree, title)
    after = order[heading] if heading is not None else 0
    above = PageHead(order, heading, _standing_in(heading), 0, len(order), len(order))
    told = [
        paragraph
        for paragraph in tree.iter("p")
        if order[paragraph] > after
        and len(paragraph.text_content().split()) >= _OPENING_WORDS
        and not above.is_around(paragraph)
        and not any(is_marked_deck(part) for part in (paragraph, *paragraph.iterancestors()))
    ]
    if not told:
        return above
    return PageHead(
        order,
        heading,
        _standing_in(heading, told[0], told[-1]),
        _start(heading, order) if heading is not None else 0,
        order[told[0]],
        order[told[-1]],
    )


def is_marked_deck(element: lxml.html.HtmlElement) -> bool:
    """Whether a class name says that an element is the standfirst."""
    return bool(_DECK_CLASS.search(element.get("class") or ""))


def _main_heading(tree: lxml.html.HtmlElement, title: str) -> lxml.html.HtmlElement | None:
    headings = [heading for heading in tree.iter("h1") if heading.text_content().strip()]
    called = " ".join(title.split()).casefold()
    for heading in headings:
        words = " ".join(heading.text_content().split()).casefold()
        if called and (words in called or called in words):
            return heading
    inside = [heading for heading in headings if next(heading.iterancestors("article", "main"), None) is not None]
    return next(iter(inside or headings), None)


def _start(heading: lxml.html.HtmlElement, order: Mapping[lxml.html.HtmlElement, int]) -> int:
    """The article or header that the heading is in, or the heading itself."""
    part = next(heading.iterancestors("article", "main", "header"), None)
    return order[part if part is not None else heading]


def _standing_in(*elements: lxml.html.HtmlElement | None) -> frozenset[lxml.html.HtmlElement]:
    return frozenset(
        part for element in elements if element is not None for part in (element, *element.iterancestors())
    )


def _is_around(part: lxml.html.HtmlElement) -> bool:
    if part.tag in _AROUND_TAGS or (part.get("role") or "") in _AROUND_ROLES:
        return True
    named = " ".join(filter(None, (part.get("class"), part.get("id"))))
    return bool(named) and bool(_AROUND_NAMES.search(named))
