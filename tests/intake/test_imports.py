"""Imports that are cut off, stopped or made twice at once."""

import datetime
import threading

import pytest
from django.db import DataError, connection
from django.utils import timezone

from claims.accounts.models import User
from claims.articles.models import Article
from claims.audit.models import AuditEvent
from claims.audit.services import verify
from claims.intake import imports
from claims.intake.imports import receive, stop, work
from claims.jobs.sweeping import sweep
from claims.tracking.enums import ImportKind, ImportState
from claims.tracking.models import Claim, ExtractionRun, ImportBatch, ImportedClaim, ImportFile

TABLE = b"statement\n" + b"".join(f"Claim number {n} of the list\n".encode() for n in range(60))


def handed_in(actor: User, data: bytes = TABLE, *, dry_run: bool = False) -> ImportBatch:
    return receive(kind=ImportKind.CLAIMS, name="claims.csv", data=data, actor=actor, dry_run=dry_run)


@pytest.mark.django_db(transaction=True)
def test_the_same_file_twice_at_once_is_each_claim_once(edo):
    batches = [handed_in(edo) for _ in range(4)]
    problems = []

    def run(batch):
        try:
            work(batch.pk)
        except Exception as error:
            problems.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[batch]) for batch in batches]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert Claim.objects.count() == 60
    done = list(ImportBatch.objects.order_by("pk"))
    assert [batch.state for batch in done] == ["done"] * 4
    assert (sum(batch.created for batch in done), sum(batch.here for batch in done)) == (60, 180)


@pytest.mark.django_db(transaction=True)
def test_two_workers_with_one_batch_do_each_row_once(edo):
    batch = handed_in(edo)
    threads = [threading.Thread(target=lambda: (work(batch.pk), connection.close())) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    batch.refresh_from_db()
    assert (batch.state, batch.created, batch.here, batch.rows.count()) == ("done", 60, 0, 60)


class CutOff:
    """Ends the process, as far as the code can tell, at the given statement of a kind."""

    def __init__(self, begins: str, at: int) -> None:
        self.begins, self.left = begins, at

    def __call__(self, execute, sql, params, many, context):
        if sql.startswith(self.begins):
            self.left -= 1
            if self.left < 0:
                raise SystemExit
        return execute(sql, params, many, context)


CHUNK_OF_TEN = [
    # Where it is cut off, and how many rows are in by then.
    ('INSERT INTO "claims_claim"', 2, 20),
    ('INSERT INTO "audit_auditevent"', 2, 20),
    ('INSERT INTO "claims_importedclaim"', 1, 10),
    ('INSERT INTO "claims_importrow"', 0, 0),
    ('INSERT INTO "claims_importrow"', 5, 50),
    ('UPDATE "claims_importbatch"', 3, 20),
]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("begins", "at", "rows"), CHUNK_OF_TEN)
def test_an_import_that_was_cut_off_goes_on_where_it_ended(edo, monkeypatch, begins, at, rows):
    monkeypatch.setattr(imports, "ROWS_A_CHUNK", 10)
    batch = handed_in(edo)
    with connection.execute_wrapper(CutOff(begins, at)), pytest.raises(SystemExit):
        work(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.created, Claim.objects.count()) == ("importing", rows, rows)
    assert (batch.rows.count(), ImportedClaim.objects.count()) == (rows, rows)
    assert work(batch.pk) is False  # for all anybody knows, somebody still works on it
    ImportBatch.objects.update(lease_until=timezone.now() - datetime.timedelta(minutes=3))
    sweep()
    work(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.created, batch.here, Claim.objects.count()) == ("done", 60, 0, 60)
    assert list(batch.rows.values_list("position", flat=True)) == list(range(60))
    assert (ImportedClaim.objects.count(), verify().broken) == (60, None)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("begins", "at", "rows"),
    [
        ('INSERT INTO "articles_articleversion"', 1, 10),
        ('UPDATE "articles_article"', 2, 20),
        ('INSERT INTO "claims_extractionrun"', 0, 0),
        ('INSERT INTO "claims_importrow"', 2, 20),
    ],
)
def test_articles_that_were_cut_off_go_on_where_they_ended(edo, monkeypatch, begins, at, rows):
    monkeypatch.setattr(imports, "ROWS_A_CHUNK", 10)
    table = "title,text,url\n" + "".join(
        f"Report {n},The council spent {n} million on ferries last year and said so.,https://paper.example/{n}\n"
        for n in range(30)
    )
    batch = receive(kind=ImportKind.ARTICLES, name="list.csv", data=table.encode(), actor=edo, dry_run=False)
    with connection.execute_wrapper(CutOff(begins, at)), pytest.raises(SystemExit):
        work(batch.pk)
    assert (Article.objects.count(), ExtractionRun.objects.count()) == (rows, rows)
    ImportBatch.objects.update(lease_until=timezone.now() - datetime.timedelta(minutes=3))
    sweep()
    work(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.created, batch.here, batch.failed) == ("done", 30, 0, 0)
    assert (Article.objects.count(), ExtractionRun.objects.count()) == (30, 30)
    assert Article.objects.filter(current__isnull=True).count() == 0
    assert Article.objects.filter(search__words__begin="ferries 29 million").count() == 1
    assert verify().broken is None


@pytest.mark.django_db
def test_a_row_that_the_database_refuses_costs_itself_alone(edo):
    rows = [f"Claim number {n}" for n in range(12)]
    batch = handed_in(edo, "\n".join(["statement", *rows]).encode())

    class Refuses:
        def __call__(self, execute, sql, params, many, context):
            if sql.startswith('INSERT INTO "claims_claim"') and "Claim number 7" in str(params):
                raise DataError("out of range")
            return execute(sql, params, many, context)

    with connection.execute_wrapper(Refuses()):
        work(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.created, batch.failed, Claim.objects.count()) == ("done", 11, 1, 11)
    assert batch.rows.get(outcome="failed").place == "9"


