"""Secrets are encrypted in the database and in backups, come from files, and their keys can be replaced."""

import zipfile

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from claims.backup.kept_files import Folder
from claims.backup.portable import export_all
from claims.delivery.models import WebhookEndpoint
from claims.encryption import Unreadable, decrypt, encrypt
from claims.intake.hooks import make_hook
from tests.factcheck.settings_of import PRODUCTION, run
from tests.factories import PASSWORD

OLD, NEW = "the-old-key-of-the-newsroom-0123456789", "the-new-key-of-the-newsroom-9876543210"


def stored(table, column="secret"):
    """What the database itself holds."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table}")
        return [row[0] for row in cursor.fetchall()]


@pytest.fixture
def hook(edo):
    """Edo's hook, made while the old key was the only one."""
    return make_hook(actor=edo, name="CMS")


@pytest.fixture(autouse=True)
def old_key(settings):
    """The newsroom begins with one key."""
    settings.ENCRYPTION_KEYS = [OLD]


def test_secrets_of_hooks_and_webhooks_cannot_be_read_in_the_database(hook):
    endpoint = WebhookEndpoint.objects.create(name="CMS", url="https://cms.example", created_at="2026-11-01T10:00:00Z")
    rows = stored("articles_articlehook") + stored("delivery_webhookendpoint")

    assert len(rows) == 2
    assert all(row.startswith("enc1:") and "whsec_" not in row for row in rows)
    hook.refresh_from_db()
    endpoint.refresh_from_db()
    assert hook.secret.startswith("whsec_")
    assert endpoint.secret.startswith("whsec_")


def test_an_answer_that_is_kept_for_a_day_cannot_be_read_in_the_database(edo, as_person):
    answer = as_person(edo).post(
        "/api/v1/hooks/", {"name": "CMS"}, content_type="application/json", headers={"Idempotency-Key": "k-1"}
    )
    [body] = stored("api_idempotencykey", "body")

    assert answer.json()["secret"].startswith("whsec_")
    assert body.startswith("enc1:")
    again = as_person(edo).post(
        "/api/v1/hooks/", {"name": "CMS"}, content_type="application/json", headers={"Idempotency-Key": "k-1"}
    )
    assert again.json() == answer.json()


def test_a_backup_of_rows_holds_no_secret(hook, tmp_path):
    export_all(tmp_path / "desk.zip", media=Folder(tmp_path / "media"))
    with zipfile.ZipFile(tmp_path / "desk.zip") as archive:
        table = archive.read("tables/articles.articlehook.jsonl").decode()

    assert hook.secret not in table
    assert '"enc1:' in table


@pytest.mark.django_db
def test_keys_are_replaced_while_the_desk_runs(hook, settings):
    secret = hook.secret
    settings.ENCRYPTION_KEYS = [NEW, OLD]
    hook.refresh_from_db()
    assert hook.secret == secret

    call_command("rotate_keys")

    settings.ENCRYPTION_KEYS = [NEW]
    hook.refresh_from_db()
    assert hook.secret == secret


def test_what_was_stored_before_there_was_encryption_is_read_and_encrypted(hook):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE articles_articlehook SET secret = 'whsec_plain'")
    hook.refresh_from_db()
    assert hook.secret == "whsec_plain"

    call_command("rotate_keys")

    assert stored("articles_articlehook")[0].startswith("enc1:")
    hook.refresh_from_db()
    assert hook.secret == "whsec_plain"


def test_a_key_that_is_missing_is_told_and_nothing_is_changed(hook, settings):
    before = stored("articles_articlehook")
    settings.ENCRYPTION_KEYS = [NEW]

    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("rotate_keys")

    assert stored("articles_articlehook") == before


def test_no_error_tells_a_secret(settings):
    kept = encrypt("whsec_do-not-tell")
    settings.ENCRYPTION_KEYS = [NEW]

    with pytest.raises(Unreadable) as raised:
        decrypt(kept)

    assert "whsec" not in str(raised.value)
    assert kept not in str(raised.value)


def test_a_new_secret_key_signs_nobody_out(edo, settings):
    browser = Client()
    browser.post(reverse("login"), {"username": "edo", "password": PASSWORD})
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [settings.SECRET_KEY]

    assert browser.get("/account/").status_code == 200


def test_without_its_fallback_everybody_signs_in_anew(edo, settings):
    browser = Client()
    browser.post(reverse("login"), {"username": "edo", "password": PASSWORD})
    settings.SECRET_KEY = NEW

    assert browser.get("/account/").status_code == 302


def asked_for(what):
    """A command that prints settings."""
    return f"from django.conf import settings; print({what})"


def test_secrets_come_from_files(tmp_path):
    (tmp_path / "key").write_text(NEW + "\n")
    (tmp_path / "keys").write_text(f"{NEW}\n{OLD}\n")
    (tmp_path / "mail").write_text("smtp://desk:word@mail.example.org:587/?tls=True\n")
    files = {"SECRET_KEY": "key", "ENCRYPTION_KEYS": "keys", "EMAIL_URL": "mail"}
    given = {name: value for name, value in PRODUCTION.items() if name != "EMAIL_URL"}
    given |= {f"{name}_FILE": str(tmp_path / file) for name, file in files.items()}
    what = "settings.SECRET_KEY, settings.ENCRYPTION_KEYS, settings.MAILERS['default']['OPTIONS']['password']"

    ran = run("shell", "--no-imports", "--command", asked_for(what), folder=tmp_path / "data", **given)

    assert ran.stdout.strip() == f"{NEW} ['{NEW}', '{OLD}'] word"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"SECRET_KEY_FILE": "/nowhere"}, "SECRET_KEY_FILE is /nowhere, and that file cannot be read."),
        ({"METRICS_TOKEN": "x", "METRICS_TOKEN_FILE": "/x"}, "METRICS_TOKEN and METRICS_TOKEN_FILE are both set"),
        ({"ENCRYPTION_KEYS": "short"}, "ENCRYPTION_KEYS holds a key shorter than 32 characters"),
        ({"SECOND_STEP_FOR": "boss"}, "SECOND_STEP_FOR holds 'boss', and the roles are"),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence_without_the_secret(tmp_path, given, sentence):
    started = run("check", folder=tmp_path, **{**PRODUCTION, **given})

    assert started.returncode != 0
    assert sentence in started.stderr + started.stdout
    assert "short'" not in started.stderr
