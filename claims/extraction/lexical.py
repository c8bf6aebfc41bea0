"""Words as features: the linear half of the check-worthiness model.

A sentence becomes a unit vector over hashed word and word-pair features and its
signals (`claims.extraction.signals`); training and use share this code.
"""

import math
import re
import zlib
from collections.abc import Sequence
from typing import Final

from claims.extraction.signals import features

BUCKETS: Final = 1 << 16
_TOKEN = re.compile(r"[^\W_]+(?:[.,:]\d+)*(?:['’][a-z]+)?|[$€£%?!]")
_DIGITS = re.compile(r"\d+")


def lexical_features(text: str, codes: Sequence[str]) -> tuple[list[int], list[float]]:
    """Feature numbers up to `BUCKETS` + the number of signals named, and their values."""
    tokens = [_DIGITS.sub("0", token.lower().replace("’", "'")) for token in _TOKEN.findall(text)][:200]
    names = {f"w {token}" for token in tokens}
    names.update(f"p {left} {right}" for left, right in zip(["^", *tokens], [*tokens, "$"], strict=True))
    columns = sorted({zlib.crc32(name.encode("utf-8")) % BUCKETS for name in names})
    weight = 1.0 / math.sqrt(max(1, len(columns)))
    values = [weight] * len(columns)
    for place, value in enumerate((*features(text, codes), min(len(tokens), 60) / 30)):
        if value:
            columns.append(BUCKETS + place)
            values.append(0.3 * value)
    return columns, values
