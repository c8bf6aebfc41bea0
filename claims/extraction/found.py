"""What the rules of any language give back: an attribution in cleaned offsets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from claims.extraction.segment import Bounds

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class Found:
    """An attribution in cleaned offsets; `head` is the source's head token in its sentence's parse, where there is one."""

    source: Bounds | None
    cue: Bounds
    content: tuple[Bounds, ...]
    hedged: bool
    confidence: float
    head: Token | None = None
    rule: str = ""
