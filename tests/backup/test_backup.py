"""`manage.py backup`: everything of one moment, while people work, and what is missing is named."""

import stat
import threading
from io import StringIO
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from claims.articles.models import Outlet
from claims.backup.checking import damaged_parts
from claims.backup.kept_files import Folder
from claims.backup.portable import export_all
from claims.tracking.enums import ClaimState
from claims.verdicts.enums import CopyState
from claims.verdicts.models import Evidence, EvidenceCopy
from tests.factories import OutletFactory
from tests.workflow import stories


@pytest.fixture
def media(settings, tmp_path):
    """A folder of kept files with one in it."""
    folder = tmp_path / "media"
    folder.mkdir()
    (folder / "kept.bin").write_bytes(bytes(range(256)) * 100)
    settings.MEDIA_ROOT = str(folder)
    return folder


def backup(dest, **options):
    out = StringIO()
    call_command("backup", dest, stdout=out, stderr=out, **options)
    return out.getvalue()


@pytest.mark.django_db
def test_a_backup_is_for_this_account_alone_and_read_through(media, tmp_path):
    OutletFactory()
    file = tmp_path / "desk.zip"

    said = backup(file)

    assert "and 1 files, read through again." in said
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert damaged_parts(file) == []


@pytest.mark.django_db
def test_a_damaged_part_is_named(media, tmp_path):
    file, changed = tmp_path / "desk.zip", tmp_path / "changed.zip"
    backup(file)
    with ZipFile(file) as old, ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"x" if name == "media/kept.bin" else old.read(name))
    (tmp_path / "none.zip").write_bytes(b"PK nonsense")

    assert damaged_parts(changed) == ["media/kept.bin"]
    assert damaged_parts(tmp_path / "none.zip") == ["none.zip"]


@pytest.mark.django_db
def test_a_folder_keeps_the_newest(media, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    for day in ("20260101-000000", "20260102-000000", "20260103-000000"):
        (folder / f"plumbline-{day}.zip").write_bytes(b"old")
    (folder / "another.zip").write_bytes(b"not ours")

    backup(folder, keep=2)

    names = sorted(path.name for path in folder.iterdir())
    assert names[:2] == ["another.zip", "plumbline-20260103-000000.zip"]
    assert len(names) == 3


@pytest.mark.django_db
def test_every_file_that_cannot_be_read_is_named_and_the_rest_is_kept(media, tmp_path):
    stories.claim_in(ClaimState.SUBMITTED, stories.crew())
    copy = EvidenceCopy.objects.create(
        evidence=Evidence.objects.first(),
        state=CopyState.KEPT,
        file="evidence/2026/11/away.pdf",
        sha256="0" * 64,
        copied_at=timezone.now(),
        queued_at=timezone.now(),
    )
    file = tmp_path / "desk.zip"

    with pytest.raises(CommandError, match="1 kept files are not in the backup"):
        backup(file)

    assert copy.file.name == "evidence/2026/11/away.pdf"
    assert export_all(tmp_path / "again.zip", media=Folder(media)).unread == ("evidence/2026/11/away.pdf",)
    assert damaged_parts(file) == []


@pytest.mark.django_db
def test_a_place_that_is_not_there_is_said(media, tmp_path):
    with pytest.raises(CommandError, match="No backup was written"):
        backup(tmp_path / "no such folder" / "desk.zip")


@pytest.mark.django_db(transaction=True)
def test_people_write_while_it_runs_and_it_holds_one_moment(media, tmp_path):
    """A writer that would give up after a second writes a hundred times while large files are packed."""
    (media / "large.bin").write_bytes(bytes(150_000_000))
    outlet = OutletFactory(name="before")
    begun, failed, written = threading.Event(), [], []

    def write():
        try:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SET lock_timeout = '1s'" if connection.vendor == "postgresql" else "PRAGMA busy_timeout = 1000"
                )
            begun.wait(60)
            while len(written) < 100:
                with transaction.atomic():
                    Outlet.objects.filter(pk=outlet.pk).update(name=f"during {len(written)}")
                written.append(1)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    begun.set()
    report = export_all(tmp_path / "desk.zip", media=Folder(media))
    writer.join(120)

    assert failed == []
    assert len(written) == 100
    assert report.files == 2
    with ZipFile(tmp_path / "desk.zip") as archive:
        [line] = archive.read("tables/articles.outlet.jsonl").decode().splitlines()
    assert '"before"' in line or '"during' in line
