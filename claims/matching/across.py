"""Comparing across languages, where the extra `languages` is installed: its vectors, and what is said without it.

Loads the encoder when first needed, so this is for workers and commands.
"""

import logging
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Final

import numpy as np

from claims.extraction import multilingual
from claims.extraction.across import VECTOR_BYTES
from claims.extraction.matching import Earlier, earlier_texts
from claims.sentences import say

NOT_READ: Final = bytes(VECTOR_BYTES)
"""Stands for the vectors of what the encoder does not read: it is like nothing."""

logger = logging.getLogger(__name__)


@lru_cache(maxsize=1)
def broken_because() -> str:
    """Why the installed encoder cannot be loaded, by the kind of error; empty where it works or is not installed.

    Asked once a process: a worker that starts after it was mended uses it.
    """
    if not multilingual.is_installed():
        return ""
    try:
        multilingual.embed(["The council met on Monday."])
    except Exception as error:
        # Whatever keeps it from loading: a missing or damaged file, too little memory, a broken library.
        logger.exception(
            "The encoder for other languages cannot be loaded, so claims are compared in one language only."
        )
        return type(error).__name__
    return ""


def works() -> bool:
    """Whether this process compares across languages."""
    return multilingual.is_installed() and not broken_because()


def encoder_name() -> str:
    """What makes the vectors; empty where nothing does."""
    return multilingual.MULTILINGUAL_VERSION if works() else ""


def vectors_of_earlier(rows: Sequence[Earlier]) -> list[bytes]:
    """The vectors to be stored with each of these: empty where nothing makes them, or of a language not read."""
    if not works():
        return [b""] * len(rows)
    return [_joined(earlier_texts(row)) if row.language in multilingual.READS else b"" for row in rows]


def vectors_of_questions(texts: Sequence[str], language: str) -> list[bytes]:
    """One vector for each question in this language, `NOT_READ` for a language not read; empty without the encoder."""
    if not works():
        return [b""] * len(texts)
    return [_joined([text]) if language in multilingual.READS else NOT_READ for text in texts]


def left_out_because(language: str, others: Collection[str]) -> str:
    """Why a text in this language is not compared with checks in `others`, in a sentence; empty where it is.

    Languages by two letters; nothing is said where one is not known, or where all is in one language.
    """
    if not language or not set(others) - {language, ""}:
        return ""
    if not multilingual.is_installed():
        return say(
            "Compared with checks in its own language only. To compare with those in other languages, ask whoever runs"
            " the server to install the extra “languages” (make run LANGUAGES=1)."
        )
    if broken_because():
        return say(
            "Compared with checks in its own language only, because the language model for other languages could not be"
            " loaded (%(name)s). Ask whoever runs the server to install it again and to restart the worker.",
            name=broken_because(),
        )
    if language not in multilingual.READS:
        return say(
            "Compared with checks in its own language only: the language model for other languages does not read this"
            " one."
        )
    return ""


def _joined(texts: Sequence[str]) -> bytes:
    return multilingual.embed(texts).astype(np.float16).tobytes()
