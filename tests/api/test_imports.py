"""Files handed in by programs: checked, imported, told row by row, by the rights of whoever hands them in."""

import csv
import datetime
import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from claims.articles.models import Article, ArticleVersion
from claims.intake import imports
from claims.tracking.models import Claim, ImportBatch, ImportFile, Topic
from tests.factories import STORY, ClaimantFactory, ClaimFactory

pytestmark = pytest.mark.django_db

IN_A_WEEK = (timezone.now() + datetime.timedelta(days=7)).isoformat()
HEADER = "statement,claimant,said_on,said_where,topics,priority,due_at"


def sent(program, kind, data, name, **more):
    data = data.encode() if isinstance(data, str) else data
    return program.client.post(f"/api/v1/imports/{kind}/", {"file": SimpleUploadedFile(name, data), **more})


def worked(program, kind, data, name, **more):
    """The import as it is when the worker has had it."""
    received = sent(program, kind, data, name, **more)
    assert received.status_code == 202, received.content
    imports.work(received.json()["id"])
    return program.get(received["Location"]).json()


def test_a_claim_comes_in_with_its_language(program_of, edo):
    text = "statement,language\nEl puente costó 9 millones,ES\nThe bridge cost 9 million,\nO 9 milhões,Portuguese\n"
    done = worked(program_of(edo), "claims", text, "claims.csv")
    assert (done["created"], done["failed"]) == (2, 1)
    assert dict(Claim.objects.values_list("statement", "language")) == {
        "El puente costó 9 millones": "es",
        "The bridge cost 9 million": "",
    }
    failed = rows(program_of(edo), done, "?outcome=failed")
    assert [message for _, _, message in failed] == ["Its language is no code of two letters such as en."]


def rows(program, batch, query=""):
    return [
        (row["place"], row["outcome"], row["message"])
        for row in program.get(f"imports/{batch['id']}/rows/{query}").json()["results"]
    ]


def packed(**files):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "."), content)
    return target.getvalue()


def test_an_empty_dry_run_is_neither_yes_nor_no(program_of, edo):
    answer = sent(program_of(edo), "claims", f"{HEADER}\nThe bridge cost 9,,,,,,\n", "claims.csv", dry_run="")
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == ["dry_run"]


def test_a_dry_run_names_each_bad_row_and_changes_nothing(program_of, edo):
    editor = program_of(edo)
    text = (
        f"{HEADER}\nThe bridge cost 9,Rufus Haldane,2026-02-01,,,high,\n,,,,,,\n,X,,,,,\nOK,,tomorrow,,No,9,\n"
        "the bridge COST 9,rufus haldane,,,,,\n"
    )
    batch = worked(editor, "claims", text, "claims.csv", dry_run="true")
    assert (batch["state"], batch["created"], batch["here"], batch["failed"]) == ("checked", 1, 1, 2)
    assert rows(editor, batch) == [
        ("2", "created", "It would be added."),
        ("4", "failed", "It has no statement."),
        (
            "5",
            "failed",
            "Its said_on is no date such as 2026-03-18. The desk has no topic “no”. "
            "Its priority is none of low, normal, high, urgent.",
        ),
        ("6", "here", "It stands in the file twice: 2 is the same."),
    ]
    assert [row[0] for row in rows(editor, batch, "?outcome=failed")] == ["4", "5"]
    assert Claim.objects.count() == 0


def test_a_checked_file_is_carried_out_once(program_of, edo):
    editor = program_of(edo)
    batch = worked(editor, "claims", f"{HEADER}\nThe bridge cost 9 million,,,,,,\n", "claims.csv", dry_run="true")
    begun = editor.post(f"imports/{batch['id']}/carry-out/")
    assert (begun.status_code, begun.json()["state"], begun.json()["created"]) == (202, "importing", 0)
    assert editor.post(f"imports/{batch['id']}/carry-out/").status_code == 409
    imports.work(batch["id"])
    claim = Claim.objects.get()
    done = editor.get(f"imports/{batch['id']}/").json()
    assert (done["state"], done["created"], bool(done["ended_at"])) == ("done", 1, True)
    assert rows(editor, batch) == [("2", "created", f"Added as {claim.number}.")]
    assert ImportFile.objects.count() == 0


