"""Subtitles and transcripts: what was said, in paragraphs, and the second each piece begins at.

Read are SubRip (.srt), WebVTT (.vtt, https://www.w3.org/TR/webvtt1/), and the JSON that speech recognition writes: that
of Whisper and its kin (`segments` with `start` and `text`), of WhisperX and whisper.cpp (`transcription` with
`offsets` in milliseconds), of AWS Transcribe (`results.items`) and of Google's and Deepgram's `results` with words.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any, Final

from claims.articles.reading.document import Draft, Unreadable
from claims.sentences import mark

NO_CUES: Final = mark("There is nothing said in that file. Upload the transcript as text, or paste it.")
MOST_CUES: Final = 100_000
_TIMING: Final = re.compile(
    r"(?P<start>(?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?)[ \t]*-->[ \t]*(?:\d{1,3}:)?\d{1,2}:\d{2}", re.ASCII
)
_TAG: Final = re.compile(r"<(?P<voice>v(?:\.[\w.]+)?[ \t]+)?(?P<name>[^<>]{0,120})>|\{\\[^{}]{1,60}\}")
_SENTENCE_END: Final = re.compile(r"[.!?…。！？][\"'”’»)\]]*$")
_LONG_PARAGRAPH: Final = 400
_LONG_PAUSE: Final = 12.0
_DIALOGUE_DASH: Final = re.compile(r"^[-–—]\s?")

type Json = Any  # whatever a program wrote


@dataclass(frozen=True, slots=True)
class Said:
    """A piece as it was said: its second, its words, and who said it where that is known."""

    start: float
    text: str
    speaker: str = ""


def read_subtitles(text: str) -> Draft:
    """The words of a .srt or .vtt file; ``Unreadable`` where it holds none."""
    return draft_of(_subtitles(text))


def is_subtitles(text: str) -> bool:
    """Whether a text without a telling name is a subtitle file: it begins as WebVTT does, or with numbered cues."""
    start = text[:400].lstrip("\ufeff \t\r\n")
    return start.startswith("WEBVTT") or bool(re.match(r"\d{1,6}[ \t]*\r?\n" + _TIMING.pattern, start))


def read_speech_json(text: str) -> Draft | None:
    """The words in what a speech recognition wrote as JSON; None where the JSON is of another kind."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    said = list(_in_json(data))[:MOST_CUES]
    return draft_of(said) if said else None


def _subtitles(text: str) -> Iterator[Said]:
    start: float | None = None
    lines: list[str] = []
    speaker = ""
    for line in [*text.splitlines(), ""]:
        if found := _TIMING.match(line.strip()):
            # A cue's number, or its name, stands on the line before and belongs to no words.
            if start is not None and lines:
                yield Said(start, " ".join(lines[:-1]), speaker)
            start, lines, speaker = seconds_of(found["start"]), [], ""
        elif start is not None and line.strip():
            named, words = _without_tags(line.strip())
            speaker = speaker or named
            lines.append(_DIALOGUE_DASH.sub("", words))
        elif start is not None:
            if lines:
                yield Said(start, " ".join(lines), speaker)
            start, lines = None, []


def _without_tags(line: str) -> tuple[str, str]:
    """Who speaks, where a voice tag says so, and the words without any tag."""
    speaker = next((found["name"].strip() for found in _TAG.finditer(line) if found["voice"]), "")
    return speaker, " ".join(unescape(_TAG.sub("", line)).split())


def seconds_of(time: str) -> float:
    """The seconds in "12:41", "1:02:03" or "00:12:41,500"."""
    total = 0.0
    for part in time.replace(",", ".").split(":"):
        total = 60 * total + float(part)
    return total


def _in_json(data: Json) -> Iterator[Said]:
    if isinstance(data, list) and data and all(isinstance(one, dict) for one in data):
        yield from _segments(data)
    if not isinstance(data, dict):
        return
    for name in ("segments", "chunks", "transcription", "utterances", "monologues", "captions", "cues"):
        if isinstance(data.get(name), list):
            yield from _segments(data[name])
            return
    results = data.get("results")
    if isinstance(results, dict) and isinstance(results.get("utterances"), list):
        yield from _segments(results["utterances"])
    elif isinstance(results, dict) and isinstance(results.get("items"), list):
        yield from _items(results["items"])
    elif isinstance(results, dict) and isinstance(results.get("channels"), list):
        yield from _first_alternatives(results["channels"])
    elif isinstance(results, list):
        yield from _first_alternatives(results)


