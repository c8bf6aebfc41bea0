"""The log: what belongs together carries one id, and nobody's data is in it."""

import io
import json
import logging
import sys

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DataError, IntegrityError

from claims import log_context
from claims.delivery.account_letters import send_letter
from claims.delivery.models import AccountLetter
from claims.jobs.running import run_one
from factcheck.logs import JsonLines, Lines, QuietRefusals
from tests.factories import PASSWORD


@pytest.fixture
def lines():
    """What the desk logs from now on, as JSON, read back."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    handler.addFilter(QuietRefusals())
    loggers = [logging.getLogger(name) for name in ("factcheck.request_log", "claims", "django.request")]
    levels = [each.level for each in loggers]
    running = logging.getLogger("claims.jobs.running")
    before = running.level
    for each in [*loggers, running]:
        each.setLevel(logging.INFO)
    for each in loggers:
        each.addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    running.setLevel(before)
    for each, level in zip(loggers, levels, strict=True):
        each.removeHandler(handler)
        each.setLevel(level)


@pytest.mark.django_db
def test_one_line_a_request_with_the_id_of_its_answer(client, lines):
    answer = client.get("/checks/tips/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/")

    [line] = [each for each in lines() if each["logger"] == "factcheck.request_log"]
    assert line["request"] == answer.headers["X-Request-ID"]
    assert (line["method"], line["status"], line["level"]) == ("GET", 404, "info")
    assert line["ms"] > 0
    assert "AAAAAAAA" not in json.dumps(lines())


@pytest.mark.django_db
def test_a_proxy_that_is_trusted_gives_the_id(client, settings):
    assert client.get("/robots.txt", headers={"X-Request-ID": "from-outside"}).headers["X-Request-ID"] != "from-outside"
    settings.TRUSTED_PROXIES = 1
    assert client.get("/robots.txt", headers={"X-Request-ID": "from-outside"}).headers["X-Request-ID"] == "from-outside"
    bad = client.get("/robots.txt", headers={"X-Request-ID": "from outside\u2028"})
    assert bad.headers["X-Request-ID"] != "from outside\u2028"


@pytest.mark.django_db
def test_nobodys_name_or_address_is_in_the_log(client, edo, lines):
    client.post("/accounts/sign-in/", {"username": "edo@desk.example", "password": "a-wrong-one"})
    client.post("/accounts/sign-in/", {"username": "edo@desk.example", "password": PASSWORD})
    client.post("/accounts/password/reset/", {"email": "edo@desk.example"})
    letter = AccountLetter.objects.get()
    run_one(AccountLetter, letter.pk, run=send_letter)

    said = json.dumps(lines())
    assert "wrong_password" in said
    for private in ("edo", "desk.example", "127.0.0.1", "a-wrong-one", PASSWORD):
        assert private not in said
    job = next(each for each in lines() if each["logger"] == "claims.jobs.running")
    assert job["job"] == f"delivery.accountletter:{letter.pk}"
    assert job["kind"] == "accountletter"
    assert job["seconds"] >= 0


def record(error):
    try:
        raise error
    except type(error):
        return logging.LogRecord("claims", logging.ERROR, "x.py", 1, "It broke for a@b.example.", (), sys.exc_info())


def test_an_error_says_where_it_happened_and_quotes_no_row():
    error = IntegrityError("duplicate key: Key (email)=(edo@desk.example) already exists.")

    line = json.loads(JsonLines().format(record(error)))

    assert line["error"] == "django.db.utils.IntegrityError"
    assert line["error_message"] == ""
    assert line["message"] == "It broke for [address]."
    assert any("test_logs.py" in frame for frame in line["stack"])


def test_people_read_lines_and_see_which_request_they_belong_to():
    formatter = Lines("{levelname} {name}: {message}", style="{")
    with log_context.bound(request="abc"):
        line = formatter.format(record(ValueError("nobody@desk.example is wrong")))

    assert line.startswith("ERROR claims: It broke for [address]. [request=abc]")
    assert "ValueError: [address] is wrong" in line
    assert "nobody@" not in line


def test_a_refusal_is_no_defect():
    refused = record(PermissionDenied())

    assert QuietRefusals().filter(refused)
    assert "stack" not in json.loads(JsonLines().format(refused))


@pytest.mark.parametrize(
    ("error", "kept"),
    [
        (IntegrityError('duplicate key violates "person_email"\nDETAIL: Key (email)=(x) exists.'), "person_email"),
        (DataError('invalid input syntax for type integer: "plumb_x"'), "(left out)"),
    ],
)
def test_lines_keep_of_a_database_error_what_names_no_row(error, kept):
    line = Lines("{levelname} {name}: {message}", style="{").format(record(error))
    assert kept in line
    assert "DETAIL" not in line
    assert "plumb_x" not in line.rpartition("Error:")[2]


def test_lines_about_requests_leave_out_the_path():
    said = logging.LogRecord("django.request", logging.ERROR, "x.py", 1, "%s: %s", ("Not Found", "/welcome/abc/"), None)
    assert Lines("{message}", style="{").format(said) == "Not Found"
