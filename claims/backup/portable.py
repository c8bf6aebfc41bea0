"""The whole desk as one file, and back: every row of every table and every kept file, for SQLite and PostgreSQL alike.

The file is a ZIP with a manifest, one `tables/<label>.jsonl` for each table (a line for each row, in the order of their
keys) and the files under `media/`. A row is a list of values in the order of the columns that the manifest names.
Sessions and answers kept for Idempotency-Keys stay behind: they are nothing to restore. Roles are written by
name, since each database numbers its groups itself.
"""

import base64
import hashlib
import json
import os
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import batched
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Final
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from django.apps import apps
from django.contrib.auth.models import Group
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models.sql import InsertQuery
from django.utils.translation import gettext as _

from claims.backup.kept_files import KeptFiles
from claims.backup.snapshot import one_moment
from claims.encryption import EncryptedTextField, encrypt
from claims.outages import as_outage
from claims.sentences import Sentence

FORMAT: Final = "plumbline-desk"
VERSION: Final = 1
LEFT_OUT: Final = frozenset({"api", "jobs"})
LEFT_OUT_TABLES: Final = frozenset({"accounts.session", "accounts.attempts"})
OTHERS: Final = frozenset({"mfa.authenticator", "socialaccount.socialaccount"})
"""Tables of libraries that hold what people could not type in again."""
BATCH: Final = 500
SIGNS: Final = "signs/"
COPY_BYTES: Final = 1024 * 1024
SPOOL_BYTES: Final = 16 * 1024 * 1024

type Json = dict[str, Any]
type Column = models.Field[Any, Any]


