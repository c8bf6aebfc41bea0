"""Working off the rows that are due: their words and vectors are made outside any transaction, and written in one
filtered update each, so that two workers on one row do no harm and a change meanwhile is done again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import OuterRef, Subquery
from django.db.models.fields.json import KT
from django.utils import timezone

from claims.extraction.across import VECTOR_BYTES as ACROSS_BYTES
from claims.extraction.matching import Earlier, Query
from claims.matching import across
from claims.matching.earlier import earlier_checks
from claims.matching.material import VECTOR_BYTES, earlier_of, encoder_name, hash_of, vectors_of_earlier
from claims.matching.models import MatchIndexEntry
from claims.verdicts.models import Publication

BATCH: Final = 64
INDEXED: Final = ["statement", "title", "text", "language", "content_hash"]
MADE: Final = ["vectors", "encoder", "across_vectors", "across_encoder"]


@dataclass(frozen=True)
class Vectors:
    """What two encoders made of a row, and their names: one for its own language, one across languages."""

    vectors: bytes
    encoder: str
    across_vectors: bytes = b""
    across_encoder: str = ""


def index_due() -> tuple[int, list[MatchIndexEntry]]:
    """Index the next rows that are due: how many were looked at, and those that read otherwise than before."""
    summary = Publication.objects.filter(claim=OuterRef("claim"), is_current=True).annotate(
        words=KT("content__summary")
    )
    due = list(
        MatchIndexEntry.objects.filter(due=True)
        .select_related("claim__claimant", "outside")
        .annotate(published_summary=Subquery(summary.values("words")[:1]))
        .order_by("pk")[:BATCH]
    )
    encoder, further = (encoder_name(), across.encoder_name()) if due else ("", "")
    todo: list[tuple[MatchIndexEntry, Earlier, str]] = []
    for row in due:
        earlier = earlier_of(row)
        mark = hash_of(earlier, encoder, further)
        if mark == row.content_hash:
            MatchIndexEntry.objects.filter(pk=row.pk, asked=row.asked).update(due=False)
        else:
            todo.append((row, earlier, mark))
    rows = [earlier for _, earlier, _ in todo]
    made = [
        Vectors(own, encoder, shared, further)
        for own, shared in zip(vectors_of_earlier(rows), across.vectors_of_earlier(rows), strict=True)
    ]
    changed = [
        row for (row, earlier, mark), vectors in zip(todo, made, strict=True) if _write(row, earlier, vectors, mark)
    ]
    return len(due), changed


def neighbours_of(rows: Sequence[MatchIndexEntry]) -> set[int]:
    """The claims whose own matches may read otherwise now that these rows do, the rows' own claims included."""
    earlier = earlier_checks()
    earlier.refresh()
    found = {row.claim_id for row in rows if row.claim_id}
    for row, alike in zip(rows, earlier.alike([query_of(row) for row in rows]), strict=True):
        claims = [int(near.key[1:]) for near in alike if near.key[0] == "c"]
        found |= {number for number in claims if not row.claim_id or number > row.claim_id}
    return found


def query_of(row: MatchIndexEntry) -> Query:
    """A row of the index as a question: what else is like it?"""
    return Query(
        row.statement,
        vector=bytes(row.vectors)[:VECTOR_BYTES],
        language=row.language,
        across=bytes(row.across_vectors)[:ACROSS_BYTES],
    )


def _write(row: MatchIndexEntry, earlier: Earlier, made: Vectors, mark: str) -> bool:
    row.statement, row.title, row.text = earlier.claim, earlier.title, earlier.text
    row.language, row.content_hash = earlier.language, mark
    for name in MADE:
        setattr(row, name, getattr(made, name))
    values = {name: getattr(row, name) for name in INDEXED + MADE}
    mine = MatchIndexEntry.objects.filter(pk=row.pk, asked=row.asked)
    return bool(mine.update(**values, due=False, indexed_at=timezone.now()))
