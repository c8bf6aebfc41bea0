"""Stage 3: who is said to have said it.

Rules over a dependency parse, one sentence at a time, and over the quotation marks of
the whole text. The parse is spaCy's (ClearNLP labels); see `cues` for the words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from claims.extraction import cues
from claims.extraction.found import Found
from claims.extraction.parsed_sentence import ParsedSentence
from claims.extraction.segment import Bounds

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# Shares of right ones among attributions of each kind, rounded, as counted on news.
_OUTER = 0.55
_NESTED = 0.4
_LEAST_SURE = 0.3
# Tokens from the comma to the verb of an aside.
_LONGEST_ASIDE = 12
_MODALS = frozenset("would will could can may might should must 'd ’d 'll ’ll wo ca".split())


def find_attributions(doc: Doc, offset: int, quotes: list[Bounds]) -> list[Found]:
    """The attributions made in one sentence; `offset` is its place in the text, `quotes` in the sentence's own offsets."""
    reader = _Rules(doc, quotes)
    found = _one_a_cue([item for token in doc for item in reader.at(token)])
    return [_shift(item, offset) for item in _less_sure_when_nested(found) if item.confidence >= _LEAST_SURE]


def _less_sure_when_nested(found: list[Found]) -> list[Found]:
    """An attribution inside what another source said is that source's word for it."""
    outer = [item for item in found if item.confidence >= _OUTER]
    return [
        replace(item, confidence=item.confidence * _NESTED)
        if any(_within(item.cue, part) for other in outer if other is not item for part in other.content)
        else item
        for item in found
    ]


def _within(inner: Bounds, outer: Bounds) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _shift(item: Found, offset: int) -> Found:
    def move(bounds: Bounds) -> Bounds:
        return bounds[0] + offset, bounds[1] + offset

    return replace(
        item,
        source=move(item.source) if item.source else None,
        cue=move(item.cue),
        content=tuple(move(part) for part in item.content),
    )


def _one_a_cue(found: list[Found]) -> list[Found]:
    kept: list[Found] = []
    for item in sorted(found, key=lambda item: -item.confidence):
        if not any(item.cue[0] < other.cue[1] and other.cue[0] < item.cue[1] for other in kept):
            kept.append(item)
    return sorted(kept, key=lambda item: item.cue)


