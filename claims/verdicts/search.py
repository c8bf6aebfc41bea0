"""Finding published checks by words, one document for each check.

A document's key is the check's `sequence`, so that results come in the order of every other list and are paged like it.
"""

# ruff: noqa: S608 - what a reader typed goes in as a parameter

from typing import Final

from django.db import connection

from claims.searching.fields import holding
from claims.searching.index import SearchIndex

PUBLICATIONS: Final = SearchIndex(table="verdicts_publication_words")
"""Written by `claims.verdicts.facets` when a check is published: its words stand in JSON, which no trigger reads."""


def select_found(columns: str, text: str, *, before: int, conditions: str, limit: int) -> tuple[str, list[object]]:
    """The SELECT, with its parameters, of publications that hold a text's words, by descending sequence below `before`.

    Every word has to be there; of the last one, which may still be typed, the beginning is enough. `columns` and
    `conditions` speak of the publication as `found` and come from our own code, never from a reader. The table of words
    is read first and in order, so that a common word costs no more than the page it fills.
    """
    condition, question = holding(PUBLICATIONS, text, connection.vendor)
    words = PUBLICATIONS.table
    # SQLite reads what stands left of CROSS JOIN first; to PostgreSQL it is a join like any other.
    sql = (
        f"SELECT {columns} FROM {words} CROSS JOIN verdicts_publication AS found"
        f" WHERE found.sequence = {words}.rowid AND {condition} AND {words}.rowid < %s {conditions}"
        f" ORDER BY {words}.rowid DESC LIMIT %s"
    )
    return sql, [question, before, limit]
