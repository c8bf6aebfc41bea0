"""What stands where a page's story stops for those who don't pay: a call to subscribe, no part of the story."""

import re
from typing import Final

import lxml.html

_MOST_WORDS: Final = 80
_MOST_OF_A_PARAGRAPH: Final = 30
_WALL: Final = re.compile(
    r"(?:^|[\s_-])(?:pay-?wall|reg(?:istration)?-?wall|(?:content-?)?(?:gate|barrier|lock(?:ed)?)|piano|meter(?:ed)?)(?:$|[\s_-])",
    re.IGNORECASE,
)
_OFFER: Final = re.compile(
    r"(?:^|[\s_-])(?:subscri(?:be|ber|bers|ption)|premium|abo|upsell|offer|members?)(?:$|[\s_-])", re.IGNORECASE
)
_CLOSED_WORDS: Final = re.compile(
    r"\b(?:(?:this|the) (?:article|story|content|page|post) is (?:only |reserved |available |exclusive(?:ly)? )*(?:for|to) (?:our )?"
    r"(?:paying )?(?:subscribers|members|registered)|(?:subscriber|member)s?[- ]only (?:content|article|story)|for subscribers only|"
    r"(?:to|and) (?:continue|keep|finish) reading|to read (?:on|the (?:full|rest|whole))|(?:log|sign) in to (?:read|continue)|"
    r"unlock (?:this|the) (?:article|story)|you have (?:reached|read|used) (?:your|all)|free articles? (?:left|remaining|this month)|"
    r"(?:nur|exklusiv) für abonnent\w*|abonnent\w* (?:lesen|vorbehalten)|weiterlesen mit|(?:hier|jetzt) weiterlesen|"
    r"(?:plus|premium)-(?:artikel|inhalt)|um (?:den|diesen) (?:ganzen |vollständigen )?artikel (?:weiter)?zu ?lesen|"
    r"réservée?s? aux abonnés|reste .{1,12} (?:de cet article )?à lire|pour lire la suite|la suite est réservée|"
    r"(?:contenido|artículo|noticia) (?:exclusivo|sólo|solo|reservad\w+) (?:para|a) (?:suscriptores|socios)|"
    r"para (?:seguir|continuar) leyendo|exclusivo para assinantes|(?:articolo|contenuto) (?:riservato|esclusivo) (?:agli|per gli) abbonati|"
    r"(?:alleen|exclusief) voor abonnees|verder lezen|(?:endast|bara|kun|bare) (?:för |for )?(?:prenumeranter|abonnenter)|"
    r"läs vidare med|les videre med|læs videre med|tylko dla (?:subskrybentów|prenumeratorów)|czytaj dalej z|"
    r"только для подписчиков|лише для передплатників)",
    re.IGNORECASE,
)
_ASKING_WORDS: Final = re.compile(
    r"\b(?:subscribe (?:now|today|to )|subscribe$|become a (?:subscriber|member)|start your (?:free )?trial|"
    r"already (?:a |have a )?(?:subscriber|subscription|member)|(?:jetzt|hier) (?:abonnieren|testen)|mit einem abo|abonnez-vous|"
    r"suscríb(?:ete|ase)|assine (?:para|agora|já)|abbonati (?:per|ora|subito)|abonneer|оформите подписку)",
    re.IGNORECASE,
)
_CLOSED_DATA: Final = re.compile(r'"isAccessibleForFree"\s*:\s*"?false', re.IGNORECASE)
_PARAGRAPHS: Final = frozenset({"p", "h2", "h3", "h4", "h5"})


def drop_paywall(tree: lxml.html.HtmlElement) -> bool:
    """Take calls to subscribe out of a page; whether one said, below the headline, that the story goes on behind it.

    What is long stays, whatever it is called: some pages mark the paid part of their story, and show it.
    """
    found, below_heading = False, not tree.xpath("//h1")
    for element in list(tree.iter()):
        below_heading = below_heading or element.tag == "h1"
        if not isinstance(element.tag, str) or element.getparent() is None or element.tag in ("html", "body", "head"):
            continue
        named = f"{element.get('class') or ''} {element.get('id') or ''}"
        is_wall = bool(_WALL.search(named))
        if not (is_wall or _OFFER.search(named) or element.tag in _PARAGRAPHS):
            continue
        text = " ".join(element.text_content()[: 20 * _MOST_WORDS].split())
        words = len(text.split())
        if element.tag in _PARAGRAPHS and not is_wall and (words > _MOST_OF_A_PARAGRAPH or _is_followed(element)):
            continue
        closed = bool(_CLOSED_WORDS.search(text))
        if words <= _MOST_WORDS and (closed or _ASKING_WORDS.search(text)) and not element.xpath(".//h1"):
            found = found or (below_heading and (closed or is_wall))
            element.drop_tree()
    return found or (below_heading and says_closed(tree))


def says_closed(tree: lxml.html.HtmlElement) -> bool:
    """Whether the page's linked data says that its story is not free to read."""
    scripts = (script for script in tree.iter("script") if "ld+json" in (script.get("type") or ""))
    return any(_CLOSED_DATA.search(script.text or "") for script in scripts)


def _is_followed(paragraph: lxml.html.HtmlElement) -> bool:
    """Whether the story goes on beside a paragraph, which then only speaks of such things."""
    return any(len(after.text_content().split()) > _MOST_OF_A_PARAGRAPH / 2 for after in paragraph.itersiblings("p"))
