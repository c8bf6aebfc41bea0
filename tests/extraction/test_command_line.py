"""The command line: the same lines in, the same order out."""

import json
from pathlib import Path

import pytest

from claims.extraction.cli import main


def _run(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict]:
    assert main(arguments) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_segment_gives_offsets_into_the_file_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "One is here.\r\nTwo is here. 😀 Three.\r\n"
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode("utf-8"))
    rows = _run(capsys, "segment", str(path))
    assert [row["text"] for row in rows] == [text[row["start"] : row["end"]] for row in rows]
    assert len(rows) == 3


def test_score_drops_no_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(
        'We cut taxes by 40 percent in 2010.\n\n{"text": "Thank you.", "speaker": "X"}\n{broken\n', encoding="utf-8"
    )
    rows = _run(capsys, "score", str(path))
    assert len(rows) == 4
    assert rows[0]["checkworthy"]
    assert rows[1] == {"score": 0.0, "checkworthy": False, "signals": []}
    assert not rows[2]["checkworthy"]


def test_extract_and_attribute_write_what_is_promised(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Ana Holt said the bridge cost $42 million in 2019. It is likely to close.", encoding="utf-8")
    rows = _run(capsys, "extract", str(path), "--format", "jsonl")
    wanted = {"start", "end", "text", "score", "signals", "speaker", "cue", "kind", "hedged", "quoted"}
    assert all(wanted <= set(row) for row in rows)
    assert rows[0]["speaker"] == "Ana Holt"
    found = _run(capsys, "attribute", str(path))[0]
    assert {"source", "cue", "content", "kind", "hedged", "confidence"} <= set(found)


def test_match_answers_each_query(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    corpus, queries = tmp_path / "c.jsonl", tmp_path / "q.jsonl"
    corpus.write_text(
        '{"id": 7, "claim": "The bridge cost $42 million."}\n{"id": "b", "claim": "Penguins fly."}\n', encoding="utf-8"
    )
    queries.write_text(
        '{"id": "q", "text": "The bridge cost 42 million dollars", "context": ["A.", "B."]}\n', encoding="utf-8"
    )
    rows = _run(capsys, "match", "--corpus", str(corpus), "--top", "1", str(queries))
    assert [(row["id"], [match["id"] for match in row["matches"]]) for row in rows] == [("q", [7])]


def test_a_file_that_is_not_there_is_said_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["segment", "/nowhere/a.txt"]) == 2
    assert "No such file" in capsys.readouterr().err


def test_version_names_each_stage(capsys: pytest.CaptureFixture[str]) -> None:
    (row,) = _run(capsys, "--version")
    assert {"version", "segment", "checkworthiness", "attribution", "match"} <= set(row)


def test_lines_that_only_look_like_json_are_scored_as_text(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    lines = tmp_path / "lines.txt"
    lines.write_text('{"text": ' * 20_000 + '\n{not json}\n\n{"text": null}\n', encoding="utf-8")
    assert len(_run(capsys, "score", str(lines))) == 4


def test_scores_mean_probabilities_in_the_domain_asked_for(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    line = tmp_path / "line.txt"
    line.write_text("Unemployment fell to 3.5 percent in 2019, officials said.", encoding="utf-8")
    (debate,), (news,) = _run(capsys, "score", str(line)), _run(capsys, "score", "--domain", "news", str(line))
    assert news["score"] < debate["score"]


def test_score_uses_context_and_speaker(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    lines = tmp_path / "lines.jsonl"
    lines.write_text(
        '{"text": "And it went through."}\n'
        '{"text": "And it went through.", "context": "The senate voted on the tax bill in 2017."}\n'
        '{"text": "Unemployment fell by 4 percent in 2012."}\n'
        '{"text": "Unemployment fell by 4 percent in 2012.", "speaker": "MODERATOR"}\n',
        encoding="utf-8",
    )
    alone, after, said, asked = (row["score"] for row in _run(capsys, "score", str(lines)))
    assert after > alone
    assert asked < said


def test_lines_of_another_language_are_ranked_by_its_words(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    lines = tmp_path / "lines.txt"
    lines.write_text("El paro bajó un 4 por ciento en dos años.\nCreo que hay que mirar al futuro.\n", encoding="utf-8")
    claim, hope = _run(capsys, "score", str(lines))
    assert (claim["checkworthy"], hope["checkworthy"]) == (True, False)
