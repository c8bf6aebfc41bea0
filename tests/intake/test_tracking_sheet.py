"""A newsroom's own list of claims, as it is kept before it comes here: column by column, and nothing is lost."""

import io

import pytest
from django.utils import timezone
from openpyxl import Workbook

from claims.audit.services import verify
from claims.errors import Blocked, WrongState
from claims.intake import imports
from claims.intake.imports import match_columns, receive, work
from claims.intake.tracking_sheet import guess
from claims.tracking.enums import DateOrder, ImportKind
from claims.tracking.models import Claim, Comment, ImportBatch, Topic

pytestmark = pytest.mark.django_db

LIST = (
    "No.,Claim,Who said it?,When,Link,Topic,Status,Checked by,Verdict,Our article,Notes,Mood\n"
    "17,The ferry cost 3 million,Zoë Haldane,18/03/2026,https://paper.example/ferry,Transport; Boats,done,Ana Holt,"
    "False,https://desk.example/ferry,Asked twice,sour\n"
    "18,The tram was late on 90 days,Bram Odum,24.2.2026,,,,,,,,\n"
)


def checked(edo, data, name="march.csv"):
    batch = receive(
        kind=ImportKind.CLAIMS,
        name=name,
        data=data.encode() if isinstance(data, str) else data,
        actor=edo,
        dry_run=True,
    )
    work(batch.pk)
    batch.refresh_from_db()
    return batch


def imported(batch, edo):
    imports.carry_out(batch_id=batch.pk, actor=edo)
    work(batch.pk)
    batch.refresh_from_db()
    return batch


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("CLAIM", "statement"),
        ("Who said it?", "claimant"),
        ("date of claim", "said_on"),
        ("Aussage", "statement"),
        ("fact-checker", "checker"),
        ("Our article", "our_article"),
        ("said_where", "said_where"),
        ("Mood", "remark"),
        ("", "remark"),
    ],
)
def test_a_column_is_known_by_plain_words(name, column):
    assert guess([name]) == {name: column}


def test_two_columns_of_one_kind_are_one_and_a_remark():
    assert guess(["claim", "quote", "who"]) == {"claim": "statement", "quote": "remark", "who": "claimant"}


def test_a_list_is_matched_and_keeps_what_it_holds(edo):
    Topic.objects.create(name="Transport", slug="transport")
    batch = checked(edo, LIST)
    assert (batch.state, batch.created, batch.failed) == ("checked", 2, 0)
    assert [(column["name"], column["is"]) for column in batch.preview["columns"]] == [
        ("no.", "key"),
        ("claim", "statement"),
        ("who said it?", "claimant"),
        ("when", "said_on"),
        ("link", "link"),
        ("topic", "topics"),
        ("status", "status"),
        ("checked by", "checker"),
        ("verdict", "verdict"),
        ("our article", "our_article"),
        ("notes", "notes"),
        ("mood", "remark"),
    ]
    assert batch.preview["two_days"] is False
    assert batch.preview["columns"][1]["samples"] == ["The ferry cost 3 million", "The tram was late on 90 days"]
    assert imported(batch, edo).created == 2
    ferry, tram = Claim.objects.order_by("pk")
    assert (ferry.claimant.name, ferry.said_on.isoformat()) == ("Zoë Haldane", "2026-03-18")
    assert (ferry.said_where, [topic.slug for topic in ferry.topics.all()]) == (
        "https://paper.example/ferry",
        ["transport"],
    )
    assert (tram.said_on.isoformat(), tram.said_where) == ("2026-02-24", "")
    remark = Comment.objects.get()
    assert (remark.claim, remark.author) == (ferry, edo)
    assert remark.body == (
        "march.csv, 2\nLink: https://paper.example/ferry\nStatus: done\nChecked by: Ana Holt\nVerdict: False\n"
        "Our article: https://desk.example/ferry\nNotes: Asked twice\nTopics: Boats\nmood: sour"
    )
    assert verify().broken is None


def test_the_same_list_of_excels_is_read_as_it_is_and_never_comes_in_twice(edo):
    book, out = Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    sheet.append(["Quote", "Speaker", "Date"])
    sheet.append(["The ferry cost 3 million", "Zoë Haldane", timezone.datetime(2026, 3, 4)])
    book.save(out)
    batch = imported(checked(edo, out.getvalue(), "list.xlsx"), edo)
    assert (batch.state, batch.created, Claim.objects.get().said_on.isoformat()) == ("done", 1, "2026-03-04")
    again = imported(checked(edo, out.getvalue(), "list.xlsx"), edo)
    assert (again.created, again.here, Claim.objects.count()) == (0, 1, 1)


def test_a_day_that_may_be_two_waits_for_a_word_of_which_comes_first(edo):
    text = "claim,when\nThe ferry cost 3 million,03/04/2026\nThe tram was late,13/04/2026\n"
    batch = checked(edo, text)
    assert (batch.created, batch.failed, batch.preview["two_days"]) == (1, 1, True)
    assert batch.rows.get(outcome="failed").message == (
        "Its date may be two days. Say what comes first in this file, the day or the month."
    )
    columns = {"claim": "statement", "when": "said_on"}
    match_columns(batch_id=batch.pk, columns=columns, date_order=DateOrder.DAY, actor=edo)
    work(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.created, batch.failed) == ("checked", 2, 0)
    imported(batch, edo)
    assert [claim.said_on.isoformat() for claim in Claim.objects.order_by("pk")] == ["2026-04-03", "2026-04-13"]


def test_a_person_says_what_the_columns_are(edo):
    batch = checked(edo, "Satz,Mensch\nThe ferry cost 3 million,Zoë Haldane\n")
    assert (batch.created, batch.failed) == (0, 1)
    match_columns(batch_id=batch.pk, columns={"satz": "statement", "mensch": "claimant"}, date_order=None, actor=edo)
    with pytest.raises(WrongState):
        match_columns(batch_id=batch.pk, columns={"satz": "statement"}, date_order=None, actor=edo)
    work(batch.pk)
    batch.refresh_from_db()
    assert [column["is"] for column in batch.preview["columns"]] == ["statement", "claimant"]
    imported(batch, edo)
    assert Claim.objects.get().claimant.name == "Zoë Haldane"


@pytest.mark.parametrize(
    ("columns", "why"),
    [
        ({"satz": "remark"}, "Say which column holds the claim."),
        ({"satz": "statement", "mensch": "statement"}, "Two columns are “Claim”. Keep one of them in a remark."),
        ({"satz": "statement", "other": "notes"}, "The file has no column “other”."),
    ],
)
def test_columns_that_cannot_be_so_are_refused_with_a_sentence(edo, columns, why):
    batch = checked(edo, "Satz,Mensch\nThe ferry cost 3 million,Zoë Haldane\n")
    with pytest.raises(Blocked) as refusal:
        match_columns(batch_id=batch.pk, columns=columns, date_order=None, actor=edo)
    assert refusal.value.message == why


def test_a_list_with_a_row_too_long_for_a_remark_is_cut_and_comes_in(edo):
    batch = imported(checked(edo, f"claim,diary\nThe ferry cost 3 million,{'x' * 9000}\n"), edo)
    assert (batch.created, len(Comment.objects.get().body)) == (1, 5000)
    assert ImportBatch.objects.get().failed == 0
