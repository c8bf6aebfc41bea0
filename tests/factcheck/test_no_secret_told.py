"""No secret of any kind is told by a log, an error page, a failed job, a wrong setting or a backup."""

import io
import json
import logging
import re
import zipfile
from contextlib import contextmanager

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.tokens import default_token_generator
from django.db import connection
from django.test import Client
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from claims.backup.kept_files import Folder
from claims.backup.portable import export_all
from claims.delivery.account_letters import send_letter
from claims.delivery.models import AccountLetter, LetterKind, WebhookEndpoint
from claims.intake.hooks import make_hook
from claims.jobs.models import Queue
from claims.jobs.running import run_one
from claims.people import invitations
from claims.people.tokens import issue
from claims.tracking.tips import receive_tip
from factcheck.logs import JsonLines, Lines, QuietRefusals
from tests.factcheck.settings_of import PRODUCTION, run
from tests.factories import PASSWORD

WRONG = "a-wrong-password-of-hers"
MAIL_PASSWORD = "the-mail-servers-password"
SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
BROKEN = [
    "accounts_invitation",
    "claims_tip",
    "claims_savedview",
    "accounts_securityevent",
    "articles_hookmessage",
    "articles_articlehook",
]
"""Tables that are away for a moment, so that whatever needs them ends in an error with a traceback."""


@pytest.fixture
def told():
    """All that is logged from now on, as people and as programs read it."""
    stream, root = io.StringIO(), logging.getLogger()
    handlers = [logging.StreamHandler(stream) for _each in range(2)]
    levels = {name: logging.getLogger(name).level for name in ("", "claims", "factcheck", "django", "django.request")}
    handlers[0].setFormatter(Lines("{asctime} {levelname} {name}: {message}", style="{"))
    handlers[1].setFormatter(JsonLines())
    for name in levels:
        logging.getLogger(name).setLevel(logging.INFO)
    for handler in handlers:
        handler.addFilter(QuietRefusals())
        root.addHandler(handler)
    yield stream.getvalue
    for handler in handlers:
        root.removeHandler(handler)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


