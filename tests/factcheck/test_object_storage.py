"""Files in an object storage: an S3 server on this machine in the place of a provider's."""

import hashlib
from base64 import b64decode
from datetime import timedelta
from io import StringIO

import boto3
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from moto.server import ThreadedMotoServer

from claims.health.parts import look_again, parts
from claims.health.shared_files import are_shared, sign_files
from claims.jobs.models import Routine
from claims.outages import FilesUnreachable
from claims.tracking.enums import ClaimState
from claims.verdicts import copies
from claims.verdicts.copies import Content
from claims.verdicts.enums import CopyState
from claims.verdicts.models import Evidence, EvidenceCopy
from factcheck.environment import ConfigurationError, read_environment
from tests.factcheck.settings_of import run
from tests.ready_database import copy_file
from tests.workflow import stories

BACKEND = "factcheck.object_storage.ObjectStorage"
STATIC = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


@pytest.fixture(scope="module")
def server():
    """An S3 server that keeps everything in memory."""
    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    yield "http://{}:{}".format(*running.get_host_and_port())
    running.stop()


def options(server, bucket):
    return {
        "access_key": "KEY",
        "secret_key": "a/secret@key",
        "endpoint_url": server,
        "bucket_name": bucket,
        "region_name": "us-east-1",
    }


@pytest.fixture
def bucket(server, settings, request):
    """An empty bucket that this desk keeps its files in."""
    name = "desk-" + hashlib.sha256(request.node.name.encode()).hexdigest()[:20]
    given = options(server, name)
    client = boto3.client(
        "s3",
        endpoint_url=server,
        aws_access_key_id="KEY",
        aws_secret_access_key="a/secret@key",
        region_name="us-east-1",
    )
    client.create_bucket(Bucket=name)
    settings.STORAGES = {"default": {"BACKEND": BACKEND, "OPTIONS": given}, "staticfiles": STATIC}
    return client, name


@pytest.fixture
def gone(settings):
    """A storage that does not answer."""
    given = options("http://127.0.0.1:9", "desk")
    settings.STORAGES = {"default": {"BACKEND": BACKEND, "OPTIONS": given}, "staticfiles": STATIC}


def kept(people):
    claim = stories.claim_in(ClaimState.IN_REVIEW, people)
    source = Evidence.objects.filter(claim=claim).first()
    page = b"<p>The harbour board spent 4,210 pounds.</p>"
    content = Content(page, "text/html", timezone.now(), "The harbour board spent 4,210 pounds.")
    return copies.add_upload(source, content), page


@pytest.mark.django_db
def test_a_copy_is_kept_as_an_object_and_handed_out_by_the_desk(bucket, as_person, ana, nell):
    client, name = bucket
    copy, page = kept(stories.crew())
    stored = client.head_object(Bucket=name, Key=copy.file.name, ChecksumMode="ENABLED")
    assert stored["ContentLength"] == len(page)
    assert b64decode(stored["ChecksumSHA256"]).hex() == copy.sha256
    answer = as_person(ana).get(reverse("copy-download", args=[copy.pk]))
    assert b"".join(answer.streaming_content) == page
    assert as_person(nell).get(reverse("copy-download", args=[copy.pk])).status_code == 403


@pytest.mark.django_db
def test_an_object_is_never_written_over(bucket):
    first = default_storage.save("evidence/2026/11/same", ContentFile(b"first"))
    second = default_storage.save("evidence/2026/11/same", ContentFile(b"second"))
    assert first != second
    with default_storage.open(first) as file:
        assert file.read() == b"first"


@pytest.mark.django_db
def test_a_backup_of_objects_is_restored_into_another_bucket(bucket, server, tmp_path):
    client, name = bucket
    copy, page = kept(stories.crew())
    sign_files()
    said = StringIO()
    call_command("backup", tmp_path / "desk.zip", stdout=said, stderr=said)
    assert "and 1 files, read through again." in said.getvalue()

    client.create_bucket(Bucket="restored")
    there = f"s3+http://KEY:a/secret@key@{server.removeprefix('http://')}/restored?region=us-east-1"
    # An empty DATABASE_URL stands for SQLite in the new folder.
    given = {"FILES_URL": there, "DATABASE_URL": ""}
    for folder in ("new", "other"):
        copy_file(tmp_path / folder / "plumbline.sqlite3")
    restored = run("restore", str(tmp_path / "desk.zip"), folder=tmp_path / "new", **given)
    assert restored.returncode == 0, restored.stderr
    assert client.get_object(Bucket="restored", Key=copy.file.name)["Body"].read() == page
    again = run("restore", str(tmp_path / "desk.zip"), folder=tmp_path / "other", **given)
    assert "This desk is not empty (there are files)." in again.stderr


@pytest.mark.django_db
def test_files_that_no_row_speaks_of_are_removed(bucket, monkeypatch):
    copy, _page = kept(stories.crew())
    stray = default_storage.save(f"{copy.file.name}-stray", ContentFile(b"left by a killed process"))
    later = timezone.now() + timedelta(hours=2)
    monkeypatch.setattr(copies.timezone, "now", lambda: later)
    assert copies.remove_strays() == 1
    assert not default_storage.exists(stray)
    assert default_storage.exists(copy.file.name)


@pytest.mark.django_db
def test_a_storage_that_is_away_is_a_sentence_and_loses_nothing(gone, as_person, ana):
    copy = EvidenceCopy.objects.create(
        evidence=Evidence.objects.filter(claim=stories.claim_in(ClaimState.IN_REVIEW, stories.crew())).first(),
        state=CopyState.KEPT,
        file="evidence/2026/11/away",
        content_type="text/html",
        size=4,
        sha256="0" * 64,
        copied_at=timezone.now(),
        queued_at=timezone.now(),
    )
    with pytest.raises(FilesUnreachable):
        default_storage.save("evidence/2026/11/new", ContentFile(b"x"))
    answer = as_person(ana).get(reverse("copy-download", args=[copy.pk]))
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "15")
    assert "The place where files are kept does not answer" in answer.content.decode()
    look_again()
    (storage,) = [part for part in parts() if part.name == "storage"]
    assert not storage.is_well
    look_again()


@pytest.mark.django_db
def test_health_says_when_workers_keep_files_elsewhere(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "web"
    assert are_shared()
    Routine.objects.create(name="sign_files", in_queue="web", every=timedelta(minutes=1), due_at=Now(), done_at=Now())
    assert not are_shared()
    look_again()
    (storage,) = [part for part in parts() if part.name == "storage"]
    assert (storage.is_well, "Workers keep their files elsewhere" in storage.said) == (False, True)
    sign_files()
    assert are_shared()
    look_again()


@pytest.mark.parametrize(
    "url",
    [
        "s3://bucket",
        "https://KEY:SECRET@host/bucket",
        "s3://KEY@host/bucket",
        "s3://KEY:SECRET@host/",
        "s3://K:S@h/a/b",
    ],
)
def test_an_address_of_no_bucket_is_refused_in_a_sentence(url, monkeypatch):
    monkeypatch.setenv("FILES_URL", url)
    with pytest.raises(ConfigurationError, match="FILES_URL is not the address of a bucket"):
        read_environment()


def test_the_address_of_a_bucket_is_read_whole(monkeypatch):
    monkeypatch.setenv("FILES_URL", "s3://KEY:a/b@c%2Bd@files.example.net:9000/desk?region=eu-north-1")
    assert read_environment().files == {
        "access_key": "KEY",
        "secret_key": "a/b@c+d",
        "endpoint_url": "https://files.example.net:9000",
        "bucket_name": "desk",
        "region_name": "eu-north-1",
    }
