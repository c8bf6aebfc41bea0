"""A made-up web of sources by seed: pages with a quoted passage, and what becomes of each page later.

A page changes cosmetically (its menu, date, adverts, spaces, typography), or its passage is lost in one of the ways in
which passages are lost. What became of each is known here, so that the watch can be counted against it.
"""

import html
import random
from dataclasses import dataclass
from typing import Final

COSMETIC: Final = ("nothing", "menu", "date", "adverts", "advert_in_passage", "spaces", "typography", "around", "order")
LOST: Final = {
    "number": "reworded",
    "negated": "reworded",
    "words": "reworded",
    "cut": "gone",
    "replaced": "gone",
    "404": "page_gone",
    "410": "page_gone",
    "soft_404": "soft_404",
    "front_page": "soft_404",
    "sign_in": "wall",
    "robot_check": "wall",
    "403": "wall",
    "500": "unreachable",
}
"""How a passage is lost, and what that is called."""

_WHO: Final = "The council|The audit office|The harbour board|The ministry|The hospital trust|The bus company".split(
    "|"
)
_DID: Final = "spent|lent|built|counted|reported|planned|closed|renewed|inspected|sold".split("|")
_WHAT: Final = (
    "kilometres of road|homes for rent|places in nurseries|tonnes of waste|visits by nurses|buses|classrooms|"
    "hectares of wood|lamps along the quay|loans to small firms"
).split("|")
_WHEN: Final = "in the year to March|between 2019 and 2024|last winter|since the reform|over three years".split("|")
_MORE: Final = (
    "according to its own accounts|which is more than in any year before|as the inspectors noted|"
    "although fewer people live there now|and a third of that in the north|before prices are taken into account|"
    "while its staff stayed the same|as the committee had asked"
).split("|")


@dataclass(frozen=True)
class Answer:
    """What an address answers with."""

    body: bytes
    status: int = 200
    location: str = ""


class FakeSource:
    """One source: its first page, the passage quoted of it, and what becomes of it."""

    def __init__(self, number: int, fate: str, seed: int = 20_26) -> None:
        self.number, self.fate = number, fate
        self._random = random.Random(f"{seed} {number}")
        self.paragraphs = [[self._sentence() for _ in range(self._random.randint(2, 5))] for _ in range(8)]
        place = self._random.randrange(1, 7)
        self._place, take = place, self._random.choice((1, 1, 2))
        self.quote = " ".join(self.paragraphs[place][:take])

    @property
    def outcome(self) -> str:
        """What becomes of the passage, in the watch's words; `same` where nothing is lost."""
        return LOST.get(self.fate, "same")

    def first(self) -> Answer:
        """The page as it was when the passage was quoted."""
        return Answer(self._page(self.paragraphs))

    def later(self) -> Answer:
        """The page after its fate."""
        match self.fate:
            case "404" | "410" | "403" | "500":
                return Answer(b"<title>Error</title><p>Error.</p>", int(self.fate))
            case "soft_404":
                return Answer(_short("Page not found", "Sorry, the page you asked for does not exist."))
            case "front_page":
                return Answer(b"", 302, "/")
            case "sign_in":
                return Answer(_short("Sign in", "Enter your name and your password to go on."))
            case "robot_check":
                return Answer(_short("Just a moment...", "Checking your browser before you go on."))
        return Answer(self._changed_page())

    def _changed_page(self) -> bytes:
        paragraphs = [list(sentences) for sentences in self.paragraphs]
        quoted = paragraphs[self._place]
        count = 2 if self.quote != quoted[0] else 1
        match self.fate:
            case "nothing":
                return self._page(paragraphs)
            case "menu":
                return self._page(paragraphs, menu=[f"Section {self._random.randint(100, 999)}" for _ in range(15)])
            case "date":
                return self._page(paragraphs, date="Updated 3 May 2027, 14:22")
            case "adverts":
                return self._page(paragraphs, advert="Two for one on garden chairs, this week only. Order now.")
            case "advert_in_passage":
                advert = "</p><aside>Read also: our guide to the best bicycles of the year</aside><p>"
                return self._page(paragraphs, between=(self._place, 1, advert))
            case "spaces":
                return self._page(paragraphs, space="\n      ")
            case "typography":
                return self._page(paragraphs, typographic=True)
            case "around":
                paragraphs[self._place - 1] = [self._sentence()]
                paragraphs[self._place + 1 :] = [[self._sentence()]]
                return self._page(paragraphs)
            case "order":
                self._random.shuffle(paragraphs)
                return self._page(paragraphs)
            case "number":
                quoted[0] = self._other_number(quoted[0])
            case "negated":
                quoted[0] = quoted[0].replace(" has ", " has never ", 1)
            case "words":
                quoted[0] = self._other_end(quoted[0])
            case "cut":
                del quoted[:count]
            case "replaced":
                quoted[:count] = [self._sentence() for _ in range(count)]
        return self._page(paragraphs)

    def _sentence(self) -> str:
        pick = self._random.choice
        amount = f"{self._random.randint(2, 980)},{self._random.randint(100, 999)}"
        share = f"{self._random.randint(2, 60)} per cent"
        return (
            f"{pick(_WHO)} has “{pick(_DID)}” {amount} {pick(_WHAT)} {pick(_WHEN)}, {pick(_MORE)},"
            f" and the council's share was {share}, {pick(_MORE)}."
        )

    def _other_number(self, sentence: str) -> str:
        words = sentence.split()
        place = next(place for place, word in enumerate(words) if word[0].isdigit())
        words[place] = f"{self._random.randint(981, 1999)},{self._random.randint(100, 999)}"
        return " ".join(words)

    def _other_end(self, sentence: str) -> str:
        return f"{sentence.rpartition(', ')[0]}, so the chair told the press."

    def _page(
        self,
        paragraphs: list[list[str]],
        *,
        menu: list[str] | None = None,
        date: str = "Published 9 February 2026",
        advert: str = "Summer sale at the chandler's",
        between: tuple[int, int, str] | None = None,
        space: str = " ",
        typographic: bool = False,
    ) -> bytes:
        menu = menu or ["News", "Sport", "Weather", "Harbour", "Letters", "Archive"]
        blocks = []
        for place, sentences in enumerate(paragraphs):
            words = [html.escape(sentence, quote=False).replace(" ", space) for sentence in sentences]
            if between and between[0] == place:
                words.insert(between[1], between[2])
            blocks.append(f"<p>{space.join(words)}</p>")
        story = "\n".join(blocks)
        if typographic:
            story = (
                story.replace("“", "&laquo;")
                .replace("”", "&raquo;")
                .replace("'", "’")
                .replace(" per cent", "&nbsp;per cent")
            )
        links = "".join(f"<li><a href='/{place}'>{name}</a></li>" for place, name in enumerate(menu))
        return (
            f"<!doctype html><html lang='en'><head><title>Accounts, part {self.number}</title></head><body>"
            f"<nav><ul>{links}</ul></nav><article><h1>Accounts of the year, part {self.number}</h1>"
            f"<p class='date'>{date}</p>{story}</article><aside>{advert}</aside>"
            f"<footer>Figures rounded. © Port Ellery</footer></body></html>"
        ).encode()


def web(count: int, seed: int = 20_26) -> list[FakeSource]:
    """So many sources, half of which change cosmetically and half of which are lost, each fate in turn."""
    fates = [fate for pair in zip(COSMETIC * 13, tuple(LOST) * 9, strict=True) for fate in pair]
    return [FakeSource(number, fates[number % len(fates)], seed) for number in range(count)]


def _short(title: str, words: str) -> bytes:
    return f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{words}</p></body></html>".encode()
