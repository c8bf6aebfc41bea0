"""Whether a sentence, in its main clause, only foretells or only judges."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claims.extraction import cues

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_LONGEST_NO_ANSWER = 220
_FUTURE = frozenset("will would shall may might could 'll ’ll wo".split())
_FORETELLING = frozenset(
    "likely unlikely expected set bound poised due certain sure predicted forecast projected slated expect".split()
)
_JUDGING = frozenset(
    "unsurprising surprising regrettable unfortunate sad wonderful terrible horrible great amazing disgraceful shameful "
    "wise unwise foolish brilliant important essential vital necessary right wrong fair unfair good bad better best worse "
    "worst beautiful ugly absurd ridiculous outrageous welcome remarkable tempting wrongheaded reckless cruel "
    "heartbreaking inspiring refreshing overdue reasonable unreasonable misguided clear obvious".split()
)
_NO_ANSWER = re.compile(
    r"\b(?:(?:declined|refused|declines|refuses) (?:to (?:comment|be (?:interviewed|drawn|named)|answer|elaborate|discuss|give (?:any )?(?:more |further )?details)|comment|an interview)"
    r"|(?:did not|didn[’']t|has not|have not|had not|hasn[’']t|haven[’']t|hadn[’']t) (?:immediately |yet )?(?:respond|responded|reply|replied|return|returned|comment|commented|answer|answered)\b"
    r"|could not (?:immediately )?be (?:reached|contacted)|(?:was|were) (?:not|un)(?: immediately)? ?available for comment|have been approached for comment|has been approached for comment)",
    re.IGNORECASE,
)
_HEDGED = re.compile(
    r"\b(?:reportedly|allegedly|apparently|supposedly|purportedly|ostensibly|rumou?red|unconfirmed|unverified|uncorroborated"
    r"|suspect(?:s|ed)? that|(?:is|are|was|were|been) (?:widely |now |also )?(?:thought|believed|said|alleged|understood|rumou?red|reported|suspected|feared|presumed) to"
    r"|it (?:is|was) (?:thought|believed|alleged|understood|rumou?red|suspected|feared) that)\b",
    re.IGNORECASE,
)
_OUGHT = frozenset("should must ought".split())


def is_forecast(doc: Doc) -> bool:
    """Whether the main statement is about what is still to come."""
    foretells = any(_foretells(head) for head in _main_clauses(doc)) or any(_stands_likely(token) for token in doc)
    return foretells and not any(_states_a_figure(token) for token in doc)


def _states_a_figure(verb: Token) -> bool:
    """A clause beside the main one that gives a figure of now or before: "whose rate is already above 95%"."""
    if verb.dep_ not in ("relcl", "advcl", "conj", "ccomp") or verb.tag_ not in ("VBD", "VBZ", "VBP"):
        return False
    if verb.dep_ == "ccomp" and verb.head.dep_ == "ROOT" and not _foretells(verb.head):
        return False
    future = any(word.dep_ == "aux" and word.lower_ in _FUTURE for word in verb.children)
    conditional = any(
        word.dep_ == "mark" and word.lower_ in ("if", "unless", "once", "until") for word in verb.children
    )
    return not future and not conditional and any(word.like_num for word in verb.subtree)


def is_no_answer(text: str) -> bool:
    """Whether a sentence says that somebody did not comment, and little else."""
    found = _NO_ANSWER.search(text)
    return found is not None and len(text) <= _LONGEST_NO_ANSWER


def is_hedged(text: str) -> bool:
    """Whether a sentence says by its words that what it tells is not certain: hearsay, suspicion, rumour."""
    return _HEDGED.search(text) is not None


def is_judgement(doc: Doc) -> bool:
    """Whether the main statement says what is good or ought to be."""
    return any(_judges(head) for head in _main_clauses(doc))


def _main_clauses(doc: Doc) -> list[Token]:
    """The heads of what the sentence states: its root, or what its root reports."""
    heads = []
    for root in (token for token in doc if token.dep_ == "ROOT"):
        reported = next((child for child in root.children if child.dep_ == "ccomp"), None)
        # A clause before its root is the main one, whatever the parser made of what follows.
        states = reported is not None and (root.lemma_.lower() in cues.SAYING or reported.i < root.i)
        heads.append(reported if reported is not None and states else root)
    return heads


def _foretells(head: Token) -> bool:
    words = list(head.children)
    if any(word.dep_ == "aux" and word.lower_ in _FUTURE and not _is_perfect(head) for word in words):
        return True
    if head.lower_ in _FORETELLING and any(word.dep_ == "xcomp" for word in words):
        return True
    if head.lower_ == "going" and any(word.dep_ == "xcomp" and _has_to(word) for word in words):
        return True
    return head.lemma_ in ("be", "remain", "seem", "look", "appear") and any(
        (
            word.dep_ in ("acomp", "oprd", "attr")
            and word.lower_ in _FORETELLING
            and any(child.dep_ == "xcomp" for child in word.children)
        )
        or (word.dep_ == "xcomp" and any(child.lower_ in _FORETELLING for child in word.children))
        for word in words
    )


def _stands_likely(token: Token) -> bool:
    """ "likely to" outside any subordinate clause, also where a slip in the text misleads the parser."""
    if token.lower_ not in ("likely", "unlikely") or token.i + 1 >= len(token.doc) or token.nbor().lower_ != "to":
        return False
    return not any(word.dep_ in ("relcl", "advcl", "acl", "pcomp") for word in (token, *token.ancestors))


def _is_perfect(head: Token) -> bool:
    """ "would have won" looks back, not ahead."""
    return any(word.dep_ == "aux" and word.lower_ == "have" for word in head.children)


def _has_to(verb: Token) -> bool:
    return any(word.lower_ == "to" for word in verb.children)


def _judges(head: Token) -> bool:
    words = list(head.children)
    if any(word.dep_ == "aux" and word.lower_ in _OUGHT for word in words) or head.lower_ in ("ought",):
        return True
    return head.lemma_ in ("be", "seem", "look", "sound", "feel") and any(
        word.dep_ == "acomp" and word.lower_ in _JUDGING for word in words
    )