def test_a_file_twice_is_each_claim_once_and_an_export_comes_back(program_of, edo):
    editor = program_of(edo)
    Topic.objects.create(name="Transport", slug="transport")
    text = f"{HEADER}\nThe bridge cost 9 million,Rufus Haldane,2026-02-01,A meeting,transport,high,{IN_A_WEEK}\n"
    assert worked(editor, "claims", text, "claims.csv")["created"] == 1
    assert worked(editor, "claims", text, "claims.csv")["here"] == 1
    claim = Claim.objects.get()
    assert (str(claim.claimant), claim.priority, claim.topics.count(), claim.created_by) == ("Rufus Haldane", 2, 1, edo)
    exported = b"".join(editor.get("exports/claims/").streaming_content)
    assert worked(editor, "claims", exported, "claims.csv")["here"] == 1
    Claim.objects.update(statement="The bridge cost more than planned")
    assert worked(editor, "claims", text, "claims.csv")["here"] == 1


def test_a_key_of_the_newsrooms_own_says_which_row_it_is(program_of, edo):
    editor = program_of(edo)
    row = json.dumps({"key": "sheet-7", "statement": "The bridge cost 9 million"})
    reworded = json.dumps({"key": "sheet-7", "statement": "The bridge cost nine million"})
    assert worked(editor, "claims", row, "claims.jsonl")["created"] == 1
    assert worked(editor, "claims", reworded, "claims.jsonl")["here"] == 1
    assert Claim.objects.get().statement == "The bridge cost 9 million"


def test_a_claim_that_came_in_by_hand_is_known(program_of, edo):
    ClaimFactory(statement="The bridge cost 9 million", claimant=ClaimantFactory(name="Rufus Haldane"))
    ClaimFactory(statement="!!!", claimant=None)
    text = "statement,claimant\nthe bridge cost 9 MILLION,Rufus Haldane\nThe bridge cost 9 million,\n!!!,\n"
    batch = worked(program_of(edo), "claims", text, "claims.csv")
    assert (batch["here"], batch["created"]) == (2, 1)


def test_articles_by_table_document_and_zip(program_of, edo):
    editor = program_of(edo)
    table = f'title,text,url,outlet\nFerry stops,"{STORY.splitlines()[0]}",https://c.example/1,Courier\nEmpty,,,\n'
    inner = json.dumps({"title": "Budget", "text": STORY}) + "\nnot json\n"
    archive = packed(
        **{
            "a__csv": table,
            "b__jsonl": inner,
            "notes/c__txt": f"A headline\n\n{STORY} More.",
            "photo__jpg": b"\xff\xd8",
            "__MACOSX/._a__csv": "x",
        }
    )
    checked = worked(editor, "articles", archive, "march.zip", dry_run="true", outlet="Gazette")
    assert (checked["created"], checked["failed"], Article.objects.count()) == (3, 3, 0)
    batch = worked(editor, "articles", archive, "march.zip", outlet="Gazette")
    assert (batch["created"], batch["failed"]) == (3, 3)
    assert [(place, message) for place, outcome, message in rows(editor, batch) if outcome == "failed"] == [
        ("a.csv:3", "It has no text."),
        ("b.jsonl:2", "The line is not JSON."),
        (
            "photo.jpg",
            "Only .csv, .docx, .eml, .epub, .htm, .html, .json, .jsonl, .markdown, .md,"
            " .ndjson, .odt, .pdf, .rtf, .srt, .tsv, .txt, .vtt, .xlsx"
            " files are read here.",
        ),
    ]
    assert sorted(str(article.outlet) for article in Article.objects.all()) == ["Courier", "Gazette", "Gazette"]
    assert {article.added_by for article in Article.objects.all()} == {edo}
    again = worked(editor, "articles", archive, "march.zip")
    assert (again["here"], again["created"], ArticleVersion.objects.count()) == (3, 0, 3)


