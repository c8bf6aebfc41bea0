"""A parsed sentence and what attribution asks of it: subjects, noun phrases, clauses and their bounds.

Bounds are character offsets into the sentence. The parse is spaCy's (ClearNLP labels).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from claims.extraction.segment import Bounds

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_SUBJECTS = ("nsubj", "csubj")
_RELATIVES = frozenset(("who", "which", "that"))
_EDGE = " \t\n,;:—–-"


class ParsedSentence:
    """One sentence, its parse and its quotations, in the sentence's own offsets."""

    def __init__(self, doc: Doc, quotes: list[Bounds]) -> None:
        self.doc = doc
        self.text = doc.text
        self.quotes = quotes

    def subject(self, verb: Token, depth: int = 0) -> Token | None:
        """Who does what the verb says, also where the verb borrows its subject from another; None where nobody is named."""
        subjects = [child for child in verb.children if child.dep_ in _SUBJECTS]
        if subjects:
            # Of two, one is the quotation's own: the nearer and unquoted one speaks.
            child = min(subjects, key=lambda word: (self.in_quote(word), abs(word.i - verb.i)))
            return verb.head if child.lower_ in _RELATIVES and verb.dep_ == "relcl" else child
        if depth > 4:
            return None
        head = verb.head
        if verb.dep_ == "conj" and head.pos_ in ("VERB", "AUX"):
            return self.subject(head, depth + 1)
        if verb.dep_ in ("xcomp", "advcl", "pcomp", "ccomp") and head.pos_ in (
            "VERB",
            "AUX",
            "ADP",
            "SCONJ",
            "ADJ",
            "NOUN",
        ):
            found = self.subject(head, depth + 1)
            return found or next((child for child in head.children if child.dep_ == "nsubjpass"), None)
        if verb.dep_ == "acl":
            return head
        if verb.dep_ in ("prep", "acomp", "attr", "dobj") and head is not verb:
            return self.subject(head, depth + 1)
        return None

    def phrase(self, head: Token) -> Bounds:
        """The noun phrase of a source, without what only comments on it."""
        words = [word for word in head.subtree if not self._comments(word, head)]
        kept = [word for word in words if not word.is_punct or word.i != words[-1].i]
        first, last = kept[0], kept[-1]
        for word in kept[1:]:
            if word.i > last.i:
                last = word
        if not kept:
            return self.bounds(head)
        start, end = self.trimmed(first.idx, last.idx + len(last), " \t\n,;:—–")[0]
        inside = self.text[start:end]
        if inside.count("(") > inside.count(")"):
            # "(NPA": to the end of the bracket, or without it.
            end = end + 1 if self.text[end : end + 1] == ")" else start + inside.rindex("(")
        return self.trimmed(start, end)[0] if start < end else self.bounds(head)

    def with_relative(self, source: Bounds, verb: Token) -> Bounds:
        """ "Ana Holt, who" for the source of a relative clause, where the pronoun follows closely."""
        pronoun = next(
            (child for child in verb.children if child.dep_ in _SUBJECTS and child.lower_ in _RELATIVES), None
        )
        if verb.dep_ != "relcl" or pronoun is None or not 0 <= pronoun.idx - source[1] <= 40:
            return source
        return source[0], pronoun.idx + len(pronoun)

    def _comments(self, word: Token, head: Token) -> bool:
        while word.i != head.i:
            if word.dep_ in ("relcl", "advcl", "acl") and word.i > head.i:
                return True
            word = word.head
        return False

    def clause_start(self, verb: Token) -> int:
        """Where the verb's clause begins, its subject and auxiliaries with it."""
        words = [verb, *(child for child in verb.children if child.dep_ in ("nsubj", "aux", "advmod", "neg", "mark"))]
        return min(self.left(word) if word is not verb else word.idx for word in words)

    def clause_end(self, verb: Token) -> int:
        """Where the verb's clause ends, its objects and adverbials with it."""
        words = [
            child
            for child in verb.children
            if child.dep_ in ("nsubj", "dobj", "dative", "prep", "npadvmod", "prt", "advmod", "appos")
        ]
        ends = [self.right(word) for word in words]
        return max([verb.idx + len(verb), *ends])

    def around(self, start: int, end: int) -> tuple[Bounds, ...]:
        """What stands in the sentence before and after a cue's own words."""
        sentence_end = len(self.text)
        while sentence_end and self.text[sentence_end - 1] in ".!? \n":
            sentence_end -= 1
        parts = [*self.trimmed(0, start), *self.trimmed(end, sentence_end)]
        return tuple(part for part in parts if part[1] - part[0] > 2)

    def rest_of_clause(self, token: Token) -> tuple[Bounds, ...]:
        """The clause that a word belongs to."""
        head = token.head
        return self.trimmed(self._token_start(head.left_edge.i), self._token_end(head.right_edge.i))

    def is_passive(self, verb: Token) -> bool:
        """Whether a verb stands in the passive."""
        return any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children)

    def in_quote(self, token: Token) -> bool:
        """Whether a token stands inside a quotation longer than a phrase."""
        return any(start < token.idx < end for start, end in self.quotes if end - start > 25)

    def bounds(self, token: Token) -> Bounds:
        """A token's own bounds."""
        return token.idx, token.idx + len(token)

    def cue_bounds(self, verb: Token) -> Bounds:
        """A verb with the auxiliaries close before it."""
        start, end = self.bounds(verb)
        for child in sorted(verb.children, key=lambda child: -child.i):
            if child.dep_ in ("aux", "auxpass", "neg") and child.i < verb.i and verb.i - child.i <= 4:
                start = min(start, child.idx)
        return start, end

    def span_of(self, head: Token) -> tuple[Bounds, ...]:
        """All that hangs on a word."""
        return self.trimmed(self.left(head), self.right(head))

    def left(self, token: Token) -> int:
        """Where what hangs on a token begins."""
        return self._token_start(token.left_edge.i)

    def right(self, token: Token) -> int:
        """Where what hangs on a token ends."""
        return self._token_end(token.right_edge.i)

    def _token_start(self, index: int) -> int:
        return int(self.doc[index].idx)

    def _token_end(self, index: int) -> int:
        return int(self.doc[index].idx + len(self.doc[index]))

    def trimmed(self, start: int, end: int, edge: str = _EDGE) -> tuple[Bounds, ...]:
        """A stretch without spaces and marks at its edges; empty where nothing is left."""
        while start < end and self.text[start] in edge:
            start += 1
        while end > start and self.text[end - 1] in edge:
            end -= 1
        return ((start, end),) if start < end else ()