def _segments(rows: list[Json]) -> Iterator[Said]:
    """Pieces with their own beginning, by the names that the common programs give it."""
    for row in rows:
        if not isinstance(row, dict):
            continue
        text = next((row[name] for name in ("text", "transcript", "content") if isinstance(row.get(name), str)), "")
        start = _start(row)
        if text.strip() and start is not None:
            speaker = row.get("speaker", row.get("speaker_label", ""))
            yield Said(start, " ".join(text.split()), _speaker(speaker))


def _start(row: dict[str, Json]) -> float | None:
    """The second a piece begins at; whisper.cpp and AssemblyAI count thousandths."""
    offsets, stamps = row.get("offsets"), row.get("timestamp")
    if isinstance(offsets, dict):
        return _number(offsets.get("from"), thousandths=True)
    if isinstance(stamps, list) and stamps:
        return _number(stamps[0])
    for name in ("start", "start_time", "startTime", "begin", "from"):
        if name in row:
            return _number(row[name], thousandths=isinstance(row[name], int) and "confidence" in row)
    return None


def _number(value: Json, *, thousandths: bool = False) -> float | None:
    if isinstance(value, str):
        value = value.strip().removesuffix("s")
        try:
            value = seconds_of(value) if ":" in value else float(value)
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 10_000_000:
        return None
    return value / 1000 if thousandths else float(value)


def _speaker(value: Json) -> str:
    """A speaker's name; numbers that a program gave are made into names."""
    if isinstance(value, bool) or value is None or value == "":
        return ""
    name = " ".join(str(value).split())[:80]
    found = re.fullmatch(r"(?:speaker|spk)?[ _-]?(\d{1,3})", name, re.IGNORECASE)
    return f"Speaker {int(found[1])}" if found else name


def _items(items: list[Json]) -> Iterator[Said]:
    """Single words and signs, as AWS Transcribe writes them, put together into sentences."""
    start: float | None = None
    words, speaker = "", ""
    for item in items:
        best = _best(item)
        content = best.get("content")
        if not isinstance(content, str):
            continue
        if item.get("type") == "punctuation":
            words += content
        else:
            start = _number(item.get("start_time")) if start is None else start
            speaker = speaker or _speaker(item.get("speaker_label"))
            words = f"{words} {content}"
        if start is not None and _SENTENCE_END.search(content):
            yield Said(start, words.strip(), speaker)
            start, words, speaker = None, "", ""
    if start is not None and words.strip():
        yield Said(start, words.strip(), speaker)


def _best(row: Json) -> dict[str, Json]:
    """The first of a row's alternatives, which is the likeliest."""
    choices = row.get("alternatives") if isinstance(row, dict) else None
    best = choices[0] if isinstance(choices, list) and choices else None
    return best if isinstance(best, dict) else {}


def _first_alternatives(results: list[Json]) -> Iterator[Said]:
    """Results with alternatives, of which the first is the likeliest, and the times of whose words are known."""
    for result in results:
        best = _best(result)
        words, text = best.get("words"), best.get("transcript")
        if isinstance(text, str) and text.strip() and isinstance(words, list) and words and isinstance(words[0], dict):
            yield Said(_start(words[0]) or 0.0, " ".join(text.split()))


def draft_of(said: Iterable[Said]) -> Draft:
    """Pieces as paragraphs, a new one where another speaks and, after a sentence, when one is long or a pause was."""
    paragraphs: list[list[str]] = []
    spoken: list[tuple[int, str]] = []
    last: Said | None = None
    length = 0
    for count, piece in enumerate(_without_repeats(said)):
        if count >= MOST_CUES:
            break
        if last is None or _begins_paragraph(piece, last, length):
            length = 0
            paragraphs.append([f"{piece.speaker}: {piece.text}" if piece.speaker else piece.text])
        else:
            paragraphs[-1].append(piece.text)
        length += len(piece.text)
        spoken.append((int(piece.start), piece.text))
        last = piece
    if not paragraphs:
        raise Unreadable(NO_CUES)
    return Draft(body="\n\n".join(" ".join(words) for words in paragraphs), spoken=tuple(spoken), is_spoken=True)


def _begins_paragraph(piece: Said, last: Said, length: int) -> bool:
    if (piece.speaker or last.speaker) != last.speaker:
        return True
    late = piece.start - last.start > _LONG_PAUSE
    return bool(_SENTENCE_END.search(last.text)) and (length > _LONG_PARAGRAPH or late)


def _without_repeats(said: Iterable[Said]) -> Iterator[Said]:
    """Pieces without what rolling captions show again from the one before."""
    before = ""
    for piece in said:
        if piece.text == before or not piece.text:
            continue
        text = piece.text.removeprefix(before).strip() if before and piece.text.startswith(before) else piece.text
        before = piece.text
        if text:
            yield Said(piece.start, text, piece.speaker)