class _Rules(ParsedSentence):
    """The rules, over one parsed sentence."""

    def at(self, token: Token) -> Iterator[Found]:
        """The attributions whose cue is this token."""
        lower = token.lower_
        if lower == "according":
            yield from self._according(token)
        elif token.pos_ in ("VERB", "AUX") and token.lemma_ != "be":
            yield from self._verb(token)
        elif token.i and self._introduces(token):
            source = self.doc[token.i - 1]
            yield Found(self.phrase(source), self.bounds(token), (), False, 0.85, source, "ahead")
        elif token.pos_ == "NOUN" and token.lemma_.lower() in cues.NOUNS:
            yield from self._noun(token)
        elif token.pos_ == "ADJ" and lower in cues.ADJECTIVES:
            yield from self._adjective(token)
        if lower in cues.ASIDES:
            yield from self._aside(token)
        elif lower in cues.HEARSAY_ADVERBS:
            yield Found(None, self.bounds(token), self.rest_of_clause(token), True, 0.5, rule="adverb")

    def _introduces(self, token: Token) -> bool:
        """Whether "reports" in "The paper reports:" is a verb that the parser took for a noun."""
        return (
            token.pos_ == "NOUN"
            and token.lower_.endswith("s")
            and token.lower_.removesuffix("s") in cues.SAYING
            and self.text[token.idx + len(token) :].strip() == ":"
        )

    def _according(self, token: Token) -> Iterator[Found]:
        to = next((word for word in token.children if word.lower_ == "to"), None)
        if to is None and token.i + 1 < len(self.doc) and self.doc[token.i + 1].lower_ == "to":
            to = self.doc[token.i + 1]
        if to is None:
            return
        head = next((word for word in to.children if word.dep_ in ("pobj", "dobj")), None)
        source = self.phrase(head) if head is not None else None
        end = source[1] if source else to.idx + len(to)
        cue = (token.idx, to.idx + len(to))
        content = self.around(token.idx, end)
        if content:
            yield Found(source, cue, content, False, 0.95, head, "according")

    def _verb(self, verb: Token) -> Iterator[Found]:
        lemma = verb.lemma_.lower()
        if lemma not in _ALL_VERBS or self.in_quote(verb) or self._asks_the_subject(verb, lemma):
            return
        if any(child.dep_ == "advmod" and child.lower_ in cues.HEARSAY_ADVERBS for child in verb.children):
            # "was reportedly rejected": the adverb says that it is hearsay; nobody speaks.
            return
        if self.is_passive(verb):
            yield from self._passive(verb, lemma)
            return
        subject = self.subject(verb)
        clause = self._clause(verb, lemma)
        quoted = self._quoted_content(verb) if lemma in cues.SAYING else ()
        content = self._to_the_marks(clause, lemma) or quoted
        confidence = 0.92 if lemma in cues.SAYING else 0.65
        if not content:
            content = self._object(verb, lemma, subject)
            confidence = 0.6 if subject is not None and _is_named(subject) else 0.5
        if not content and lemma in cues.SAYING and subject is not None and self.text.rstrip().endswith(":"):
            # "He said:" before the paragraph that holds the words; the reader of the whole text finds them.
            yield Found(self.phrase(subject), self.cue_bounds(verb), (), False, 0.85, subject, "ahead")
            return
        if not content:
            return
        if subject is None and not quoted and verb.dep_ not in ("acl", "advcl", "pcomp", "xcomp"):
            return
        source = self.phrase(subject) if subject is not None else None
        if source is not None:
            source = self.with_relative(source, verb)
            content = tuple(part for part in content if not (part[0] < source[1] and source[0] < part[1]))
        confidence *= self._plainly_stated(verb)
        if content:
            yield Found(source, self.cue_bounds(verb), content, False, confidence, subject, "verb")

    def _asks_the_subject(self, verb: Token, lemma: str) -> bool:
        """ "Asked whether it was true, she ...": the subject answers and asks nothing."""
        return lemma in ("ask", "press", "question") and verb.tag_ == "VBN" and verb.dep_ in ("advcl", "acl", "ccomp")

    def _plainly_stated(self, verb: Token) -> float:
        """1 for a plain finite verb; less for "would say", "to say", "did not say", and for a lone participle."""
        words = {
            child.lower_
            for child in verb.children
            if child.dep_ in ("aux", "neg") and child.i < verb.i and not self.in_quote(child)
        }
        if words & _MODALS or (verb.tag_ == "VB" and "to" in words):
            return 0.4
        if words & {"not", "n't", "n’t", "never"}:
            return 0.6
        if verb.tag_ == "VBG" and not words:
            return 0.85
        return 0.4 if verb.tag_ == "VB" and not words else 1.0

    def _passive(self, verb: Token, lemma: str) -> Iterator[Found]:
        agent = next(
            (
                word
                for child in verb.children
                if child.dep_ == "agent"
                for word in child.children
                if word.dep_ == "pobj"
            ),
            None,
        )
        clause = self._clause(verb, lemma)
        subject = next((child for child in verb.children if child.dep_ in ("nsubjpass", "csubjpass")), None)
        cue = self.cue_bounds(verb)
        if agent is not None:
            content = clause or (self.span_of(subject) if subject is not None else ())
            if content:
                yield Found(self.phrase(agent), cue, content, False, 0.7, agent, "passive")
        elif clause and lemma in ("tell", "inform", "quote", "cite", "warn", "ask"):
            # "was quoted as saying": the subject speaks; "was told that": nobody named does.
            speaker = subject if lemma in ("quote", "cite") else None
            source = self.phrase(speaker) if speaker is not None else None
            yield Found(source, cue, clause, lemma in ("tell", "inform"), 0.65, speaker, "passive")
        elif clause and lemma in cues.HEARSAY:
            whole = (self.left(subject), clause[-1][1]) if subject is not None and subject.lower_ != "it" else clause[0]
            yield Found(None, cue, (whole,), True, 0.8, None, "hearsay")

    def _aside(self, verb: Token) -> Iterator[Found]:
        """ "The cause, the records show, was ...", by its commas, whatever the parser makes of it."""
        end = verb.idx + len(verb)
        after = self.text[end:].lstrip()
        if after.startswith("out,"):
            end, after = self.text.index("out", end) + 3, after[3:]
        first = verb.i - 1
        while first >= 0 and verb.i - first <= _LONGEST_ASIDE and self.doc[first].text not in ",—–":
            if self.doc[first].pos_ in ("VERB", "AUX", "PUNCT"):
                return
            first -= 1
        if (
            first < 1
            or first == verb.i - 1
            or self.doc[first].text not in ",—–"
            or after[:1] not in (",", ".", "—", "–")
        ):
            return
        opening = first + 2 if self.doc[first + 1].lower_ == "as" else first + 1
        source = self.trimmed(self.doc[opening].idx, verb.idx)
        head = self.doc[verb.i - 1]
        if source and head.pos_ in ("NOUN", "PROPN", "PRON"):
            content = self.around(self.doc[first].idx, end)
            if content:
                yield Found(source[0], (verb.idx, end), content, False, 0.75, head, "aside")

    def _noun(self, noun: Token) -> Iterator[Found]:
        clause = next(
            (
                child
                for child in noun.children
                if child.dep_ in ("acl", "ccomp", "relcl")
                and any(word.lower_ in ("that", "to") for word in child.children)
                and child.i > noun.i
                and not any(word.dep_ in ("nsubj", "dobj") and word.lower_ == "that" for word in child.children)
            ),
            None,
        )
        if clause is None or self.in_quote(noun):
            return
        owner = next((child for child in noun.children if child.dep_ == "poss"), None)
        if owner is None:
            owner = next(
                (
                    word
                    for child in noun.children
                    if child.dep_ in ("prep", "agent") and child.lower_ in ("by", "from", "of", "among")
                    for word in child.children
                    if word.dep_ == "pobj" and word.i < clause.i
                ),
                None,
            )
        governor = noun.head
        if owner is None and noun.dep_ in ("dobj", "pobj") and governor.pos_ == "VERB":
            owner = self.subject(governor)
        source = self.phrase(owner) if owner is not None else None
        yield Found(source, self.bounds(noun), self.span_of(clause), False, 0.65 if source else 0.4, owner, "noun")

    def _adjective(self, adjective: Token) -> Iterator[Found]:
        clause = next((child for child in adjective.children if child.dep_ in ("ccomp", "xcomp")), None)
        governor = adjective.head
        if (
            clause is None
            or governor.lemma_ not in ("be", "feel", "seem", "remain", "become")
            or self.in_quote(adjective)
        ):
            return
        subject = self.subject(governor)
        if subject is None or subject.lower_ in ("it", "that", "this", "there"):
            return
        yield Found(
            self.phrase(subject), self.bounds(adjective), self.span_of(clause), False, 0.65, subject, "adjective"
        )

    def _clause(self, verb: Token, lemma: str) -> tuple[Bounds, ...]:
        """The clause that is the content, before or after the verb."""
        passive = self.is_passive(verb) and lemma in cues.HEARSAY
        takes_infinitive = passive or lemma in cues.HOLDING or lemma in cues.TAKES_INFINITIVE
        for child in verb.children:
            if child.dep_ == "ccomp":
                if child.i < verb.i and child.right_edge.i < verb.i:
                    return self.around(self.clause_start(verb), self.clause_end(verb))
                # "which he says he is doing": the pronoun before the verb is no part of it.
                start = max(self.left(child), verb.idx + len(verb)) if child.i > verb.i else self.left(child)
                return self.trimmed(start, self.right(child))
        for child in verb.children:
            if lemma in cues.SAYING and self._is_bare_clause(child, verb):
                return self.span_of(child)
            if lemma in cues.SAYING and self._leads_in(child, verb):
                return self.around(self.clause_start(verb), self.clause_end(verb))
            if child.dep_ == "xcomp" and child.i > verb.i and takes_infinitive:
                return self.span_of(child)
            if child.dep_ == "prep" and child.lower_ == "as" and lemma in ("quote", "cite", "describe", "portray"):
                saying = next((word for word in child.children if word.dep_ in ("pcomp", "pobj")), None)
                if saying is not None:
                    return self.span_of(saying)
        if lemma in cues.SAYING and self._is_aside(verb):
            return self.around(self.clause_start(verb), self.clause_end(verb))
        return ()

    def _is_bare_clause(self, child: Token, verb: Token) -> bool:
        """A statement without "that" which the parser took for a circumstance: "said after the vote he would go"."""
        return (
            child.dep_ == "advcl"
            and child.i > verb.i
            and any(word.dep_ in ("nsubj", "nsubjpass") for word in child.children)
            and not any(word.dep_ in ("mark", "advmod") and word.i < child.i for word in child.children)
        )

    def _leads_in(self, child: Token, verb: Token) -> bool:
        """The statement before ", officials said" which the parser took for a circumstance."""
        return (
            child.dep_ == "advcl"
            and child.right_edge.i < verb.i
            and any(word.dep_ in ("nsubj", "nsubjpass") for word in child.children)
            and not any(
                word.dep_ in ("mark", "advmod") and word.i < child.i and word.tag_ in ("IN", "WRB")
                for word in child.children
            )
            and any(word.text == "," and child.right_edge.i < word.i < verb.i for word in verb.children)
        )

    def _is_aside(self, verb: Token) -> bool:
        """Whether the verb's clause stands beside the main one: "X, she said" parsed the other way round, "as she said"."""
        if verb.dep_ == "parataxis":
            return True
        if verb.dep_ != "advcl":
            return False
        return any(child.lower_ == "as" and child.dep_ in ("mark", "advmod") for child in verb.children)

    def _to_the_marks(self, clause: tuple[Bounds, ...], lemma: str) -> tuple[Bounds, ...]:
        """A clause that is one sentence of a quotation of several: the whole quotation was said."""
        if lemma not in cues.SAYING:
            return clause
        grown = (
            next((quote for quote in self.quotes if quote[0] <= part[0] and part[1] <= quote[1]), part)
            for part in clause
        )
        return tuple(dict.fromkeys(grown))

    def _quoted_content(self, verb: Token) -> tuple[Bounds, ...]:
        return tuple(quote for quote in self.quotes if not quote[0] <= verb.idx < quote[1])

    def _object(self, verb: Token, lemma: str, subject: Token | None) -> tuple[Bounds, ...]:
        wanted = cues.WITH_PREPOSITION.get(lemma, frozenset())
        for child in verb.children:
            if child.dep_ in ("prep", "prt") and child.lower_ in wanted:
                end = max(
                    word.right_edge.i for word in (child, *verb.rights) if word.dep_ in ("prep", "prt", "dobj", "pobj")
                )
                return self.trimmed(child.idx + len(child), self._token_end(end))
        documented = subject is not None and subject.lemma_.lower() in cues.REPORTING_SOURCES and lemma in cues.SAYING
        for child in verb.children:
            if child.dep_ in ("dobj", "oprd") and child.i > verb.i:
                judged = lemma in cues.JUDGING and lemma not in cues.WEAK
                if judged or documented or (lemma == "raise" and child.lemma_.lower() in cues.RAISED):
                    return self.span_of(child)
        return ()


_ALL_VERBS = cues.SAYING | cues.HOLDING | cues.JUDGING | frozenset(cues.WITH_PREPOSITION) | {"raise"}


def _is_named(head: Token) -> bool:
    return head.pos_ == "PROPN" or head.ent_type_ in ("PERSON", "ORG", "GPE", "NORP")
