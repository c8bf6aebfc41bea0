"""Subtitles and transcripts of invented recordings: words in paragraphs, and the second each piece begins at."""

import json

import pytest

from claims.articles.reading.document import ReadDocument, Unreadable
from claims.articles.reading.read import read_here, read_pasted

SRT = """1
00:00:01,200 --> 00:00:04,000
The bridge was opened
on <i>Monday</i>.

2
00:12:41,500 --> 00:12:44,000
It cost 3.2 million crowns.

3
01:00:03,000 --> 01:00:05,000
- No toll will be asked.
"""
VTT = """WEBVTT - a council meeting

NOTE made by hand

intro
00:01.200 --> 00:04.000 align:start
<v Ilse Brandt>The bridge was opened on Monday.</v>

00:12:41.500 --> 00:12:44.000
<v Bram Odum>It cost <c.loud>3.2 million</c> crowns &amp; more.</v>

STYLE
::cue { color: red }

01:00:03.000 --> 01:00:05.000
<v Bram Odum>No toll will be asked.</v>
"""


def read(text: str, name: str) -> ReadDocument:
    return read_here(data=text.encode(), filename=name)


def at(found: ReadDocument) -> list[tuple[str, int]]:
    """The first words of each piece, and its second."""
    return [(found.text[cue.offset :][:12], cue.seconds) for cue in found.cues]


def test_subrip() -> None:
    found = read(SRT, "council_meeting 3.srt")
    assert (found.title, found.source_format) == ("council meeting 3", "srt")
    assert found.text.split("\n\n") == [
        "The bridge was opened on Monday.",
        "It cost 3.2 million crowns.",
        "No toll will be asked.",
    ]
    assert at(found) == [("The bridge w", 1), ("It cost 3.2 ", 761), ("No toll will", 3603)]


def test_webvtt_names_who_speaks() -> None:
    found = read(VTT, "council.vtt")
    assert found.text.split("\n\n") == [
        "Ilse Brandt: The bridge was opened on Monday.",
        "Bram Odum: It cost 3.2 million crowns & more.",
        "Bram Odum: No toll will be asked.",
    ]
    assert [cue.seconds for cue in found.cues] == [1, 761, 3603]


def test_subtitles_are_known_without_their_name() -> None:
    assert read(VTT, "council.txt").cues
    assert read_pasted(SRT).cues
    assert read(SRT.replace("\n", "\r\n"), "a.srt").text == read(SRT, "a.srt").text


def test_rolling_captions_are_read_once() -> None:
    rolled = SRT.replace("It cost 3.2 million crowns.", "The bridge was opened on Monday. It cost 3.2 million crowns.")
    assert read(rolled, "a.srt").text == read(SRT, "a.srt").text


def test_a_sentence_over_several_cues_stays_one() -> None:
    cues = "".join(
        f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{words}\n\n"
        for n, words in enumerate(["The town", "of Marrow", "is old."])
    )
    found = read(cues, "a.srt")
    assert (found.text, at(found)) == (
        "The town of Marrow is old.",
        [("The town of ", 0), ("of Marrow is", 1), ("is old.", 2)],
    )


FIRST, SECOND = "The bridge was opened.", "It cost 3.2 million."
WHISPER = {
    "text": "...",
    "segments": [{"id": 0, "start": 1.2, "text": f" {FIRST}"}, {"id": 1, "start": 761.5, "text": f" {SECOND}"}],
}
WHISPER_X = {
    "segments": [
        {"start": 1.2, "text": FIRST, "speaker": "SPEAKER_00"},
        {"start": 761.5, "text": SECOND, "speaker": "SPEAKER_01"},
    ]
}
WHISPER_CPP = {
    "transcription": [
        {"offsets": {"from": 1200, "to": 4000}, "text": FIRST},
        {"offsets": {"from": 761500, "to": 764000}, "text": SECOND},
    ]
}
PIPELINE = {"chunks": [{"timestamp": [1.2, 4.0], "text": FIRST}, {"timestamp": [761.5, None], "text": SECOND}]}
ASSEMBLY = {
    "utterances": [
        {"confidence": 0.9, "start": 1200, "speaker": "A", "text": FIRST},
        {"confidence": 0.9, "start": 761500, "speaker": "B", "text": SECOND},
    ]
}
GOOGLE = {
    "results": [
        {"alternatives": [{"transcript": FIRST, "words": [{"startTime": "1.200s", "word": "The"}]}]},
        {"alternatives": [{"transcript": SECOND, "words": [{"startTime": "761.500s", "word": "It"}]}]},
    ]
}