def test_a_changed_text_at_an_address_is_a_new_version(program_of, edo):
    editor = program_of(edo)

    def line(text):
        return json.dumps({"text": text, "url": "https://c.example/1"})

    worked(editor, "articles", line(STORY), "a.jsonl")
    checked = worked(editor, "articles", line(f"{STORY} More."), "a.jsonl", dry_run="true")
    assert (checked["changed"], "would get a new version" in rows(editor, checked)[0][2]) == (1, True)
    assert worked(editor, "articles", line(f"{STORY} More."), "a.jsonl")["changed"] == 1


@pytest.mark.parametrize(
    "data",
    [
        packed(**{"../../evil__csv": f'text\n"{STORY.splitlines()[0]}"\n'}),
        packed(**{"bomb__txt": b"0" * 30_000_000}),
        b"PK\x03\x04 no zip",
        packed(**{f"{number}__txt": b"" for number in range(20_001)}),
    ],
)
def test_a_zip_that_means_harm_brings_nothing_in(program_of, edo, data):
    batch = worked(program_of(edo), "articles", data, "a.zip")
    assert (batch["created"], batch["failed"]) == (0, 1)
    assert Article.objects.count() == 0


def test_the_result_is_a_file_in_which_no_formula_runs(program_of, edo):
    editor = program_of(edo)
    batch = worked(editor, "claims", "statement,=cmd\nOne,2\n", "claims.csv")
    answer = editor.get(f"imports/{batch['id']}/result/")
    assert f'filename="import-{batch["id"]}-' in answer["Content-Disposition"]
    table = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [(row["place"], row["outcome"]) for row in table] == [("2", "failed")]
    lines = b"".join(editor.get(f"imports/{batch['id']}/result/?as=jsonl").streaming_content).splitlines()
    assert json.loads(lines[0])["message"].startswith("There is no column “=cmd”.")
    assert editor.get(f"imports/{batch['id']}/result/?as=pdf").status_code == 400


def test_who_may_import_and_what_is_refused(program_of, ana, edo):
    for kind in ("claims", "articles"):
        assert sent(program_of(ana), kind, "statement\nA\n", "a.csv").status_code == 403
        assert sent(program_of(edo), kind, "", "a.csv").status_code == 400
        assert sent(program_of(edo), kind, "a", "a.csv", colour="red").status_code == 400
    editor = program_of(edo)
    failed = worked(editor, "claims", "MZ", "x.exe")
    assert (failed["state"], failed["error"]) == ("failed", "This is no .csv, .xlsx, .jsonl or .zip file.")
    assert editor.post(f"imports/{failed['id']}/stop/").status_code == 409
    batch = worked(editor, "claims", "statement\nA\n", "a.csv", dry_run="true")
    assert program_of(ana).post(f"imports/{batch['id']}/carry-out/").status_code == 403
    assert editor.post(f"imports/{batch['id']}/stop/").json()["state"] == "stopped"
    assert Claim.objects.count() == 0


def test_a_key_of_the_request_hands_a_file_in_once(program_of, edo):
    editor = program_of(edo)
    for _ in range(2):
        editor.client.post(
            "/api/v1/imports/claims/",
            {"file": SimpleUploadedFile("a.csv", b"statement\nA\n")},
            headers={"Idempotency-Key": "march"},
        )
    assert ImportBatch.objects.count() == 1


def test_a_program_says_what_the_columns_of_a_list_are(program_of, edo):
    editor = program_of(edo)
    batch = worked(editor, "claims", "Satz,Tag\nThe bridge cost 9,03/04/2026\n", "list.csv", dry_run=True)
    assert [column["name"] for column in batch["preview"]["columns"]] == ["satz", "tag"]
    strange = editor.post(f"imports/{batch['id']}/columns/", {"columns": {"satz": "colour"}})
    assert strange.status_code == 400
    given = {"columns": {"satz": "statement", "tag": "said_on"}, "date_order": "day"}
    assert editor.post(f"imports/{batch['id']}/columns/", given).status_code == 202
    imports.work(batch["id"])
    assert editor.post(f"imports/{batch['id']}/carry-out/").status_code == 202
    imports.work(batch["id"])
    assert Claim.objects.get().said_on == datetime.date(2026, 4, 3)
