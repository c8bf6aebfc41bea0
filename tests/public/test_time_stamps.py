"""A time stamp by somebody else over each publication: asked for afterwards, kept, shown, handed on, and checked."""

import base64
import hashlib
import io
import json
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db.models.functions import Now

from claims.audit.models import AuditEvent
from claims.audit.sentences import sentence
from claims.fetching import Limits
from claims.jobs.running import run_one
from claims.public.check_evidence_pack import check_pack
from claims.review import evidence
from claims.verdicts import stamping
from claims.verdicts.enums import Stance
from claims.verdicts.models import Evidence, EvidenceCopy, Publication, TimeStamp, TimeStampRequest
from claims.verdicts.models.time_stamps import NeverChanged
from claims.verdicts.signing import current_key, statement_of
from claims.verdicts.site_settings import keep_newsroom
from claims.verdicts.time_stamps import BadStamp, read_stamp
from claims.verdicts.uploads import Upload
from claims.workflow.moves import MoveName
from claims.workflow.perform import perform
from tests.claim_in_review import a_source
from tests.fetching.local_site import Site, start_site
from tests.public.newsroom import corrected, now_public, published, ready, retracted
from tests.public.stamp_server import Authority, authority, openssl, serve, signed_anew
from tests.workflow.stories import Crew, approve

GIVEN_UP = 51
"""Attempts: at once, after 1, 5 and 30 minutes, and hourly for two days."""


@pytest.fixture(scope="module")
def notary(tmp_path_factory) -> Authority:
    return authority(tmp_path_factory.mktemp("notary") / "one", "Notary")


@pytest.fixture(scope="module")
def stranger(tmp_path_factory) -> Authority:
    return authority(tmp_path_factory.mktemp("stranger") / "two", "Stranger")


@pytest.fixture
def site() -> Iterator[Site]:
    running = start_site()
    yield running
    running.closing.set()
    running.server.shutdown()
    running.server.server_close()


@pytest.fixture
def server(site: Site, notary: Authority, settings, tmp_path: Path) -> str:
    """The address of an honest server, which the desk asks."""
    settings.SIGNING_KEY_FILE = tmp_path / "signing_key"
    settings.FETCH_ALLOW_NETWORKS = ("127.0.0.0/8",)
    settings.TIMESTAMP_CERTIFICATES = notary.root
    settings.TIMESTAMP_SERVER = serve(site, "/tsr", notary.answer)
    return settings.TIMESTAMP_SERVER


def take(check: Publication) -> TimeStampRequest:
    """Have a worker take up the request for a publication, as if its time had come."""
    TimeStampRequest.jobs().filter(publication=check, due_at__isnull=False).update(due_at=Now())
    request = TimeStampRequest.objects.get(publication=check)
    run_one(TimeStampRequest, request.pk, run=stamping.take_stamp)
    request.refresh_from_db()
    return request


def told(check: Publication) -> list[str]:
    events = AuditEvent.objects.filter(action__endswith="time_stamped", object_id=check.claim_id).order_by("id")
    return [str(sentence(event, {})) for event in events]


def said(name: str, *arguments: object) -> str:
    out = io.StringIO()
    call_command(name, *map(str, arguments), stdout=out)
    return out.getvalue()


@pytest.fixture
def stamped(server: str, people: Crew) -> Publication:
    check = published(people)
    assert take(check).due_at is None
    return check


def with_letters(people: Crew) -> Publication:
    """A check that rests on two letters, so that its pack is whole."""
    claim = ready(people)
    EvidenceCopy.objects.filter(evidence__claim=claim).delete()
    Evidence.objects.filter(claim=claim).delete()
    for publisher, stance in (("Audit Office", Stance.REFUTES), ("Council", Stance.SUPPORTS)):
        source = a_source(title=f"Letter of the {publisher}", publisher=publisher, stance=stance)
        letter = Upload("letter.txt", f"{publisher}: spending rose.".encode(), "text/plain")
        evidence.add(claim_id=claim.pk, actor=people.reviewer, source=source, upload=letter)
    perform(MoveName.SUBMIT, claim_id=claim.pk, actor=people.reviewer)
    approve(claim, people.second)
    perform(MoveName.PUBLISH, claim_id=claim.pk, actor=people.second)
    return now_public(claim)


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


COMPARED = "We compared its signature with the certificates that we know its givers by, and it holds."
NOT_COMPARED = "We did not compare its signature with any certificate, so we cannot say whether it is theirs."


def test_readers_are_told_that_a_stamp_was_compared(stamped, reader):
    page = reader.get(f"/checks/{stamped.slug}/").content.decode()
    assert COMPARED in page
    assert NOT_COMPARED not in page


def test_without_certificates_a_stamp_is_taken_and_not_called_compared(server, people, reader, settings):
    settings.TIMESTAMP_CERTIFICATES = None
    check = published(people)
    take(check)

    assert TimeStamp.objects.get().compared is False
    page = reader.get(f"/checks/{check.slug}/").content.decode()
    assert NOT_COMPARED in page
    assert COMPARED not in page


def test_a_pack_says_that_the_certificates_went_missing(server, people, reader, settings, notary, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "kept"
    settings.TIMESTAMP_CERTIFICATES = tmp_path / "roots.pem"
    shutil.copy(notary.root, settings.TIMESTAMP_CERTIFICATES)
    keep_newsroom(actor=people.editor, offers_packs=True)
    check = with_letters(people)
    take(check)
    lost = "Missing here is timestamp_certificates.pem:"

    def downloaded() -> tuple[str, bool, str]:
        answer = reader.get(f"/checks/{check.slug}/pack.zip")
        with zipfile.ZipFile(io.BytesIO(b"".join(answer))) as held:
            text = held.read("README.txt").decode()
            return answer.headers["ETag"], "timestamp_certificates.pem" in held.namelist(), text

    whole = downloaded()
    assert (whole[1], lost in whole[2]) == (True, False)
    settings.TIMESTAMP_CERTIFICATES.unlink()
    without = downloaded()
    assert (without[1], lost in without[2]) == (False, True)
    assert "-CAfile CERTIFICATES.pem" in without[2]
    assert without[0] != whole[0]
    assert said("export_pack", check.claim.number, tmp_path / "pack.zip")
    assert "1.timestamp.tsr" in said("verify_pack", tmp_path / "pack.zip", "--timestamp-certificates", notary.root)


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
