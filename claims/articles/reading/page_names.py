"""Who wrote a page and what stands under its headline, as the page marks both."""

import re
from typing import Final

import lxml.html

from claims.articles.reading.linked_data import is_own, story_nodes
from claims.articles.reading.page_head import PageHead, is_marked_deck
from claims.dates import is_month
from claims.extraction.organisations import organisations

_LONGEST_DECK: Final = 400
_BY: Final = frozenset(
    "by von par por di da av af door przez od från fra от автор від autor autorin autora auteur autrice autore author"
    " authors byline text texte texto testo tekst words story written reporter redaktion rédigé escrito scritto".split()
)
_PARTS: Final = re.compile(r"[,;|•·\n]")
_PLACE: Final = frozenset("à in en aus from le la il el em am den på i w z dans au".split())
"""With one of these begins what follows a name and is none: where it was written, or when."""
_PARTICLES: Final = frozenset(
    "de da do dos del della di du van von der den ten ter la le y e et und al el bin ibn".split()
)
_RANKS: Final = frozenset(
    "staff senior chief special political foreign science health business sports local deputy associate".split()
)
_OPENS_BYLINE: Final = re.compile(
    r"^(?i:by|von|par|por|de|di|da|do|av|af|door|przez|od|from|fra|от|від|texte?|testo|autore?|author|auteur|autora?)\b"
    r" ?:? ?"
    r"(?=[^\W\d_a-zà-öø-ÿа-я])"
)
_LONGEST_BYLINE: Final = 100
_AUTHOR_CLASS: Final = re.compile(
    r"(?:^|[\s_-])(?:by-?line|authors?|autore?|auteur|autora?)(?:$|[\s_-])", re.IGNORECASE
)
_RIGHTS_META: Final = frozenset({"copyright", "rights", "dc.rights", "dcterms.rights"})
_AUTHOR_META: Final = frozenset({"author", "byl", "article:author", "dc.creator", "dcterms.creator", "parsely-author"})
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
    kept = [_as_written(name, tree) for name in names if not _is_only_around(name, tree, head)]
    return ", ".join(kept)


def _as_written(name: str, tree: lxml.html.HtmlElement) -> str:
    """An organisation as the page writes it: a library makes "Dpa" of dpa."""
    if not organisations(name.casefold()):
        return name
    found = re.search(rf"\b{re.escape(name)}\b", " ".join(tree.itertext()), re.IGNORECASE)
    return found[0] if found else name


def written_byline(tree: lxml.html.HtmlElement, head: PageHead) -> str:
    """The names in a short line of the story's head that begins with "By" in any language."""
    for element in tree.iter():
        if not isinstance(element.tag, str) or element in head.spine or not head.holds(element):
            continue
        words = " ".join(element.text_content()[: 2 * _LONGEST_BYLINE].split())
        if len(words) <= _LONGEST_BYLINE and (opening := _OPENS_BYLINE.match(words)):
            names = tidy_byline(words[opening.end() :])
            if all(map(_is_full_name, names.split(", "))):
                return names
        if len(words) <= _LONGEST_BYLINE and (names := _signed_by_organisation(element, words)):
            return names
    return ""


def _signed_by_organisation(element: lxml.html.HtmlElement, words: str) -> str:
    """The organisation that a line of the head names behind "by", or alone where the page marks it as the author."""
    first, _blank, rest = words.partition(" ")
    if rest and first.strip(":").lower() in _BY:
        return organisations(rest)
    marked = " ".join(filter(None, (element.get("class"), element.get("rel"), element.get("itemprop"))))
    return organisations(words) if _AUTHOR_CLASS.search(marked) else ""


def signing_organisation(tree: lxml.html.HtmlElement) -> str:
    """The organisation that a page names as its author in its head."""
    for meta in tree.iter("meta"):
        if (meta.get("name") or meta.get("property") or "").lower() in _AUTHOR_META:
            first, _blank, rest = (meta.get("content") or "").strip().partition(" ")
            if names := organisations(rest if rest and first.lower() in _BY else f"{first} {rest}"):
                return names
    return ""


def _is_full_name(name: str) -> bool:
    words = name.split()
    return 2 <= len(words) <= 5 and all(word[0].isupper() or word in _PARTICLES for word in words)


def named_authors(tree: lxml.html.HtmlElement, title: str) -> str:
    """The people that the page's linked data names as authors of its story."""
    for node in story_nodes(tree):
        given = node.get("author")
        if given and is_own(node, title):
            listed = given if isinstance(given, list) else [given]
            names = [author.get("name") if isinstance(author, dict) else author for author in listed]
            return tidy_byline("; ".join(name for name in names if isinstance(name, str)))
    return ""


def tidy_byline(found: str, page: str = "") -> str:
    """Names as a byline has them: without "By" in any language, roles, dates and addresses, and none twice.

    `page` is the text by which a month after a name is known for the beginning of a date.
    """
    names: dict[str, str] = {}
    parts = [part for part in _PARTS.split(found) if part.strip()]
    for place, part in enumerate(parts):
        name = _name(part, page)
        if not name or (len(parts) > 1 and _ROLE.search(name) and not organisations(name)):
            continue
        if place and (is_month(name) or name.split()[0].lower() in _PLACE):
            continue
        key = "".join(character for character in name.casefold() if character.isalnum())
        if key and (key not in names or (names[key].isupper() and not name.isupper())):
            names[key] = name
    return ", ".join(names.values())


def _without_role(words: list[str]) -> list[str]:
    """The words before what somebody is: Edda Marwick Staff Reporter."""
    for place in range(2, len(words)):
        if _ROLE.fullmatch(words[place]) or (words[place].lower() in _RANKS and _ROLE.search(" ".join(words[place:]))):
            return words[:place]
    return words


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
    if named := organisations(" ".join(words)):
        return named
    name = " ".join(_without_role(words)).strip(" -–—:")
    return "" if _NO_NAME.search(name) else name


def _ends_in_month(found: str) -> bool:
    return any(is_month(part.split()[-1]) for part in _PARTS.split(found) if part.strip())


def _is_only_around(name: str, tree: lxml.html.HtmlElement, head: PageHead) -> bool:
    """Whether a name stands only where a page speaks of other stories, and nowhere in what it says of itself."""
    sought = name.casefold()
    found = False
    for element in head.order:
        if element.tag in ("meta", "script"):
            if (element.get("name") or "").lower() in _RIGHTS_META:
                continue
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
