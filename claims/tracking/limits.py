"""How long the words of a claim may be, in characters."""

from typing import Final

STATEMENT_LIMIT: Final = 1_000
WHERE_LIMIT: Final = 300
WORDS_SAID_LIMIT: Final = 2_000
CLAIMANT_LIMIT: Final = 200