class NotPortable(Exception):
    """The file cannot be restored here; the message is a sentence and nothing was changed."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Report:
    """How much was written or restored; `unread` names the files that rows speak of and that could not be read."""

    tables: int
    rows: int
    files: int
    unread: tuple[str, ...] = ()


def export_all(target: Path, *, media: KeptFiles) -> Report:
    """Write everything into one file, from one moment of the database; the file appears only when it is whole.

    Nobody waits meanwhile: the rows are read as of one moment, and the files, which are never changed, after them.
    """
    partial = target.with_name(f"{target.name}.part")
    try:
        # For this account alone: it holds everybody's data.
        with os.fdopen(os.open(partial, os.O_CREAT | os.O_TRUNC | os.O_RDWR, 0o600), "w+b") as stream:
            report = _write(stream, media)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    return report


def _write(stream: IO[bytes], media: KeptFiles) -> Report:
    with ZipFile(stream, "w", ZIP_DEFLATED, compresslevel=6) as archive:
        with one_moment():
            tables = [_write_table(archive, model) for model in _models()]
            wanted = _files_of_rows()
            manifest = {
                "format": FORMAT,
                "version": VERSION,
                "migrations": _migrations(),
                "groups": list(Group.objects.order_by("name").values_list("name", flat=True)),
                "tables": tables,
            }
        written = [_write_file(archive, media, name) for name in _names(media)]
        files = [file for file in written if file is not None]
        archive.writestr("manifest.json", json.dumps(manifest | {"files": files}, indent=1))
    unread = wanted - {file["name"] for file in files}
    return Report(len(tables), sum(table["rows"] for table in tables), len(files), tuple(sorted(unread)))


def _files_of_rows() -> set[str]:
    """The names of the files that rows speak of."""
    names: set[str] = set()
    for model in _models():
        for field in _columns(model):
            if isinstance(field, models.FileField):
                names.update(model._base_manager.exclude(**{field.name: ""}).values_list(field.name, flat=True))
    return names - {None}


def import_all(source: Path, *, media: KeptFiles) -> Report:
    """Restore a file of `export_all` into an empty desk with the same migrations, all of it or nothing."""
    try:
        with ZipFile(source) as archive:
            manifest = _manifest(archive)
            _refuse_unless_empty(media)
            written: list[str] = []
            try:
                with transaction.atomic():
                    groups = _groups(manifest)
                    rows = sum(_read_table(archive, table, groups) for table in manifest["tables"])
                    _restore_sequences(manifest)
                    for file in manifest["files"]:
                        written.append(_read_file(archive, media, file))
                    # Before the files stay: a row that refers to nothing ends the restoration.
                    connection.check_constraints()
            except BaseException:
                for name in written:
                    media.remove(name)
                raise
    except (BadZipFile, zlib.error, OSError, EOFError) as error:
        raise NotPortable(_("The file cannot be read: %(error)s.") % {"error": error}) from error
    return Report(len(manifest["tables"]), rows, len(written))


def _models() -> list[type[models.Model]]:
    """Every table of ours, those between two others included, in a fixed order."""
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if (model.__module__.startswith("claims.") or model._meta.label_lower in OTHERS)
        and model._meta.app_label not in LEFT_OUT
        and model._meta.label_lower not in LEFT_OUT_TABLES
        and model._meta.managed
        and not model._meta.proxy
    ]
    return sorted(found, key=lambda model: model._meta.label_lower)


def _columns(model: type[models.Model]) -> list[Column]:
    return [field for field in model._meta.concrete_fields if not field.generated]


def _write_table(archive: ZipFile, model: type[models.Model]) -> Json:
    fields = _columns(model)
    digest, count = hashlib.sha256(), 0
    rows = model._base_manager.order_by("pk").values_list(*map(_written, fields))
    with archive.open(f"tables/{model._meta.label_lower}.jsonl", "w", force_zip64=True) as stream:
        for row in rows.iterator(chunk_size=2000):
            line = _line([_kept_secret(field, _plain(value)) for field, value in zip(fields, row, strict=True)])
            stream.write(line)
            digest.update(line)
            count += 1
    return {
        "table": model._meta.label_lower,
        "columns": [field.attname for field in fields],
        "rows": count,
        "sha256": digest.hexdigest(),
        "last": _last_key(model),
    }


def _written(field: Column) -> str:
    """What of a column is written."""
    return f"{field.name}__name" if _is_group(field) else field.attname


def _is_group(field: Column) -> bool:
    return field.remote_field is not None and field.remote_field.model is Group


def _line(row: list[Any]) -> bytes:
    """One row; the names in JSON columns are sorted, since PostgreSQL keeps them in an order of its own."""
    return json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def _kept_secret(field: Column, value: Any) -> Any:
    """What is encrypted in the database is encrypted in the file too."""
    return encrypt(value) if value and isinstance(field, EncryptedTextField) else value


def _plain(value: Any) -> Any:  # whatever a column holds
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Sentence):
        return value.kept
    if isinstance(value, bytes | memoryview):
        return {"base64": base64.b64encode(bytes(value)).decode()}
    return value


def _read_table(archive: ZipFile, table: Json, groups: Mapping[str, int]) -> int:
    model = apps.get_model(table["table"])
    fields = _columns(model)
    read = [_reader(field, groups) for field in fields]
    count = 0
    with archive.open(f"tables/{table['table']}.jsonl") as stream:
        for lines in batched(_checked(stream, table["sha256"], table["table"]), BATCH):
            objects = [_object(model, fields, read, json.loads(line)) for line in lines]
            _insert(model, fields, objects)
            count += len(objects)
    return count


def _object(
    model: type[models.Model], fields: list[Column], read: list[Callable[[Any], Any]], row: list[Any]
) -> models.Model:
    values = {field.attname: into(value) for field, into, value in zip(fields, read, row, strict=True)}
    return model(**values)


def _reader(field: Column, groups: Mapping[str, int]) -> Callable[[Any], Any]:
    """How a value of the file becomes one of the column."""
    if _is_group(field):
        return lambda value: groups[value]
    if field.remote_field is not None:
        return lambda value: value
    if isinstance(field, models.JSONField):
        return lambda value: value
    if isinstance(field, models.BinaryField):
        return lambda value: None if value is None else base64.b64decode(value["base64"])
    return lambda value: None if value is None else field.to_python(value)


def _insert(model: type[models.Model], fields: list[Column], objects: list[models.Model]) -> None:
    """Store rows exactly as they are: no automatic dates, no new keys."""
    size = connection.ops.bulk_batch_size(fields, objects) or len(objects)
    for some in batched(objects, size):
        query = InsertQuery(model)
        query.insert_values(fields, list(some), raw=True)
        query.get_compiler(connection=connection).execute_sql()


def _checked(stream: IO[bytes], expected: str, name: str) -> Iterator[bytes]:
    digest = hashlib.sha256()
    for line in stream:
        digest.update(line)
        yield line
    if digest.hexdigest() != expected:
        raise NotPortable(_("The part %(name)s of the file is damaged. Take another copy of it.") % {"name": name})


def _manifest(archive: ZipFile) -> Json:
    try:
        manifest: Json = json.loads(archive.read("manifest.json"))
    except (KeyError, ValueError) as error:
        raise NotPortable(_("This is no file of export_all.")) from error
    if manifest.get("format") != FORMAT or manifest.get("version") != VERSION:
        raise NotPortable(_("This is no file of export_all, or one of a version that this desk does not read."))
    here, there = set(map(tuple, _migrations())), set(map(tuple, manifest["migrations"]))
    if here != there:
        example = ".".join(sorted(here ^ there)[0])
        raise NotPortable(
            _(
                "The file was written by another version of Plumbline (they differ in %(example)s)."
                " Restore it with the version that wrote it, then update."
            )
            % {"example": example}
        )
    if {table["table"] for table in manifest["tables"]} != {model._meta.label_lower for model in _models()}:
        raise NotPortable(_("The file does not hold the tables of this desk."))
    return manifest


def _migrations() -> list[list[str]]:
    applied = MigrationRecorder(connection).applied_migrations()
    ours = {model._meta.app_label for model in _models()}
    return sorted([app, name] for app, name in applied if app in ours)


def _refuse_unless_empty(media: KeptFiles) -> None:
    full = [model._meta.verbose_name_plural for model in _models() if model._base_manager.exists()]
    if full or any(True for __ in _names(media)):
        raise NotPortable(
            _("This desk is not empty (%(value)s). Restore into a new data folder or a new database.")
            % {"value": ", ".join(map(str, full[:3])) or _("there are files")}
        )


def _groups(manifest: Json) -> dict[str, int]:
    """The groups by name with their keys here; those that are missing are made."""
    here = dict(Group.objects.values_list("name", "pk"))
    for name in sorted(set(manifest["groups"]) - set(here)):
        here[name] = Group.objects.create(name=name).pk
    return here


def _last_key(model: type[models.Model]) -> int | None:
    """The last number given out, so that one whose row is gone is not given out again."""
    if not isinstance(model._meta.pk, models.AutoField | models.BigAutoField):
        return None
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            table, column = model._meta.db_table, model._meta.pk.column
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table}"', column])
            sequence = cursor.fetchone()[0]
            cursor.execute(f"SELECT last_value, is_called FROM {sequence}")  # noqa: S608  # the server's own name
            last, called = cursor.fetchone()
            # A row stored under a number of its own, as a single row of settings is, leaves the sequence behind.
            highest = model._base_manager.aggregate(highest=models.Max("pk"))["highest"] or 0
            return max(int(last) if called else 0, int(highest)) or None
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
        row = cursor.fetchone()
        return int(row[0]) or None if row else None


def _restore_sequences(manifest: Json) -> None:
    tables = {table["table"]: table["last"] for table in manifest["tables"] if table["last"]}
    with connection.cursor() as cursor:
        for model in _models():
            last = tables.get(model._meta.label_lower)
            if last is None:
                continue
            table, pk = model._meta.db_table, model._meta.pk
            if connection.vendor == "postgresql":
                cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [f'"{table}"', pk.column, last])
                continue
            cursor.execute("UPDATE sqlite_sequence SET seq = max(seq, %s) WHERE name = %s", [last, table])
            if cursor.rowcount == 0:
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, last])


def _names(media: KeptFiles) -> Iterator[str]:
    """Every file but the signs that running workers leave among them."""
    return (name for name in media.names() if not name.startswith(SIGNS))


def _write_file(archive: ZipFile, media: KeptFiles, name: str) -> Json | None:
    """One kept file; None where it cannot be read, so that one bad sector does not cost the backup of all others."""
    digest = hashlib.sha256()
    try:
        with media.open(name) as stream, archive.open(f"media/{name}", "w", force_zip64=True) as target:
            for chunk in iter(lambda: stream.read(COPY_BYTES), b""):
                digest.update(chunk)
                target.write(chunk)
    except OSError as error:
        if as_outage(error):
            raise  # what is full is the place that is written to
        return None
    return {"name": name, "sha256": digest.hexdigest()}


def _read_file(archive: ZipFile, media: KeptFiles, file: Json) -> str:
    name = str(file["name"])
    digest = hashlib.sha256()
    # Whole and checked before it is stored: an object cannot be taken back half-way.
    with archive.open(f"media/{name}") as stream, SpooledTemporaryFile(max_size=SPOOL_BYTES) as whole:
        for chunk in iter(lambda: stream.read(COPY_BYTES), b""):
            digest.update(chunk)
            whole.write(chunk)
        if digest.hexdigest() != file["sha256"]:
            raise NotPortable(_("The part %(name)s of the file is damaged. Take another copy of it.") % {"name": name})
        whole.seek(0)
        try:
            media.add(name, whole)
        except ValueError as error:
            said = _("The file holds a part with the name %(name)s, which leads outside.")
            raise NotPortable(said % {"name": repr(name[:80])}) from error
    return name
