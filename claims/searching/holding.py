"""Whether one text holds the words of a question, without asking the database: as the indexes answer it."""

from collections.abc import Set

from claims.searching.forms import forms_of
from claims.searching.words import MOST_ASKED, words_of


def holds(words: Set[str], question: str) -> bool:
    """Whether a text with these words holds each word of the question in any form, of the last one the beginning.

    `words` are those of `words_of`. A question without a word is held by nothing.
    """
    asked = words_of(question)[:MOST_ASKED]
    if not asked:
        return False
    *whole, last = asked
    if not all(any(form in words for form in forms_of(word)) for word in whole):
        return False
    forms = set(forms_of(last))
    return any(word.startswith(last) or word in forms for word in words)
