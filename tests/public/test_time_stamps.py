"""A time stamp by somebody else over each publication: asked for afterwards, kept, shown, handed on, and checked."""

import base64
import hashlib
import json
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError

from claims.audit.models import AuditEvent
from claims.audit.sentences import sentence
from claims.fetching import Limits
from claims.jobs.running import run_one
from claims.public.check_evidence_pack import check_pack
from claims.verdicts import stamping
from claims.verdicts.models import Publication, TimeStamp, TimeStampRequest
from claims.verdicts.models.time_stamps import NeverChanged
from claims.verdicts.signing import current_key, statement_of
from claims.verdicts.time_stamps import BadStamp, read_stamp
from tests.public.newsroom import corrected, published, retracted
from tests.public.stamp_server import openssl, serve, signed_anew
from tests.public.stamped import said, take, with_letters
from tests.workflow.stories import Crew

GIVEN_UP = 51
"""Attempts: at once, after 1, 5 and 30 minutes, and hourly for two days."""


def told(check: Publication) -> list[str]:
    events = AuditEvent.objects.filter(action__endswith="time_stamped", object_id=check.claim_id).order_by("id")
    return [str(sentence(event, {})) for event in events]


@pytest.fixture
def pack(server: str, people: Crew, settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "kept"
    check = with_letters(people)
    take(check)
    said("export_pack", check.claim.number, tmp_path / "pack.zip")
    return tmp_path / "pack.zip"


def test_a_publication_is_stamped_after_it_is_out(server, people, site, notary):
    check = published(people)
    assert site.seen == []
    request = take(check)

    stamp = TimeStamp.objects.get()
    assert (stamp.publication, stamp.server, stamp.compared) == (check, "127.0.0.1", True)
    assert abs((stamp.stamped_at - check.published_at).total_seconds()) < 60
    (asked,) = site.seen
    assert (asked[0], asked[1]) == ("POST", "/tsr")
    assert asked[2]["content-type"] == "application/timestamp-query"
    assert hashlib.sha256(statement_of(check)).digest() in asked[3]
    assert (request.due_at, request.parked_at, request.error) == (None, None, "")
    assert told(check) == ["Plumbline had number 1 time-stamped by 127.0.0.1"]
    run_one(TimeStampRequest, request.pk, run=stamping.take_stamp)
    assert len(site.seen) == 1


def test_corrections_and_retractions_are_stamped_too(stamped, people):
    again = corrected(stamped, people)
    take(again)
    gone = retracted(again, people)
    take(gone)

    rows = TimeStamp.objects.order_by("publication__number")
    assert list(rows.values_list("publication__number", flat=True)) == [1, 2, 3]


def test_readers_and_programs_are_shown_it(server, people, reader, as_person):
    check = published(people)
    before = reader.get(f"/checks/{check.slug}/")
    data_before = reader.get(f"/checks/{check.slug}/check.json")
    assert "time stamp" not in before.content.decode()
    assert json.loads(data_before.content)["proof"]["time_stamp"] is None
    take(check)

    page, data = reader.get(f"/checks/{check.slug}/"), reader.get(f"/checks/{check.slug}/check.json")
    assert "127.0.0.1 has put a time stamp (RFC 3161) over what we signed" in page.content.decode()
    assert page.headers["ETag"] != before.headers["ETag"]
    assert data.headers["ETag"] != data_before.headers["ETag"]
    proof = json.loads(data.content)["proof"]
    stamp = TimeStamp.objects.get()
    assert proof["time_stamp"] == {
        "at": stamp.stamped_at.isoformat(),
        "server": "127.0.0.1",
        "compared": True,
        "response": stamp.response,
    }
    seen = read_stamp(response=base64.b64decode(stamp.response), message=proof["signed"].encode())
    assert (seen.at, seen.compared) == (stamp.stamped_at, False)
    desk = as_person(people.reviewer).get(f"/api/v1/publications/{check.pk}/").json()
    assert desk["time_stamp"]["server"] == "127.0.0.1"
    assert desk["time_stamp"]["response"] == stamp.response


def test_an_older_number_shows_its_own_stamp(stamped, people, reader):
    corrected(stamped, people)

    assert "has put a time stamp" in reader.get(f"/checks/{stamped.slug}/1/").content.decode()
    assert "has put a time stamp" not in reader.get(f"/checks/{stamped.slug}/").content.decode()


def test_a_stamp_costs_its_page_no_query(server, people, reader, django_assert_max_num_queries):
    check = published(people)
    reader.get(f"/checks/{check.slug}/")
    with django_assert_max_num_queries(100) as before:
        reader.get(f"/checks/{check.slug}/")
    take(check)
    reader.get(f"/checks/{check.slug}/")
    with django_assert_max_num_queries(100) as after:
        reader.get(f"/checks/{check.slug}/")
    assert len(after) == len(before)


def test_what_a_pack_holds_is_checked_by_the_stock_program(pack, tmp_path, notary, stranger):
    with zipfile.ZipFile(pack) as opened:
        opened.extractall(tmp_path / "open")
    readme = (tmp_path / "open" / "README.txt").read_text()
    (line,) = [line.strip() for line in readme.splitlines() if "openssl ts -verify" in line]
    assert line == (
        "openssl ts -verify -in publications/1.timestamp.tsr -data publications/1.signed.txt"
        " -CAfile timestamp_certificates.pem"
    )

    def checked() -> subprocess.CompletedProcess[str]:
        return subprocess.run(line.split(), cwd=tmp_path / "open", capture_output=True, text=True, check=False)

    assert "Verification: OK" in checked().stdout + checked().stderr
    shutil.copy(stranger.root, tmp_path / "open" / "timestamp_certificates.pem")
    assert checked().returncode != 0
    shutil.copy(notary.root, tmp_path / "open" / "timestamp_certificates.pem")
    (tmp_path / "open" / "publications" / "1.signed.txt").write_text("other words\n")
    assert checked().returncode != 0


def test_verify_pack_says_when_and_by_whose_certificates(pack, settings, stranger, notary, tmp_path):
    assert "publications/1.timestamp.tsr says that what was signed was there at 20" in said("verify_pack", pack)
    assert "its signature holds." in said("verify_pack", pack)
    with pytest.raises(CommandError, match=r"1\.timestamp\.tsr: The time stamp is not signed by whom"):
        said("verify_pack", pack, "--timestamp-certificates", stranger.root)

    settings.TIMESTAMP_CERTIFICATES = None
    assert "whose stamp it is was not looked at" in said("verify_pack", pack)
    assert "its signature holds." in said("verify_pack", pack, "--timestamp-certificates", notary.root)
    (tmp_path / "none.pem").write_text("nothing of the kind")
    with pytest.raises(CommandError, match="could not be read"):
        said("verify_pack", pack, "--timestamp-certificates", tmp_path / "none.pem")


def test_a_pack_without_stamps_says_nothing_of_them(people, settings, tmp_path, notary):
    settings.SIGNING_KEY_FILE = tmp_path / "signing_key"
    settings.TIMESTAMP_CERTIFICATES = notary.root
    settings.MEDIA_ROOT = tmp_path / "kept"
    check = with_letters(people)
    said("export_pack", check.claim.number, tmp_path / "pack.zip")
    with zipfile.ZipFile(tmp_path / "pack.zip") as opened:
        assert [name for name in opened.namelist() if "timestamp" in name] == []
        assert "openssl" not in opened.read("README.txt").decode()
    assert "timestamp.tsr" not in said("verify_pack", tmp_path / "pack.zip")


@pytest.mark.parametrize(
    ("forge", "why"),
    [
        (lambda held, notary, stranger: stranger.stamp(held["publications/1.signed.txt"]), "not signed by whom"),
        (lambda held, notary, stranger: notary.stamp(b"other words"), "is about something else"),
        (lambda held, notary, stranger: b"no stamp", "is no time stamp"),
        (lambda held, notary, stranger: b"\x30" * 70_000, "is no time stamp"),
        (lambda held, notary, stranger: held["publications/1.timestamp.tsr"][:-1], "is no time stamp"),
        (
            lambda held, notary, stranger: (
                held["publications/1.timestamp.tsr"][:-1] + bytes([held["publications/1.timestamp.tsr"][-1] ^ 1])
            ),
            "not signed by whom",
        ),
    ],
    ids=["by somebody else", "of other words", "no stamp", "huge", "cut short", "one bit"],
)
def test_a_forged_stamp_is_found_out_in_a_pack_that_is_signed(pack, notary, stranger, forge, why):
    def change(held: dict[str, bytes]) -> None:
        held["publications/1.timestamp.tsr"] = forge(held, notary, stranger)
        held["timestamp_certificates.pem"] = stranger.root.read_bytes()

    (fault,) = check_pack(
        signed_anew(pack, change, current_key()), {current_key().public}, certificates=notary.root.read_bytes()
    ).faults
    assert fault.startswith("publications/1.timestamp.tsr: ")
    assert why in fault


def test_another_time_in_a_stamp_is_found_out(stamped, notary):
    response = base64.b64decode(TimeStamp.objects.get().response)
    year = f"{TimeStamp.objects.get().stamped_at:%Y}".encode()
    assert response.count(b"\x18\x0f" + year) == 1
    backdated = response.replace(b"\x18\x0f" + year, b"\x18\x0f2020")
    with pytest.raises(BadStamp, match="or it was changed since"):
        read_stamp(response=backdated, message=statement_of(stamped), certificates=notary.root.read_bytes())


LIES = [
    (lambda notary, stranger, question: notary.stamp(b"other words"), "The time stamp is about something else"),
    (lambda notary, stranger, question: notary.answer(question, refuses=True), "its answer has the status 2."),
    (lambda notary, stranger, question: stranger.answer(question), "The time stamp is not signed by whom"),
    (lambda notary, stranger, question: b"", "What the server answered is no time stamp."),
    (lambda notary, stranger, question: b"<html>Come back tomorrow</html>", "is no time stamp."),
    (lambda notary, stranger, question: question, "is no time stamp."),
    (lambda notary, stranger, question: bytes(65 * 1024), "is larger than 65,536 bytes"),
]


@pytest.mark.parametrize(
    ("lie", "why"), LIES, ids=["other words", "refusal", "stranger", "empty", "page", "echo", "huge"]
)
def test_a_server_that_lies_stops_nothing_and_is_told(server, people, site, notary, stranger, reader, lie, why):
    serve(site, "/tsr", lambda question: lie(notary, stranger, question))
    check = published(people)
    request = take(check)

    assert reader.get(f"/checks/{check.slug}/").status_code == 200
    assert TimeStamp.objects.count() == 0
    assert request.error.startswith("127.0.0.1 gave no time stamp: ")
    assert why in request.error
    assert (request.due_at is not None, request.parked_at) == (True, None)
    (line,) = told(check)
    assert line.startswith("Plumbline got no time stamp for number 1 from 127.0.0.1 and tries again: ")
    assert why in line

    serve(site, "/tsr", notary.answer)
    assert take(check).error == ""
    assert TimeStamp.objects.get().compared is True
    assert told(check)[1:] == ["Plumbline had number 1 time-stamped by 127.0.0.1"]


def test_an_answer_to_another_question_is_no_stamp(server, people, site, notary):
    check = published(people)
    replay = notary.stamp(statement_of(check))
    serve(site, "/tsr", lambda question: replay)

    assert "its random number is not ours" in take(check).error
    assert TimeStamp.objects.count() == 0


def test_a_server_that_is_down_slow_private_or_in_trouble_stops_nothing(server, people, site, settings, monkeypatch):
    check = published(people)
    settings.TIMESTAMP_SERVER = "http://127.0.0.1:9/tsr"
    assert "gave no time stamp" in take(check).error
    settings.TIMESTAMP_SERVER = serve(site, "/trouble", lambda question: b"", status=503)
    assert "503" in take(check).error
    settings.TIMESTAMP_SERVER = site.url("/slow")
    site.pages["/slow"] = lambda request: site.closing.wait(5)
    monkeypatch.setattr(stamping, "LIMITS", Limits(max_bytes=1000, total_seconds=0.3))
    slow = take(check).error
    assert "second" in slow or "too long" in slow
    settings.FETCH_ALLOW_NETWORKS = ()
    settings.TIMESTAMP_SERVER = server
    assert "private" in take(check).error

    # The record says it once, and once more when it is given up.
    assert len(told(check)) == 1
    TimeStampRequest.jobs().update(attempts=GIVEN_UP - 1)
    request = take(check)
    assert request.parked_at is not None
    assert told(check)[1].startswith("Plumbline gave up having number 1 time-stamped by 127.0.0.1: ")
    assert check.is_current


def test_nothing_is_asked_where_no_server_is_set_or_nothing_was_signed(people, settings, tmp_path):
    settings.SIGNING_KEY_FILE = tmp_path / "signing_key"
    settings.TIMESTAMP_SERVER = ""
    check = published(people)
    assert TimeStampRequest.objects.count() == 0

    settings.TIMESTAMP_SERVER = "https://stamps.example/tsr"
    settings.SIGNING_KEY_FILE.unlink()
    assert corrected(check, people).signature == ""
    assert TimeStampRequest.objects.count() == 0


def test_a_request_that_nobody_wants_any_longer_ends(server, people, settings, site):
    check = published(people)
    settings.TIMESTAMP_SERVER = ""
    assert take(check).due_at is None
    assert site.seen == []


def test_a_stamp_is_never_changed_and_never_removed(stamped):
    stamp = TimeStamp.objects.get()
    stamp.server = "elsewhere.example"
    with pytest.raises(NeverChanged):
        stamp.save()
    with pytest.raises(NeverChanged):
        stamp.delete()
    with pytest.raises(NeverChanged):
        TimeStamp.objects.update(server="elsewhere.example")
    with pytest.raises(NeverChanged):
        TimeStamp.objects.all().delete()
    assert TimeStamp.objects.get().server == "127.0.0.1"


def test_openssl_reads_what_is_kept(stamped, tmp_path):
    (tmp_path / "kept.tsr").write_bytes(base64.b64decode(TimeStamp.objects.get().response))
    text = openssl("ts", "-reply", "-in", tmp_path / "kept.tsr", "-text")
    assert "Status: Granted." in text
    assert "Hash Algorithm: sha256" in text
