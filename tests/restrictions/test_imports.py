"""An import reads as the person who handed the file in: what is kept from her is in no outlook, result, file or answer.

edo and ana are named; ines, another editor, is not, and imports rows worded like what is kept.
"""

import csv
import datetime
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from claims.accounts.roles import Role
from claims.articles.enums import Origin
from claims.articles.mail import read_letter
from claims.articles.models import Article, ArticleVersion
from claims.articles.reading import read_pasted
from claims.audit.models import AuditEvent
from claims.audit.services import verify
from claims.intake import article_intake, email_intake, imports
from claims.intake.fact_check_import import import_checks, read_checks
from claims.jobs.sweeping import sweep
from claims.matching.models import MatchIndexEntry
from claims.review import restricting
from claims.tracking.enums import ImportKind
from claims.tracking.models import Candidate, Claim, ImportBatch, ImportedClaim
from claims.verdicts.models import OldCheck
from claims.viewing import looking_as
from tests.api.conftest import Program
from tests.claim_in_review import scale
from tests.factories import CandidateFactory, ClaimFactory, PersonFactory
from tests.intake.test_imports import CutOff

__all__ = ["scale"]
pytestmark = pytest.mark.django_db

HARBOUR = b"statement,claimant\nThe harbour was sold,\nThe bridge was painted,\n"
STORY = "The council sold the harbour for 9 million on Monday night, and nobody was told of it before Thursday."
LATER = STORY.replace("9 million", "12 million")
KEPT = "This article is here already, and it is kept to a few people. Ask an editor."
AT = "https://paper.example/vellichor"


@pytest.fixture
def ines(db):
    """An editor who is not named."""
    return PersonFactory(username="ines", display_name="Ines Okafor", roles=[Role.EDITOR, Role.ADMIN])


@pytest.fixture
def claim(edo, ana):
    """A claim kept to edo and ana."""
    claim = ClaimFactory(pk=8731, statement="The harbour was sold", claimant=None)
    restricting.restrict(claim_id=claim.pk, people=[ana.pk], actor=edo)
    return claim


@pytest.fixture
def article(edo, ana):
    """An article kept to edo and ana with a claim of it."""
    document = read_pasted(STORY, "Vellichor under the harbour")
    added = article_intake.add_document(document=document, origin=Origin.API, url=AT, actor=edo)
    found = CandidateFactory(version=added.version, claim=ClaimFactory(), state="accepted", exact="9 million")
    restricting.restrict(claim_id=found.claim_id, people=[ana.pk], articles=[added.article.pk], actor=edo)
    return added.article


def handed_in(person, kind, data, *, dry_run=False, name="list.csv"):
    data = data if isinstance(data, bytes) else data.encode()
    batch = imports.receive(kind=kind, name=name, data=data, actor=person, dry_run=dry_run)
    imports.work(batch.pk)
    batch.refresh_from_db()
    return batch


def told(batch):
    return [(row.place, row.outcome, str(row.message)) for row in batch.rows.all()]


