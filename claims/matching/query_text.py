"""What of a candidate is looked up: the claim in it, without the words that say who said it."""

import re
from typing import Final

_QUOTED: Final = re.compile(r"[“\"«]([^“”\"«»]+)[”\"»]")
_CLAUSE_WORDS: Final = 9
_FEWEST_WORDS: Final = 4


def question_of(statement: str, cue: str = "") -> str:
    """The quoted words where they are most of the statement, else the statement without its “…, she said, …”.

    `cue` is the word or phrase by which the extractor told that somebody is cited.
    """
    quoted = " ".join(_QUOTED.findall(statement))
    if len(quoted) > len(statement) / 2:
        return quoted.rstrip(" ,.")
    if not cue:
        return statement
    clauses = statement.split(",")
    kept = [clause for clause in clauses if not _only_cites(clause, cue)]
    text = ",".join(kept).strip(" ,")
    return text if len(text.split()) >= _FEWEST_WORDS else statement


def _only_cites(clause: str, cue: str) -> bool:
    """Whether a clause between commas is no more than who said it."""
    if len(clause.split()) > _CLAUSE_WORDS or re.search(r"\d", clause):
        return False
    return re.search(rf"(?<!\w){re.escape(cue)}(?!\w)", clause, re.IGNORECASE) is not None
