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
_FORGET: Final = {
    "sqlite": "DELETE FROM verdicts_publication_words WHERE rowid = %s",
    "postgresql": "DELETE FROM verdicts_publication_words WHERE sequence = %s",
}
_FIND: Final = {
    "sqlite": "SELECT rowid FROM verdicts_publication_words WHERE verdicts_publication_words MATCH %s",
    "postgresql": "SELECT sequence FROM verdicts_publication_words WHERE words @@ to_tsquery('simple', %s)",
}
_BEFORE: Final = {
    "sqlite": " AND rowid < %s ORDER BY rowid DESC",
    "postgresql": " AND sequence < %s ORDER BY sequence DESC",
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


def forget_words(sequence: int) -> None:
    """Let a check not be found any more."""
    with connection.cursor() as cursor:
        cursor.execute(_FORGET[connection.vendor], [sequence])


def matching(query: str, before: int) -> tuple[str, list[object]] | None:
    """The SELECT, with its parameters, of the `sequence` of checks that have all words of a query, newest first.

    Each word of the query may be the beginning of a word. `before` is the sequence to begin below. None for a query
    without a word in it.
    """
    words = folded_words(query)[:MOST_WORDS]
    if not words:
        return None
    vendor = connection.vendor
    if vendor == "sqlite":
        expression = " ".join(f'"{word}"*' for word in words)
    else:
        expression = " & ".join(f"'{word}':*" for word in words)
    return _FIND[vendor] + _BEFORE[vendor], [expression, before]


def folded_words(text: str) -> list[str]:
    """The words of a text in one case and without accents; what is no letter and no digit parts words."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(
        character if character.isalnum() else "" if unicodedata.combining(character) else " " for character in plain
    )
    return kept.split()
