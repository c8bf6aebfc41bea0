"""Filtered lists as files, with the rights of whoever asks."""

import csv
import io
import json

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from claims.tracking.models import Claim, ImportBatch
from tests.factories import ArticleFactory, ClaimantFactory, ClaimFactory

pytestmark = pytest.mark.django_db


def content(answer):
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


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
    reader.get("me/")  # takes its part of the minute's budget
    for rows in (1, 3):
        while Claim.objects.count() < rows:
            ClaimFactory()
        with django_assert_max_num_queries(9):
            assert len(content(reader.get("exports/claims/?as=jsonl")).splitlines()) == rows


def test_the_command_writes_a_result_file(edo, tmp_path, capsys):
    file, result = tmp_path / "claims.jsonl", tmp_path / "result.csv"
    file.write_text('{"statement": "The bridge cost 9 million"}\n{"statement": 5, "colour": "=red"}\n')
    with pytest.raises(SystemExit):
        call_command("import_claims", str(file), username="edo", result=result)
    rows = list(csv.DictReader(result.open(encoding="utf-8-sig")))
    assert [(row["place"], row["outcome"]) for row in rows] == [("1", "created"), ("2", "failed")]
    assert "1 added, 0 here already, 1 failed." in capsys.readouterr().out
    assert (ImportBatch.objects.get().state, ImportBatch.objects.get().person) == ("done", edo)
    with pytest.raises(CommandError, match="nobody"):
        call_command("import_claims", str(file), username="nobody")
