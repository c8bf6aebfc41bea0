"""The people and bodies of an article, and the fullest name for each mention of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from claims.extraction import cues
from claims.extraction.given_names import gender_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

HONORIFICS = frozenset(
    "mr mrs ms miss dr prof professor sen senator rep representative gov governor president minister mayor judge justice "
    "sir lord lady dame rev reverend gen general lt col colonel sgt sergeant capt captain secretary chancellor king queen "
    "prince princess pope bishop cardinal sheikh imam rabbi officer detective chief ambassador cllr councillor councilor supt "
    "superintendent cpt ald alderman insp inspector pc constable dcs maj major cpl corporal adm admiral hon fr msgr".split()
)
# Words that stand before a name as titles do, and are none of it.
ROLES = frozenset(
    "auditor sheriff coach chairman chairwoman chair director spokesman spokeswoman spokesperson commissioner treasurer attorney "
    "prosecutor analyst economist scientist researcher lawyer author historian activist manager superintendent comptroller "
    "controller delegate assemblyman assemblywoman congressman congresswoman candidate leader reporter columnist editor "
    "activist executive former acting deputy vice chief police ex-president then-president prime foreign first lady".split()
)
_POSSESSIVES = frozenset("his her its their our my your".split())
_HE = frozenset(("he", "him", "his"))
_SHE = frozenset(("she", "her", "hers"))
_MALE_TITLES = frozenset(
    ("mr", "sir", "lord", "king", "prince", "father", "congressman", "chairman", "spokesman", "businessman")
)
_FEMALE_TITLES = frozenset(
    ("mrs", "ms", "miss", "dame", "lady", "queen", "princess", "sister", "congresswoman", "chairwoman", "spokeswoman")
)
_TITLED = re.compile(r"\b(?P<title>Mr|Mrs|Ms|Miss|Sir|Dame|Lord|Lady)\b\.? (?:[A-Z][\w'’-]+ )?(?P<name>[A-Z][\w'’-]+)")
_NAME_SEQUENCE = re.compile(
    r"\b[A-Z][a-z][\w'’-]*(?: [A-Z]\.)?(?: (?:de|van|von|der|al|bin|la))?(?: [A-Z][\w-]*[a-z][\w-]*){1,2}"
)
_DETERMINERS = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)


@dataclass(slots=True)
class _Person:
    name: str
    words: tuple[str, ...]
    gender: str = ""
    roles: set[str] = field(default_factory=set)
    last_seen: int = 0


class People:
    """Who has been named so far. Feed the sentences in order; then ask who a source is."""

    def __init__(self, text: str = "") -> None:
        self._genders = {
            found["name"].lower(): "m" if found["title"].lower() in _MALE_TITLES else "f"
            for found in _TITLED.finditer(text)
        }
        self._sequences: dict[str, str] = {}
        self._people: list[_Person] = []
        self._by_last: dict[str, _Person] = {}
        self._clock = 0
        self._recent_source = ""

    def read(self, doc: Doc) -> None:
        """Take in the names of a sentence, before its sources are asked about."""
        for entity in doc.ents:
            if entity.label_ == "PERSON":
                self._see(entity.text, entity.root)
        for found in _NAME_SEQUENCE.finditer(doc.text):
            name = _plain_name(found.group())
            last = name.split()[-1].lower()
            if " " in name and len(name) > len(self._sequences.get(last, "")):
                self._sequences[last] = name
            if last not in self._by_last and gender_of(name.lower().split()):
                # The parser knows fewer people than there are given names.
                span = doc.char_span(*found.span(), alignment_mode="expand")
                if span is not None:
                    self._see(name, span.root)

    def speaker(self, head: Token | None, phrase: str) -> tuple[str, bool]:
        """The fullest name for a source and whether it was carried over from elsewhere."""
        if head is None:
            return "", False
        author = _author(head)
        name, carried = self._resolve(author or head, _own_words(author) if author is not None else phrase)
        if name:
            self._recent_source = name
        return name, carried

    def meet(self, name: str) -> None:
        """Take in a name that stands outside any sentence, as a transcript's labels do."""
        plain = _plain_name(name)
        last = plain.lower().split()[-1] if plain else ""
        if " " in plain and len(plain) > len(self._sequences.get(last, "")):
            self._sequences[last] = plain

    def full_name(self, name: str) -> str:
        """The fullest form of a name, as far as the text has given it."""
        plain = _plain_name(name)
        last = plain.lower().split()[-1].strip(".") if plain else ""
        if name.lower().startswith("the "):
            return self._in_role(last) or _squeeze(name)
        known = self._by_last.get(last)
        longest = max((known.name if known else "", self._sequences.get(last, ""), plain), key=len)
        return longest if longest.lower().endswith(last) else plain

    def _resolve(self, head: Token, phrase: str) -> tuple[str, bool]:
        lower = head.lower_
        if lower in _HE or lower in _SHE:
            person = self._by_gender("m" if lower in _HE else "f")
            return (self.full_name(person.name), True) if person else ("", True)
        if lower in ("they", "it", "we", "i", "who", "which", "that", "this", "you"):
            return (self._recent_source, True) if lower in ("they", "it") else ("", False)
        named = _person_in(head)
        if named is not None:
            person = self._see(named.text, named.root)
            name = self.full_name(person.name) if " " not in person.name else person.name
            return name, name != _plain_name(named.text)
        if head.pos_ == "PROPN":
            plain = _DETERMINERS.sub("", _plain_name(phrase))
            if plain != _DETERMINERS.sub("", _squeeze(phrase)) and len(plain.split()) <= 3:
                # A title makes a person of a name that the parser did not know.
                self._see(phrase, head)
            last = head.text.lower().removesuffix("'s").removesuffix("’s")
            known = self._by_last.get(last)
            if known is not None:
                known.last_seen = self._tick()
                return self.full_name(known.name), True
            full = self._sequences.get(plain.lower(), plain)
            return full, full != plain
        if phrase.lower().startswith(("the ", "his ", "her ")) and len(phrase.split()) <= 4:
            name = self._in_role(head.lemma_.lower())
            if name:
                return name, True
        return _squeeze(phrase), False

    def _in_role(self, role: str) -> str:
        """Who was last called by a role, such as "mayor"; empty when nobody was."""
        holders = [person for person in self._people if role in person.roles]
        return self.full_name(max(holders, key=lambda person: person.last_seen).name) if holders else ""

    def _tick(self) -> int:
        self._clock += 1
        return self._clock

    def _see(self, text: str, root: Token) -> _Person:
        name = _plain_name(text)
        words = tuple(word.lower().strip(".") for word in name.split())
        if not words:
            return _Person(name, words)
        person = self._by_last.get(words[-1])
        if person is not None and (len(words) == 1 or words[0] == person.words[0] or len(person.words) == 1):
            if len(words) > len(person.words):
                person.name, person.words = name, words
        else:
            person = _Person(name, words)
            self._people.append(person)
        self._by_last[words[-1]] = person
        person.last_seen = self._tick()
        person.gender = person.gender or self._genders.get(words[-1], "") or gender_of(person.words)
        self._note_roles(person, text, root)
        return person

    def _note_roles(self, person: _Person, text: str, root: Token) -> None:
        titles = [word.lower_.strip(".") for word in root.lefts if word.dep_ in ("compound", "nmod", "amod")]
        titles += [
            before.lower_.strip(".")
            for before in root.doc[max(0, root.i - 3) : root.i]
            if before.lower_.strip(".") in HONORIFICS
        ]
        titles += [word.lower().strip(".") for word in text.split()]
        nearby = [child.lemma_.lower() for child in root.children if child.dep_ == "appos"]
        if root.dep_ == "appos":
            nearby.append(root.head.lemma_.lower())
        if root.dep_ == "nsubj" and root.head.lemma_ == "be":
            nearby += [child.lemma_.lower() for child in root.head.children if child.dep_ == "attr"]
        for title in titles:
            if title in _MALE_TITLES:
                person.gender = "m"
            elif title in _FEMALE_TITLES:
                person.gender = "f"
            if title in HONORIFICS or (title.isalpha() and title not in person.words):
                person.roles.add(title)
        person.roles.update(nearby)

    def _by_gender(self, gender: str) -> _Person | None:
        fitting = [person for person in self._people if person.gender in ("", gender)]
        if not fitting:
            return None
        spoke = next((person for person in fitting if person.name == self._recent_source), None)
        person = spoke or max(fitting, key=lambda person: person.last_seen)
        person.gender = person.gender or gender
        return person