def everything_about(client, batch):
    """What the page, the API and the three files of an import say of it."""
    paths = [f"/imports/{batch.pk}/", "/imports/", f"/api/v1/imports/{batch.pk}/", f"/api/v1/imports/{batch.pk}/rows/"]
    paths += [f"/imports/{batch.pk}/result/{form}/" for form in ("csv", "jsonl")]
    words = ""
    for path in paths:
        answer = client.get(path)
        assert answer.status_code == 200, path
        words += (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()
    return words


def test_a_row_worded_like_a_kept_claim_is_new_to_her(claim, ines, client):
    client.force_login(ines)
    outlook = handed_in(ines, ImportKind.CLAIMS, HARBOUR, dry_run=True)
    assert told(outlook) == [("2", "created", "It would be added."), ("3", "created", "It would be added.")]
    done = handed_in(ines, ImportKind.CLAIMS, HARBOUR)
    first, second = Claim.objects.exclude(pk=claim.pk).order_by("pk")
    assert told(done) == [
        ("2", "created", f"Added as FC-{first.pk:04}."),
        ("3", "created", f"Added as FC-{second.pk:04}."),
    ]
    assert (done.created, done.here, done.failed) == (2, 0, 0)
    for batch in (outlook, done):
        assert "8731" not in everything_about(client, batch)


def test_her_row_comes_in_once_and_whoever_is_named_finds_the_claim_that_is_kept(claim, ines, edo):
    handed_in(edo, ImportKind.CLAIMS, HARBOUR)
    assert Claim.objects.count() == 2
    done = handed_in(ines, ImportKind.CLAIMS, HARBOUR)
    assert (done.created, done.here) == (1, 1)
    Claim.objects.filter(pk__gt=8731, statement="The harbour was sold").update(statement="The harbour was let")
    again = handed_in(ines, ImportKind.CLAIMS, HARBOUR)
    assert (again.created, again.here, Claim.objects.count()) == (0, 2, 3)
    oona = PersonFactory(username="oona", roles=[Role.EDITOR])
    assert handed_in(oona, ImportKind.CLAIMS, HARBOUR).created == 0
    assert told(handed_in(edo, ImportKind.CLAIMS, HARBOUR))[0] == ("2", "here", "It is here already as FC-8731.")


def test_a_newsrooms_own_key_that_belongs_to_a_kept_claim_is_free_to_her(edo, ana, ines):
    table = b"statement,key\nThe pier was let,A-17\n"
    handed_in(edo, ImportKind.CLAIMS, table)
    kept = Claim.objects.get()
    restricting.restrict(claim_id=kept.pk, people=[ana.pk], actor=edo)
    other = b"statement,key\nThe mill was let,A-17\n"
    assert told(handed_in(ines, ImportKind.CLAIMS, other, dry_run=True)) == [("2", "created", "It would be added.")]
    mill = handed_in(ines, ImportKind.CLAIMS, other).rows.get().claim
    assert (mill.statement, ImportedClaim.objects.count()) == ("The mill was let", 2)
    assert handed_in(ines, ImportKind.CLAIMS, other).rows.get().claim == mill
    restricting.restrict(claim_id=mill.pk, people=[ana.pk], actor=edo)
    third = handed_in(ines, ImportKind.CLAIMS, other).rows.get().claim
    assert third not in (kept, mill)
    assert handed_in(edo, ImportKind.CLAIMS, table).rows.get().claim == kept
    assert verify().broken is None


def test_the_command_and_the_api_say_no_more(claim, ines, tmp_path, capsys):
    file, result = tmp_path / "list.csv", tmp_path / "result.csv"
    file.write_bytes(HARBOUR)
    call_command("import_claims", str(file), "--as", "ines", "--dry-run", "--result", str(result))
    assert capsys.readouterr().out == "2 would be added, 0 here already, 0 failed.\n"
    assert "8731" not in result.read_text()
    program = Program(ines)
    received = program.client.post("/api/v1/imports/claims/", {"file": SimpleUploadedFile("list.csv", HARBOUR)})
    imports.work(received.json()["id"])
    done = program.get(received["Location"]).json()
    assert (done["created"], done["here"], done["failed"]) == (2, 0, 0)
    assert "8731" not in program.get(f"imports/{done['id']}/rows/").content.decode()


def articles(*rows):
    text = io.StringIO(newline="")
    csv.writer(text).writerows([("title", "text", "url"), *rows])
    return text.getvalue()


@pytest.mark.parametrize(
    "row",
    [
        ("Sold", STORY, ""),
        ("Sold", STORY, AT),
        ("Sold", LATER, AT),
        ("Sold", LATER, "http://www.paper.example/vellichor?utm_source=mail"),
        ("Sold", STORY, "https://other.example/sold"),
    ],
)
def test_a_kept_article_is_refused_in_a_sentence_and_stays_as_it_is(article, ines, client, row):
    client.force_login(ines)
    table = articles(row, ("Mill", "The mill burned for two days, and the firefighters of four towns came.", ""))
    outlook = handed_in(ines, ImportKind.ARTICLES, table, dry_run=True)
    assert told(outlook) == [("2", "failed", KEPT), ("3", "created", "“Mill” would be added.")]
    done = handed_in(ines, ImportKind.ARTICLES, table)
    assert told(done) == [("2", "failed", KEPT), ("3", "created", "Added “Mill”. It is being read for claims.")]
    assert (done.state, done.created, done.changed, done.here, done.failed) == ("done", 1, 0, 0, 1)
    assert (Article.objects.count(), article.versions.count()) == (2, 1)
    article.refresh_from_db()
    assert article.url == AT
    for batch in (outlook, done):
        assert "Vellichor" not in everything_about(client, batch)


def test_whoever_is_named_imports_its_next_version(article, ines, ana, edo):
    table = articles(("Sold", LATER, AT))
    assert told(handed_in(edo, ImportKind.ARTICLES, table, dry_run=True)) == [
        ("2", "changed", "“Sold” is here with another text and would get a new version.")
    ]
    assert handed_in(edo, ImportKind.ARTICLES, table).changed == 1
    assert article.versions.count() == 2


def test_articles_by_command_and_by_letter_are_refused_alike(article, ines, tmp_path, capsys):
    file = tmp_path / "list.jsonl"
    file.write_text(json.dumps({"title": "Sold", "text": LATER, "url": AT}))
    with pytest.raises(SystemExit):
        call_command("import_articles", str(file), "--as", "ines")
    said = capsys.readouterr().out
    assert KEPT in said
    assert "Vellichor" not in said
    letter = f"From: {ines.email}\r\nSubject: Sold\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{STORY}\r\n"
    (taken,) = email_intake.take_in(read_letter(letter.encode()), actor=ines)
    assert (taken.here, str(taken.message)) == (False, KEPT)
    call_command("import_articles", str(file))
    assert ArticleVersion.objects.filter(article=article).count() == 2


def test_candidates_of_kept_claims_go_along_with_the_next_version_and_are_not_counted(edo, ana, ines):
    added = article_intake.add_document(document=read_pasted(STORY, "Sold"), origin=Origin.API, url=AT, actor=edo)
    open_one = CandidateFactory(version=added.version, exact="nobody was told of it", state="pending")
    kept = CandidateFactory(version=added.version, exact="9 million", state="accepted", claim=ClaimFactory())
    restricting.restrict(claim_id=kept.claim_id, people=[ana.pk], actor=edo)
    table = articles(("Sold", STORY.replace("Thursday", "Friday"), AT))
    done = handed_in(ines, ImportKind.ARTICLES, table)
    assert told(done) == [
        (
            "2",
            "changed",
            "The text at this address has changed: “Sold” now has version 2. Its candidates: 1 in the same place.",
        )
    ]
    carried = Candidate.objects.filter(version__number=2).order_by("pk").values_list("carried_from", "claim")
    assert sorted(carried) == [(open_one.pk, None), (kept.pk, kept.claim_id)]
    assert AuditEvent.objects.get(action="article_changed").data["anchors"] == {"exact": 1}
    with looking_as(ines.pk):
        assert Candidate.objects.filter(version__number=2).count() == 1


def test_an_old_check_worded_like_a_kept_claim_is_published_without_a_word_of_it(claim, ines, scale, client):
    client.force_login(ines)
    table = b"claim,url,rating,published\nThe harbour was sold,https://old.example/1,False,2019-01-02\n"
    batch = handed_in(ines, ImportKind.ARCHIVE, table, dry_run=True)
    imports.match_ratings(batch_id=batch.pk, ratings={"False": "false"}, actor=ines)
    imports.work(batch.pk)
    assert "8731" not in everything_about(client, batch)
    imports.carry_out(batch_id=batch.pk, actor=ines)
    imports.work(batch.pk)
    old = OldCheck.objects.get()
    assert (old.claim.statement, old.claim.number) == ("The harbour was sold", f"FC-{old.claim_id:04}")
    assert told(batch) == [("2", "created", f"Published as {old.claim.number}, marked as imported.")]
    assert "8731" not in everything_about(client, batch)


def test_an_outside_check_of_a_kept_claim_says_nothing_of_it_and_is_still_compared(claim, ines, client):
    client.force_login(ines)
    review = {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": "https://checks.example/harbour",
        "claimReviewed": "The harbour was sold",
        "reviewRating": {"@type": "Rating", "alternateName": "False"},
    }
    data = json.dumps(review).encode()
    assert told(handed_in(ines, ImportKind.CHECKS, data, dry_run=True, name="c.json")) == [
        ("item 1", "created", "It would be added.")
    ]
    done = handed_in(ines, ImportKind.CHECKS, data, name="c.json")
    assert told(done) == [("item 1", "created", "Added: https://checks.example/harbour")]
    assert "8731" not in everything_about(client, done)
    (again,) = import_checks(read_checks(data), source="c.json", actor=ines)
    assert str(again.result.message) == "It is here already: https://checks.example/harbour"
    assert MatchIndexEntry.objects.filter(outside__url="https://checks.example/harbour", due=True).count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_import_goes_on_where_it_was_cut_off_whatever_was_kept_from_her_since(edo, ana, ines, monkeypatch):
    monkeypatch.setattr(imports, "ROWS_A_CHUNK", 10)
    rows = "".join(f"Claim number {n} of the list\n" for n in range(30))
    batch = imports.receive(
        kind=ImportKind.CLAIMS, name="list.csv", data=f"statement\n{rows}".encode(), actor=ines, dry_run=False
    )
    with connection.execute_wrapper(CutOff('INSERT INTO "claims_importrow"', 1)), pytest.raises(SystemExit):
        imports.work(batch.pk)
    assert Claim.objects.count() == 10
    for claim in Claim.objects.order_by("pk")[:3]:
        restricting.restrict(claim_id=claim.pk, people=[ana.pk], actor=edo)
    ImportBatch.objects.update(lease_until=timezone.now() - datetime.timedelta(minutes=3))
    sweep()
    with looking_as(ines.pk):
        imports.work(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.created, batch.here, batch.failed) == ("done", 30, 0, 0)
    assert list(batch.rows.values_list("position", flat=True)) == list(range(30))
    assert Claim.objects.count() == 30


def test_a_file_is_checked_again_although_one_of_its_rows_is_kept_from_her_now(claim, edo, ana, ines):
    bridge = ClaimFactory(statement="The bridge was painted", claimant=None)
    batch = handed_in(ines, ImportKind.CLAIMS, HARBOUR, dry_run=True)
    assert told(batch)[1] == ("3", "here", f"It is here already as {bridge.number}.")
    restricting.restrict(claim_id=bridge.pk, people=[ana.pk], actor=edo)
    with looking_as(ines.pk):
        imports.match_columns(batch_id=batch.pk, columns={"statement": "statement"}, date_order=None, actor=ines)
        imports.work(batch.pk)
    assert told(batch) == [("2", "created", "It would be added."), ("3", "created", "It would be added.")]
