"""Reads a file or standard input, writes JSON lines. Offsets are code points of the decoded input."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from claims.extraction import pins
from claims.extraction.cleaning import clean
from claims.extraction.languages import guess
from claims.extraction.matching import Earlier, MatchIndex, Query
from claims.extraction.pipeline import default_pipeline
from claims.extraction.ranked import ranked_scorer
from claims.extraction.segment import segment, sentence_bounds
from claims.extraction.trained import ModelScorer
from claims.extraction.types import Attribution, Candidate, Score, Span

_CALIBRATIONS: Final = {"debates": pins.DEBATES, "news": pins.NEWS}

# JSON objects as read and written: their values are of many types.
Row = dict[str, Any]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code, 2 for a file that cannot be read."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.version:
        _write([_versions()])
        return 0
    if options.command is None:
        parser.error("Say what to do: segment, score, attribute, extract or match.")
    try:
        _write(options.run(options))
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except (OSError, ValueError) as error:
        print(f"{parser.prog}: {error}", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m claims.extraction", description=__doc__)
    parser.add_argument("--version", action="store_true", help="print the version of each stage")
    commands = parser.add_subparsers(dest="command")
    for name, run, words in (
        ("segment", _segment, "sentences: {start, end, text}"),
        ("score", _score, "one sentence a line in, or {text, context?, speaker?}; its check-worthiness out"),
        ("attribute", _attribute, "who is said to have said what"),
        ("extract", _extract, "the candidates of an article, best first"),
    ):
        command = commands.add_parser(name, help=words)
        command.set_defaults(run=run)
        command.add_argument(
            "file", nargs="?", default="-", metavar="FILE", help="a UTF-8 file, or - for standard input"
        )
        if name == "score":
            command.add_argument(
                "--domain",
                choices=tuple(_CALIBRATIONS),
                default="debates",
                help="what the sentences are taken from: the scores mean probabilities there (debates)",
            )
            command.add_argument(
                "--language",
                default=None,
                help="ISO 639-1 code; told by their words when left out. Scores of any but en only rank",
            )
        if name == "extract":
            command.add_argument("--format", choices=("jsonl",), default="jsonl")
            command.add_argument("--language", default=None, help="ISO 639-1 code; detected when left out")
            command.add_argument(
                "--body", action="store_true", help="the text is a story alone: look for no title or byline"
            )
    match = commands.add_parser("match", help="earlier claims that say the same")
    match.set_defaults(run=_match)
    match.add_argument("--corpus", required=True, help="JSON lines {id, claim, title?, text?}")
    match.add_argument("--top", type=int, default=5, help="matches a query (5)")
    match.add_argument(
        "file", nargs="?", default="-", metavar="FILE", help="JSON lines {id, text, speaker?, context?}, or -"
    )
    return parser


def _read(name: str) -> str:
    data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    return data.decode("utf-8", errors="replace")


def _write(rows: Iterable[Row]) -> None:
    for row in rows:
        sys.stdout.write(json.dumps(row) + "\n")
    sys.stdout.flush()


def _versions() -> Row:
    pipeline = default_pipeline()
    return {"version": pipeline.version, **pipeline.versions}


def _segment(options: argparse.Namespace) -> Iterator[Row]:
    return (asdict(item) for item in segment(_read(options.file)))


def _score(options: argparse.Namespace) -> Iterator[Row]:
    rows = [_row(line) for line in _lines(_read(options.file))]
    language = options.language or guess("\n".join(str(row.get("text") or "") for row in rows))
    if language != "en":
        return (_score_row(score) for score in ranked_scorer(language).score([_field(row, "text") for row in rows]))
    scorer = ModelScorer(_CALIBRATIONS[options.domain])
    scores = scorer.score(
        [str(row.get("text") or "") for row in rows],
        [_just_before(row) for row in rows],
        [_field(row, "speaker") for row in rows],
    )
    return (_score_row(score) for score in scores)


def _just_before(row: Row) -> str:
    """The last sentence of a row's context."""
    context = clean(_field(row, "context")).text
    bounds = sentence_bounds(context)
    return context[slice(*bounds[-1])] if bounds else ""


def _lines(text: str) -> list[str]:
    lines = text.replace("\r\n", "\n").split("\n")
    return lines[:-1] if lines and not lines[-1] else lines


def _row(line: str) -> Row:
    if line.lstrip().startswith("{"):
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            return {"text": line}
        if isinstance(row, dict) and "text" in row:
            return row
    return {"text": line}


def _score_row(score: Score) -> Row:
    return {"score": score.score, "checkworthy": score.checkworthy, "signals": [asdict(item) for item in score.signals]}


def _attribute(options: argparse.Namespace) -> Iterator[Row]:
    return (_attribution_row(item) for item in default_pipeline().attribute(_read(options.file)))


def _attribution_row(item: Attribution) -> Row:
    return {
        "source": _span_row(item.source),
        "cue": _span_row(item.cue),
        "content": _span_row(item.content),
        "kind": item.kind,
        "hedged": item.hedged,
        "confidence": round(item.confidence, 3),
        "speaker": item.speaker,
        "parts": [_span_row(part) for part in item.parts],
    }


def _span_row(span: Span | None) -> Row | None:
    return asdict(span) if span else None


def _extract(options: argparse.Namespace) -> Iterator[Row]:
    result = default_pipeline().extract(_read(options.file), language=options.language, layout=not options.body)
    return (_candidate_row(item) for item in result.candidates)


def _candidate_row(item: Candidate) -> Row:
    return {**asdict(item), "signals": [asdict(signal) for signal in item.signals]}


def _match(options: argparse.Namespace) -> Iterator[Row]:
    corpus = [
        Earlier(str(row["id"]), _field(row, "claim"), _field(row, "title"), _field(row, "text"))
        for row in _objects(options.corpus, "id", "claim")
    ]
    index = MatchIndex.build(corpus)
    # Ids are given back as they came, numbers as numbers.
    original = {str(row["id"]): row["id"] for row in _objects(options.corpus, "id")}
    for row in _objects(options.file, "id", "text"):
        query = Query(_field(row, "text"), _field(row, "speaker"), _field(row, "context"))
        matches = [{**asdict(match), "id": original[match.id]} for match in index.search(query, options.top)]
        yield {"id": row["id"], "matches": matches}


def _objects(name: str, *required: str) -> list[Row]:
    rows = []
    for number, line in enumerate(_lines(_read(name)), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            raise ValueError(f"{name}, line {number}: not a JSON object.") from None
        if not isinstance(row, dict) or any(key not in row for key in required):
            raise ValueError(f"{name}, line {number}: expected an object with {' and '.join(required)}.")
        rows.append(row)
    return rows


def _field(row: Row, key: str) -> str:
    """A text field; a list of sentences, as a context may be, is joined."""
    value = row.get(key)
    if isinstance(value, list):
        return " ".join(str(item) for item in value)
    return "" if value is None else str(value)