def _person_in(head: Token) -> Span | None:
    """The person a source's head names, or who stands in apposition to it: "its secretary, Ana Holt"."""
    wanted = [head, *(child for child in head.children if child.dep_ == "appos")]
    for token in wanted:
        for entity in head.doc.ents:
            if entity.label_ == "PERSON" and entity.start <= token.i < entity.end:
                return entity
    return None


def _author(head: Token) -> Token | None:
    """Who wrote "a statement from the mayor", "a letter signed by Vang", "the mayor's statement"."""
    if head.lemma_.lower() not in cues.WRITTEN:
        return None
    for child in head.children:
        if child.dep_ == "poss" and child.lower_ not in _POSSESSIVES:
            return child
        if child.dep_ in ("prep", "agent") and child.lower_ in ("from", "by"):
            return next((word for word in child.children if word.dep_ == "pobj"), None)
        if child.dep_ == "acl":
            found = next((word for word in child.children if word.dep_ == "agent"), None)
            return next((word for word in found.children if word.dep_ == "pobj"), None) if found is not None else None
    return None


def _own_words(head: Token) -> str:
    """A noun with what stands before it."""
    return str(head.doc[head.left_edge.i : head.i + 1].text)


def _squeeze(text: str) -> str:
    return " ".join(text.split())


def _plain_name(text: str) -> str:
    words = _squeeze(text).removesuffix("'s").removesuffix("’s").split()
    while len(words) > 1 and words[0].lower().strip(".") in HONORIFICS | (ROLES if len(words) > 2 else frozenset()):
        words = words[1:]
    return " ".join(words)
