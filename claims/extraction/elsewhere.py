"""Stage 3 in languages without a parser here: who is said to have said it, by tables and a small grammar.

The words stand in `claims.extraction.languages`. A sentence is read by where its verb of saying stands: before or after
its subject, before "that", beside a quotation, after a comma; and by what "according to" stands before or after.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from claims.extraction.found import Found
from claims.extraction.languages import LETTER, table_of
from claims.extraction.languages.table import LanguageTable
from claims.extraction.segment import Bounds

_LONGEST_SOURCE: Final = 14
_LONGEST_BETWEEN: Final = 70
_LEAST_CONTENT: Final = 3
_EDGE: Final = " \t\n,;:—–-.!?…“”„«»\"‘’'「」،؛؟।"
_PARTING: Final = re.compile(r"[,;:—–،؛।]")
_CLAUSE_END: Final = re.compile(r"[,;:.!?…،؛؟।\"“”„«»()]")
_WORD: Final = re.compile(rf"(?:{LETTER}|[’'.-](?={LETTER}))+[’']?")
_COLON: Final = re.compile(r"[^,:;.]{0,40}:\s")
_COMMA_OR_COLON: Final = re.compile(r"[^,:;.]{0,40}[:,]\s")
# "according to her": the words after it name nobody new.
_OWN_WORDS: Final = frozenset(("قولها", "قوله", "قولهم"))
_NEGATIONS: Final = frozenset("no ne n’ n' non não nicht niet لم لا ما नहीं".split())
# Little words between a subject and its verb that are none of it.
_CLITICS: Final = frozenset(
    "se lo le les la me nos si ci vi mi s’ l’ l' s' l s y en też também también aussi auch ook anche ya già já schon".split()
)
# "adding that": whoever is named before goes on.
_ADDING: Final = re.compile(r"(?:ant|ndo)$")
_AS: Final = re.compile(r"(?:tal y )?(?:wie|comme|como|come|zoals)\s", re.IGNORECASE)
# "Vang: “We lower taxes”", and "“…”, so Vang" in German.
_LABELLED: Final = re.compile(
    r"(?P<name>[A-ZÀ-Þ][\w.’'-]{1,30}(?: [A-ZÀ-Þ][\w.’'-]{1,30}){0,3}) ?(?P<mark>:) ?(?=[«“„\"»])"
)
_SO: Final = re.compile(r", (?P<cue>so) (?=[^.,;:]{2,60}[.,]?$)")
# Languages that say "said that" without "he".
_WITHOUT_PRONOUN: Final = frozenset(("es", "pt", "it", "ar", "hi"))
_INVERTED: Final = re.compile(r"-t?-?(?P<pronoun>ils?|elles?|on)\b|(?<=[a-zé])-(?P<short>ils?|elles?)\b")


class Grammar:
    """The patterns of one language, and the attributions they find in a sentence."""

    def __init__(self, table: LanguageTable) -> None:
        self.table = table
        self._cue = _whole_words(table.saying)
        self._that = _whole_words(table.that)
        attached = "|".join(sorted(table.according.split("|"), key=len, reverse=True))
        self._according = re.compile(rf"(?<!{LETTER})(?:{attached})(?:\s+|(?<=[’'ل]))", re.IGNORECASE)
        after = table.according_after
        self._after = re.compile(rf"\s(?:{after})(?!{LETTER})") if after else None
        self._hedges = _whole_words(table.hedges)
        finite = (table.present, table.past, table.trend, table.future, table.hedges)
        self._verbs = _whole_words("|".join(finite))
        self._ends = frozenset(table.ends.split()) | frozenset(table.that.split("|"))
        self._leads = frozenset(table.leads.split())
        self._articles = frozenset(table.articles.split())
        self._of = frozenset(table.of.split())
        self._small = frozenset(table.small.split())
        self._pronouns = frozenset(table.pronouns.split())

    def find(self, text: str, offset: int, quotes: Sequence[Bounds]) -> list[Found]:
        """The attributions of one sentence; `offset` is its place in the text, `quotes` in its own offsets."""
        found: list[Found] = []
        for item in [*self._by_marks(text, quotes), *self._by_according(text, quotes), *self._by_verbs(text, quotes)]:
            if not any(item.cue[0] < other.cue[1] and other.cue[0] < item.cue[1] for other in found):
                found.append(item)
        # What stands inside another's words is that source's word for it.
        outer = [
            item
            for item in found
            if not any(
                part[0] <= item.cue[0] and item.cue[1] <= part[1]
                for other in found
                if other is not item and other.rule != "according"
                for part in other.content
            )
        ]
        return [_shift(item, offset) for item in sorted(outer, key=lambda item: item.cue)]

    def is_hedged(self, text: str) -> bool:
        """Whether a sentence says by its words that what it tells is not certain."""
        return self._hedges.search(text) is not None

    def _by_marks(self, text: str, quotes: Sequence[Bounds]) -> Iterator[Found]:
        """A quotation after a name and a colon, or before "so" and a name."""
        label = _LABELLED.match(text)
        quote = next((quote for quote in quotes if label and 0 <= quote[0] - label.end() <= 1), None)
        if label is not None and quote is not None:
            yield Found(label.span("name"), label.span("mark"), (quote,), False, 0.85, rule="colon")
        so = _SO.search(text) if self.table.code == "de" else None
        before = _quote_before(text, so.start(), quotes) if so is not None else None
        if so is not None and before is not None:
            source = self._phrase_after(text, so.end())
            if source is not None:
                yield Found(source, so.span("cue"), (before,), False, 0.9, rule="so")

    def _by_according(self, text: str, quotes: Sequence[Bounds]) -> Iterator[Found]:
        for cue in self._according.finditer(text):
            source = self._phrase_after(text, cue.end(), leads=not text[: cue.start()].strip(_EDGE))
            if _is_quoted(cue.start(), quotes) or source is None or text[source[0]].isdigit():
                continue
            content = _around(text, cue.start(), source[1])
            named = None if text[slice(*source)] in _OWN_WORDS else source
            if content:
                words = (cue.start(), _stripped(text, *cue.span())[1])
                yield Found(named, words, content, False, 0.9, rule="according" if named else "quote")
        for cue in self._after.finditer(text) if self._after is not None else ():
            opening = max((found.end() for found in _PARTING.finditer(text, 0, cue.start())), default=0)
            source = self._subject(text, opening, cue.start())
            if _is_quoted(cue.start(), quotes) or source is None:
                continue
            content = _around(text, source[0], cue.end())
            if content:
                yield Found(source, (cue.start() + 1, cue.end()), content, False, 0.9, rule="according")

    def _by_verbs(self, text: str, quotes: Sequence[Bounds]) -> Iterator[Found]:
        for cue in self._cue.finditer(text):
            if not _is_quoted(cue.start(), quotes):
                found = self._of_verb(text, cue.span(), quotes)
                if found is not None:
                    yield found

    def _of_verb(self, text: str, cue: Bounds, quotes: Sequence[Bounds]) -> Found | None:
        adding = _ADDING.search(text[slice(*cue)]) is not None
        quote = _quote_before(text, cue[0], quotes)
        if quote is not None and not adding:
            source = (
                self._subject(text, quote[1], cue[0]) or self._inverted(text, cue) or self._named_after(text, cue[1])
            )
            # Without one it is whoever spoke last: many languages leave out "he".
            return Found(source, cue, (quote,), False, 0.92 if source else 0.7, rule="quote")
        before = self._before(text, cue[0])
        that = self._that_after(text, cue[1])
        if that is not None:
            source = None if adding else self._of_clause(text, before, cue, that[0])
            leads = text[: cue[0]].strip(_EDGE).lower().split()
            if source is None and self.table.code in _WITHOUT_PRONOUN and all(word in self._leads for word in leads):
                adding = True
            content = _stripped(text, that[1], len(text))
            if (source is not None or adding) and content[1] - content[0] >= _LEAST_CONTENT:
                return Found(
                    source, cue, (content,), False, self._sure(text, cue, 0.88), rule="quote" if adding else "that"
                )
            return None
        ahead = _quote_after(text, cue[1], quotes)
        if ahead is not None:
            source = before or self._inverted(text, cue) or self._phrase_after(text, cue[1], ahead[0])
            return Found(source, cue, (ahead,), False, 0.9, rule="quote") if source else None
        return self._beside_a_comma(text, cue, before)

    def _beside_a_comma(self, text: str, cue: Bounds, before: Bounds | None) -> Found | None:
        """ "300 homes were lost, said the mayor", and "The mayor said, 300 homes were lost", or with a colon."""
        left = text[: cue[0]].rstrip()
        opening = _AS.match(text)
        if opening is not None and "," not in left:
            # "As the ministry said, 12 people died."
            source = self._subject(text, opening.end(), cue[0]) or self._named_after(text, cue[1])
            comma = text.find(",", cue[1], cue[1] + _LONGEST_BETWEEN)
            told = _stripped(text, comma + 1, len(text))
            return Found(source, cue, (told,), False, 0.85, rule="as") if source and comma > 0 else None
        if left.endswith((",", "،")) and self._verbs.search(left):
            # What has no verb is a subject with its apposition: "the mayor, Petra Vang, announced".
            source = self._inverted(text, cue) or self._named_after(text, cue[1])
            content = _around(text, _stripped(text, 0, len(left))[1], len(text))
            if source is not None and content and len(text[slice(*content[0])].split()) >= _LEAST_CONTENT:
                return Found(source, cue, content[:1], False, 0.8, rule="aside")
        opened = (_COMMA_OR_COLON if self.table.nouns_in_capitals else _COLON).match(text, cue[1])
        if opened is None:
            return None
        source = before or self._phrase_after(text, cue[1], opened.end() - 2)
        start, end = _stripped(text, opened.end(), len(text))
        if source is None or len(text[start:end].split()) < _LEAST_CONTENT:
            return None
        return Found(source, cue, ((start, end),), False, self._sure(text, cue, 0.8), rule="colon")

    def _named_after(self, text: str, start: int) -> Bounds | None:
        """The noun phrase after a verb, unless that is a time or a listener: "said on Monday", "said to reporters"."""
        following = _WORD.search(text, start, start + 30)
        if following is None or text[start : following.start()].strip():
            return None
        word = following.group().lower()
        if word in self._pronouns and word not in self._articles:
            return following.span()
        return None if word in self._ends and word not in self._articles else self._phrase_after(text, start)

    def _sure(self, text: str, cue: Bounds, sure: float) -> float:
        words = text[: cue[0]].lower().split()
        return 0.6 if words and words[-1] in _NEGATIONS else sure

    def _that_after(self, text: str, start: int) -> Bounds | None:
        """The "that" of the clause after a verb; German has a comma before it, others none."""
        found = self._that.search(text, start, start + _LONGEST_BETWEEN)
        if found is None:
            return None
        between = text[start : found.start()]
        stops = re.search(r"[:;.!?\"“”«»।]", between)
        commas = between.count(",") + between.count("،")
        closing = between.rstrip().endswith((",", "،"))
        return None if stops or commas > closing + 2 * (commas == 2) else found.span()

    def _of_clause(self, text: str, before: Bounds | None, cue: Bounds, that: int) -> Bounds | None:
        between = _stripped(text, cue[1], that)
        after = self._phrase_after(text, cue[1], that) if between[0] < between[1] else None
        if before is not None and self._is_subject(text[slice(*before)]) and self.table.code != "ar":
            return before
        return self._inverted(text, cue) or after or before

    def _is_subject(self, phrase: str) -> bool:
        """Whether a phrase before the verb is no time or place: "on Monday said the minister"."""
        first = phrase.lower().split()[0]
        return first not in self._ends or first in self._articles

    def _before(self, text: str, end: int) -> Bounds | None:
        """The subject that stands before a verb, over a clause in between: "Vang, mayor of Harrow, said"."""
        marks = [found.end() for found in _PARTING.finditer(text, 0, end) if text[found.start()] in ";:—–।"]
        start = max(marks, default=0)
        commas = [found.start() for found in re.finditer("[,،]", text[:end]) if found.start() >= start]
        if commas and not text[commas[-1] + 1 : end].strip():
            # The verb follows a comma: what is between two of them only comments.
            opening = commas[-2] if len(commas) > 1 else None
            if opening is None:
                return None
            named = self._subject(text, opening + 1, commas[-1])
            if named is not None and self._is_a_name(text[slice(*named)]):
                # "The mayor of Harrow, Petra Vang, said"
                return named
            return self._subject(text, start if len(commas) < 3 else commas[-3] + 1, opening)
        return self._subject(text, commas[-1] + 1 if commas else start, end)

    def _is_a_name(self, phrase: str) -> bool:
        words = phrase.split()
        return self.table.capitals and 1 < len(words) <= 4 and all(word[:1].isupper() for word in words)

    def _subject(self, text: str, start: int, end: int) -> Bounds | None:
        start, end = _stripped(text, start, end)
        mark = self.table.subject_mark
        if mark and f" {mark} " in f"{text[start:end]} ":
            end = start + f"{text[start:end]} ".rindex(f" {mark} ")
        words = list(_WORD.finditer(text, start, end))
        while words and words[-1].group().lower() in _NEGATIONS | _CLITICS:
            words.pop()
        while words and words[0].group().lower() in self._leads:
            words.pop(0)
        return self._valid(text, words)

    def _phrase_after(self, text: str, start: int, end: int | None = None, *, leads: bool = False) -> Bounds | None:
        """The noun phrase that begins at `start`; where it leads the sentence, the statement follows it."""
        stop = _CLAUSE_END.search(text, start, len(text) if end is None else end)
        bound = stop.start() if stop else len(text) if end is None else end
        if stop and stop.group() == "." and _is_inside(text, stop.start()):
            bound = next(
                (
                    found.start()
                    for found in _CLAUSE_END.finditer(text, stop.end())
                    if not _is_inside(text, found.start())
                ),
                len(text),
            )
        words = list(_WORD.finditer(text, start, bound))
        kept: list[re.Match[str]] = []
        headed = False
        for word in words:
            lower = word.group().lower()
            capital = word.group()[:1].isupper() or word.group()[:1].isdigit()
            if kept and lower in self._ends and lower not in self._of:
                break
            if headed and self.table.capitals and not capital and lower not in self._of | self._articles:
                last = kept[-1].group().lower()
                if last not in self._of | self._articles and not self._closes(words, word, bound, text, leads):
                    break
            kept.append(word)
            headed = headed or capital or (not self.table.nouns_in_capitals and lower not in self._articles | self._of)
        return self._valid(text, kept)

    def _closes(self, words: list[re.Match[str]], word: re.Match[str], bound: int, text: str, leads: bool) -> bool:
        """Whether the phrase ends with its clause a few words on, so that all of it is the source: "selon la police locale,"."""
        rest = words[words.index(word) :]
        marks = ",،" if leads else ',،;."”»'
        within = (not leads and bound >= len(text.rstrip(" .!?…।"))) or (text[bound : bound + 1] or " ") in marks
        return within and len(words) <= 8 and not any(item.group().lower() in self._ends - self._of for item in rest)

    def _inverted(self, text: str, cue: Bounds) -> Bounds | None:
        """The pronoun of "a-t-elle ajouté", unless a noun follows."""
        if self.table.code != "fr":
            return None
        found = _INVERTED.search(text, cue[0], cue[1]) or _INVERTED.match(text, cue[1])
        return found.span(found.lastgroup or 0) if found else None

    def _valid(self, text: str, words: Sequence[re.Match[str]]) -> Bounds | None:
        kept = list(words)
        while kept and (
            kept[-1].group().lower() in self._of | self._articles and kept[-1].group().lower() not in self._pronouns
        ):
            kept.pop()
        if not kept or len(kept) > _LONGEST_SOURCE:
            return None
        last = kept[-1].group().lower()
        if not any(character.isalpha() for character in kept[0].group() + kept[-1].group()):
            return None
        if last in self._small and last not in self._pronouns:
            return None
        if kept[0].group().lower() in self._ends - self._articles - self._pronouns:
            return None
        end = kept[-1].end()
        return kept[0].start(), end


def _whole_words(alternatives: str) -> re.Pattern[str]:
    pattern = alternatives.replace(r"\w", LETTER)
    return re.compile(rf"(?<!{LETTER})(?:{pattern})(?:(?<=[’'])|(?!{LETTER}))", re.IGNORECASE)


@cache
def grammar_of(language: str) -> Grammar | None:
    """The grammar of a language, made once a process, or None where there is no table."""
    table = table_of(language)
    return Grammar(table) if table is not None else None


def _is_inside(text: str, place: int) -> bool:
    """Whether a point stands inside an abbreviation or initial: "M. Dupont"."""
    return (
        bool(re.match(r"\.\s?\w", text[place : place + 3]))
        and text[max(0, place - 5) : place].split()[-1:] != []
        and len(text[max(0, place - 5) : place].split()[-1]) <= 4
    )


def _is_quoted(place: int, quotes: Sequence[Bounds]) -> bool:
    return any(start < place < end for start, end in quotes)


def _quote_before(text: str, place: int, quotes: Sequence[Bounds]) -> Bounds | None:
    """The quotation that ends just before a verb, with no more than its subject between."""
    fitting = [
        quote
        for quote in quotes
        if quote[1] <= place and place - quote[1] <= _LONGEST_BETWEEN and quote[1] - quote[0] > 12
    ]
    if not fitting or re.search(r"[;:.!?।]\s", text[fitting[-1][1] : place]):
        return None
    return fitting[-1]


def _quote_after(text: str, place: int, quotes: Sequence[Bounds]) -> Bounds | None:
    """The quotation that a colon or comma opens after a verb."""
    for quote in quotes:
        if place <= quote[0] <= place + _LONGEST_BETWEEN and re.search(r"[:,،]\s*$", text[place : quote[0]]):
            return quote
    return None


def _around(text: str, start: int, end: int) -> tuple[Bounds, ...]:
    parts = (_stripped(text, 0, start), _stripped(text, end, len(text)))
    return tuple(part for part in parts if part[1] - part[0] >= _LEAST_CONTENT)


def _stripped(text: str, start: int, end: int) -> Bounds:
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return start, end


def _shift(item: Found, offset: int) -> Found:
    def move(bounds: Bounds) -> Bounds:
        return bounds[0] + offset, bounds[1] + offset

    return Found(
        move(item.source) if item.source else None,
        move(item.cue),
        tuple(move(part) for part in item.content),
        item.hedged,
        item.confidence,
        rule=item.rule,
    )
