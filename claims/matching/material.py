"""What of a claim or an outside check is compared, and the vectors made of it. Loads the encoder when first needed."""

import hashlib
import json
import logging
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from django.utils.translation import gettext as _

from claims.extraction.encoder import DIMENSIONS
from claims.extraction.language import told_language
from claims.extraction.matching import VECTOR_VERSION, Earlier, earlier_texts, vector_bytes
from claims.matching import across
from claims.matching.models import MatchIndexEntry

STATEMENT_CHARACTERS: Final = 4_000
TITLE_CHARACTERS: Final = 500
TEXT_CHARACTERS: Final = 4_000
VECTOR_BYTES: Final = 2 * DIMENSIONS
BLANK: Final = bytes(VECTOR_BYTES)
"""A vector that is like nothing: what is compared by words only."""

logger = logging.getLogger(__name__)


def earlier_of(row: MatchIndexEntry) -> Earlier:
    """What is compared of the claim or outside check behind a row; long texts are cut, so that memory stays bounded.

    The row comes with its claim, claimant and outside check loaded, and with `published_summary`.
    """
    if row.claim is not None:
        who = row.claim.claimant.name if row.claim.claimant else ""
        said = f"{who} {getattr(row, 'published_summary', '') or ''}"
        return _cut(row.key, row.claim.statement, "", said, row.claim.language)
    if row.outside is None:
        raise ValueError("An index row is of a claim or of an outside check.")
    check = row.outside
    return _cut(row.key, check.claim_reviewed, check.title, check.claimant, check.language)


def hash_of(earlier: Earlier, encoder: str, across_encoder: str = "") -> str:
    """SHA-256 over what is compared and what made the vectors."""
    parts = [earlier.claim, earlier.title, earlier.text, encoder]
    if earlier.language or across_encoder:
        parts += [earlier.language, across_encoder]
    content = json.dumps(parts, ensure_ascii=False)
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()


def encoder_name() -> str:
    """What makes the vectors here; empty where the encoder cannot be loaded."""
    return "" if words_only_because() else VECTOR_VERSION


@lru_cache(maxsize=1)
def words_only_because() -> str:
    """Why this process compares by words only, in a sentence; empty where the encoder works.

    Asked once a process: a worker that starts after the encoder was mended uses it.
    """
    try:
        vector_bytes([_("The council met on Monday.")])
    except Exception as error:
        # Whatever keeps the encoder from loading: a missing or damaged file, too little memory, a broken library.
        logger.exception("The encoder cannot be loaded, so claims are compared by their words only.")
        return _(
            "Compared by words only, because the language model could not be loaded (%(name)s)."
            " Ask whoever runs the server to install it again and to restart the worker."
        ) % {"name": type(error).__name__}
    return ""


def vectors_of(groups: Sequence[Sequence[str]]) -> list[bytes]:
    """The joined vectors of each group of texts, or blank ones where the encoder cannot be loaded."""
    if words_only_because():
        return [BLANK * len(group) for group in groups]
    made = iter(vector_bytes([text for group in groups for text in group]))
    return [b"".join(next(made) for __ in group) for group in groups]


def vectors_of_earlier(rows: Sequence[Earlier]) -> list[bytes]:
    """The vectors to be stored with each of these."""
    return vectors_of([earlier_texts(row) for row in rows])


def _cut(key: str, statement: str, title: str, text: str, language: str) -> Earlier:
    return Earlier(
        key,
        statement[:STATEMENT_CHARACTERS],
        title[:TITLE_CHARACTERS],
        text[:TEXT_CHARACTERS].strip(),
        # Where nobody has said, the words tell: only where that is compared at all, for it takes a large table.
        language=language[:2].lower() or (told_language(statement) if across.works() else ""),
    )
