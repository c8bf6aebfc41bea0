"""Filtered lists as files, and claims out of files, with the rights of whoever asks."""

import csv
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from claims.tracking.models import Claim, Topic
from tests.factories import ArticleFactory, ClaimantFactory, ClaimFactory

pytestmark = pytest.mark.django_db

HEADER = "statement,claimant,said_on,said_where,topics,priority,due_at"


def content(answer):
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def sent(program, text, name="claims.csv", **more):
    data = {"file": SimpleUploadedFile(name, text.encode()), **more}
    return program.client.post("/api/v1/imports/claims/", data)


def test_a_filtered_list_in_three_formats(program_of, ana):
    reader = program_of(ana)
    ClaimFactory(statement="=1+1 is a formula", claimant=ClaimantFactory(name="Rufus Haldane"))
    ClaimFactory(statement="Ridership fell by 41 per cent", claimant=None)
    table = content(reader.get("exports/claims/?q=ridership")).decode("utf-8-sig")
    assert [row["statement"] for row in csv.DictReader(io.StringIO(table))] == ["Ridership fell by 41 per cent"]
    lines = content(reader.get("exports/claims/?as=jsonl")).splitlines()
    assert [json.loads(line)["number"] for line in lines] == [claim.number for claim in Claim.objects.order_by("-id")]
    answer = reader.get("exports/claims/?as=xlsx", headers={"Accept": "text/csv"})
    assert ".xlsx" in answer["Content-Disposition"]
    sheet = load_workbook(io.BytesIO(content(answer))).active
    assert [cell.value for cell in sheet["B"]] == ["statement", "Ridership fell by 41 per cent", "'=1+1 is a formula"]
    assert reader.get("exports/claims/?as=pdf").status_code == 400


def test_articles_without_their_texts(program_of, ana):
    article = ArticleFactory(version__title="Haldane defends bus plan")
    rows = list(csv.DictReader(io.StringIO(content(program_of(ana).get("exports/articles/")).decode("utf-8-sig"))))
    assert [(row["id"], row["title"]) for row in rows] == [(str(article.pk), "Haldane defends bus plan")]
    assert "text" not in rows[0]


def test_an_export_costs_the_same_queries_at_one_and_at_three_rows(program_of, ana, django_assert_max_num_queries):
    reader = program_of(ana)
    for rows in (1, 3):
        while Claim.objects.count() < rows:
            ClaimFactory()
        with django_assert_max_num_queries(8):
            assert len(content(reader.get("exports/claims/?as=jsonl")).splitlines()) == rows


def test_a_dry_run_names_each_bad_row_and_changes_nothing(program_of, edo):
    text = f"{HEADER}\nThe bridge cost 9,Rufus Haldane,2026-02-01,,,high,\n,,,,,,\n,X,,,,,\nOK,,tomorrow,,No,9,\n"
    report = sent(program_of(edo), text, dry_run="true").json()
    assert (report["created"], report["failed"]) == (1, 2)
    assert [(row["place"], row["message"]) for row in report["rows"]] == [
        ("2", "It would be added."),
        ("4", "It has no statement."),
        (
            "5",
            "Its said_on is no date such as 2026-03-18. The desk has no topic “no”. "
            "Its priority is none of low, normal, high, urgent.",
        ),
    ]
    assert Claim.objects.count() == 0


def test_a_file_twice_is_each_claim_once_and_an_export_comes_back(program_of, edo):
    editor = program_of(edo)
    Topic.objects.create(name="Transport", slug="transport")
    text = (
        f"{HEADER}\nThe bridge cost 9 million,Rufus Haldane,2026-02-01,A meeting,transport,high,2050-01-01T09:00:00Z\n"
    )
    assert sent(editor, text).json()["created"] == 1
    assert sent(editor, text).json()["here"] == 1
    claim = Claim.objects.get()
    assert (str(claim.claimant), claim.priority, claim.topics.count(), claim.created_by) == ("Rufus Haldane", 2, 1, edo)
    assert claim.due_at.year == 2050
    exported = content(editor.get("exports/claims/")).decode()
    assert sent(editor, exported).json()["here"] == 1


def test_who_may_import_and_what_is_refused(program_of, ana, edo):
    assert sent(program_of(ana), f"{HEADER}\nA,,,,,,\n").status_code == 403
    for name, text in (("x.exe", "MZ"), ("x.zip", "no zip")):
        assert sent(program_of(edo), text, name).status_code == 422
    many = "statement\n" + "\n".join(f"Claim number {n}" for n in range(2001))
    assert sent(program_of(edo), many).status_code == 422
    assert Claim.objects.count() == 0


def test_the_command_writes_a_result_file(edo, tmp_path, capsys):
    file, result = tmp_path / "claims.jsonl", tmp_path / "result.csv"
    file.write_text('{"statement": "The bridge cost 9 million"}\n{"statement": 5, "colour": "=red"}\n')
    with pytest.raises(SystemExit):
        call_command("import_claims", str(file), username="edo", result=result)
    rows = list(csv.DictReader(result.open(encoding="utf-8-sig")))
    assert [(row["place"], row["outcome"]) for row in rows] == [("1", "created"), ("2", "failed")]
    assert "1 added, 0 here already, 1 failed." in capsys.readouterr().out
    with pytest.raises(CommandError, match="nobody"):
        call_command("import_claims", str(file), username="nobody")
