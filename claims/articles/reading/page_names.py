"""Who wrote a page and what stands under its headline, as the page marks both."""

import re
from typing import Final

import lxml.html

from claims.articles.reading.page_head import PageHead, is_marked_deck
from claims.dates import is_month

_LONGEST_DECK: Final = 400
_BY: Final = frozenset(
    "by von par por di da av af door przez od från fra от автор від autor autorin autora auteur autrice autore author"
    " authors byline text texte texto testo tekst words story written reporter redaktion rédigé escrito scritto".split()
)
_PARTS: Final = re.compile(r"[,;|•·\n]")
_ROLE: Final = re.compile(
    r"\b(?:reporters?|editors?|writers?|correspondents?|columnists?|journalists?|contributors?|staff|producers?|analysts?|"
    r"redakteur(?:in)?|reporter(?:in)?|korrespondent(?:in)?|journaliste|correspondante?|rédact(?:eur|rice)|periodista|"
    r"corresponsal|redactora?|giornalista|corrispondente|redacteur|verslaggever|journalist|reporter|korrespondent)\b",
    re.IGNORECASE,
)
_NO_NAME: Final = re.compile(
    r"@|https?:|www\.|^(?:follow|updated|published|posted|share|print|e?-?mail|contact|view|more|read|admin|redaktion|"
    r"\d+ min(?:ute)?s?)\b",
    re.IGNORECASE,
)


def marked_deck(tree: lxml.html.HtmlElement, head: PageHead) -> str:
    """The standfirst, where the page's class names say which element of the story's head it is."""
    for element in tree.xpath("//*[@class]"):
        if is_marked_deck(element) and element not in head.spine and head.holds(element):
            words = " ".join(element.text_content().split())
            if 0 < len(words) <= _LONGEST_DECK:
                return words
    return ""


def own_authors(found: str, tree: lxml.html.HtmlElement, head: PageHead) -> str:
    """The names a library found, unless the page has them only in what it says of others; each once and as a name."""
    byline = tidy_byline(found, " ".join(tree.text_content().split()) if _ends_in_month(found) else "")
    names = byline.split(", ")
    kept = [name for name in names if not _is_only_around(name, tree, head)]
    return ", ".join(kept)


def tidy_byline(found: str, page: str = "") -> str:
    """Names as a byline has them: without "By" in any language, roles, dates and addresses, and none twice.

    `page` is the text by which a month after a name is known for the beginning of a date.
    """
    names: dict[str, str] = {}
    parts = [part for part in _PARTS.split(found) if part.strip()]
    for part in parts:
        name = _name(part, page)
        if not name or (len(parts) > 1 and _ROLE.search(name)):
            continue
        key = "".join(character for character in name.casefold() if character.isalnum())
        if key and (key not in names or (names[key].isupper() and not name.isupper())):
            names[key] = name
    return ", ".join(names.values())


def _name(part: str, page: str) -> str:
    words = part.strip(" -–—:").split()
    while len(words) > 1 and words[0].strip(":").lower() in _BY:
        words = words[1:]
    dated = next((place for place, word in enumerate(words) if any(sign.isdigit() for sign in word)), len(words))
    # A library drops the figures of "Ana Holt March 18, 2026" and leaves the month.
    is_dated = dated < len(words) or (bool(page) and re.search(rf"{re.escape(' '.join(words))}[.,]? \d", page))
    words = words[:dated]
    if is_dated and len(words) > 1 and is_month(words[-1]):
        words = words[:-1]
    name = " ".join(words).strip(" -–—:")
    return "" if _NO_NAME.search(name) else name


def _ends_in_month(found: str) -> bool:
    return any(is_month(part.split()[-1]) for part in _PARTS.split(found) if part.strip())


def _is_only_around(name: str, tree: lxml.html.HtmlElement, head: PageHead) -> bool:
    """Whether a name stands only where a page speaks of other stories, and nowhere in what it says of itself."""
    sought = name.casefold()
    found = False
    for element in head.order:
        if element.tag in ("meta", "script"):
            said = (element.get("content") or "") + (element.text or "")
            if sought in said.casefold():
                return False
            continue
        if not any(sought in (text or "").casefold() for text in (element.text, element.tail)):
            continue
        found = True
        if not head.is_around(element):
            return False
    return found
