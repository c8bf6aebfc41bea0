"""Importing many articles: a line each, nothing twice, and one bad row stops nothing."""

import json
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from claims.accounts.models import User
from claims.articles.enums import Origin
from claims.articles.models import Article, ArticleVersion
from claims.dates import read_date
from claims.tracking.enums import RunState
from claims.tracking.models import ExtractionRun
from tests.factories import STORY

pytestmark = pytest.mark.django_db


def run(*paths: Path, **options: Any) -> tuple[list[str], int]:
    """The lines the command prints, and its exit code."""
    out, code = StringIO(), 0
    try:
        call_command("import_articles", *map(str, paths), stdout=out, **options)
    except SystemExit as end:
        code = int(end.code or 0)
    return out.getvalue().splitlines(), code


def jsonl(path: Path, *rows: object) -> Path:
    path.write_text("".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows))
    return path


def test_rows_of_jsonl_become_articles_with_what_stands_beside_the_text(tmp_path: Path) -> None:
    row = {
        "title": "Ferry stops",
        "text": STORY,
        "url": "https://courier.example/ferry?utm_source=feed",
        "author": "Dana Reyes",
        "date": "2026-03-02",
        "outlet": "The Courier",
    }
    lines, code = run(jsonl(tmp_path / "a.jsonl", row))
    article = Article.objects.get()
    assert lines[0] == f"new      {tmp_path}/a.jsonl:1: article {article.pk}, “Ferry stops”"
    assert lines[1] == "1 read: 1 new, 0 changed, 0 here already, 0 failed."
    assert lines[2] == "1 wait to be read for claims, which happens while the desk is running."
    assert code == 0
    version = article.current
    assert version is not None
    assert (version.title, version.byline, version.text) == ("Ferry stops", "Dana Reyes", STORY)
    assert version.published_at == datetime(2026, 3, 2, tzinfo=UTC)
    assert (str(article.outlet), article.canonical_url) == ("The Courier", "https://courier.example/ferry")
    assert (article.origin, article.added_by) == (Origin.IMPORTED, None)
    assert ExtractionRun.objects.get().state == RunState.QUEUED


def test_importing_again_imports_nothing_twice_and_a_changed_row_is_a_version(tmp_path: Path) -> None:
    rows = [{"title": f"Story {n}", "text": f"{STORY} Part {n}.", "url": f"https://c.example/{n}"} for n in range(3)]
    path = jsonl(tmp_path / "a.jsonl", *rows)
    (tmp_path / "story.txt").write_text(f"A headline of its own\n\n{STORY} Part of a file.")
    run(tmp_path)
    lines, code = run(tmp_path)
    assert lines[-2] == "4 read: 0 new, 0 changed, 4 here already, 0 failed."
    rows[1]["text"] = f"{STORY} Part 1, changed."
    jsonl(path, *rows)
    lines, code = run(tmp_path)
    assert (lines[-2], code) == ("4 read: 0 new, 1 changed, 3 here already, 0 failed.", 0)
    assert (Article.objects.count(), ArticleVersion.objects.count()) == (4, 5)


def test_bad_rows_are_named_with_their_reason_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "mixed.jsonl"
    path.write_bytes(
        b'{"title": "Half'
        b"\n\n[1, 2]\n"
        b'{"title": "No text"}\n'
        b'{"text": 7}\n'
        b'{"text": "\xff\xfe broken bytes and more"}\n'
        b'{"text": "Short address in a row of its own.", "url": "nowhere"}\n' + b"[" * 100_000 + b"\n"
        b'{"text": "The ferry stops in April, the harbour office said.", "date": "one of these days"}\n'
    )
    lines, code = run(path)
    reasons = [line.partition(f"{path}:")[2] for line in lines if line.startswith("failed")]
    assert reasons[:5] == [
        "1: The line is not JSON.",
        "3: The line is not a JSON object with the keys title, text, url, author and date.",
        "4: It has no text.",
        "5: Its text is not text.",
        "6: The line is not UTF-8. Save the file as UTF-8.",
    ]
    assert [reason.partition(":")[0] for reason in reasons[5:]] == ["7", "8"]
    assert lines[-3].endswith("Its date “one of these days” was not understood and is left empty.")
    assert lines[-2] == "8 read: 1 new, 0 changed, 0 here already, 7 failed."
    assert code == 1


def test_csv_in_any_usual_dress(tmp_path: Path) -> None:
    first, second, third = (f"{STORY} Row {n}, “quoted”; with, both." for n in range(3))
    (tmp_path / "a.csv").write_text(f'\ufeffTitle,Text,Date\nOne,"{first}",2 March 2026\n', encoding="utf-8")
    quoted = second.replace('"', '""')
    (tmp_path / "b.csv").write_bytes(
        f'text;author;url\r\n"{quoted}";Dana Reyes;https://c.example/2\r\n;;\r\n'.encode()
        + b'"caf\xe9 and a whole sentence";;\r\n"'
        + third.encode()
        + b'";;\r\n'
    )
    (tmp_path / "c.csv").write_text("headline,body\nx,y\n")
    lines, code = run(tmp_path)
    assert ArticleVersion.objects.filter(text__in=[first, second, third]).count() == 3
    assert [line for line in lines if line.startswith("failed")] == [
        f"failed   {tmp_path}/b.csv:8: The row is not UTF-8. Save the file as UTF-8.",
        f"failed   {tmp_path}/c.csv:1: The first line names no column “text”.",
    ]
    assert code == 1


def test_folders_are_walked_and_other_kinds_of_files_left_alone(tmp_path: Path) -> None:
    deep = tmp_path / "2026" / "march"
    deep.mkdir(parents=True)
    (deep / "a.md").write_text(f"# A headline\n\n{STORY}")
    (deep / "b.txt").write_bytes(b"\x00\x01\x02\x03" * 500)
    (deep / "photo.jpg").write_bytes(b"\xff\xd8")
    (deep / ".hidden.txt").write_text(STORY)
    (deep / "loop").symlink_to(tmp_path)
    lines, code = run(tmp_path, tmp_path / "missing.txt", verbosity=0)
    assert [line.split(":")[0] for line in lines[:2]] == [f"failed   {deep}/b.txt", f"failed   {tmp_path}/missing.txt"]
    assert lines[2] == "3 read: 1 new, 0 changed, 0 here already, 2 failed."
    assert code == 1


def test_articles_are_recorded_as_a_persons_who_may(tmp_path: Path, edo: User, ana: User) -> None:
    path = jsonl(tmp_path / "a.jsonl", {"text": STORY})
    for username in ("ana", "nobody"):
        with pytest.raises(CommandError):
            run(path, username=username)
    run(path, username="edo")
    assert Article.objects.get().added_by == edo


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-03-02", datetime(2026, 3, 2, tzinfo=UTC)),
        ("2026-03-02T10:30:00Z", datetime(2026, 3, 2, 10, 30, tzinfo=UTC)),
        ("Mon, 02 Mar 2026 10:30:00 +0100", datetime(2026, 3, 2, 9, 30, tzinfo=UTC)),
        ("March 2, 2026", datetime(2026, 3, 2, tzinfo=UTC)),
        ("02.03.2026", datetime(2026, 3, 2, tzinfo=UTC)),
        ("03/02/2026", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates(value: str, expected: datetime | None) -> None:
    found = read_date(value)
    assert (found.at if found else None) == expected