@contextmanager
def tables_away():
    with connection.cursor() as cursor:
        for table in BROKEN:
            cursor.execute(f"ALTER TABLE {table} RENAME TO away_{table}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for table in BROKEN:
                cursor.execute(f"ALTER TABLE away_{table} RENAME TO {table}")


@pytest.fixture
def secrets(transactional_db, ada, edo, settings):
    """One of each kind, by what it is."""
    settings.METRICS_TOKEN = "what-prometheus-sends-as-its-token"
    Authenticator.objects.create(user=edo, type=Authenticator.Type.TOTP, data={"secret": get_adapter().encrypt(SEED)})
    invited = invitations.invite(actor=ada, email="new@desk.example", roles=["viewer"]).invitation
    link = invitations.show_link(invitation_id=invited.pk, actor=ada).link
    tip = receive_tip(words="It fell", url="", email="r@example.org", address="192.0.2.1")
    endpoint = WebhookEndpoint.objects.create(name="CMS", url="https://cms.example", created_at=timezone.now())
    browser = Client()
    browser.force_login(ada)
    return {
        "password": PASSWORD,
        "wrong password": WRONG,
        "password of the mail server": MAIL_PASSWORD,
        "seed of the second step": SEED,
        "token": issue(actor=edo, name="program", scopes=["read", "write"]).secret,
        "secret of a hook": make_hook(actor=edo, name="CMS").secret,
        "secret of a webhook": endpoint.secret,
        "invitation": link.rstrip("/").rpartition("/")[2],
        "private link of a reader": tip.token,
        "link for a new password": default_token_generator.make_token(edo),
        "cookie": browser.cookies["sessionid"].value,
        "key of the server": settings.SECRET_KEY,
        "token for the metrics": settings.METRICS_TOKEN,
    }


def ask_for_everything(secrets, edo):
    """Requests with each secret in the place where it is sent; what was answered."""
    client = Client(raise_request_exception=False)
    program = Client(raise_request_exception=False, headers={"Authorization": f"Bearer {secrets['token']}"})
    signed_in = Client(raise_request_exception=False)
    signed_in.cookies["sessionid"] = secrets["cookie"]
    uid = urlsafe_base64_encode(force_bytes(edo.pk))
    signature = {"webhook-id": "1", "webhook-timestamp": "1", "webhook-signature": f"v1,{secrets['secret of a hook']}"}
    json_type = "application/json"
    return [
        client.post("/accounts/sign-in/", {"username": "edo", "password": WRONG}),
        client.post("/accounts/sign-in/", {"username": "edo", "password": PASSWORD}),
        client.get(f"/welcome/{secrets['invitation']}/"),
        client.get(f"/checks/tips/{secrets['private link of a reader']}/"),
        client.get(f"/accounts/password/reset/{uid}/{secrets['link for a new password']}/", follow=True),
        client.get("/metrics", headers={"Authorization": f"Bearer {secrets['token for the metrics']}"}),
        program.get("/api/v1/views/"),
        program.post("/api/v1/views/", {"name": 7, "colour": "red"}, content_type=json_type),
        program.get(f"/api/v1/claims/?token={secrets['token']}"),
        client.post("/api/v1/hooks/1/articles/", "{", content_type=json_type, headers=signature),
        signed_in.get("/setup/people/"),
        signed_in.get("/setup/security/"),
        signed_in.post("/api/v1/hooks/", {"name": "x"}, content_type=json_type),
    ]


def test_neither_the_log_nor_a_page_tells_one_when_all_is_well_and_when_all_fails(secrets, edo, told, tmp_path):
    answers = ask_for_everything(secrets, edo)
    with tables_away():
        failed = ask_for_everything(secrets, edo)

    assert sum(answer.status_code == 500 for answer in failed) >= 5
    log = told()
    assert "Traceback" in log
    assert len([line for line in log.splitlines() if line.startswith("{") and json.loads(line)]) >= 20
    assert {name for name, secret in secrets.items() if secret in log} == set()
    for answer in (*answers, *failed):
        page = answer.content.decode(errors="replace")
        shown = {name for name, secret in secrets.items() if secret in page}
        assert shown <= IN_ITS_OWN_PAGE, (answer.request["PATH_INFO"].partition("/")[0], shown)


IN_ITS_OWN_PAGE = {"invitation"}
"""The form of an invitation is sent to its own address."""


def test_a_job_that_fails_does_not_tell_one(secrets, edo, told, settings):
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 1, "username": "desk", "password": MAIL_PASSWORD, "timeout": 1},
        }
    }
    letter = AccountLetter.objects.create(
        kind=LetterKind.RESET, address=edo.email, created_at=timezone.now(), due_at=timezone.now()
    )
    run_one(AccountLetter, letter.pk, run=send_letter)
    letter.refresh_from_db()
    assert letter.attempts == 1
    assert letter.queue == Queue.NOW
    said = told() + str(letter.error) + json.dumps(list(AccountLetter.objects.values()), default=str)
    assert {name for name, secret in secrets.items() if secret in said} == set()


def test_a_backup_holds_none_but_a_readers_own_link(secrets, edo, told, tmp_path):
    ask_for_everything(secrets, edo)
    export_all(tmp_path / "desk.zip", media=Folder(tmp_path / "media"))
    with zipfile.ZipFile(tmp_path / "desk.zip") as archive:
        text = "\n".join(archive.read(name).decode(errors="replace") for name in archive.namelist())
    # The link shows its reader what lies beside it in the same row, so it gives whoever reads the backup nothing more.
    assert {name for name, secret in secrets.items() if secret in text} == {"private link of a reader"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("EMAIL_URL", "smtp://desk:TELLTALE@mail.example.org:no-port"),
        ("EMAIL_URL", "smtpx://desk:TELLTALE@mail.example.org"),
        ("DATABASE_URL", "postgresx://desk:TELLTALE@db.example.org/desk"),
        ("DATABASE_URL", "postgres://desk:TELLTALE@db.example.org:no-port/desk"),
        ("CELERY_BROKER_URL", "redisx://:TELLTALE@broker.example.org/0"),
        ("FILES_URL", "s3://KEY:TELLTALE@files.example.org"),
        ("SECRET_KEY", "TELLTALE"),
        ("SECRET_KEY_FALLBACKS", "TELLTALE"),
        ("ENCRYPTION_KEYS", "TELLTALE"),
        ("TIMESTAMP_SERVER", "https://desk:TELLTALE@stamps.example.org/tsr"),
        ("TIMESTAMP_SERVER", "stamps.example.org/TELLTALE"),
        ("AUDIT_SEALS_TO", "ftp://desk:TELLTALE@seals.example.org"),
    ],
)
def test_a_wrong_setting_is_named_and_not_repeated(name, value, tmp_path):
    done = run("verify_audit", folder=tmp_path, **{**PRODUCTION, name: value})
    assert done.returncode != 0
    assert re.match(rf"Plumbline cannot start\. {name}", done.stderr), done.stderr
    assert "TELLTALE" not in done.stderr + done.stdout
