"""Finding published checks by words: SQLite's FTS5 or PostgreSQL's tsvector, one row for each check.

A row's key is the check's `sequence`, so that results come in the order of every other list and are paged like it.
"""

import unicodedata
from typing import Final

from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

MOST_WORDS: Final = 12

_CREATE: Final = {
    "sqlite": [
        "CREATE VIRTUAL TABLE verdicts_publication_words USING fts5(words, tokenize = 'unicode61 remove_diacritics 2')"
    ],
    "postgresql": [
        "CREATE TABLE verdicts_publication_words (sequence bigint PRIMARY KEY, words tsvector NOT NULL)",
        "CREATE INDEX verdicts_publication_words_gin ON verdicts_publication_words USING gin (words)",
    ],
}
_KEEP: Final = {
    "sqlite": "INSERT OR REPLACE INTO verdicts_publication_words (rowid, words) VALUES (%s, %s)",
    "postgresql": (
        "INSERT INTO verdicts_publication_words (sequence, words) VALUES (%s, to_tsvector('simple', %s))"
        " ON CONFLICT (sequence) DO UPDATE SET words = EXCLUDED.words"
    ),
}
_FIND: Final = {
    "sqlite": """
        FROM verdicts_publication_words
        CROSS JOIN verdicts_publication AS found ON found.sequence = verdicts_publication_words.rowid
        WHERE verdicts_publication_words MATCH %s AND verdicts_publication_words.rowid < %s""",
    "postgresql": """
        FROM verdicts_publication_words
        JOIN verdicts_publication AS found ON found.sequence = verdicts_publication_words.sequence
        WHERE verdicts_publication_words.words @@ to_tsquery('simple', %s)
        AND verdicts_publication_words.sequence < %s""",
}
_NEWEST_FIRST: Final = {
    "sqlite": "ORDER BY verdicts_publication_words.rowid DESC LIMIT %s",
    "postgresql": "ORDER BY verdicts_publication_words.sequence DESC LIMIT %s",
}


def create_index(editor: BaseDatabaseSchemaEditor) -> None:
    """Make the table of words; for a migration."""
    for statement in _CREATE[editor.connection.vendor]:
        editor.execute(statement)


def drop_index(editor: BaseDatabaseSchemaEditor) -> None:
    """Take the table of words away; for a migration."""
    editor.execute("DROP TABLE IF EXISTS verdicts_publication_words")


def keep_words(sequence: int, words: str) -> None:
    """Let a check be found by these words, instead of those it had."""
    with connection.cursor() as cursor:
        cursor.execute(_KEEP[connection.vendor], [sequence, " ".join(folded_words(words))])


def expression_for(query: str) -> str:
    """The query in the index's own language; empty for no word at all.

    Every word has to be there; of the last one, which may still be typed, the beginning is enough. A beginning costs
    the index as much as all words that begin with it, so the others are not taken for beginnings.
    """
    words = folded_words(query)[:MOST_WORDS]
    if connection.vendor == "sqlite":
        return " ".join(f'"{word}"' for word in words) + ("*" if words else "")
    return " & ".join(f"'{word}'" for word in words) + (":*" if words else "")


def select_found(
    columns: str, expression: str, *, before: int, conditions: str, limit: int
) -> tuple[str, list[object]]:
    """The SELECT, with its parameters, of publications whose words match, by descending sequence below `before`.

    `columns` and `conditions` speak of the publication as `found` and come from our own code, never from a reader.
    The table of words is read first and in order, so that a common word costs no more than the page it fills.
    """
    vendor = connection.vendor
    sql = f"SELECT {columns} {_FIND[vendor]} {conditions} {_NEWEST_FIRST[vendor]}"
    return sql, [expression, before, limit]


def folded_words(text: str) -> list[str]:
    """The words of a text in one case and without accents; what is no letter and no digit parts words."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(
        character if character.isalnum() else "" if unicodedata.combining(character) else " " for character in plain
    )
    return kept.split()
