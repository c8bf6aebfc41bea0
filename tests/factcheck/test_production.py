"""A production server: nothing to warn of, and one sentence for each setting that is missing."""

import stat

import pytest

from factcheck.private_files import keep_private
from tests.factcheck.settings_of import PRODUCTION, run


def test_django_has_nothing_to_say_against_a_production_server(tmp_path):
    checked = run("check", "--deploy", "--fail-level", "WARNING", folder=tmp_path, **PRODUCTION)

    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ("TRUSTED_PROXIES", "TRUSTED_PROXIES is missing; write how many proxies stand between readers and this server"),
        ("EMAIL_URL", "EMAIL_URL is missing, so nobody would get a letter"),
        ("ALLOWED_HOSTS", "ALLOWED_HOSTS is missing"),
        ("PUBLIC_URL", "PUBLIC_URL is missing"),
    ],
)
def test_what_a_production_server_has_to_be_told_is_never_guessed(tmp_path, missing, sentence):
    given = {name: value for name, value in PRODUCTION.items() if name != missing}

    started = run("check", folder=tmp_path, **given)

    assert started.returncode != 0
    assert sentence in started.stderr + started.stdout
    assert "Traceback" not in started.stderr


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SESSION_DAYS", "0", "SESSION_DAYS is 0, and it must be 1 or more."),
        (
            "TIMESTAMP_CERTIFICATES",
            "/nowhere/stamps.pem",
            "TIMESTAMP_CERTIFICATES is /nowhere/stamps.pem, and that file cannot be read.",
        ),
        (
            "TIMESTAMP_CERTIFICATES",
            "/etc/passwd",
            "TIMESTAMP_CERTIFICATES is /etc/passwd, and that file holds no certificate in PEM form.",
        ),
        ("SESSION_IDLE_HOURS", "0", "SESSION_IDLE_HOURS is 0, and it must be 1 or more."),
        ("HSTS_DAYS", "-1", "HSTS_DAYS is -1, and it must be 0 or more."),
    ],
)
def test_a_value_that_cannot_be_is_refused(tmp_path, name, value, sentence):
    started = run("check", folder=tmp_path, **{**PRODUCTION, name: value})

    assert sentence in started.stderr + started.stdout


def test_the_data_folder_is_for_this_account_alone(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir(mode=0o755)

    keep_private(folder)
    (folder / "letter.log").write_text("a link")

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "letter.log").stat().st_mode) == 0o600


def test_a_folder_that_is_everybodys_stays_so(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    folder.chmod(0o1777)

    keep_private(folder)

    assert stat.S_IMODE(folder.stat().st_mode) == 0o1777


def test_postgresql_compiles_no_statement_and_is_told_what_its_address_says(tmp_path):
    show = "from django.conf import settings; print(settings.DATABASES['default']['OPTIONS']['options'])"
    address = "postgres://desk@db.example.org/desk?options=-c%20search_path%3Ddesk"

    shown = run("shell", "--verbosity", "0", "--command", show, folder=tmp_path, DATABASE_URL=address)

    assert shown.stdout.strip() == "-c jit=off -c search_path=desk"