@pytest.mark.django_db
def test_rows_that_are_the_same_lead_to_one_claim_in_one_chunk(edo):
    data = (
        b"statement,claimant,key\n"
        b"The ferry cost 3 million,Zo\xc3\xab Haldane,\n"
        b"the ferry COST 3 million,zo\xc3\xab haldane,\n"
        b"The ferry cost 3 million,Zo\xc3\xab Haldane,K1\n"
        b"The ferry cost 4 million,Zo\xc3\xab Haldane,K1\n"
        b"The ferry cost 3 million,,\n"
    )
    batch = handed_in(edo, data)
    work(batch.pk)
    batch.refresh_from_db()
    assert (batch.created, batch.here) == (2, 3)
    first, nobodys = Claim.objects.order_by("pk")
    assert [row.claim_id for row in batch.rows.all()] == [first.pk] * 4 + [nobodys.pk]
    assert first.claimant.name == "Zoë Haldane"
    again = handed_in(edo, data)
    work(again.pk)
    again.refresh_from_db()
    assert (again.created, again.here, Claim.objects.count()) == (0, 5, 2)


@pytest.mark.django_db
def test_a_check_tells_of_rows_that_stand_in_the_file_twice(edo):
    batch = handed_in(edo, b"statement\nThe tram was late\nThe bus was late\nThe tram was late\n", dry_run=True)
    work(batch.pk)
    assert list(batch.rows.values_list("outcome", "message")) == [
        ("created", "It would be added."),
        ("created", "It would be added."),
        ("here", "It stands in the file twice: 2 is the same."),
    ]
    assert Claim.objects.count() == 0


@pytest.mark.django_db
def test_one_story_twice_in_a_chunk_is_one_article_and_other_words_are_its_next_version(edo):
    story = "The council spent 3 million on ferries last year and said so in its report."
    table = (
        "title,text,url\n"
        f"Ferries,{story},https://paper.example/ferries\n"
        f"Ferries,{story},https://paper.example/ferries?utm_source=x\n"
        f"Ferries,{story} Corrected.,https://paper.example/ferries\n"
        f"Trams,{story},\n"
    )
    batch = receive(kind=ImportKind.ARTICLES, name="list.csv", data=table.encode(), actor=edo, dry_run=False)
    work(batch.pk)
    batch.refresh_from_db()
    assert (batch.created, batch.changed, batch.here) == (1, 1, 2)
    article = Article.objects.get()
    assert list(article.versions.values_list("number", flat=True)) == [2, 1]
    assert article.current.text == f"{story} Corrected."


@pytest.mark.django_db
def test_work_is_done_in_slices_and_the_rest_is_left_for_the_next(edo):
    batch = handed_in(edo)
    assert work(batch.pk, seconds=0) is True
    batch.refresh_from_db()
    assert (batch.state, batch.lease_until) == ("importing", None)
    assert work(batch.pk) is False
    batch.refresh_from_db()
    assert (batch.state, batch.created) == ("done", 60)


@pytest.mark.django_db
def test_what_was_stopped_stays_stopped_and_what_came_in_stays(edo):
    batch = handed_in(edo)
    work(batch.pk, seconds=0)
    stop(batch_id=batch.pk, actor=edo)
    assert work(batch.pk) is False
    batch.refresh_from_db()
    assert (batch.state, ImportFile.objects.count(), Claim.objects.count()) == ("stopped", 0, 0)
    assert [event.action for event in AuditEvent.objects.filter(object_type="importbatch")] == [
        "import_stopped",
        "import_received",
    ]


@pytest.mark.django_db
def test_whoever_may_no_longer_import_imports_nothing(edo):
    batch = handed_in(edo)
    edo.groups.clear()
    work(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, Claim.objects.count()) == ("failed", 0)
    assert batch.error.startswith("Your role does not let you import claims.")


@pytest.mark.django_db
def test_a_file_nobody_came_back_for_is_dropped(edo):
    batch = handed_in(edo, dry_run=True)
    work(batch.pk)
    ImportBatch.objects.update(created_at=timezone.now() - datetime.timedelta(days=8))
    imports.drop_forgotten()
    batch.refresh_from_db()
    assert (batch.state, ImportFile.objects.count()) == (ImportState.STOPPED, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_a_table_of_excels_comes_in_whatever_its_encoding(edo, encoding):
    data = 'sep=;\r\nstatement;claimant;;\r\n"The café cost 3 million";Zoë Haldane;;\r\n'.encode(encoding)
    batch = handed_in(edo, data)
    work(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.created, batch.failed) == ("done", 1, 0)
    assert Claim.objects.get().statement == "The café cost 3 million"


@pytest.mark.django_db
@pytest.mark.parametrize("data", [b"\xff\xfe", b"\x00" * 5000, b'"', b"\xff\xfet\x00\xd8", b"\r\r\r", b'a,"\n' * 50])
@pytest.mark.parametrize("kind", [ImportKind.CLAIMS, ImportKind.ARTICLES])
def test_no_table_is_checked_for_ever(edo, data, kind):
    batch = receive(kind=kind, name="odd.csv", data=data, actor=edo, dry_run=True)
    work(batch.pk)
    batch.refresh_from_db()
    assert batch.state in (ImportState.CHECKED, ImportState.FAILED)
    assert batch.created == 0
