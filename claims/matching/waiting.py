"""Candidates that were looked up before something like them was indexed: which articles have to be looked up again."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import numpy as np
from django.utils import timezone

from claims.extraction.encoder import DIMENSIONS
from claims.matching.models import MatchIndexEntry, MatchSearch

RECENT: Final = timedelta(days=14)
MAX_SEARCHES: Final = 1_000
"""So many of the articles that were looked up last are asked, about 30 kB of vectors each."""
ALIKE: Final = 0.5
"""The cosine below which the matcher shows nothing."""


def versions_like(rows: Sequence[MatchIndexEntry]) -> list[int]:
    """The versions, looked up in the last two weeks, of which a candidate is like one of these rows: one query."""
    wanted = _vectors(b"".join(bytes(row.vectors) for row in rows))
    recent = MatchSearch.objects.filter(done_at__gte=timezone.now() - RECENT, due_at__isnull=True).order_by("-done_at")
    found = []
    for version_id, vectors in recent.values_list("version_id", "vectors")[:MAX_SEARCHES].iterator(chunk_size=100):
        asked = _vectors(bytes(vectors))
        if len(asked) and float((asked @ wanted.T).max()) >= ALIKE:
            found.append(version_id)
    return found


def _vectors(data: bytes) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    return np.frombuffer(data, dtype=np.float16).reshape(-1, DIMENSIONS).astype(np.float32)
