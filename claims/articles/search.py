"""Full-text search behind one door: SQLite's FTS5, or PostgreSQL's tsvector with a GIN index.

An index is a table beside the rows it covers, kept in step by triggers of the database, so that no path of writing can
forget it. The triggers are taken away before migrations and put back after them: SQLite rebuilds tables to change them,
which loses their own triggers and fails over other tables' triggers that name them.
"""

# ruff: noqa: S608, S611 - the statements are made of this module's constants; what people type goes in as parameters

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.signals import post_migrate, pre_migrate

WORDS_LIMIT = 8
_MARKS = r"\u0300-\u036f"
# SQLite's tokenizer drops the marks over letters by itself; PostgreSQL gets them taken apart from the letters first.
_PLAIN_WORDS = f"normalize(regexp_replace(normalize(left(s.words, 250000), NFD), '[{_MARKS}]', '', 'g'), NFC)"


@dataclass(frozen=True)
class Trigger:
    """A change that makes documents out of date: `event` as SQL, and the ids it concerns as SQL over old and new."""

    name: str
    event: str
    ids: str
    gone: bool = False


@dataclass(frozen=True)
class SearchIndex:
    """A search table, the SELECT of `id` and `words` that fills it, and the triggers that keep it in step.

    `prefixes` are the lengths of a word's beginning that SQLite keeps an index of; for a beginning of another length it
    gathers all its documents before it gives the first.
    """

    table: str
    owner: str
    source: str
    triggers: tuple[Trigger, ...]
    prefixes: str = "2 3"


ARTICLES = SearchIndex(
    table="articles_article_search",
    owner="articles_article",
    source=(
        "SELECT a.id AS id, v.title || ' ' || v.deck || ' ' || v.byline || ' ' || COALESCE(o.name, '') || ' '"
        " || a.url || ' ' || v.text AS words FROM articles_article a"
        " JOIN articles_articleversion v ON v.id = a.current_id LEFT JOIN articles_outlet o ON o.id = a.outlet_id"
    ),
    triggers=(
        Trigger("article_search_insert", "INSERT ON articles_article", "new.id"),
        Trigger("article_search_update", "UPDATE OF current_id, outlet_id, url ON articles_article", "new.id"),
        Trigger("article_search_delete", "DELETE ON articles_article", "old.id", gone=True),
        Trigger(
            "article_search_outlet",
            "UPDATE OF name ON articles_outlet",
            "SELECT id FROM articles_article WHERE outlet_id = new.id",
        ),
    ),
)


@dataclass(frozen=True)
class Past:
    """The ids below one, or above it."""

    id: int
    downwards: bool


def matching_ids(index: SearchIndex, text: str, *, past: Past | None = None, using: str = "default") -> RawSQL:
    """The ids of the documents that hold every word of the text, each at a word's beginning; for `pk__in=`.

    With `past`, of those beyond an id only.
    """
    sql, params = _ids_sql(index, text, connections[using])
    if past is None:
        return RawSQL(sql, params)
    key = _key(connections[using])
    return RawSQL(f"{sql} AND {index.table}.{key} {'<' if past.downwards else '>'} %s", [*params, past.id])


@dataclass(frozen=True)
class IdList:
    """Ids read already, up to a limit, and kept as the database writes a list: to read them costs more than to ask."""

    length: int
    is_cut: bool
    """Whether there may be more."""
    written: str
    vendor: str

    def ids(self, limit: int | None = None) -> RawSQL:
        """The first of them, or all, for `pk__in=`: one parameter however many they are."""
        if self.vendor == "sqlite":
            return RawSQL("SELECT value FROM json_each(%s) LIMIT %s", [self.written, -1 if limit is None else limit])
        return RawSQL("SELECT unnest(%s::bigint[]) LIMIT %s", [self.written, limit])

    @property
    def distinct(self) -> int:
        """How many they are, each counted once."""
        return len(set(self.written.strip("[{}]").split(","))) if self.length else 0


def newest_matches(index: SearchIndex, text: str, *, limit: int, using: str = "default") -> IdList:
    """The newest documents that `matching_ids` finds, so many at most: one query."""
    sql, params = _ids_sql(index, text, connections[using])
    return _listed(f"{sql} ORDER BY 1 DESC LIMIT %s", [*params, limit], limit, using)


def ids_of(rows: QuerySet[Any, Any], *, limit: int) -> IdList:
    """What a queryset of one column yields, so many at most: one query."""
    return _listed(*rows[:limit].query.sql_with_params(), limit, rows.db)


def _listed(sql: str, params: Sequence[Any], limit: int, using: str) -> IdList:
    vendor = connections[using].vendor
    written = "json_group_array(id)" if vendor == "sqlite" else "COALESCE(array_agg(id), '{}')::text"
    with connections[using].cursor() as cursor:
        cursor.execute(f"WITH found(id) AS ({sql}) SELECT COUNT(*), {written} FROM found", params)
        length, ids = cursor.fetchone()
    return IdList(length, length >= limit, ids, vendor)


def words_of(text: str) -> list[str]:
    """The words a search looks for, in lower case and without the marks over letters, as both indexes keep them."""
    plain = re.sub(f"[{_MARKS}]", "", unicodedata.normalize("NFD", text))
    return re.findall(r"\w+", "".join(map(_folded, unicodedata.normalize("NFC", plain))))[:WORDS_LIMIT]


def _folded(letter: str) -> str:
    """The letter in lower case; ß stays one letter, as it does in both indexes."""
    folded = letter.casefold()
    return folded if len(folded) == 1 else letter.lower()


def search_articles(text: str) -> RawSQL:
    """The ids of the articles whose current words hold every word of the text; for `pk__in=`."""
    return matching_ids(ARTICLES, text)


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
        cursor.execute(f"CREATE TABLE {index.table} (id bigint PRIMARY KEY, document tsvector NOT NULL)")
        cursor.execute(f"CREATE INDEX {index.table}_words ON {index.table} USING gin (document)")


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


def _ids_sql(index: SearchIndex, text: str, connection: BaseDatabaseWrapper) -> tuple[str, list[str]]:
    words = words_of(text)
    table = index.table
    if not words:
        return f"SELECT {table}.{_key(connection)} FROM {table} WHERE 1 = 0", []
    if connection.vendor == "sqlite":
        return f"SELECT {table}.rowid FROM {table} WHERE {table} MATCH %s", [" ".join(f'"{w}"*' for w in words)]
    query = " & ".join(f"{word}:*" for word in words)
    return f"SELECT {table}.id FROM {table} WHERE {table}.document @@ to_tsquery('simple', %s)", [query]


def _key(connection: BaseDatabaseWrapper) -> str:
    return "rowid" if connection.vendor == "sqlite" else "id"


def _insert(index: SearchIndex, connection: BaseDatabaseWrapper, ids: str = "") -> str:
    chosen = f" WHERE s.id IN ({ids})" if ids else ""
    if connection.vendor == "sqlite":
        return f"INSERT INTO {index.table}(rowid, words) SELECT s.id, s.words FROM ({index.source}) s{chosen}"
    return (
        f"INSERT INTO {index.table}(id, document) "
        f"SELECT s.id, to_tsvector('simple', {_PLAIN_WORDS}) FROM ({index.source}) s{chosen}"
    )


def _create_triggers(index: SearchIndex, connection: BaseDatabaseWrapper) -> None:
    for trigger in index.triggers:
        steps = [f"DELETE FROM {index.table} WHERE {_key(connection)} IN ({trigger.ids})"]
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
