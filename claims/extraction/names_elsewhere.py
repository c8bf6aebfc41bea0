"""The fullest name for each mention of a source, in languages without a parser here."""

import re
from typing import Final

from claims.extraction.given_names import is_given_name
from claims.extraction.languages.table import LanguageTable

_FULL_NAME: Final = re.compile(r"(?<=[a-zà-ÿ,] )[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+){1,2}")
_NAME: Final = re.compile(r"[^\W\d_][\w'’-]*")
_ROLE_IN_CAPITALS: Final = re.compile(
    r"(?:.*(?:meister|minister|präsident|sprecher|kanzler|direktor|leiter|professor|richter|anwalt|senator|sekretär|forscher|ökonom|experte|"
    r"chef|rat|herr|frau|doktor)(?:in|innen|n|s)?|abgeordnete[rn]?|vorsitzende[rn]?|premier|president|presidente|presidenta|président|présidente|ministro|ministra|ministre|koning|koningin|wethouder|burgemeester|dr|prof|sr|sra|dott|dhr|mevr|mme|m|mr|don|doña)",
    re.IGNORECASE,
)


class NamesElsewhere:
    """Who has been named so far. Ask in the order of the text."""

    def __init__(self, table: LanguageTable) -> None:
        self._table = table
        self._articles = frozenset(table.articles.split())
        self._of = frozenset(table.of.split())
        self._pronouns = frozenset(table.pronouns.split())
        self._by_last: dict[str, str] = {}
        self._in_role: dict[str, str] = {}
        self._recent = ""
        self._seen = ""
        self._person = ""

    def see(self, sentence: str) -> None:
        """Take in the full names of a sentence, for a "she" that follows before anybody was a source."""
        for found in _FULL_NAME.finditer(sentence) if self._table.capitals else ():
            # Where every noun has a capital, a given name tells a person.
            if not self._table.nouns_in_capitals or is_given_name(found.group().split()[0].lower()):
                self._seen = found.group()

    @property
    def last(self) -> str:
        """Who spoke last, or else was named last."""
        return self._person or self._seen or self._recent

    def speaker(self, phrase: str) -> tuple[str, bool]:
        """The fullest name for a source, and whether it was carried over from elsewhere."""
        words = phrase.split()
        lower = phrase.lower()
        if lower in self._pronouns:
            return self.last, True
        name, role = self._name_in(words), ""
        if name:
            before = words[: len(words) - len(name.split())]
            role = before[-1].lower() if before else ""
        known = self._known(name or " ".join(words))
        if not name and words[0].lower() in self._articles and words[-1].lower() in self._in_role and len(words) <= 3:
            known = self._in_role[words[-1].lower()]
        spoken = known or name or " ".join(words)
        if role and role not in self._articles:
            self._in_role[role] = spoken
        self._recent = spoken
        if name or not self._table.capitals:
            self._person = spoken
        return spoken, bool(known) and known != name

    def _known(self, name: str) -> str:
        last = name.split()[-1].lower()
        longest = max(self._by_last.get(last, ""), name, key=lambda item: len(item.split()))
        if not self._table.capitals or name[:1].isupper():
            self._by_last[last] = longest
        return longest if longest != name else ""

    def _name_in(self, words: list[str]) -> str:
        """The name that ends a phrase after its role: "la alcaldesa Petra Vang"; empty where it is all one name or none."""
        if not self._table.capitals:
            return ""
        start = len(words)
        while start and _is_name(words[start - 1]) and not _ROLE_IN_CAPITALS.fullmatch(words[start - 1].strip(".")):
            start -= 1
        if start == len(words):
            return ""
        before = words[:start]
        if before and before[-1].lower() in self._of | self._articles and len(before) > 1:
            # "la policía de Harrow" is no person called Harrow.
            return ""
        if self._table.nouns_in_capitals and before and before[-1].lower() in self._articles:
            return ""
        return " ".join(words[start:])


def _is_name(word: str) -> bool:
    return word[:1].isupper() and _NAME.match(word) is not None
