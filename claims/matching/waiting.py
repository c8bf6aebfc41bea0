"""Candidates that were looked up before something like them was indexed: which articles have to be looked up again."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import numpy as np
from django.utils import timezone

from claims.extraction import encoder, multilingual
from claims.matching.models import MatchIndexEntry, MatchSearch

RECENT: Final = timedelta(days=14)
MAX_SEARCHES: Final = 1_000
"""So many of the articles that were looked up last are asked, about 30 kB of vectors each, twice that with those across
languages."""
ALIKE: Final = 0.5
"""The cosine below which the matcher shows nothing, within a language and across languages."""

type Vectors = np.ndarray[tuple[int, int], np.dtype[np.float32]]


def versions_like(rows: Sequence[MatchIndexEntry]) -> list[int]:
    """The versions, looked up in the last two weeks, of which a candidate is like one of these rows: one query.

    A version that was looked up before languages were compared is among them as soon as they are.
    """
    wanted = _vectors(b"".join(bytes(row.vectors) for row in rows), encoder.DIMENSIONS)
    foreign = _vectors(b"".join(bytes(row.across_vectors) for row in rows), multilingual.DIMENSIONS)
    recent = MatchSearch.objects.filter(done_at__gte=timezone.now() - RECENT, due_at__isnull=True).order_by("-done_at")
    found = []
    asked = recent.values_list("version_id", "vectors", "across_vectors")[:MAX_SEARCHES]
    for version_id, vectors, shared in asked.iterator(chunk_size=100):
        never_compared = bool(vectors) and not shared and len(foreign) > 0
        if (
            never_compared
            or _are_alike(_vectors(bytes(vectors), encoder.DIMENSIONS), wanted)
            or _are_alike(_vectors(bytes(shared), multilingual.DIMENSIONS), foreign)
        ):
            found.append(version_id)
    return found


def _are_alike(some: Vectors, others: Vectors) -> bool:
    return bool(len(some) and len(others) and float((some @ others.T).max()) >= ALIKE)


def _vectors(data: bytes, dimensions: int) -> Vectors:
    return np.frombuffer(data, dtype=np.float16).reshape(-1, dimensions).astype(np.float32)