def amazon() -> dict[str, object]:
    items: list[dict[str, object]] = []
    for start, sentence in ((1.2, "The bridge was opened"), (761.5, "It cost 3.2 million")):
        items += [
            {"type": "pronunciation", "start_time": str(start), "alternatives": [{"content": word}]}
            for word in sentence.split()
        ]
        items.append({"type": "punctuation", "alternatives": [{"content": "."}]})
    return {"jobName": "x", "results": {"transcripts": [{"transcript": "..."}], "items": items}}


@pytest.mark.parametrize(
    ("data", "names"),
    [
        (WHISPER, ("", "")),
        (WHISPER["segments"], ("", "")),
        (WHISPER_X, ("Speaker 0: ", "Speaker 1: ")),
        (WHISPER_CPP, ("", "")),
        (PIPELINE, ("", "")),
        (ASSEMBLY, ("A: ", "B: ")),
        (GOOGLE, ("", "")),
        (amazon(), ("", "")),
    ],
)
def test_what_speech_recognition_writes(data: object, names: tuple[str, str]) -> None:
    found = read(json.dumps(data), "meeting.json")
    assert found.text == f"{names[0]}The bridge was opened.\n\n{names[1]}It cost 3.2 million."
    assert at(found) == [("The bridge w", 1), ("It cost 3.2 ", 761)]


@pytest.mark.parametrize(
    "text",
    [
        "[00:00:01] Ilse Brandt: The bridge was opened on Monday.\n[00:12:41] Bram Odum: It cost 3.2 million.\n"
        "[01:00:03] Bram Odum: No toll will be asked.\n",
        "0:01\nThe bridge was opened on Monday.\n12:41\nIt cost 3.2 million.\n1:00:03\nNo toll will be asked.\n",
        "00:01 - The bridge was opened on Monday.\n12:41 - It cost 3.2 million.\n1:00:03 - No toll will be asked.",
    ],
)
def test_times_in_a_plain_transcript(text: str) -> None:
    found = read(text, "talk.txt")
    assert [cue.seconds for cue in found.cues] == [1, 761, 3603]
    assert "0:01" not in found.text
    assert found.text.endswith("No toll will be asked.")


@pytest.mark.parametrize(
    "text",
    [
        "Council day\n\n10:30 The mayor opens the bridge.\n\n11:00 The band plays.\n\n11:45 Everybody walks home.",
        "ANNA: The bridge was opened on Monday.\n\nBRAM: It cost 3.2 million crowns, twice the plan.",
        "At 12:41 the bridge was opened. It had cost 3.2 million crowns.",
    ],
)
def test_other_texts_have_no_cues(text: str) -> None:
    found = read(text, "day.txt")
    assert (found.cues, found.source_format) == ((), "text")


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("a.srt", "nothing here", "nothing said"),
        ("a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n\n", "nothing said"),
        ("a.json", '{"title": "A bridge"}', "no transcript"),
        ("a.json", "[" * 100_000, "no transcript"),
        ("a.json", '{"segments": [{"start": -1, "text": "x"}, {"start": "soon", "text": "y"}, 3]}', "no transcript"),
    ],
)
def test_what_holds_no_words_is_a_sentence(name: str, text: str, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        read(text, name)
