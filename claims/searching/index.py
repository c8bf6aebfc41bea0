"""Search tables: made by a migration, and kept in step by triggers of the database or written by the rows' own room.

Triggers leave no path of writing that could forget the index. They are taken away before migrations and put back after
them: SQLite rebuilds tables to change them, which loses their own triggers and fails over other tables' triggers that
name them.
"""

# ruff: noqa: S608 - the statements are made of constants of the code; what people type goes in as parameters

from dataclasses import dataclass

from django.apps import AppConfig
from django.db import connection as default_connection
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.signals import post_migrate, pre_migrate

from claims.searching.words import MARKS, words_of

# PostgreSQL takes numbers, addresses and words with hyphens whole, and passes over what looks like a tag; people search
# for the parts.
_JOINTS = ".-+/@_:~?=#&;<>"
# SQLite's tokenizer drops the marks over letters by itself; PostgreSQL gets them taken apart from the letters first.
# Neither database knows that ß and ss are the same to whoever searches.
_SS = "replace(replace({}, 'ß', 'ss'), 'ẞ', 'ss')"
_PLAIN_WORDS = (
    f"translate(normalize(regexp_replace(normalize({_SS.format('left(s.words, 250000)')}, NFD),"
    f" '[{MARKS}]', '', 'g'), NFC),"
    f" '{_JOINTS}', '{' ' * len(_JOINTS)}')"
)


@dataclass(frozen=True)
class Trigger:
    """A change that makes documents out of date: `event` as SQL, and the ids it concerns as SQL over old and new."""

    name: str
    event: str
    ids: str
    gone: bool = False


@dataclass(frozen=True)
class SearchIndex:
    """A search table with the columns `rowid` and `words`.

    `source` is the SELECT of `id` and `words` that fills it, and `triggers` keep it in step; without them its room
    writes it by `keep_words`. `prefixes` are the lengths of a word's beginning that SQLite keeps an index of; for a
    beginning of another length it gathers all its documents before it gives the first.
    """

    table: str
    source: str = ""
    triggers: tuple[Trigger, ...] = ()
    prefixes: str = "2 3"


def keep_words(index: SearchIndex, key: int, text: str) -> None:
    """Let a row be found by the words of this text, instead of those it had."""
    words = " ".join(words_of(text))
    with default_connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {index.table} WHERE rowid = %s", [key])
        value = "%s" if default_connection.vendor == "sqlite" else "to_tsvector('simple', %s)"
        cursor.execute(f"INSERT INTO {index.table} (rowid, words) VALUES (%s, {value})", [key, words])


def keep_in_step(app: AppConfig, index: SearchIndex) -> None:
    """Take the triggers away before every migration and put them back after it; called when the app is ready."""

    def before(sender: AppConfig, using: str, **kwargs: object) -> None:
        _drop_triggers(index, connections[using])

    def after(sender: AppConfig, using: str, **kwargs: object) -> None:
        connection = connections[using]
        if index.table not in connection.introspection.table_names():
            return
        _create_triggers(index, connection)
        if kwargs.get("plan"):
            rebuild(index, connection)

    pre_migrate.connect(before, sender=app, weak=False, dispatch_uid=f"{index.table}.before")
    post_migrate.connect(after, sender=app, weak=False, dispatch_uid=f"{index.table}.after")


def create_table(index: SearchIndex, connection: BaseDatabaseWrapper) -> None:
    """Make the empty search table, for a migration."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                f"CREATE VIRTUAL TABLE {index.table} USING fts5("
                f"words, tokenize='unicode61 remove_diacritics 2', prefix='{index.prefixes}')"
            )
            return
        cursor.execute(f"CREATE TABLE {index.table} (rowid bigint PRIMARY KEY, words tsvector NOT NULL)")
        cursor.execute(f"CREATE INDEX {index.table}_words ON {index.table} USING gin (words)")


def drop_table(index: SearchIndex, connection: BaseDatabaseWrapper) -> None:
    """Take the search table away again."""
    _drop_triggers(index, connection)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {index.table}")


def rebuild(index: SearchIndex, connection: BaseDatabaseWrapper) -> None:
    """Write every document anew."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {index.table}")
        cursor.execute(_insert(index, connection))


def _insert(index: SearchIndex, connection: BaseDatabaseWrapper, ids: str = "") -> str:
    chosen = f" WHERE s.id IN ({ids})" if ids else ""
    if connection.vendor == "sqlite":
        words = _SS.format("s.words")
        return f"INSERT INTO {index.table}(rowid, words) SELECT s.id, {words} FROM ({index.source}) s{chosen}"
    return (
        f"INSERT INTO {index.table}(rowid, words) "
        f"SELECT s.id, to_tsvector('simple', {_PLAIN_WORDS}) FROM ({index.source}) s{chosen}"
    )


def _create_triggers(index: SearchIndex, connection: BaseDatabaseWrapper) -> None:
    for trigger in index.triggers:
        steps = [f"DELETE FROM {index.table} WHERE rowid IN ({trigger.ids})"]
        if not trigger.gone:
            steps.append(_insert(index, connection, trigger.ids))
        body = "; ".join(steps)
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute(f"CREATE TRIGGER IF NOT EXISTS {trigger.name} AFTER {trigger.event} BEGIN {body}; END")
                continue
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {trigger.name}() RETURNS trigger AS $$ "
                f"BEGIN {body}; RETURN NULL; END $$ LANGUAGE plpgsql"
            )
            cursor.execute(
                f"CREATE OR REPLACE TRIGGER {trigger.name} AFTER {trigger.event} "
                f"FOR EACH ROW EXECUTE FUNCTION {trigger.name}()"
            )


def _drop_triggers(index: SearchIndex, connection: BaseDatabaseWrapper) -> None:
    tables = set(connection.introspection.table_names())
    for trigger in index.triggers:
        table = trigger.event.rpartition(" ")[2]
        if table not in tables:
            continue
        on = "" if connection.vendor == "sqlite" else f" ON {table}"
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TRIGGER IF EXISTS {trigger.name}{on}")
